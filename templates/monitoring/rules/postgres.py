"""Rules on a PostgreSQL database, as postgres_exporter sees it.

Every task has an exporter and all of them read the same database, so a rule takes the greatest of what they say.
"""

from tasktracker_cfn.config.alerting import RulesConfig
from templates.monitoring.rules import database
from templates.monitoring.rules.database import OF_IT
from templates.monitoring.rules.rule import Rule, alert


def alerts(config: RulesConfig) -> list[Rule]:
    """Give what somebody is told of."""
    used = f"max by (job) (sum by (job, instance) (pg_stat_activity_count{{{OF_IT}}}))"
    most = f"max by (job) (pg_settings_max_connections{{{OF_IT}}})"
    deadlocks = f"max by (job) (sum by (job, instance) (rate(pg_stat_database_deadlocks{{{OF_IT}}}[5m])))"
    return [
        *database.alerts("Postgres", "pg_up", used, most, config),
        alert(
            "PostgresDeadlocks",
            f"60 * {deadlocks} > {config.deadlocks_per_minute:g}",
            minutes=10,
            severity="warning",
            summary="Transactions stand in each other's way.",
            advice='{{ $value | printf "%.1f" }} deadlocks each minute. The database\'s log names the statements.',
        ),
        alert(
            "PostgresReplicaLag",
            f"max by (job) (pg_replication_lag_seconds{{{OF_IT}}}) > {config.replica_lag_seconds}",
            minutes=5,
            severity="warning",
            summary="The replica is behind.",
            advice="It is {{ $value }} seconds behind. Look at long transactions and at the load of the replica.",
        ),
    ]
