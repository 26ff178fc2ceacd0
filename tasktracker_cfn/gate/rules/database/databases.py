"""What the rules about databases ask of each: its engine and version, and what it is part or copy of."""

from tasktracker_cfn.model.named import one_meant
from tasktracker_cfn.model.symbols import Call, Value
from tasktracker_cfn.model.system import Item, System

INSTANCE, CLUSTER = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"
POSTGRES = ("postgres", "aurora-postgresql")
MYSQL = ("mysql", "mariadb", "aurora-mysql")

RESTORE_TIMES = ("RestoreTime", "RestoreToTime", "UseLatestRestorableTime")
# Whatever has one of these gets data, users and passwords from elsewhere.
ORIGINS = (
    "DBClusterSnapshotIdentifier",
    "DBSnapshotIdentifier",
    "GlobalClusterIdentifier",
    "ReplicationSourceIdentifier",
    "SnapshotIdentifier",
    "SourceDBClusterIdentifier",
    "SourceDBClusterResourceId",
    "SourceDBInstanceAutomatedBackupsArn",
    "SourceDBInstanceIdentifier",
    "SourceDbiResourceId",
)


def may_be_given(value: Value) -> bool:
    """Tell whether a property may have a value; an empty text is none, for RDS."""
    return value is not None and value != ""


def is_given(value: Value) -> bool:
    """Tell whether a property surely has a value: one branch of a condition may be AWS::NoValue."""
    return may_be_given(value) and not (isinstance(value, Call) and value.function == "Fn::If")


def is_new(item: Item) -> bool:
    """Tell whether a database surely begins empty, and says itself how it is: no member, no copy, no restored one."""
    return not is_member(item) and not any(may_be_given(item.get(origin)) for origin in ORIGINS)


def is_member(item: Item) -> bool:
    """Tell whether an instance may be part of a cluster, which decides all that concerns data."""
    return item.type == INSTANCE and may_be_given(item.get("DBClusterIdentifier"))


def is_replica(item: Item) -> bool:
    """Tell whether an instance surely follows another one."""
    restored = any(may_be_given(item.get(time)) for time in RESTORE_TIMES)
    return item.type == INSTANCE and is_given(item.get("SourceDBInstanceIdentifier")) and not restored


def source(system: System, item: Item) -> Item | None:
    """Give the instance that another one copies, where it is in the nest: by reference, or by the same name."""
    return one_meant(system, item.get("SourceDBInstanceIdentifier"), INSTANCE)


def cluster(system: System, item: Item) -> Item | None:
    """Give the cluster of an instance, where it is in the nest."""
    return one_meant(system, item.get("DBClusterIdentifier"), CLUSTER)


def members(system: System, of: Item) -> tuple[Item, ...]:
    """Give the instances of a cluster."""
    return tuple(item for item in system.of(INSTANCE) if cluster(system, item) == of)


def engine(system: System, item: Item) -> str | None:
    """Give the engine; what does not name one has that of its cluster or source."""
    above = None if may_be_given(item.get("Engine")) else cluster(system, item) or source(system, item)
    found = (above or item).text("Engine")
    return found.lower() if found else None


def version(system: System, item: Item) -> str | None:
    """Give the engine's version; a member has that of its cluster, and a replica by default that of its source."""
    above = cluster(system, item)
    if above is None and not may_be_given(item.get("EngineVersion")):
        above = source(system, item)
    return (above or item).text("EngineVersion") or None
