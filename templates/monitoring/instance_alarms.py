"""Alarms of what a database may run out of, and of copies that fall behind."""

from troposphere import AWSObject, cloudwatch

from tasktracker_cfn.authoring.alarms import FIVE_MINUTES, ONE_MINUTE, Judgement, Metric, alarm, judged, queried
from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.wires import Name
from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig
from templates.monitoring.topics import Topics
from templates.monitoring.watched import NAMESPACE, WatchedDatabase

BYTES_OF_A_GIB = 2**30


def build(
    config: MonitoringConfig, database: DatabaseConfig, watched: WatchedDatabase, topics: Topics
) -> list[AWSObject]:
    """Give the alarms that the configuration asks for."""
    made: list[AWSObject] = []
    if config.database_free_storage_gib is not None and not database.is_cluster:
        made.append(_free_storage(config.database_free_storage_gib, watched.identifier, topics))
    if config.database_cpu_credits is not None and database.bursts:
        made.append(_credits(config.database_cpu_credits, watched.identifier, topics))
    if config.database_replica_lag_seconds is not None and database.is_cluster:
        made.append(_lag_of_readers(config.database_replica_lag_seconds, watched.identifier, topics))
    elif config.database_replica_lag_seconds is not None:
        seconds = config.database_replica_lag_seconds
        made += [_lag(seconds, name, replica, topics) for name, replica in watched.replicas.items()]
    return made


def _free_storage(fewest: int, identifier: Name, topics: Topics) -> cloudwatch.Alarm:
    free = Metric(NAMESPACE, "FreeStorageSpace", {"DBInstanceIdentifier": identifier}, "Minimum", ONE_MINUTE)
    return alarm(
        "DatabaseFreeStorageAlarm",
        f"The database has had less than {fewest} GiB of free storage for five minutes. Make its storage larger before "
        "it is full, when it stops. Look at what grows, and at logs that a slow replica holds back.",
        [judged("gib", "Free storage, GiB", f"free / {BYTES_OF_A_GIB}"), queried("free", free)],
        # Silence says nothing of storage; whoever cannot connect is seen elsewhere.
        Judgement("LessThanThreshold", fewest, 5, "notBreaching"),
        topics.critical,
    )


def _credits(fewest: int, identifier: Name, topics: Topics) -> cloudwatch.Alarm:
    return alarm(
        "DatabaseCpuCreditsAlarm",
        f"The database has had fewer than {fewest} CPU credits for fifteen minutes. Look at its load; without credits "
        "every vCPU-hour above its share is charged, and a class that does not burst may cost less.",
        # It is sent every five minutes.
        Metric(NAMESPACE, "CPUCreditBalance", {"DBInstanceIdentifier": identifier}, "Minimum", FIVE_MINUTES),
        Judgement("LessThanThreshold", fewest, 3, "notBreaching"),
        topics.warning,
    )


def _lag(most: int, name: str, replica: Name, topics: Topics) -> cloudwatch.Alarm:
    lag = Metric(NAMESPACE, "ReplicaLag", {"DBInstanceIdentifier": replica}, "Maximum", ONE_MINUTE)
    return alarm(
        f"Database{pascal(name)}LagAlarm",
        f"The database's {name} has been more than {most} seconds behind for ten minutes, or does not copy at all. "
        "Look at its load, at long statements on either side, and at its state in RDS.",
        # Replication that has stopped is -1 to MySQL.
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_MySQL.Replication.ReadReplicas.Monitor.html
        [judged("behind", "Seconds behind", f"IF(lag < 0, {most + 1}, lag)"), queried("lag", lag)],
        # A replica that sends nothing does not copy either.
        Judgement("GreaterThanThreshold", most, 10, "breaching"),
        topics.warning,
    )


def _lag_of_readers(most: int, identifier: Name, topics: Topics) -> cloudwatch.Alarm:
    # In milliseconds.
    lag = Metric(NAMESPACE, "AuroraReplicaLagMaximum", {"DBClusterIdentifier": identifier}, "Maximum", ONE_MINUTE)
    return alarm(
        "DatabaseReaderLagAlarm",
        f"A reader of the database has been more than {most} seconds behind for ten minutes. Look at the readers' load "
        "and capacity, and at long statements on them.",
        [judged("behind", "Seconds behind", "lag / 1000"), queried("lag", lag)],
        # A cluster that is paused or stopped sends nothing.
        Judgement("GreaterThanThreshold", most, 10, "notBreaching"),
        topics.warning,
    )
