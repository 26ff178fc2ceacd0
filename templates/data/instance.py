"""An instance of RDS."""

from typing import NamedTuple

from troposphere import AWSObject, Ref, logs, rds

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Arn, SecurityGroupId
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.database import DatabaseConfig

# Two hours of the night in us-east-1 that do not overlap (D16).
BACKUP_WINDOW = "06:00-07:00"
MAINTENANCE_WINDOW = "sun:07:30-sun:08:30"


class Surroundings(NamedTuple):
    """What a database refers to."""

    subnets: rds.DBSubnetGroup
    security_group_id: SecurityGroupId
    log_groups: list[logs.LogGroup]
    log_exports: list[str]
    master_user: "dict[str, object]"
    key_arn: Arn | None


class Made(NamedTuple):
    """A database, the resource with which it takes connections, and all resources in reading order."""

    database: rds.DBInstance | rds.DBCluster
    ready: AWSObject
    resources: list[AWSObject]


def build(system: SystemConfig, config: DatabaseConfig, around: Surroundings) -> Made:
    """Give the instance and its parameters."""
    parameters = _parameters(system, config)
    database = rds.DBInstance(
        "Database",
        DependsOn=around.log_groups,
        DeletionPolicy="Snapshot",
        UpdateReplacePolicy="Snapshot",
        # The names of the log groups are made of it (D19).
        DBInstanceIdentifier=system.name,
        Engine=config.engine,
        EngineVersion=config.version,
        AutoMinorVersionUpgrade=True,
        DBInstanceClass=config.instance_class,
        DBName=config.name,
        Port=config.port,
        **given(**around.master_user),
        EnableIAMDatabaseAuthentication=True,
        # D08: below 400 GiB gp3 takes neither Iops nor StorageThroughput.
        StorageType="gp3",
        AllocatedStorage=str(config.storage_gib),
        **given(MaxAllocatedStorage=config.storage_limit_gib),
        StorageEncrypted=True,
        # D25: never to change; without one it is AWS's key for RDS.
        **given(KmsKeyId=around.key_arn),
        MultiAZ=config.multi_az,
        # D17: where the VPC has an internet gateway the default is true.
        PubliclyAccessible=False,
        DBSubnetGroupName=Ref(around.subnets),
        VPCSecurityGroups=[around.security_group_id],
        DBParameterGroupName=Ref(parameters),
        BackupRetentionPeriod=config.backup_retention_days,
        PreferredBackupWindow=BACKUP_WINDOW,
        PreferredMaintenanceWindow=MAINTENANCE_WINDOW,
        CopyTagsToSnapshot=True,
        DeletionProtection=config.deletion_protection,
        EnableCloudwatchLogsExports=around.log_exports,
    )
    return Made(database, database, [parameters, database])


def _parameters(system: SystemConfig, config: DatabaseConfig) -> rds.DBParameterGroup:
    return rds.DBParameterGroup(
        "DatabaseParameters",
        Description=f"PostgreSQL {config.major} of {system.name}: TLS required, slow statements logged",
        # D04: the family is the engine's major version.
        Family=f"postgres{config.major}",
        Parameters={"rds.force_ssl": "1", "log_min_duration_statement": "1000"},
    )
