"""A service before the listener that gives its target group a load balancer."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import none_first, too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System


@rule(
    "service-after-listener",
    rows="K05 E01 E02",
    severity="error",
    why="ECS refuses a target group that no listener forwards to yet, so a service that is created first fails.",
    remedy="Let the service depend on the listener or rule; across stacks, let its nested stack read an output there.",
    source="https://github.com/aws/aws-cdk/issues/1160",
)
def service_after_listener(system: System) -> Iterator[Fault]:
    """A service is created after a listener or rule that forwards to its target group, for each of these."""
    for service in system.of("AWS::ECS::Service"):
        for number in range(len(service.listed("LoadBalancers"))):
            found = none_first(system, service, service.get("LoadBalancers", number, "TargetGroupArn"))
            where = ("LoadBalancers", number, "TargetGroupArn")
            yield from too_early(system, service, found, "what forwards to its target group", *where)
