"""A serverless cluster of Aurora: the cluster, a writer, and readers in other zones."""

from troposphere import AWSObject, GetAtt, Ref, rds

from tasktracker_cfn.authoring.lacking import ServerlessV2ScalingConfiguration
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.serverless import ServerlessConfig
from templates.data import parameters
from templates.data.instance import BACKUP_WINDOW, MAINTENANCE_WINDOW, Made, Surroundings
from templates.data.instruments import Instruments

# Readers with a tier up to 1 scale with the writer, so a failover finds one that is large enough.
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html
FAILOVER_TIER = 1


def build(system: SystemConfig, config: DatabaseConfig, around: Surroundings) -> Made:
    """Give the cluster with its parameters and members."""
    group = parameters.of_cluster(system, config)
    cluster = _cluster(system, config, group, around)
    members = _members(config, cluster, around.instruments)
    # D22: without a member the endpoint takes no connection.
    read_host = GetAtt(cluster, "ReadEndpoint.Address") if config.readable_copies else None
    return Made(cluster, group, members[0], read_host, [], [group, cluster, *members])


def _cluster(
    system: SystemConfig, config: DatabaseConfig, group: rds.DBClusterParameterGroup, around: Surroundings
) -> rds.DBCluster:
    # D21: no EngineMode, which means provisioned, under which version 2 of serverless runs.
    return rds.DBCluster(
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
        DBClusterParameterGroupName=Ref(group),
        BackupRetentionPeriod=config.backup_retention_days,
        PreferredBackupWindow=BACKUP_WINDOW,
        PreferredMaintenanceWindow=MAINTENANCE_WINDOW,
        CopyTagsToSnapshot=True,
        DeletionProtection=config.deletion_protection,
        EnableCloudwatchLogsExports=around.log_exports,
        **given(**around.instruments.of_cluster),
    )


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


def _members(config: DatabaseConfig, cluster: rds.DBCluster, instruments: Instruments) -> list[AWSObject]:
    readers = config.serverless.readers if config.serverless else 0
    writer = _member("DatabaseWriter", cluster, instruments, tier=0)
    # One after the other, and after the writer: whichever is created first becomes the writer.
    return [
        writer,
        *(
            _member(f"DatabaseReader{number}", cluster, instruments, tier=FAILOVER_TIER, after=writer)
            for number in range(1, readers + 1)
        ),
    ]


def _member(
    logical_id: str,
    cluster: rds.DBCluster,
    instruments: Instruments,
    *,
    tier: int,
    after: rds.DBInstance | None = None,
) -> rds.DBInstance:
    return rds.DBInstance(
        logical_id,
        **given(DependsOn=after),
        # D10: a snapshot is the cluster's; its members hold no data of their own.
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
        DBClusterIdentifier=Ref(cluster),
        Engine=cluster.Engine,
        DBInstanceClass="db.serverless",
        PromotionTier=tier,
        AutoMinorVersionUpgrade=True,
        # D17
        PubliclyAccessible=False,
        **given(**instruments.of_instance),
    )
