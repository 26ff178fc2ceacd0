"""Goals for what a database keeps, who reaches it, and what survives."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.goals.keys import is_own_key
from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, entries, follow, listed, number, pairs, true

STORAGE = Area("Database")

INSTANCE = "AWS::RDS::DBInstance"
CLUSTER = "AWS::RDS::DBCluster"
SELECTION = "AWS::Backup::BackupSelection"
BACKUP_DAYS = 7
ZONES = 2


def is_member(item: Item) -> bool:
    """Tell whether an instance belongs to a cluster, which decides all that concerns data."""
    return item.get("DBClusterIdentifier") is not None and item.type == INSTANCE


def is_replica(item: Item) -> bool:
    """Tell whether an instance copies another one, from which it takes what concerns data."""
    return item.get("SourceDBInstanceIdentifier") is not None or item.get("SourceDBClusterIdentifier") is not None


def databases(system: System) -> tuple[Item, ...]:
    """Give what holds data: clusters, and instances outside of them, replicas among them."""
    return tuple(item for item in system.of(INSTANCE, CLUSTER) if not is_member(item))


def originals(system: System) -> tuple[Item, ...]:
    """Give what holds data and copies nothing."""
    return tuple(item for item in databases(system) if not is_replica(item))


def instances(system: System) -> tuple[Item, ...]:
    """Give every instance, members of clusters among them."""
    return system.of(INSTANCE)


@STORAGE.always(
    "database-encryption",
    "CKV_AWS_16 CKV_AWS_96 CT.RDS.PR.24 CT.RDS.PR.16 RDS_STORAGE_ENCRYPTED AS-RDS2 RDSStorageEncrypted cn:F27 "
    "SH:RDS.3 SH:RDS.27 SH:RDS.4",
)
def encryption(system: System) -> Iterator[Breach]:
    """Every database encrypts its storage."""
    for item in databases(system):
        source = system.at(item.get("SourceDBInstanceIdentifier"))
        # A replica in the same region is as its source is, and may not say so.
        if not true((source if is_replica(item) and source else item).get("StorageEncrypted")):
            yield item, "does not encrypt"


@STORAGE.production("database-key", "CT.RDS.PR.30")
def own_key(system: System) -> Iterator[Breach]:
    """Every database encrypts with a key of the account's own."""
    for item in originals(system):
        if not is_own_key(system, item.get("KmsKeyId")):
            yield item, "has a key of AWS's own"


@STORAGE.always(
    "database-private",
    "CKV_AWS_17 CT.RDS.PR.23 CT.RDS.PR.29 CT.RDS.PR.11 CT.RDS.PR.15 RDS_INSTANCE_PUBLIC_ACCESS_CHECK "
    "RDSInstancePublicAccess SH:RDS.2 SH:RDS.18 SH:RDS.46 SH:RDS.1",
)
def private(system: System) -> Iterator[Breach]:
    """No database has a public address, and each is in subnets that somebody chose."""
    for item in instances(system):
        # Without a word, an instance is public where the VPC has an internet gateway.
        if item.get("PubliclyAccessible") not in (False, "false"):
            yield item, "does not refuse a public address"
    for item in originals(system):
        if item.get("DBSubnetGroupName") is None:
            yield item, "is in the default VPC"


@STORAGE.always(
    "database-backups",
    "CT.RDS.PR.8 DB_INSTANCE_BACKUP_ENABLED AS-RDS13 RDSInstanceBackupEnabled SH:RDS.11 CKV_AWS_133",
)
def backups(system: System) -> Iterator[Breach]:
    """Every database is backed up for a week or longer."""
    for item in originals(system):
        days = item.get("BackupRetentionPeriod")
        if days is None or number(days) < BACKUP_DAYS:
            yield item, f"keeps its backups for {days or 1} days"


@STORAGE.production("database-backup-plan", "RDSInBackupPlan SH:RDS.26")
def backup_plan(system: System) -> Iterator[Breach]:
    """Every database is in a backup plan, apart from its own backups."""
    for item in originals(system):
        if not any(_selects(system, selection, item) for selection in system.of(SELECTION)):
            yield item, "is in no backup plan"


@STORAGE.production(
    "database-second-zone",
    "CKV_AWS_157 CT.RDS.PR.1 RDS_MULTI_AZ_SUPPORT AS-RDS3 RDSMultiAZSupport SH:RDS.5 SH:RDS.15",
)
def second_zone(system: System) -> Iterator[Breach]:
    """Every database goes on when a zone is lost."""
    for item in originals(system):
        if item.type == CLUSTER:
            members = [member for member in instances(system) if system.at(member.get("DBClusterIdentifier")) == item]
            if len(members) < ZONES and not true(item.get("MultiAZ")):
                yield item, "has no second instance to go on with"
        elif not true(item.get("MultiAZ")):
            yield item, "has no standby in another zone"


@STORAGE.production(
    "database-deletion-protection",
    "CT.RDS.PR.13 CT.RDS.PR.3 RDS_INSTANCE_DELETION_PROTECTION_ENABLED AS-RDS10 "
    "RDSInstanceDeletionProtectionEnabled SH:RDS.7 SH:RDS.8 CKV_AWS_293 cn:F80",
)
def deletion_protection(system: System) -> Iterator[Breach]:
    """Every database is protected against deletion."""
    for item in databases(system):
        if not true(item.get("DeletionProtection")):
            yield item, "is not protected"


@STORAGE.production(
    "database-enhanced-monitoring",
    "CKV_AWS_118 CT.RDS.PR.2 RDS_ENHANCED_MONITORING_ENABLED RDSEnhancedMonitoringEnabled SH:RDS.6",
)
def enhanced_monitoring(system: System) -> Iterator[Breach]:
    """Every instance of a database is watched from within its operating system."""
    for item in instances(system):
        cluster = system.at(item.get("DBClusterIdentifier")) or item
        own = all(item.get(key) for key in ("MonitoringInterval", "MonitoringRoleArn"))
        if not own and not all(cluster.get(key) for key in ("MonitoringInterval", "MonitoringRoleArn")):
            yield item, "is watched from without only"


def _selects(system: System, selection: Item, item: Item) -> bool:
    named = selection.get("BackupSelection", "Resources")
    if any(system.at(reference) == item for reference in all_references(named)) or "*" in listed(named):
        return True
    tags = pairs(item.get("Tags"))
    conditions = entries(selection.get("BackupSelection", "ListOfTags"))
    return any(_has_tag(tags, follow(c, "ConditionKey"), follow(c, "ConditionValue")) for c in conditions)


def _has_tag(tags: dict[str, Value], key: Value, value: Value) -> bool:
    return isinstance(key, str) and tags.get(key) == value
