"""How long a target is waited for that nobody has chosen."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.load_balancer.balancers import TARGETS, target_kind
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System

KEY = "deregistration_delay.timeout_seconds"


@rule(
    "deregistration-delay-chosen",
    rows="L12",
    severity="advice",
    why="Without it a target that goes is waited for 300 seconds, and each deployment takes as much longer.",
    remedy=f"Set the attribute {KEY}: a little more than the longest request takes.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html",
)
def deregistration(system: System) -> Iterator[Fault]:
    """A target group says how long a target that goes is waited for."""
    for targets in system.of(TARGETS):
        listed = targets.listed("TargetGroupAttributes")
        known = all(isinstance(entry, Mapping) and isinstance(entry.get("Key"), str) for entry in listed)
        kind = target_kind(targets)
        if kind not in {None, "lambda"} and known and KEY not in targets.pairs("TargetGroupAttributes"):
            yield Fault(targets, f"leaves {KEY} at 300 seconds", "TargetGroupAttributes")
