"""Goals for caches (ElastiCache): wherever one is made."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.model.system import Item, System, number, true

CACHE = Area("Cache")

CLUSTER = "AWS::ElastiCache::CacheCluster"
GROUP = "AWS::ElastiCache::ReplicationGroup"
SERVERLESS = "AWS::ElastiCache::ServerlessCache"
USUAL = (6379, 11211)


@CACHE.always(
    "cache-basics",
    "CKV_AWS_29 CKV_AWS_30 CKV_AWS_31 CT.ELASTICACHE.PR.2 CT.ELASTICACHE.PR.4 CT.ELASTICACHE.PR.5 "
    "CT.ELASTICACHE.PR.6 CT.ELASTICACHE.PR.7 CT.ELASTICACHE.PR.8 "
    "ELASTICACHE_REPLICATION_GROUP_ENCRYPTION_AT_REST ELASTICACHE_REPLICATION_GROUP_ENCRYPTION_IN_TRANSIT "
    "AS-AEC1 AS-AEC3 AS-AEC6 ElastiCacheClusterInVPC ElastiCacheRedisClusterEncryption "
    "ElastiCacheRedisClusterRedisAuth SH:ElastiCache.2 SH:ElastiCache.4 SH:ElastiCache.5 SH:ElastiCache.6 "
    "SH:ElastiCache.7 ELASTICACHE_REPLICATION_GROUP_ENCRYPTION_AUTH_TOKEN "
    "ELASTICACHE_REDIS_CLUSTER_AUTOMATIC_BACKUP_CHECK_AUTH cn:F25 cn:F33 cn:F44",
)
def basics(system: System) -> Iterator[Breach]:
    """A cache encrypts what it holds and sends, knows who asks, is in chosen subnets, and takes minor versions."""
    for item in system.of(CLUSTER, GROUP, SERVERLESS):
        found = list(_missing(item))
        if found:
            yield item, f"lacks {', '.join(found)}"


@CACHE.production(
    "cache-second-zone",
    "CT.ELASTICACHE.PR.1 CT.ELASTICACHE.PR.3 AS-AEC4 ElastiCacheRedisClusterMultiAZ "
    "ElastiCacheRedisClusterAutomaticBackup ELASTICACHE_REDIS_CLUSTER_AUTOMATIC_BACKUP_CHECK SH:ElastiCache.1 "
    "SH:ElastiCache.3",
)
def second_zone(system: System) -> Iterator[Breach]:
    """A cache goes on when a zone is lost, and is backed up."""
    for item in system.of(GROUP):
        if not true(item.get("MultiAZEnabled")) or not true(item.get("AutomaticFailoverEnabled")):
            yield item, "has nobody to go on in another zone"
    for item in system.of(CLUSTER, GROUP, SERVERLESS):
        if not number(item.get("SnapshotRetentionLimit") or 0):
            yield item, "is not backed up"


@CACHE.exempted("cache-unusual-port", "AS-AEC5 ElastiCacheClusterNonDefaultPort")
def unusual_port(system: System) -> Iterator[Breach]:
    """No cache listens on the usual port."""
    for item in system.of(CLUSTER, GROUP):
        port = item.get("Port")
        if port is None or number(port) in USUAL:
            yield item, "listens on the usual port"


def _missing(item: Item) -> Iterator[str]:
    if item.type == SERVERLESS:
        # AWS encrypts it both ways and keeps it current, whatever one says.
        wanted = {"SubnetIds": "subnets", "UserGroupId": "users"}
        yield from (name for key, name in wanted.items() if not item.get(key))
        return
    if not item.get("CacheSubnetGroupName"):
        yield "subnets"
    if not true(item.get("AutoMinorVersionUpgrade")):
        yield "minor versions"
    if not true(item.get("TransitEncryptionEnabled")):
        yield "encryption in transit"
    if item.type == GROUP and not true(item.get("AtRestEncryptionEnabled")):
        yield "encryption at rest"
    if item.type == GROUP and not item.get("AuthToken") and not item.get("UserGroupIds"):
        yield "users"
