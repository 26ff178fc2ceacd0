"""Names that CloudWatch keeps for an account and a region."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.presence import together
from tasktracker_cfn.model.system import Item, System

NAMES = {
    "AWS::CloudWatch::Alarm": ("alarm", "AlarmName"),
    "AWS::CloudWatch::CompositeAlarm": ("alarm", "AlarmName"),
    "AWS::CloudWatch::Dashboard": ("dashboard", "DashboardName"),
}


@rule(
    "alarm-names-unique",
    rows="O12",
    severity="error",
    why="An account has an alarm or a dashboard of one name once in a region; the second create fails.",
    remedy="Leave the name out, or put environment and purpose into it.",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html",
)
def names_unique(system: System) -> Iterator[Fault]:
    """No two alarms and no two dashboards have one name."""
    seen: dict[tuple[str, str], Item] = {}
    for item in system.of(*NAMES):
        kind, key = NAMES[item.type]
        name = item.text(key)
        if name is None:
            continue
        first = seen.setdefault((kind, name), item)
        if first != item and together(system, first, item):
            yield Fault(item, f"has the name {name}, as {first} has", key)
