"""The PostgreSQL instance, its generated credentials, its parameters and its logs."""

import json
from typing import NamedTuple

from troposphere import AWSObject, Ref, logs, rds, secretsmanager

from tasktracker_cfn.authoring.log_groups import log_group
from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import SecurityGroupId, SubnetIds
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.data import DatabaseConfig

LOG_EXPORTS = ("postgresql", "upgrade")
PASSWORD_LENGTH = 32
# C-09, S09: RDS refuses / @ " and space; the rest would need escaping in URLs and shells.
UNWANTED_CHARACTERS = " %+~`#$&*()|[]{}:;<>?!'/@\"\\"
# Two hours of the night in us-east-1 that do not overlap (D16).
BACKUP_WINDOW = "06:00-07:00"
MAINTENANCE_WINDOW = "sun:07:30-sun:08:30"


class Database(NamedTuple):
    """The instance, the secret's attachment to it, and all resources in reading order."""

    instance: rds.DBInstance
    attachment: secretsmanager.SecretTargetAttachment
    resources: list[AWSObject]


def build(
    system: SystemConfig, config: DatabaseConfig, subnet_ids: SubnetIds, security_group_id: SecurityGroupId
) -> Database:
    """Give the database and all that belongs to it."""
    secret = _secret(config, disposable=system.disposable)
    subnets = rds.DBSubnetGroup(
        "DatabaseSubnets", DBSubnetGroupDescription=f"Subnets of the database of {system.name}", SubnetIds=subnet_ids
    )
    parameters = rds.DBParameterGroup(
        "DatabaseParameters",
        Description=f"PostgreSQL {config.major} of {system.name}: TLS required, slow statements logged",
        # D04: the family is the engine's major version.
        Family=f"postgres{config.major}",
        Parameters={"rds.force_ssl": "1", "log_min_duration_statement": "1000"},
    )
    log_groups = [_log_group(system.name, export, config) for export in LOG_EXPORTS]
    instance = rds.DBInstance(
        "Database",
        # RDS makes missing log groups itself, and then without a limit (D19).
        DependsOn=log_groups,
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
        MasterUsername=config.username,
        MasterUserPassword=text("{{resolve:secretsmanager:{secret}:SecretString:password}}", secret=Ref(secret)),
        EnableIAMDatabaseAuthentication=True,
        # D08: below 400 GiB gp3 takes neither Iops nor StorageThroughput.
        StorageType="gp3",
        AllocatedStorage=str(config.storage_gib),
        **given(MaxAllocatedStorage=config.storage_limit_gib),
        StorageEncrypted=True,
        MultiAZ=config.multi_az,
        # D17: where the VPC has an internet gateway the default is true.
        PubliclyAccessible=False,
        DBSubnetGroupName=Ref(subnets),
        VPCSecurityGroups=[security_group_id],
        DBParameterGroupName=Ref(parameters),
        BackupRetentionPeriod=config.backup_retention_days,
        PreferredBackupWindow=BACKUP_WINDOW,
        PreferredMaintenanceWindow=MAINTENANCE_WINDOW,
        CopyTagsToSnapshot=True,
        DeletionProtection=config.deletion_protection,
        EnableCloudwatchLogsExports=list(LOG_EXPORTS),
    )
    attachment = secretsmanager.SecretTargetAttachment(
        "DatabaseSecretAttachment",
        SecretId=Ref(secret),
        TargetId=Ref(instance),
        TargetType="AWS::RDS::DBInstance",
    )
    return Database(
        instance=instance,
        attachment=attachment,
        resources=[secret, subnets, parameters, *log_groups, instance, attachment],
    )


def _secret(config: DatabaseConfig, *, disposable: bool) -> secretsmanager.Secret:
    return secretsmanager.Secret(
        "DatabaseSecret",
        # K20: CloudFormation deletes secrets without a way back.
        DeletionPolicy="Delete" if disposable else "Retain",
        UpdateReplacePolicy="Retain",
        Description=f"Master user of the database {config.name}",
        # K15: any change here makes a new password, which the database does not learn.
        GenerateSecretString=secretsmanager.GenerateSecretString(
            SecretStringTemplate=json.dumps({"username": config.username}),
            GenerateStringKey="password",
            PasswordLength=PASSWORD_LENGTH,
            ExcludeCharacters=UNWANTED_CHARACTERS,
        ),
    )


def _log_group(identifier: str, export: str, config: DatabaseConfig) -> logs.LogGroup:
    return log_group(
        f"Database{pascal(export)}Logs", f"/aws/rds/instance/{identifier}/{export}", config.log_retention_days
    )
