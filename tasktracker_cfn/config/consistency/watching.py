"""What is there to be watched."""

from tasktracker_cfn.config.consistency.delivery import CLOUDFRONT_REGION
from tasktracker_cfn.config.monitoring import MonitoringConfig
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.system import SystemConfig


def watched(system: SystemConfig, watch: MonitoringConfig) -> Violations:
    """Check that each alarm has something to watch."""
    database = system.data.database
    for key in ("database_cpu_percent", "database_connections", "database_connection_failures"):
        if getattr(watch, key) is not None and database is None:
            yield Violation(("monitoring", key), "there is no data.database to watch")
    if watch.database_acu_percent is not None and (database is None or not database.is_cluster):
        yield Violation(("monitoring", "database_acu_percent"), "only a serverless cluster of Aurora has such a metric")
    # O07: RunningTaskCount is published by Container Insights only.
    for key in ("running_tasks_below", "tasks_below_desired"):
        if getattr(watch, key) and system.service.container_insights == "disabled":
            yield Violation(
                ("monitoring", key),
                'the metric exists only with Container Insights; set service.container_insights = "enabled"',
            )
    if watch.site_error_percent is not None and system.edge.site is None:
        yield Violation(("monitoring", "site_error_percent"), "there is no edge.site to watch")
    if watch.site_error_percent is not None and system.region != CLOUDFRONT_REGION:
        # O06
        yield Violation(
            ("monitoring", "site_error_percent"),
            f"CloudFront's metrics are in {CLOUDFRONT_REGION}, and an alarm sees its own region only",
        )
    yield from _firewalls(system, watch)


def _firewalls(system: SystemConfig, watch: MonitoringConfig) -> Violations:
    if watch.waf_blocked_requests is None:
        return
    site = system.edge.site
    firewalls = [waf for waf in (system.edge.waf, site.waf if site else None) if waf is not None]
    if not firewalls:
        yield Violation(("monitoring", "waf_blocked_requests"), "there is neither edge.waf nor edge.site.waf to watch")
    elif all(waf.count_only for waf in firewalls):
        yield Violation(("monitoring", "waf_blocked_requests"), "nothing is blocked with count_only; leave it out")
