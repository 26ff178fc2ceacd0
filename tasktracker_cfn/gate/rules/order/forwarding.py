"""What forwards to a target group: until then it has no load balancer."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import unordered
from tasktracker_cfn.model.known import known_mappings
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import Item, System, follow

LISTENER, RULE = "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"
ACTIONS = {LISTENER: "DefaultActions", RULE: "Actions"}
TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"


def forwarding(system: System, group: Value) -> Iterator[Item]:
    """Give the listeners and rules that forward to a target group, by its Ref or an attribute."""
    target = system.at(group)
    if target is None or target.type != TARGET_GROUP:
        return
    for item in system.of(LISTENER, RULE):
        if target in (system.at(value) for value in _targets(item)):
            yield item


def none_first(system: System, later: Item, group: Value) -> tuple[Item, ...]:
    """Give what forwards to a target group, unless one of them is there before another resource: one is enough."""
    found = tuple(forwarding(system, group))
    return found if len(unordered(system, later, found)) == len(found) else ()


def _targets(item: Item) -> Iterator[Value]:
    for action in item.mappings(ACTIONS[item.type]):
        yield action.get("TargetGroupArn")
        for held in known_mappings(follow(action, "ForwardConfig", "TargetGroups")):
            yield held.get("TargetGroupArn")


def groups_in(system: System, label: Value) -> Iterator[Reference]:
    """Give the target groups that a resource label of a scaling policy names."""
    for part in getattr(label, "parts", ()):
        if isinstance(part, Reference):
            found = system.at(part)
            if found is not None and found.type == TARGET_GROUP:
                yield part
