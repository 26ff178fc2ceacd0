"""An instance of RDS, and the replicas that answer reads beside it."""

from typing import NamedTuple, Never

from troposphere import AWSHelperFn, AWSObject, GetAtt, Join, Ref, logs, rds

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Arn, InstanceClass, KeyId, Number, SecurityGroupId
from tasktracker_cfn.config import SystemConfig, given_names
from tasktracker_cfn.config.database import DatabaseConfig
from templates.data import parameters
from templates.data.instruments import Instruments

# Two hours of the night in us-east-1 that do not overlap (D16).
BACKUP_WINDOW = "06:00-07:00"
MAINTENANCE_WINDOW = "sun:07:30-sun:08:30"


class KnownAtDeployment(NamedTuple):
    """What parameters of the stack say of the database, where the configuration leaves it to them."""

    instance_class: InstanceClass | None
    storage_gib: Number | None
    backup_key: KeyId | None


class Surroundings(NamedTuple):
    """What a database refers to."""

    subnets: rds.DBSubnetGroup
    security_group_id: SecurityGroupId
    log_groups: list[logs.LogGroup]
    # Those of each replica, in the replicas' order.
    replica_log_groups: list[list[logs.LogGroup]]
    log_exports: list[str]
    master_user: "dict[str, object]"
    instruments: Instruments
    known: KnownAtDeployment
    key_arn: Arn | None


class Made(NamedTuple):
    """A database and its parameters, with what it takes connections, who answers reads, and all in reading order."""

    database: rds.DBInstance | rds.DBCluster
    parameters: rds.DBParameterGroup | rds.DBClusterParameterGroup
    ready: AWSObject
    read_host: AWSHelperFn | None
    replicas: list[rds.DBInstance]
    resources: list[AWSObject]


def build(system: SystemConfig, config: DatabaseConfig, around: Surroundings) -> Made:
    """Give the instance, its parameters and its replicas."""
    group = parameters.of_instance(system, config)
    database = _instance(system, config, group, around)
    replicas = [_replica(system, config, database, number, around) for number in range(1, config.read_replicas + 1)]
    return Made(database, group, database, _read_host(replicas), replicas, [group, database, *replicas])


def _instance(
    system: SystemConfig, config: DatabaseConfig, group: rds.DBParameterGroup, around: Surroundings
) -> rds.DBInstance:
    return rds.DBInstance(
        "Database",
        DependsOn=around.log_groups,
        DeletionPolicy="Snapshot",
        UpdateReplacePolicy="Snapshot",
        # The names of the log groups are made of it (D19).
        DBInstanceIdentifier=system.name,
        Engine=config.engine,
        EngineVersion=config.version,
        AutoMinorVersionUpgrade=True,
        DBInstanceClass=around.known.instance_class or config.instance_class,
        DBName=config.name,
        Port=config.port,
        **given(**around.master_user),
        EnableIAMDatabaseAuthentication=True,
        **_storage(config, around),
        MultiAZ=config.multi_az,
        # D17: where the VPC has an internet gateway the default is true.
        PubliclyAccessible=False,
        DBSubnetGroupName=Ref(around.subnets),
        VPCSecurityGroups=[around.security_group_id],
        DBParameterGroupName=Ref(group),
        **_backups(config, around.known),
        PreferredMaintenanceWindow=MAINTENANCE_WINDOW,
        CopyTagsToSnapshot=True,
        DeletionProtection=config.deletion_protection,
        EnableCloudwatchLogsExports=around.log_exports,
        **given(**around.instruments.of_instance),
    )


def _storage(config: DatabaseConfig, around: Surroundings) -> dict[str, Never]:
    return given(
        # D08: below 400 GiB gp3 takes neither Iops nor StorageThroughput.
        StorageType="gp3",
        AllocatedStorage=around.known.storage_gib or str(config.storage_gib),
        MaxAllocatedStorage=config.storage_limit_gib,
        StorageEncrypted=True,
        # D25: never to change; without one it is AWS's key for RDS.
        KmsKeyId=around.key_arn,
    )


def _backups(config: DatabaseConfig, known: KnownAtDeployment) -> dict[str, Never]:
    elsewhere: dict[str, object] = {}
    if config.backup_region is not None:
        elsewhere = {
            "AutomaticBackupReplicationRegion": config.backup_region,
            # The database is encrypted, and so must its backups be, with a key of the region that they go to:
            # https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2019
            "AutomaticBackupReplicationKmsKeyId": known.backup_key,
            "AutomaticBackupReplicationRetentionPeriod": config.backup_retention_days,
        }
    return given(BackupRetentionPeriod=config.backup_retention_days, PreferredBackupWindow=BACKUP_WINDOW, **elsewhere)


def _replica(
    system: SystemConfig, config: DatabaseConfig, source: rds.DBInstance, number: int, around: Surroundings
) -> rds.DBInstance:
    """Give a replica. What is not said it has from its source, and may not say (D15).

    That is the master user, the database, the key, subnets and port, and also the parameters:
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html
    """
    return rds.DBInstance(
        f"DatabaseReplica{number}",
        DependsOn=around.replica_log_groups[number - 1],
        # It holds nothing that its source does not.
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
        DBInstanceIdentifier=given_names.replica(system, number),
        SourceDBInstanceIdentifier=Ref(source),
        Engine=config.engine,
        AutoMinorVersionUpgrade=True,
        DBInstanceClass=around.known.instance_class or config.instance_class,
        EnableIAMDatabaseAuthentication=True,
        # Its storage grows by itself, or not at all; that of its source does not take it along.
        **given(MaxAllocatedStorage=config.storage_limit_gib),
        # D17
        PubliclyAccessible=False,
        # Without these it would be in the VPC's default group.
        VPCSecurityGroups=[around.security_group_id],
        PreferredMaintenanceWindow=MAINTENANCE_WINDOW,
        CopyTagsToSnapshot=True,
        EnableCloudwatchLogsExports=around.log_exports,
        **given(**around.instruments.of_instance),
    )


def _read_host(replicas: list[rds.DBInstance]) -> AWSHelperFn | None:
    hosts = [GetAtt(replica, "Endpoint.Address") for replica in replicas]
    if len(hosts) > 1:
        return Join(",", hosts)
    return hosts[0] if hosts else None
