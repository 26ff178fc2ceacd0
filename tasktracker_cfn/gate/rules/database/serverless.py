"""Serverless instances of Aurora: the range that their capacity moves in."""

import re
from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.database.databases import (
    CLUSTER,
    INSTANCE,
    cluster,
    engine,
    is_given,
    may_be_given,
    members,
    version,
)
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow

RANGE = "ServerlessV2ScalingConfiguration"
LEAST, MOST = "MinCapacity", "MaxCapacity"
REPLICATION, BINLOG = "rds.logical_replication", "binlog_format"
PAUSE = "SecondsUntilAutoPause"
SERVERLESS = "db.serverless"
LARGEST_ACU = 256
PAUSES = (300, 86_400)
# The first minor version of each major one that pauses; all after these do.
PAUSING = {13: 15, 14: 12, 15: 7, 16: 3}
PAUSING_MYSQL = (3, 8)
POSTGRES_VERSION = re.compile(r"(\d{1,3})\.(\d{1,3})(?!\d)")
MYSQL_VERSION = re.compile(r"mysql_aurora\.(\d{1,3})\.(\d{1,3})(?!\d)")


@rule(
    "serverless-range-given",
    rows="D21",
    severity="error",
    why="RDS refuses a serverless instance where the cluster has no range for it, or is of the first version.",
    remedy=f"Set {RANGE} of the cluster, and leave its EngineMode out.",
    source="https://github.com/cloudposse/terraform-aws-rds-cluster/pull/181",
)
def serverless_range_given(system: System) -> Iterator[Fault]:
    """Every cluster with serverless instances says how large they may be."""
    for item in system.of(INSTANCE):
        above = cluster(system, item) if item.text("DBInstanceClass") == SERVERLESS else None
        if above is not None and not may_be_given(above.get(RANGE)):
            yield Fault(item, f"is {SERVERLESS}, but its cluster {above} has no {RANGE}", "DBInstanceClass")
        elif above is not None and above.text("EngineMode") == "serverless":
            yield Fault(
                item,
                f"is {SERVERLESS}, but the EngineMode of its cluster {above} is serverless, which is another thing",
                "DBInstanceClass",
            )


@rule(
    "serverless-capacity",
    rows="D21",
    severity="error",
    why="RDS refuses a range of capacity that is upside down, not in halves, or beyond what the version has.",
    remedy="Take multiples of 0.5 from 0.5 to 256, the upper one 1 or more; 0 only where the version can pause.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html",
)
def serverless_capacity(system: System) -> Iterator[Fault]:
    """The capacity of serverless instances moves in a range that Aurora has."""
    for item in system.of(CLUSTER):
        least, most = item.number(RANGE, LEAST), item.number(RANGE, MOST)
        for key, value in ((LEAST, least), (MOST, most)):
            if value is not None and (value * 2 % 1 or not 0 <= value <= LARGEST_ACU):
                yield Fault(
                    item, f"has a {key} of {value:g}, which is not a multiple of 0.5 up to {LARGEST_ACU}", RANGE, key
                )
        if most is not None and 0 <= most < 1:
            yield Fault(item, f"has a {MOST} of {most:g}, which must be 1 or more", RANGE, MOST)
        if least is not None and most is not None and least > most:
            yield Fault(item, f"has a {LEAST} of {least:g}, which is above its {MOST} of {most:g}", RANGE, LEAST)
        if least == 0 and _cannot_pause(engine(system, item), version(system, item) or ""):
            yield Fault(item, f"has a {LEAST} of 0, which {item.text('EngineVersion')} does not have", RANGE, LEAST)
        yield from _pause(item, least)


@rule(
    "serverless-pause",
    rows="D21",
    severity="warning",
    why="An instance that something else keeps awake never pauses, and is paid for all the time.",
    remedy="Leave the proxy or the replication away, or set a minimum above 0 and know what it costs.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html",
)
def serverless_pause(system: System) -> Iterator[Fault]:
    """What may pause is kept awake by nothing."""
    for item in system.of(CLUSTER):
        for waking in _wakes(system, item) if item.number(RANGE, LEAST) == 0 else ():
            yield Fault(item, f"may go down to 0, but {waking} keeps it awake", RANGE, LEAST)


@rule(
    "serverless-minimum",
    rows="D29",
    severity="advice",
    why="Performance Insights takes memory that half a capacity unit hardly has, so the instance is mostly above it.",
    remedy="Set MinCapacity to 1 or more, better 2, where Performance Insights is on.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html",
)
def serverless_minimum(system: System) -> Iterator[Fault]:
    """A serverless instance that is watched by Performance Insights has a whole capacity unit at least."""
    for item in system.of(CLUSTER):
        least = item.number(RANGE, LEAST)
        watched = item.flag("PerformanceInsightsEnabled") or any(
            member.flag("EnablePerformanceInsights") for member in members(system, item)
        )
        if watched and least is not None and 0 < least < 1:
            yield Fault(
                item, f"has a {LEAST} of {least:g} with Performance Insights, which holds it above that", RANGE, LEAST
            )


def _pause(item: Item, least: float | None) -> Iterator[Fault]:
    seconds = item.number(RANGE, PAUSE)
    if seconds is None:
        return
    if not PAUSES[0] <= seconds <= PAUSES[1]:
        yield Fault(
            item, f"pauses after {seconds:g} seconds, which is not between {PAUSES[0]} and {PAUSES[1]}", RANGE, PAUSE
        )
    if least:
        yield Fault(item, f"has {PAUSE}, but a {LEAST} of {least:g}, at which nothing pauses", RANGE, PAUSE)


def _cannot_pause(runs: str | None, number: str) -> bool:
    """Tell whether a version surely has no capacity of 0."""
    if runs == "aurora-mysql":
        found = MYSQL_VERSION.search(number)
        return found is not None and (int(found[1]), int(found[2])) < PAUSING_MYSQL
    found = POSTGRES_VERSION.match(number) if runs == "aurora-postgresql" else None
    if found is None:
        return False
    major, minor = int(found[1]), int(found[2])
    return major < min(PAUSING) or minor < PAUSING.get(major, 0)


def _wakes(system: System, item: Item) -> Iterator[str]:
    for target in system.of("AWS::RDS::DBProxyTargetGroup"):
        if any(system.at(value) == item for value in target.listed("DBClusterIdentifiers")):
            yield f"the proxy behind {target}"
    if is_given(item.get("GlobalClusterIdentifier")):
        yield "its global database"
    parameters = _parameters(system, item)
    if known_text(parameters.get(REPLICATION)) in ("1", "true"):
        yield REPLICATION
    if (known_text(parameters.get(BINLOG)) or "").lower() in ("mixed", "row", "statement"):
        yield BINLOG


def _parameters(system: System, item: Item) -> Mapping[str, Value]:
    group = system.at(item.get("DBClusterParameterGroupName"))
    found = follow(group.properties, "Parameters") if group else None
    return found if isinstance(found, Mapping) else {}
