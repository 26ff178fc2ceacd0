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
