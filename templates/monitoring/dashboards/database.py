"""The database's dashboard: use, latency, storage, and what each engine has besides."""

from collections.abc import Mapping, Sequence

from troposphere import AWSObject, cloudwatch

from tasktracker_cfn.authoring.wires import Name
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig
from templates.monitoring.dashboards.widgets import Graph, Line, Series, dashboard, reference
from templates.monitoring.database_alarms import CONNECTION_FAILURES, NAMESPACE, dimension

Dimensions = Mapping[str, str]
FIVE_MINUTES = 300
GIB = 2**30


def build(
    system: SystemConfig,
    config: MonitoringConfig,
    database: DatabaseConfig,
    identifier: Name,
    alarms: Sequence[AWSObject],
) -> cloudwatch.Dashboard:
    """Give the dashboard."""
    of = {dimension(database): reference(identifier)}
    rows = [_use(config, of), _latency(of), _throughput(of)]
    rows += _of_cluster(config, database, of) if database.is_cluster else _of_instance(database, of)
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


def _throughput(of: Dimensions) -> list[Graph]:
    return [
        _graph("Throughput of storage, bytes per second", of, "Average", "ReadThroughput", "WriteThroughput"),
        _graph(
            "Throughput of the network, bytes per second",
            of,
            "Average",
            "NetworkReceiveThroughput",
            "NetworkTransmitThroughput",
        ),
        # Beyond 2 000 000 000 PostgreSQL stops to write.
        _graph("Transaction ids in use", of, "Maximum", "MaximumUsedTransactionIDs", period=FIVE_MINUTES),
    ]


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


def _of_instance(database: DatabaseConfig, of: Dimensions) -> list[list[Graph]]:
    size = [Line("Size", database.storage_gib * GIB)] if database.storage_limit_gib is None else []
    storage = [
        _graph("Free storage, bytes", of, "Minimum", "FreeStorageSpace", lines=size),
        _graph("Transaction logs, bytes", of, "Maximum", "TransactionLogsDiskUsage"),
        _graph("Operations that wait for the disk", of, "Average", "DiskQueueDepth"),
    ]
    reserves = [_graph("Credits of the disk, percent", of, "Minimum", "EBSIOBalance%", "EBSByteBalance%")]
    # Only classes that burst have credits of CPU.
    if database.instance_class is not None and database.instance_class.startswith("db.t"):
        reserves.append(_graph("Credits of CPU", of, "Minimum", "CPUCreditBalance", period=FIVE_MINUTES))
    return [storage, reserves]
