"""A serverless cluster of Aurora: the cluster, a writer, and readers in other zones."""

from troposphere import AWSObject, Ref, rds

from tasktracker_cfn.authoring.lacking import ServerlessV2ScalingConfiguration
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.database import DatabaseConfig, ServerlessConfig
from templates.data.instance import BACKUP_WINDOW, MAINTENANCE_WINDOW, Made, Surroundings

# Readers with a tier up to 1 scale with the writer, so a failover finds one that is large enough.
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html
FAILOVER_TIER = 1


def build(system: SystemConfig, config: DatabaseConfig, around: Surroundings) -> Made:
    """Give the cluster with its parameters and members."""
    parameters = rds.DBClusterParameterGroup(
        "DatabaseParameters",
        Description=f"Aurora PostgreSQL {config.major} of {system.name}: TLS required, slow statements logged",
        # D04: the family is the engine's major version.
        Family=f"aurora-postgresql{config.major}",
        Parameters={"rds.force_ssl": "1", "log_min_duration_statement": "1000"},
    )
    # D21: no EngineMode, which means provisioned, under which version 2 of serverless runs.
    cluster = rds.DBCluster(
        "Database",
        DependsOn=around.log_groups,
        DeletionPolicy="Snapshot",
        UpdateReplacePolicy="Snapshot",
        # The names of the log groups are made of it (D19).
        DBClusterIdentifier=system.name,
        Engine=config.engine,
        EngineVersion=config.version,
        DatabaseName=config.name,
        Port=config.port,
        **given(**around.master_user),
        EnableIAMDatabaseAuthentication=True,
        **given(ServerlessV2ScalingConfiguration=_capacity(config.serverless)),
        StorageEncrypted=True,
        # D25: never to change; without one it is AWS's key for RDS.
        **given(KmsKeyId=around.key_arn),
        DBSubnetGroupName=Ref(around.subnets),
        VpcSecurityGroupIds=[around.security_group_id],
        DBClusterParameterGroupName=Ref(parameters),
        BackupRetentionPeriod=config.backup_retention_days,
        PreferredBackupWindow=BACKUP_WINDOW,
        PreferredMaintenanceWindow=MAINTENANCE_WINDOW,
        CopyTagsToSnapshot=True,
        DeletionProtection=config.deletion_protection,
        EnableCloudwatchLogsExports=around.log_exports,
    )
    members = _members(config, cluster)
    # D22: without a member the endpoint takes no connection.
    return Made(cluster, members[0], [parameters, cluster, *members])


def _capacity(serverless: ServerlessConfig | None) -> ServerlessV2ScalingConfiguration | None:
    if serverless is None:
        return None
    return ServerlessV2ScalingConfiguration(
        MinCapacity=_plain(serverless.minimum_acu),
        MaxCapacity=_plain(serverless.maximum_acu),
        **given(SecondsUntilAutoPause=serverless.pause_after_seconds),
    )


def _plain(acu: float) -> float:
    """Write 2 as 2 and not as 2.0."""
    return int(acu) if acu.is_integer() else acu


def _members(config: DatabaseConfig, cluster: rds.DBCluster) -> list[AWSObject]:
    readers = config.serverless.readers if config.serverless else 0
    writer = _member("DatabaseWriter", config, cluster, tier=0)
    # One after the other, and after the writer: whichever is created first becomes the writer.
    return [
        writer,
        *(
            _member(f"DatabaseReader{number}", config, cluster, tier=FAILOVER_TIER, after=writer)
            for number in range(1, readers + 1)
        ),
    ]


def _member(
    logical_id: str, config: DatabaseConfig, cluster: rds.DBCluster, *, tier: int, after: rds.DBInstance | None = None
) -> rds.DBInstance:
    return rds.DBInstance(
        logical_id,
        **given(DependsOn=after),
        # D10: a snapshot is the cluster's; its members hold no data of their own.
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
        DBClusterIdentifier=Ref(cluster),
        Engine=config.engine,
        DBInstanceClass="db.serverless",
        PromotionTier=tier,
        AutoMinorVersionUpgrade=True,
        # D17
        PubliclyAccessible=False,
    )
