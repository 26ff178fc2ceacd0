"""Rules of what is watched."""

from tests.config.rules.rule import AURORA, CAPACITY, INSTANCE, RDS, Rule
from tests.toml_files import DATABASE_KEYS

RULES: dict[str, Rule] = {
    "no alarm": Rule(
        {"monitoring": {"email": "a@b.example"}},
        "monitoring",
        "has neither an alarm nor dashboards",
        {"monitoring": {"server_errors": 0}},
    ),
    "budget that tells nobody": Rule(
        {"monitoring.budget": {"monthly_usd": 300, "actual_percents": [], "forecast_percents": []}},
        "monitoring.budget",
        "tells nobody; set actual_percents or forecast_percents",
        {"monitoring": {"budget": {"monthly_usd": 300, "actual_percents": [], "forecast_percents": [100]}}},
    ),
    "budget that tells too often": Rule(
        {"monitoring.budget": {"monthly_usd": 300, "actual_percents": [10, 20, 30, 40, 50]}},
        "monitoring.budget",
        "has 6 percents, actual and forecast together; AWS takes at most 5",
        {"monitoring.budget": {"monthly_usd": 300, "actual_percents": [10, 20, 30, 40]}},
    ),
    "budget that tells twice": Rule(
        {"monitoring.budget": {"monthly_usd": 300, "actual_percents": [80, 80]}},
        "monitoring.budget.actual_percents",
        "names a percentage twice",
        {"monitoring.budget": {"monthly_usd": 300, "actual_percents": [80, 81]}},
    ),
    "budget where there is none": Rule(
        {"region": "eu-north-1", "monitoring.budget": {"monthly_usd": 300}},
        "monitoring.budget",
        "CloudFormation makes no budgets in eu-north-1",
        {"region": "eu-west-1", "monitoring.budget": {"monthly_usd": 300}},
    ),
    "budget of a tag that nothing carries": Rule(
        {"monitoring.budget": {"monthly_usd": 300, "tag": "Team"}},
        "monitoring.budget.tag",
        'nothing carries a tag "Team"; the tags are Environment, Project, ManagedBy',
        {"monitoring.budget": {"monthly_usd": 300, "tag": "Team"}, "tags.Team": "tasks"},
    ),
    "alarm of no database": Rule(
        {"monitoring.database_cpu_percent": 80},
        "monitoring.database_cpu_percent",
        "no data.database to watch",
        drop=DATABASE_KEYS,
    ),
    "alarm without a metric": Rule(
        {"service.container_insights": "disabled"},
        "monitoring.running_tasks_below",
        "only with Container Insights",
        {"service.container_insights": "enhanced"},
    ),
    "capacity of an instance": Rule(
        {"monitoring.database_acu_percent": 90},
        "monitoring.database_acu_percent",
        "only a serverless cluster",
        {**AURORA, "monitoring.database_acu_percent": 90},
        drop=INSTANCE,
    ),
    "storage of a cluster": Rule(
        {**AURORA, "monitoring.database_free_storage_gib": 2},
        "monitoring.database_free_storage_gib",
        "the storage of Aurora grows by itself",
        AURORA,
        drop=INSTANCE,
    ),
    "more free storage than there is": Rule(
        {"monitoring.database_free_storage_gib": 20},
        "monitoring.database_free_storage_gib",
        "an empty database has no more than data.database.storage_gib (20); say less",
        {"monitoring.database_free_storage_gib": 19},
    ),
    "lag of no replica": Rule(
        {"monitoring.database_replica_lag_seconds": 60},
        "monitoring.database_replica_lag_seconds",
        "set data.database.read_replicas",
        {"monitoring.database_replica_lag_seconds": 60, f"{RDS}.read_replicas": 1},
    ),
    "lag of no reader": Rule(
        {**AURORA, "monitoring.database_replica_lag_seconds": 60},
        "monitoring.database_replica_lag_seconds",
        "set data.database.serverless.readers",
        {**AURORA, f"{RDS}.serverless": {**CAPACITY, "readers": 1}, "monitoring.database_replica_lag_seconds": 60},
        drop=INSTANCE,
    ),
    "credits of a class that does not burst": Rule(
        {"monitoring.database_cpu_credits": 50, f"{RDS}.instance_class": "db.m6g.large"},
        "monitoring.database_cpu_credits",
        "only classes that burst",
        {"monitoring.database_cpu_credits": 50},
    ),
    "events of no database": Rule(
        {"monitoring.database_events": True},
        "monitoring.database_events",
        "there is no data.database",
        {"monitoring.database_events": False},
        drop=DATABASE_KEYS,
    ),
    "connections of no database": Rule(
        {"monitoring.database_connections": 9},
        "monitoring.database_connections",
        "there is no data.database",
        {"monitoring": {"server_errors": 1}},
        drop=DATABASE_KEYS,
    ),
    "wanted tasks without insights": Rule(
        {"service.container_insights": "disabled", "monitoring": {"tasks_below_desired": True}},
        "monitoring.tasks_below_desired",
        "Container Insights",
        {"service.container_insights": "enhanced", "monitoring": {"tasks_below_desired": True}},
    ),
    "blocks of no firewall": Rule(
        {"monitoring.waf_blocked_requests": 100},
        "monitoring.waf_blocked_requests",
        "there is neither edge.waf nor edge.site.waf",
        {"edge.waf": {}, "monitoring.waf_blocked_requests": 100},
    ),
    "blocks of a firewall that counts": Rule(
        {"edge.waf": {"count_only": True}, "monitoring.waf_blocked_requests": 100},
        "monitoring.waf_blocked_requests",
        "nothing is blocked with count_only",
        {
            "edge.waf": {"count_only": True},
            "edge.site": {"waf": {}},
            "monitoring.waf_blocked_requests": 100,
        },
    ),
    "errors of no site": Rule(
        {"monitoring.site_error_percent": 5},
        "monitoring.site_error_percent",
        "there is no edge.site",
        {"edge.site": {}, "monitoring.site_error_percent": 5},
    ),
    "errors of a site elsewhere": Rule(
        {"region": "eu-west-1", "edge.site": {}, "monitoring.site_error_percent": 5},
        "monitoring.site_error_percent",
        "an alarm sees its own region only",
        {"edge.site": {}, "monitoring.site_error_percent": 5},
    ),
}
