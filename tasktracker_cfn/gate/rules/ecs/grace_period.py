"""Time to start."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.tasks import SERVICE

KEY = "HealthCheckGracePeriodSeconds"


@rule(
    "health-check-grace-period",
    rows="E19",
    severity="warning",
    why="Without a grace period ECS replaces tasks that are not yet up, and the circuit breaker ends the deployment.",
    remedy="Set HealthCheckGracePeriodSeconds to what the application needs to start, 60 at first.",
    source="schema AWS::ECS::Service",
)
def health_check_grace_period(system: System) -> Iterator[Fault]:
    """A service behind a load balancer gives its tasks time to start."""
    for service in system.of(SERVICE):
        if service.listed("LoadBalancers") and (service.get(KEY) is None or service.number(KEY) == 0):
            yield Fault(service, f"is behind a load balancer, and its {KEY} is 0", KEY)
