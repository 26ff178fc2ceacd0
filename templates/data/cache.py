"""The cache: nodes of Valkey in subnets without a way in, and the token that opens it."""

from typing import NamedTuple

from troposphere import AWSObject, GetAtt, Ref, elasticache, secretsmanager

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Arn, SecurityGroupId, SubnetIds
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.cache import CACHE_PORT, TOKEN_KEY, CacheConfig
from templates.data.credentials import empty_secret
from templates.data.instance import BACKUP_WINDOW, MAINTENANCE_WINDOW

TOKEN_LENGTH = 64


class Cache(NamedTuple):
    """The cache as other stacks see it, and all resources in reading order."""

    host: GetAtt
    port: GetAtt
    secret: Ref
    resources: list[AWSObject]


class Place(NamedTuple):
    """Where the cache is, who reaches it, and our own key for it, if there is one."""

    subnet_ids: SubnetIds
    security_group_id: SecurityGroupId
    key_arn: Arn | None


def build(system: SystemConfig, config: CacheConfig, place: Place) -> Cache:
    """Give the cache with its token and its subnets."""
    secret = _secret(system, place.key_arn)
    subnets = elasticache.SubnetGroup(
        "CacheSubnets", Description=f"Subnets of the cache of {system.name}", SubnetIds=place.subnet_ids
    )
    group = _group(system, config, place, secret, subnets)
    return Cache(
        host=GetAtt(group, "PrimaryEndPoint.Address"),
        port=GetAtt(group, "PrimaryEndPoint.Port"),
        secret=Ref(secret),
        resources=[secret, subnets, group],
    )


def _secret(system: SystemConfig, key_arn: Arn | None) -> secretsmanager.Secret:
    secret = empty_secret("CacheSecret", f"Token of the cache of {system.name}", key_arn, disposable=system.disposable)
    # K15: any change here makes a new token, which the cache does not learn.
    secret.GenerateSecretString = secretsmanager.GenerateSecretString(
        SecretStringTemplate="{}",
        GenerateStringKey=TOKEN_KEY,
        PasswordLength=TOKEN_LENGTH,
        # Of punctuation the cache takes little, and addresses with a token in them still less.
        # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
        ExcludePunctuation=True,
    )
    return secret


def _group(
    system: SystemConfig,
    config: CacheConfig,
    place: Place,
    secret: secretsmanager.Secret,
    subnets: elasticache.SubnetGroup,
) -> elasticache.ReplicationGroup:
    return elasticache.ReplicationGroup(
        "Cache",
        # What is in a cache can be read again from where it came.
        DeletionPolicy="Delete" if system.disposable else "Snapshot",
        UpdateReplacePolicy="Delete" if system.disposable else "Snapshot",
        ReplicationGroupDescription=f"Cache of {system.name}",
        Engine="valkey",
        EngineVersion=config.version,
        CacheNodeType=config.node_type,
        NumCacheClusters=config.nodes,
        # X07: without a second node there is nothing to fail over to.
        AutomaticFailoverEnabled=config.nodes > 1,
        MultiAZEnabled=config.multi_az,
        # X08: what follows is for good; with another value here the cache is replaced.
        Port=CACHE_PORT,
        AtRestEncryptionEnabled=True,
        **given(KmsKeyId=place.key_arn),
        CacheSubnetGroupName=Ref(subnets),
        TransitEncryptionEnabled=True,
        # K14: resolved by CloudFormation, and in no template or event to be read.
        AuthToken=text(f"{{{{resolve:secretsmanager:{{secret}}:SecretString:{TOKEN_KEY}}}}}", secret=Ref(secret)),
        SecurityGroupIds=[place.security_group_id],
        SnapshotRetentionLimit=config.snapshot_days,
        **given(SnapshotWindow=BACKUP_WINDOW if config.snapshot_days else None),
        PreferredMaintenanceWindow=MAINTENANCE_WINDOW,
        AutoMinorVersionUpgrade=True,
    )
