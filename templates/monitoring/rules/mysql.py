"""Rules on a MySQL database, as mysqld_exporter sees it.

Every task has an exporter and all of them read the same database, so a rule takes the greatest of what they say.
"""

from tasktracker_cfn.config.alerting import RulesConfig
from tasktracker_cfn.config.telemetry import DATABASE_JOB
from templates.monitoring.rules.rule import Rule, alert

OF_IT = f'job="{DATABASE_JOB}"'


def alerts(config: RulesConfig) -> list[Rule]:
    """Give what somebody is told of."""
    used = f"max by (job) (mysql_global_status_threads_connected{{{OF_IT}}})"
    most = f"max by (job) (mysql_global_variables_max_connections{{{OF_IT}}})"
    slow = f"max by (job) (rate(mysql_global_status_slow_queries{{{OF_IT}}}[5m]))"
    # MySQL 8.0 says master, 8.4 says source.
    behind = " or ".join(
        f"max by (job) (mysql_slave_status_seconds_behind_{name}{{{OF_IT}}})" for name in ("master", "source")
    )
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
            "MySqlDown",
            f"max by (job) (mysql_up{{{OF_IT}}}) == 0",
            minutes=2,
            severity="critical",
            summary="No task can reach the database.",
            advice="The exporters of all tasks fail to sign in. Look at the database's events, its security group and "
            "its secret.",
        ),
        alert(
            "MySqlConnectionsHigh",
            f"100 * {used} / {most} > {config.database_connections_percent}",
            minutes=5,
            severity="warning",
            summary="The database's connections are nearly used up.",
            advice='{{ $value | printf "%.0f" }} % are in use. Look at the pools of the application and its tasks.',
        ),
        alert(
            "MySqlSlowQueries",
            f"60 * {slow} > {config.slow_queries_per_minute:g}",
            minutes=10,
            severity="warning",
            summary="The database is slow.",
            advice='{{ $value | printf "%.0f" }} slow queries each minute. Look at the slow-query log.',
        ),
        alert(
            "MySqlReplicaLag",
            f"({behind}) > {config.replica_lag_seconds}",
            minutes=5,
            severity="warning",
            summary="The replica is behind.",
            advice="It is {{ $value }} seconds behind. Look at long transactions and at the load of the replica.",
        ),
    ]
