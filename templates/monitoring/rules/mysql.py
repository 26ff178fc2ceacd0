"""Rules on a MySQL database, as mysqld_exporter sees it.

Every task has an exporter and all of them read the same database, so a rule takes the greatest of what they say.
"""

from tasktracker_cfn.config.alerting import RulesConfig
from templates.monitoring.rules import database
from templates.monitoring.rules.database import OF_IT
from templates.monitoring.rules.rule import Rule, alert


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
        *database.alerts("MySql", "mysql_up", used, most, config),
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
