"""A service before the listener that gives its target group a load balancer."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_mappings
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow

LISTENER, RULE = "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"


@rule(
    "service-after-listener",
    rows="E01 E02",
    severity="error",
    why="ECS refuses a target group that no listener forwards to yet, so a service that is created first fails.",
    remedy="Let the service depend on the listener or rule; across stacks, let its nested stack read an output there.",
    source="https://github.com/aws/aws-cdk/issues/1160",
)
def service_after_listener(system: System) -> Iterator[Fault]:
    """A service is created after every listener and rule that forwards to its target groups."""
    for service in system.of("AWS::ECS::Service"):
        for number, entry in enumerate(service.mappings("LoadBalancers")):
            group = entry.get("TargetGroupArn")
            for forwarding in _forwarding(system, group):
                if not system.order.surely_after(service.resource, forwarding.resource):
                    message = f"is not surely created after {forwarding}, which forwards to its target group"
                    yield Fault(service, message, "LoadBalancers", number, "TargetGroupArn")


def _forwarding(system: System, group: Value) -> Iterator[Item]:
    if system.at(group) is None:
        return
    for item in system.of(LISTENER, RULE):
        actions = item.mappings("Actions" if item.type == RULE else "DefaultActions")
        named = [action.get("TargetGroupArn") for action in actions]
        for action in actions:
            named += [
                held.get("TargetGroupArn") for held in known_mappings(follow(action, "ForwardConfig", "TargetGroups"))
            ]
        if group in named:
            yield item
