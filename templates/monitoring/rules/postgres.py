"""Rules on a PostgreSQL database, as postgres_exporter sees it.

Every task has an exporter and all of them read the same database, so a rule takes the greatest of what they say.
"""

from tasktracker_cfn.config.alerting import RulesConfig
from tasktracker_cfn.config.telemetry import DATABASE_JOB
from templates.monitoring.rules.rule import Rule, alert

OF_IT = f'job="{DATABASE_JOB}"'


def alerts(config: RulesConfig) -> list[Rule]:
    """Give what somebody is told of."""
    used = f"max by (job) (sum by (job, instance) (pg_stat_activity_count{{{OF_IT}}}))"
    most = f"max by (job) (pg_settings_max_connections{{{OF_IT}}})"
    deadlocks = f"max by (job) (sum by (job, instance) (rate(pg_stat_database_deadlocks{{{OF_IT}}}[5m])))"
    return [
        alert(
            "DatabaseExporterDown",
            f"max by (job) (up{{{OF_IT}}}) == 0",
            minutes=5,
            severity="warning",
            summary="No exporter gives the database's metrics.",
            advice="Nothing is known of the database. Look at the log of the exporter.",
        ),
        alert(
            "PostgresDown",
            f"max by (job) (pg_up{{{OF_IT}}}) == 0",
            minutes=2,
            severity="critical",
            summary="No task can reach the database.",
            advice="The exporters of all tasks fail to sign in. Look at the database's events, its security group and "
            "its secret.",
        ),
        alert(
            "PostgresConnectionsHigh",
            f"100 * {used} / {most} > {config.database_connections_percent}",
            minutes=5,
            severity="warning",
            summary="The database's connections are nearly used up.",
            advice='{{ $value | printf "%.0f" }} % are in use. Look at the pools of the application and its tasks.',
        ),
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
