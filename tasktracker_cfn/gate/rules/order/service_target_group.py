"""A service whose target group has no load balancer at all."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.forwarding import TARGET_GROUP, forwarding, may_forward_elsewhere
from tasktracker_cfn.model.system import System


@rule(
    "service-target-group-forwarded",
    rows="E01",
    severity="error",
    misses=True,
    why="ECS refuses a target group that no listener forwards to: it has no load balancer.",
    remedy="Let a listener or a rule forward to the target group, and let the service depend on it.",
    source="https://github.com/aws/aws-cdk/issues/34290",
)
def service_target_group_forwarded(system: System) -> Iterator[Fault]:
    """Some listener or rule forwards to each target group of a service."""
    services = system.of("AWS::ECS::Service")
    if not services or may_forward_elsewhere(system):
        return
    for service in services:
        for number in range(len(service.listed("LoadBalancers"))):
            path = ("LoadBalancers", number, "TargetGroupArn")
            group = system.at(service.get(*path))
            if group is not None and group.type == TARGET_GROUP and not any(forwarding(system, group)):
                yield Fault(service, f"serves {group}, to which no listener or rule forwards", *path)
