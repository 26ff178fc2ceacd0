"""The database's dashboard: use, latency, storage, and what each engine has besides."""

from collections.abc import Mapping, Sequence

from troposphere import AWSObject, cloudwatch

from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig
from templates.monitoring.dashboards.widgets import Graph, Line, Series, dashboard, reference
from templates.monitoring.database_alarms import CONNECTION_FAILURES, dimension
from templates.monitoring.watched import NAMESPACE, WatchedDatabase

Dimensions = Mapping[str, str]
FIVE_MINUTES = 300
GIB = 2**30


def build(
    system: SystemConfig,
    config: MonitoringConfig,
    database: DatabaseConfig,
    watched: WatchedDatabase,
    alarms: Sequence[AWSObject],
) -> cloudwatch.Dashboard:
    """Give the dashboard."""
    of = {dimension(database): reference(watched.identifier)}
    rows = [_use(config, of), _latency(of), _throughput(database, of)]
    rows += _of_cluster(config, database, of) if database.is_cluster else _of_instance(config, database, of)
    rows.append(_replicas(config, watched))
    if config.database_connection_failures is not None:
        refused = Series(system.name, CONNECTION_FAILURES, {}, "Sum", "Refused")
        lines = [Line("Alarm", config.database_connection_failures)]
        rows.append([Graph("Refused connections", [refused], period=FIVE_MINUTES, lines=lines)])
    return dashboard("DatabaseDashboard", f"Alarms of the database of {system.name}", alarms, rows)


def _graph(title: str, of: Dimensions, stat: str, *names: str, period: int = 60, lines: Sequence[Line] = ()) -> Graph:
    return Graph(title, [Series(NAMESPACE, name, of, stat, name) for name in names], period=period, lines=lines)


def _alarm_line(threshold: float | None) -> list[Line]:
    return [] if threshold is None else [Line("Alarm", threshold)]


def _use(config: MonitoringConfig, of: Dimensions) -> list[Graph]:
    cpu = [Series(NAMESPACE, "CPUUtilization", of, stat, stat) for stat in ("Average", "Maximum")]
    return [
        Graph("CPU, percent", cpu, lines=_alarm_line(config.database_cpu_percent)),
        _graph(
            "Connections",
            of,
            "Maximum",
            "DatabaseConnections",
            lines=_alarm_line(config.database_connections),
        ),
        _graph("Memory, bytes", of, "Minimum", "FreeableMemory", "SwapUsage"),
    ]


def _latency(of: Dimensions) -> list[Graph]:
    return [
        _graph("Latency of storage, seconds (p90)", of, "p90", "ReadLatency", "WriteLatency"),
        _graph("Operations per second", of, "Average", "ReadIOPS", "WriteIOPS"),
    ]


def _throughput(database: DatabaseConfig, of: Dimensions) -> list[Graph]:
    made = [
        _graph("Throughput of storage, bytes per second", of, "Average", "ReadThroughput", "WriteThroughput"),
        _graph(
            "Throughput of the network, bytes per second",
            of,
            "Average",
            "NetworkReceiveThroughput",
            "NetworkTransmitThroughput",
        ),
    ]
    if database.engine != "mysql":
        # Beyond 2 000 000 000 PostgreSQL stops to write.
        made.append(_graph("Transaction ids in use", of, "Maximum", "MaximumUsedTransactionIDs", period=FIVE_MINUTES))
    return made


def _replicas(config: MonitoringConfig, watched: WatchedDatabase) -> list[Graph]:
    """Give how far each replica is behind; nothing without any, and a cluster's readers are shown with it."""
    lags = [
        Series(NAMESPACE, "ReplicaLag", {"DBInstanceIdentifier": reference(replica)}, "Maximum", name)
        for name, replica in watched.replicas.items()
    ]
    lines = _alarm_line(config.database_replica_lag_seconds)
    return [Graph("Lag of replicas, seconds", lags, lines=lines)] if lags else []


def _of_cluster(config: MonitoringConfig, database: DatabaseConfig, of: Dimensions) -> list[list[Graph]]:
    capacity = database.serverless
    bounds = [Line("Least", capacity.minimum_acu), Line("Most", capacity.maximum_acu)] if capacity else []
    storage = [
        _graph("Storage, bytes", of, "Average", "VolumeBytesUsed", period=FIVE_MINUTES),
        # Of the volume, and what is billed, in each five minutes.
        _graph("Operations of the volume", of, "Sum", "VolumeReadIOPs", "VolumeWriteIOPs", period=FIVE_MINUTES),
        _graph("Pages found in memory, percent", of, "Average", "BufferCacheHitRatio"),
    ]
    # In milliseconds, while the latencies of storage are in seconds.
    queries = [
        _graph("Latency of commits, milliseconds", of, "Average", "CommitLatency"),
        _graph("Commits per second", of, "Average", "CommitThroughput"),
        _graph("Deadlocks per second", of, "Average", "Deadlocks"),
    ]
    scaling = [
        _graph("Capacity, ACU", of, "Maximum", "ServerlessDatabaseCapacity", lines=bounds),
        _graph(
            "Capacity, percent of the most",
            of,
            "Average",
            "ACUUtilization",
            lines=_alarm_line(config.database_acu_percent),
        ),
    ]
    if capacity is not None and capacity.readers:
        scaling.append(_graph("Lag of readers, milliseconds", of, "Maximum", "AuroraReplicaLagMaximum"))
    return [scaling, queries, storage]


def _of_instance(config: MonitoringConfig, database: DatabaseConfig, of: Dimensions) -> list[list[Graph]]:
    # Where storage grows, or is chosen at deployment, its size is not known here.
    is_fixed = database.storage_limit_gib is None and not database.size_parameters
    lines = [Line("Size", database.storage_gib * GIB)] if is_fixed else []
    if config.database_free_storage_gib is not None:
        lines.append(Line("Alarm", config.database_free_storage_gib * GIB))
    # What changes are written to before they are made, which a replica that lags holds back.
    changes = "BinLogDiskUsage" if database.engine == "mysql" else "TransactionLogsDiskUsage"
    storage = [
        _graph("Free storage, bytes", of, "Minimum", "FreeStorageSpace", lines=lines),
        _graph("Transaction logs, bytes", of, "Maximum", changes),
        _graph("Operations that wait for the disk", of, "Average", "DiskQueueDepth"),
    ]
    reserves = [_graph("Credits of the disk, percent", of, "Minimum", "EBSIOBalance%", "EBSByteBalance%")]
    # Only classes that burst have credits of CPU.
    if database.bursts:
        credits_line = _alarm_line(config.database_cpu_credits)
        reserves.append(
            _graph("Credits of CPU", of, "Minimum", "CPUCreditBalance", period=FIVE_MINUTES, lines=credits_line)
        )
    if database.performance_insights:
        reserves.append(_graph("Sessions that work or wait", of, "Average", "DBLoad", "DBLoadCPU", "DBLoadNonCPU"))
    return [storage, reserves]
