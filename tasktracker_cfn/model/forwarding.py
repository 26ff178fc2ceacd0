"""What forwards to a target group: until then it has no load balancer."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.model.known import known_mappings
from tasktracker_cfn.model.nest import STACK_TYPE
from tasktracker_cfn.model.symbols import Call, Reference, Value
from tasktracker_cfn.model.system import Item, System, follow

LISTENER, RULE = "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"
ACTIONS = {LISTENER: "DefaultActions", RULE: "Actions"}
TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"


def forwarding(system: System, target: Item) -> Iterator[Item]:
    """Give the listeners and rules that forward to a target group."""
    for item in system.of(LISTENER, RULE):
        if target in (system.at(value) for value in targets(item)):
            yield item


def may_forward_elsewhere(system: System) -> bool:
    """Tell whether something may forward to a target group that is not known: a symbol, or a resource of one's own."""
    if any(item.type.startswith(("Custom::", "AWS::CloudFormation::CustomResource")) for item in system.items):
        return True
    for item in system.of(LISTENER, RULE):
        actions = item.listed(ACTIONS[item.type])
        if not all(isinstance(action, Mapping) for action in actions):
            return True
        if any(value is not None and system.at(value) is None for value in targets(item)):
            return True
        if any(isinstance(follow(action, "ForwardConfig"), Call) for action in actions):
            return True
    # Stacks that were not read may hold anything.
    stacks = system.nest.stacks
    return any(item.resource.logical_id not in stacks[item.resource.stack].children for item in system.of(STACK_TYPE))


def targets(item: Item) -> Iterator[Value]:
    """Give what a listener or a rule forwards to; None for an action that forwards elsewhere or not at all."""
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
