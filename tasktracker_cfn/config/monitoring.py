"""What the monitoring stack is told: alarms, dashboards and who hears of them."""

from pydantic import BaseModel, Field

from tasktracker_cfn.config.alerting import GrafanaConfig, RulesConfig
from tasktracker_cfn.config.budget import BudgetConfig
from tasktracker_cfn.config.fields import STRICT, EmailAddress, Percent
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.trail import TrailConfig

ALARMS = (
    "database_cpu_percent",
    "database_connections",
    "database_connection_failures",
    "database_acu_percent",
    "database_free_storage_gib",
    "database_replica_lag_seconds",
    "database_cpu_credits",
    "database_events",
    "running_tasks_below",
    "tasks_below_desired",
    "no_healthy_targets",
    "latency_seconds",
    "error_percent",
    "server_errors",
    "site_error_percent",
    "waf_blocked_requests",
    "availability_percent",
)


def _is_off(setting: object) -> bool:
    # A threshold of 0 is one, although it equals False.
    return setting is None or setting is False


class MonitoringConfig(BaseModel):
    """Alarms and dashboards. An alarm whose threshold is absent is not made."""

    model_config = STRICT

    email: EmailAddress | None = Field(
        default=None,
        description="Default of the stack's AlarmEmail parameter; nobody is subscribed when absent.",
    )
    critical_email: EmailAddress | None = Field(
        default=None,
        description="Default of the stack's CriticalAlarmEmail parameter: critical alarms then have a topic of their "
        "own. When absent they go where all others go.",
    )
    dashboards: bool = Field(
        default=False, description="Dashboards of the API, the database and the site; 3 USD a month each."
    )
    database_cpu_percent: Percent | None = Field(
        default=None, description="Alarm when the database's CPU is above this many percent for ten minutes."
    )
    database_connections: int | None = Field(
        default=None, ge=1, le=100_000, description="Alarm when more connections are open for ten minutes."
    )
    database_connection_failures: int | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="Critical alarm when the database refuses more connections in five minutes, by its log.",
    )
    database_acu_percent: Percent | None = Field(
        default=None,
        description="Alarm when an Aurora cluster uses more than this share of its maximum capacity for five minutes.",
    )
    database_free_storage_gib: int | None = Field(
        default=None,
        ge=1,
        le=65536,
        description="Critical alarm when an instance has had fewer GiB of free storage for five minutes.",
    )
    database_replica_lag_seconds: int | None = Field(
        default=None,
        ge=1,
        le=86400,
        description="Alarm when a replica has been more seconds behind its database for ten minutes, or sends nothing.",
    )
    database_cpu_credits: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="Alarm when an instance of a class that bursts (db.t…) has had fewer CPU credits for fifteen "
        "minutes; without any, AWS charges for each vCPU-hour above the class's share.",
    )
    database_events: bool = Field(
        default=False,
        description="Tell what RDS says of the database: failures, failovers, low storage, maintenance, changes of its "
        "configuration; free of charge.",
    )
    running_tasks_below: int | None = Field(
        default=None,
        ge=1,
        le=5000,
        description="Critical alarm when fewer tasks run for five minutes; needs Container Insights.",
    )
    tasks_below_desired: bool = Field(
        default=False,
        description="Alarm when fewer tasks run than are wanted for fifteen minutes; needs Container Insights.",
    )
    no_healthy_targets: bool = Field(
        default=False, description="Critical alarm when a target group has no healthy target for two minutes."
    )
    latency_seconds: float | None = Field(
        default=None,
        gt=0,
        le=300,
        description="Alarm when the slowest 5 percent of requests take longer, in two periods of five minutes.",
    )
    error_percent: float | None = Field(
        default=None,
        gt=0,
        lt=100,
        description="Critical alarm when more than this share of requests fails with a 5xx, in two periods of five "
        "minutes.",
    )
    error_floor_requests: int = Field(
        default=20, ge=1, le=1_000_000, description="Requests in five minutes below which error_percent is not judged."
    )
    server_errors: int | None = Field(
        default=None,
        ge=0,
        description="Alarm when the load balancer and its targets answer more than this many 5xx in five minutes.",
    )
    site_error_percent: float | None = Field(
        default=None,
        gt=0,
        lt=100,
        description="Alarm when CloudFront answers more than this share of requests with a 5xx, in two periods of "
        "five minutes.",
    )
    waf_blocked_requests: int | None = Field(
        default=None,
        ge=0,
        le=1_000_000_000,
        description="Alarm when a web application firewall blocks more requests in five minutes.",
    )
    availability_percent: float | None = Field(
        default=None,
        # The fast rate is 14.4 times the budget: of a larger one it would be more than all requests.
        ge=95,
        lt=100,
        description="Share of requests that is to succeed over 30 days, for example 99.9: burn-rate alarms watch how "
        "fast the rest is used up; the fast one is critical. About 2.20 USD a month.",
    )

    trail: TrailConfig | None = Field(default=None, description="Record of the account's calls; none when absent.")
    budget: BudgetConfig | None = Field(default=None, description="What a month may cost; no budget when absent.")
    saved_queries: bool = Field(
        default=False,
        description="Queries of CloudWatch Logs Insights, ready to run: errors, slow requests, slow SQL. Free; a run "
        "costs 0.005 USD for each GB that it reads.",
    )
    rules: RulesConfig | None = Field(
        default=None, description="Prometheus rules on the metrics of data.metrics; none when absent."
    )
    grafana: GrafanaConfig | None = Field(default=None, description="Managed Grafana; none when absent.")

    def violations(self) -> Violations:
        """Check that there is something to watch, and that somebody can look at Grafana."""
        if self.budget is not None:
            yield from (violation.under("budget") for violation in self.budget.violations())
        beside = (self.trail, self.budget, self.rules, self.grafana)
        looks = self.dashboards or self.saved_queries or any(part is not None for part in beside)
        if not looks and all(_is_off(getattr(self, alarm)) for alarm in ALARMS):
            yield Violation((), "has neither an alarm nor dashboards; set a threshold, or leave the table out")
        if self.grafana is not None:
            yield from (violation.under("grafana") for violation in self.grafana.violations())
