"""Which metrics AWS/RDS has, for which engines.

- RDS: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
- Aurora: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
- Performance Insights: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Cloudwatch.html
- dimensions: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/dimensions.html

There is no metric of refused connections in RDS, nor in Aurora for PostgreSQL: they are counted in the log (O07).
"""

from collections.abc import Mapping
from types import MappingProxyType

INSTANCE = frozenset({"DBInstanceIdentifier"})
CLUSTER = frozenset({"DBClusterIdentifier"})
_GROUPED = (
    frozenset[str](),
    frozenset({"DatabaseClass"}),
    frozenset({"EngineName"}),
)
_OF_INSTANCES = (INSTANCE, CLUSTER, CLUSTER | {"Role"}, *_GROUPED)
_OF_CLUSTERS = (CLUSTER, CLUSTER | {"EngineName"}, CLUSTER | {"Role"}, *_GROUPED)

MYSQL, POSTGRES, AURORA_MYSQL, AURORA_POSTGRES = "mysql", "postgres", "aurora-mysql", "aurora-postgresql"
AURORA = frozenset({AURORA_MYSQL, AURORA_POSTGRES})
OF_MYSQL = frozenset({MYSQL, "mariadb", AURORA_MYSQL})
OF_POSTGRES = frozenset({POSTGRES, AURORA_POSTGRES})
OWN = frozenset({MYSQL, POSTGRES, "mariadb"})
# Of other engines nothing is said.
ENGINES = AURORA | OWN

_OF_ANY = (
    "CPUCreditBalance CPUCreditUsage CPUSurplusCreditBalance CPUSurplusCreditsCharged CPUUtilization DBLoad DBLoadCPU "
    "DBLoadNonCPU DBLoadRelativeToNumVCPUs DatabaseConnections DiskQueueDepth EBSByteBalance% EBSIOBalance% "
    "FreeLocalStorage FreeLocalStoragePercent FreeableMemory NetworkReceiveThroughput NetworkTransmitThroughput "
    "ReadIOPS ReadLatency ReadThroughput SwapUsage WriteIOPS WriteLatency WriteThroughput"
)
_OF_OWN = "BurstBalance FreeStorageSpace ReplicaLag"
_OF_ANY_POSTGRES = (
    "MaximumUsedTransactionIDs OldestReplicationSlotLag ReplicationSlotDiskUsage TransactionLogsDiskUsage "
    "TransactionLogsGeneration"
)
_OF_AURORA = (
    "ACUUtilization AuroraReplicaLag AuroraReplicaLagMaximum AuroraReplicaLagMinimum BufferCacheHitRatio CommitLatency "
    "CommitThroughput ConnectionAttempts Deadlocks EngineUptime NetworkThroughput ServerlessDatabaseCapacity "
    "StorageNetworkReceiveThroughput StorageNetworkThroughput StorageNetworkTransmitThroughput TempStorageIOPS "
    "TempStorageThroughput"
)
_OF_AURORA_VOLUME = (
    "AuroraVolumeBytesLeftTotal BackupRetentionPeriodStorageUsed SnapshotStorageUsed TotalBackupStorageBilled "
    "VolumeBytesUsed VolumeReadIOPs VolumeWriteIOPs"
)
_OF_AURORA_MYSQL = (
    "AbortedClients ActiveTransactions AuroraBinlogReplicaLag AuroraSlowConnectionHandleCount "
    "AuroraSlowHandshakeCount BacktrackChangeRecordsCreationRate BacktrackChangeRecordsStored "
    "BacktrackWindowActual BacktrackWindowAlert BlockedTransactions DDLLatency DDLThroughput DMLLatency "
    "DMLThroughput DeleteLatency DeleteThroughput InsertLatency InsertThroughput LoginFailures NumBinaryLogFiles "
    "PurgeBoundary PurgeFinishedPoint Queries ResultSetCacheHitRatio RollbackSegmentHistoryListLength RowLockTime "
    "SelectLatency SelectThroughput SumBinaryLogSize TruncateFinishedPoint UpdateLatency UpdateThroughput"
)
_ROWS = (
    (ENGINES, _OF_ANY, _OF_INSTANCES),
    (OWN, _OF_OWN, _OF_INSTANCES),
    (frozenset({MYSQL, "mariadb"}), "BinLogDiskUsage", _OF_INSTANCES),
    (OF_POSTGRES, _OF_ANY_POSTGRES, _OF_INSTANCES),
    (frozenset({POSTGRES}), "CheckpointLag", _OF_INSTANCES),
    (frozenset[str](), "FailedSQLServerAgentJobsCount", _OF_INSTANCES),
    (AURORA, _OF_AURORA, _OF_INSTANCES),
    (frozenset({AURORA_POSTGRES}), "RDSToAuroraPostgreSQLReplicaLag", _OF_INSTANCES),
    (AURORA, _OF_AURORA_VOLUME, _OF_CLUSTERS),
    (frozenset({AURORA_MYSQL}), _OF_AURORA_MYSQL, _OF_INSTANCES),
)
ROWS = tuple(("AWS/RDS", names, sets) for _, names, sets in _ROWS)
# Global databases, parallel query, optimized reads, write forwarding, authentication by IAM, volumes of their own.
FAMILIES = (
    "Aurora[A-Z]*",
    "Aurora_pq_*",
    "Forwarding*",
    "IamDbAuth*",
    "*LocalStorage",
    "*LogVolume",
    "Oldest*",
    "Storage*",
    "*TransactionAge*",
)
ENGINES_OF: Mapping[str, frozenset[str]] = MappingProxyType(
    {name: engines for engines, names, _ in _ROWS for name in names.split()}
)


def has(engine: str, name: str) -> bool:
    """Tell whether an engine may have a metric; of other engines and metrics nothing is known."""
    found = ENGINES_OF.get(name)
    return found is None or engine not in ENGINES or engine in found
