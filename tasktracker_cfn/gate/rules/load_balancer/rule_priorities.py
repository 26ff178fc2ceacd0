"""Rules of one listener with one priority."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.load_balancer.balancers import RULE
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.presence import together
from tasktracker_cfn.model.symbols import Reference
from tasktracker_cfn.model.system import Item, System


@rule(
    "listener-rule-priorities",
    rows="L05",
    severity="error",
    why="A listener can't have multiple rules with the same priority, so the second one is not created.",
    remedy="Give each rule of a listener a priority of its own, over all stacks.",
    source="schema AWS::ElasticLoadBalancingV2::ListenerRule",
)
def rule_priorities(system: System) -> Iterator[Fault]:
    """The rules of a listener have different priorities, in whatever stacks they stand."""
    seen: dict[tuple[str | Reference, float], Item] = {}
    for item in system.of(RULE):
        listener, priority = item.get("ListenerArn"), item.number("Priority")
        if not isinstance(listener, (str, Reference)) or priority is None:
            continue
        other = seen.setdefault((listener, priority), item)
        if other != item and together(system, item, other):
            yield Fault(item, f"has priority {priority:g}, as {other} has at the same listener", "Priority")
