"""Alarms of the database: CPU, connections, capacity, and connections that it refuses."""

from collections.abc import Sequence

from troposphere import AWSObject, cloudwatch, logs

from tasktracker_cfn.authoring.alarms import FIVE_MINUTES, ONE_MINUTE, Judgement, Metric, alarm
from tasktracker_cfn.authoring.wires import Name
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig
from templates.monitoring import instance_alarms
from templates.monitoring.topics import Topics
from templates.monitoring.watched import NAMESPACE, WatchedDatabase

CONNECTION_FAILURES = "DatabaseConnectionFailures"
# What PostgreSQL writes when it refuses a connection, each in the FATAL line alone, so that none counts twice.
# https://github.com/postgres/postgres/blob/REL_16_STABLE/src/backend/postmaster/postmaster.c
REFUSALS_OF_POSTGRES = (
    "authentication failed for user",
    "no pg_hba.conf entry",
    "pg_hba.conf rejects connection",
    "connection slots are reserved",
    "too many clients already",
    "too many connections for",
    "the database system is",
)
# What MySQL writes; the first of them at log_error_verbosity 3, for which the parameters see. "Aborted connection" is
# not among them: it follows the first, and it is also written of clients that go without a word.
# https://github.com/mysql/mysql-server/blob/8.4/sql/auth/sql_authentication.cc
REFUSALS_OF_MYSQL = (
    "Access denied for user",
    "Too many connections",
    "is blocked because of many connection errors",
)


def build(
    system: SystemConfig, config: MonitoringConfig, watched: WatchedDatabase | None, topics: Topics
) -> list[AWSObject]:
    """Give the alarms that the configuration asks for."""
    database = system.data.database
    if database is None or watched is None:
        return []
    made: list[AWSObject] = []
    identifier = watched.identifier
    if config.database_cpu_percent is not None:
        made.append(_cpu(config.database_cpu_percent, database, identifier, topics))
    if config.database_connections is not None:
        made.append(_connections(config.database_connections, database, identifier, topics))
    if config.database_connection_failures is not None and watched.log_group_name is not None:
        refusals = REFUSALS_OF_MYSQL if database.engine == "mysql" else REFUSALS_OF_POSTGRES
        most = config.database_connection_failures
        made += _refused_connections(most, refusals, system.name, watched.log_group_name, topics)
    if config.database_acu_percent is not None and database.is_cluster:
        made.append(_capacity(config.database_acu_percent, identifier, topics))
    return [*made, *instance_alarms.build(config, database, watched, topics)]


def dimension(database: DatabaseConfig) -> str:
    """Give the dimension under which RDS publishes the metrics of an instance or of a cluster (O06)."""
    return "DBClusterIdentifier" if database.is_cluster else "DBInstanceIdentifier"


def _cpu(percent: int, database: DatabaseConfig, identifier: Name, topics: Topics) -> cloudwatch.Alarm:
    # A cluster's average would hide a busy writer behind idle readers, so the busiest member of each minute counts.
    statistic, period = ("Maximum", ONE_MINUTE) if database.is_cluster else ("Average", FIVE_MINUTES)
    pauses = database.serverless is not None and database.serverless.pause_after_seconds is not None
    return alarm(
        "DatabaseCpuAlarm",
        f"The database's CPU has been above {percent} percent for ten minutes. Look at its connections and at slow "
        "statements in its log; more capacity may be needed.",
        Metric(NAMESPACE, "CPUUtilization", {dimension(database): identifier}, statistic, period),
        # A database that sends nothing is not well, unless it pauses.
        Judgement(
            "GreaterThanThreshold", percent, 2 * FIVE_MINUTES // period, "notBreaching" if pauses else "breaching"
        ),
        topics.warning,
    )


def _connections(most: int, database: DatabaseConfig, identifier: Name, topics: Topics) -> cloudwatch.Alarm:
    return alarm(
        "DatabaseConnectionsAlarm",
        f"More than {most} connections to the database have been open for ten minutes. Look at the number of tasks and "
        "at the size of their connection pools; at its limit the database refuses connections.",
        # Of a cluster, the member with the most: each has a limit of its own.
        Metric(NAMESPACE, "DatabaseConnections", {dimension(database): identifier}, "Maximum", ONE_MINUTE),
        # Silence says nothing of too many connections; whoever cannot connect is seen elsewhere.
        Judgement("GreaterThanThreshold", most, 10, "notBreaching"),
        topics.warning,
    )


def _capacity(percent: int, identifier: Name, topics: Topics) -> cloudwatch.Alarm:
    return alarm(
        "DatabaseCapacityAlarm",
        f"The database has used more than {percent} percent of its maximum capacity for five minutes. Look at CPU, "
        "memory and connections; raise the maximum before it slows down.",
        # The average is not thinned by idle readers: in their failover tier they scale with the writer.
        Metric(NAMESPACE, "ACUUtilization", {"DBClusterIdentifier": identifier}, "Average", ONE_MINUTE),
        # A cluster that is paused or stopped uses nothing.
        Judgement("GreaterThanThreshold", percent, 5, "notBreaching"),
        topics.warning,
    )


def _refused_connections(
    most: int, refusals: Sequence[str], namespace: str, log_group_name: Name, topics: Topics
) -> list[AWSObject]:
    # O07: RDS has no metric of refused connections, so its log makes one.
    counter = logs.MetricFilter(
        "DatabaseConnectionFailuresFilter",
        LogGroupName=log_group_name,
        # Optional terms only: beside a required one they would be ignored.
        FilterPattern=" ".join(f'?"{refusal}"' for refusal in refusals),
        MetricTransformations=[
            # O08: a default value and dimensions exclude each other.
            logs.MetricTransformation(
                MetricNamespace=namespace, MetricName=CONNECTION_FAILURES, MetricValue="1", DefaultValue=0
            )
        ],
    )
    watching = alarm(
        "DatabaseConnectionFailuresAlarm",
        f"The database has refused more than {most} connections within five minutes. Look at its log for the reason: "
        "a wrong password, perhaps after a rotation, no free connection, or no TLS.",
        Metric(namespace, CONNECTION_FAILURES, {}, "Sum", FIVE_MINUTES),
        # A log without a line refuses nobody.
        Judgement("GreaterThanThreshold", most, 1, "notBreaching"),
        topics.critical,
    )
    watching.DependsOn = counter.title
    return [counter, watching]
