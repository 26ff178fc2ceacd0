"""Versions of Redis that ElastiCache keeps for a fee only.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/extended-support.html
"""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.dates import KNOWN, major, table
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System

ENDS = table("4 2026-01-31, 5 2026-01-31, 6 2027-01-31")
OLDER = ("2.", "3.")


@rule(
    "cache-version-supported",
    severity="warning",
    why="Redis 5 and older are out of standard support: Extended Support costs extra, and 3 and older cannot be made.",
    remedy="Take valkey, or redis 7.1.",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/extended-support.html",
)
def cache_version_supported(system: System) -> Iterator[Fault]:
    """A cache has an engine version in standard support."""
    for item in system.of("AWS::ElastiCache::ReplicationGroup", "AWS::ElastiCache::CacheCluster"):
        version = item.text("EngineVersion")
        # Without an engine a replication group is Redis.
        replicated = item.type == "AWS::ElastiCache::ReplicationGroup" and item.get("Engine") is None
        if version is None or not (replicated or item.text("Engine") == "redis"):
            continue
        name = major(version, ENDS)
        if version.startswith(OLDER):
            yield Fault(item, f"asks for redis {version}, which can no longer be made", "EngineVersion")
        elif name and ENDS[name] <= KNOWN:
            yield Fault(item, f"has redis {version}, whose standard support ended on {ENDS[name]}", "EngineVersion")
