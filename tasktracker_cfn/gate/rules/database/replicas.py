"""Read replicas, and the instances that they follow."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import INSTANCE, engine, is_given, is_replica, source
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import Item, System

SOURCE = "SourceDBInstanceIdentifier"
INHERITED = ("BackupRetentionPeriod", "DBName", "MasterUsername", "MasterUserPassword", "PreferredBackupWindow")
# In the region of the source the storage is encrypted as the source's is.
INHERITED_NEARBY = ("KmsKeyId", "StorageEncrypted")
MANAGED = "ManageMasterUserPassword"


@rule(
    "replica-source-password",
    rows="D13",
    severity="error",
    why="RDS makes no replica of an instance whose password it manages in Secrets Manager, but for SQL Server.",
    remedy="Let the source have its password from a secret of your own, in place of ManageMasterUserPassword.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
)
def replica_source_password(system: System) -> Iterator[Fault]:
    """No instance that has replicas lets RDS manage its password."""
    for item, followed in _pairs(system):
        runs = engine(system, followed)
        if runs and not runs.startswith("sqlserver") and followed.flag(MANAGED):
            yield Fault(item, f"is a replica of {followed}, whose password RDS manages", SOURCE)


@rule(
    "replica-source-backups",
    rows="D14",
    severity="error",
    why="A replica begins with a backup of its source, which RDS does not make where backups are off.",
    remedy="Set the BackupRetentionPeriod of the source to a day or more.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html",
)
def replica_source_backups(system: System) -> Iterator[Fault]:
    """Every instance that has replicas is backed up."""
    for item, followed in _pairs(system):
        if followed.number("BackupRetentionPeriod") == 0:
            yield Fault(item, f"is a replica of {followed}, which keeps its backups for 0 days", SOURCE)


@rule(
    "replica-inherits",
    rows="D15",
    severity="warning",
    why="What a replica has from its source is not its own to set; some is ignored, some fails on a later update.",
    remedy="Leave these properties out of the replica.",
    source="schema AWS::RDS::DBInstance",
)
def replica_inherits(system: System) -> Iterator[Fault]:
    """No replica sets what it has from its source."""
    for item in filter(is_replica, system.of(INSTANCE)):
        nearby = INHERITED_NEARBY if source(system, item) is not None else ()
        for key in (*INHERITED, *nearby):
            if is_given(item.get(key)):
                yield Fault(item, f"is a replica, and sets {key}, which it has from its source", key)


def _pairs(system: System) -> Iterator[tuple[Item, Item]]:
    for item in filter(is_replica, system.of(INSTANCE)):
        followed = source(system, item)
        if followed is not None and followed != item:
            yield item, followed
