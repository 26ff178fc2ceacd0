"""The zone of an instance."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import INSTANCE, is_given, is_member
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System


@rule(
    "multi-az-zone",
    rows="D16",
    severity="error",
    why="RDS chooses the zones of an instance that has a standby, and refuses one that names its own.",
    remedy="Leave AvailabilityZone out where MultiAZ is on.",
    source="schema AWS::RDS::DBInstance",
)
def multi_az_zone(system: System) -> Iterator[Fault]:
    """No instance with a standby names its zone."""
    for item in system.of(INSTANCE):
        if item.flag("MultiAZ") and is_given(item.get("AvailabilityZone")) and not is_member(item):
            yield Fault(item, "has both MultiAZ and an AvailabilityZone", "AvailabilityZone")
