"""Caches that ElastiCache refuses."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.system import Item, System

GROUP, CLUSTER = "AWS::ElastiCache::ReplicationGroup", "AWS::ElastiCache::CacheCluster"
SOURCE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html"
# With one of these the number of nodes follows from something else than NumCacheClusters.
SHARDED = ("ClusterMode", "NumNodeGroups", "NodeGroupConfiguration", "ReplicasPerNodeGroup")
FROM_ELSEWHERE = (
    "PrimaryClusterId",
    "GlobalReplicationGroupId",
    "PreferredCacheClusterAZs",
    "SnapshotArns",
    "SnapshotName",
)
LONGEST = 40
IDENTIFIER = re.compile(r"[A-Za-z](-?[A-Za-z0-9])*")
FAMILY = re.compile(r"(default\.)?(?P<engine>redis|valkey|memcached)(?P<major>\d{1,4})")
VERSION = re.compile(r"\d{1,4}")


@rule(
    "cache-failover",
    rows="X07",
    severity="error",
    why="ElastiCache refuses automatic failover without a second node, and Multi-AZ without automatic failover.",
    remedy="Give two nodes or a replica for each shard, or switch both off.",
    source=SOURCE,
)
def failover(system: System) -> Iterator[Fault]:
    """A cache that fails over has a node to fail over to."""
    for group in system.of(GROUP):
        fails_over, zones = group.flag("AutomaticFailoverEnabled"), group.flag("MultiAZEnabled")
        if zones and group.get("AutomaticFailoverEnabled") in (False, "false"):
            yield Fault(group, "is in several zones and has AutomaticFailoverEnabled: false", "MultiAZEnabled")
        if any(group.get(name) is not None for name in SHARDED):
            if zones and group.number("ReplicasPerNodeGroup") == 0:
                yield Fault(group, "is in several zones and has no replica", "ReplicasPerNodeGroup")
        elif (fails_over or zones) and _has_one_node(group):
            yield Fault(group, "fails over and has only one node", "NumCacheClusters")


@rule(
    "cache-token-over-tls",
    rows="X07",
    severity="error",
    why="AuthToken can be specified only where TransitEncryptionEnabled is true.",
    remedy="Set TransitEncryptionEnabled: true.",
    source="schema AWS::ElastiCache::ReplicationGroup",
)
def token(system: System) -> Iterator[Fault]:
    """A cache that asks for a token is reached over TLS."""
    for group in system.of(GROUP, CLUSTER):
        encrypts = group.get("TransitEncryptionEnabled")
        if group.get("AuthToken") is not None and encrypts in (None, False, "false"):
            yield Fault(group, "asks for a token and is not reached over TLS", "AuthToken")


@rule(
    "cache-identifier",
    rows="X07",
    severity="error",
    why="ElastiCache refuses other identifiers, and the schema has neither a length nor a pattern for them.",
    remedy="Leave it out, or keep to 40 letters, digits and single inner hyphens, a letter first.",
    source=SOURCE,
)
def identifier(system: System) -> Iterator[Fault]:
    """A replication group's identifier is at most 40 letters, digits and single hyphens, and begins with a letter."""
    for group in system.of(GROUP):
        name = known_text(group.get("ReplicationGroupId"))
        if name is not None and (len(name) > LONGEST or not IDENTIFIER.fullmatch(name)):
            yield Fault(group, f"has the identifier {name!r}", "ReplicationGroupId")


@rule(
    "cache-parameter-family",
    rows="X07",
    severity="error",
    why="A parameter group is for one engine and one major version, and ElastiCache refuses it for another.",
    remedy="Choose the family of the engine: valkey8 and default.valkey8 for Valkey 8, redis7 for Redis 7.",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheParameterGroup.html",
)
def parameter_family(system: System) -> Iterator[Fault]:
    """A cache's parameter group is of the family of its engine and major version."""
    for cache in system.of(GROUP, CLUSTER):
        family = _family(system, cache)
        engine = known_text(cache.get("Engine"))
        if family is None or engine is None or cache.get("GlobalReplicationGroupId") is not None:
            continue
        version = VERSION.match(cache.text("EngineVersion") or "")
        wrong_version = version is not None and int(version[0]) != int(family["major"])
        if family["engine"] != engine.lower() or wrong_version:
            runs = f"{engine} {cache.text('EngineVersion') or ''}".strip()
            yield Fault(cache, f"runs {runs} with parameters for {family[0]}", "CacheParameterGroupName")


def _has_one_node(group: Item) -> bool:
    if any(group.get(name) is not None for name in FROM_ELSEWHERE):
        return False
    nodes = group.number("NumCacheClusters")
    return group.get("NumCacheClusters") is None or (nodes is not None and nodes <= 1)


def _family(system: System, cache: Item) -> re.Match[str] | None:
    value = cache.get("CacheParameterGroupName")
    group = system.at(value)
    if group is not None and group.type == "AWS::ElastiCache::ParameterGroup":
        return FAMILY.match(group.text("CacheParameterGroupFamily") or "")
    name = known_text(value)
    return FAMILY.match(name) if name is not None and name.startswith("default.") else None
