"""What is there to be watched."""

from tasktracker_cfn.config.consistency.delivery import CLOUDFRONT_REGION
from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.system import SystemConfig

OF_ANY_DATABASE = (
    "database_cpu_percent",
    "database_connections",
    "database_connection_failures",
    "database_free_storage_gib",
    "database_replica_lag_seconds",
    "database_cpu_credits",
    "database_events",
)


def watched(system: SystemConfig, watch: MonitoringConfig) -> Violations:
    """Check that each alarm has something to watch."""
    database = system.data.database
    for key in OF_ANY_DATABASE:
        if getattr(watch, key) not in (None, False) and database is None:
            yield Violation(("monitoring", key), "there is no data.database to watch")
    if database is not None:
        yield from _watched_database(watch, database)
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


def _watched_database(watch: MonitoringConfig, database: DatabaseConfig) -> Violations:
    if watch.database_free_storage_gib is not None and database.is_cluster:
        yield Violation(("monitoring", "database_free_storage_gib"), "the storage of Aurora grows by itself")
    elif watch.database_free_storage_gib is not None and watch.database_free_storage_gib >= database.storage_gib:
        yield Violation(
            ("monitoring", "database_free_storage_gib"),
            f"an empty database has no more than data.database.storage_gib ({database.storage_gib}); say less",
        )
    if watch.database_replica_lag_seconds is not None and database.why_no_copies:
        yield Violation(("monitoring", "database_replica_lag_seconds"), database.why_no_copies)
    if watch.database_cpu_credits is not None and not database.bursts:
        yield Violation(
            ("monitoring", "database_cpu_credits"), "only classes that burst (db.t…) have credits; leave it out"
        )
