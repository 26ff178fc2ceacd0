"""Performance Insights: where it can be on, and what it takes."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import CLUSTER, INSTANCE, engine, is_given, is_member
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import Item, System

SWITCH = {INSTANCE: "EnablePerformanceInsights", CLUSTER: "PerformanceInsightsEnabled"}
RETENTION = "PerformanceInsightsRetentionPeriod"
MODE = "DatabaseInsightsMode"
SMALL = re.compile(r"db\.t(2|3|4g)\.(micro|small)")
TOO_SMALL = {
    "mysql": SMALL,
    "mariadb": SMALL,
    "aurora-mysql": re.compile(r"db\.(t2|t3)\..*|db\.t4g\.(micro|small)"),
}
# A week, months of 31 days up to 23, and two years.
TERMS = (7, *range(31, 714, 31), 731)
# By RDS's own words when it refuses less: https://github.com/pulumi/pulumi-aws/issues/5286
ADVANCED = 465


@rule(
    "performance-insights-class",
    rows="D06",
    severity="error",
    why="RDS refuses Performance Insights for MySQL and MariaDB on the smallest instances.",
    remedy="Leave it out on such an instance, or take a class from db.t4g.medium on.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html",
)
def performance_insights_class(system: System) -> Iterator[Fault]:
    """Performance Insights is on only for instances that are large enough for it."""
    for item in system.of(INSTANCE):
        size, runs = item.text("DBInstanceClass"), engine(system, item)
        small = TOO_SMALL.get(runs or "")
        if small and size and small.fullmatch(size) and item.flag(SWITCH[INSTANCE]):
            yield Fault(item, f"is a {size} with {runs}, which has no Performance Insights", SWITCH[INSTANCE])


@rule(
    "performance-insights-settings",
    rows="D07",
    severity="error",
    why="RDS refuses a retention that is not on offer, or is of what is off, and the advanced mode without insights.",
    remedy="Switch it on, and keep its data for 7 days, a multiple of 31 or 731; for the advanced mode for 465 days.",
    source="schema AWS::RDS::DBInstance",
)
def performance_insights_settings(system: System) -> Iterator[Fault]:
    """What is set of Performance Insights fits together, and its data is kept for a time that can be chosen."""
    for item in system.of(INSTANCE, CLUSTER):
        switch, days = SWITCH[item.type], item.number(RETENTION)
        if is_given(item.get(RETENTION)) and _is_off(item):
            yield Fault(item, f"has a {RETENTION} without {switch}", RETENTION)
        elif days is not None and days not in TERMS:
            yield Fault(
                item, f"has a {RETENTION} of {days:g}, which is none of 7, 31 to 713 by months, and 731", RETENTION
            )
        if item.text(MODE) == "advanced" and not is_member(item):
            yield from _advanced(item, switch, days)


def _is_off(item: Item) -> bool:
    """Tell whether it is surely off; the switch of a cluster is on for its members."""
    value = item.get(SWITCH[item.type])
    return item.flag(SWITCH[item.type]) is False or (value is None and not is_member(item))


def _advanced(item: Item, switch: str, days: float | None) -> Iterator[Fault]:
    if _is_off(item):
        yield Fault(item, f"has the advanced mode of Database Insights without {switch}", MODE)
    elif item.get(RETENTION) is None or (days is not None and days < ADVANCED):
        kept = f"{days or TERMS[0]:g} days"
        yield Fault(item, f"has the advanced mode of Database Insights, but keeps its data for {kept}", MODE)
