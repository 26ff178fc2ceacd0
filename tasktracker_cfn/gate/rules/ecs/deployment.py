"""How many tasks a deployment may start and stop."""

from collections.abc import Iterator, Mapping
from math import ceil, floor

from tasktracker_cfn.gate.rules.ecs.scaled_services import scalable_targets
from tasktracker_cfn.gate.rules.ecs.tasks import has_own_rollout
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import SERVICE

CONFIGURATION = "DeploymentConfiguration"
WHOLE = 100
MOST = 1e6
SERVICE_PAGE = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html"


@rule(
    "rebalancing-leaves-room",
    rows="E10",
    severity="error",
    why="Rebalancing over the zones starts a task before it stops one; ECS refuses it where MaximumPercent is 100.",
    remedy="Set MaximumPercent above 100, or AvailabilityZoneRebalancing to DISABLED.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html",
)
def rebalancing_leaves_room(system: System) -> Iterator[Fault]:
    """A service that is rebalanced over the zones may run more tasks than it should have."""
    for service in system.of(SERVICE):
        most = service.number(CONFIGURATION, "MaximumPercent")
        if service.text("AvailabilityZoneRebalancing") == "ENABLED" and most is not None and most <= WHOLE:
            message = f"is rebalanced over the zones with a MaximumPercent of {most:g}"
            yield Fault(service, message, "AvailabilityZoneRebalancing")


@rule(
    "deployment-can-move",
    rows="E11",
    severity="error",
    why="Where no task may stop and none may start, a deployment waits until it fails.",
    remedy="Raise MaximumPercent (100 and 200), or lower MinimumHealthyPercent (0 and 100).",
    source=SERVICE_PAGE,
)
def deployment_can_move(system: System) -> Iterator[Fault]:
    """A deployment may start a task or stop one."""
    scaled = {service for _, service in scalable_targets(system)}
    for service in filter(has_own_rollout, system.of(SERVICE)):
        least, most = _limits(service)
        if least is None or most is None:
            continue
        desired = None if service in scaled else _bounded(service.number("DesiredCount"))
        if least >= WHOLE >= most:
            message = f"may neither stop a task (at least {least:g} %) nor start one (at most {most:g} %)"
            yield Fault(service, message, CONFIGURATION)
        elif desired and ceil(desired * least / WHOLE) >= desired >= floor(desired * most / WHOLE):
            message = f"has {desired:g} tasks, of which at least {least:g} % and at most {most:g} % allow no change"
            yield Fault(service, message, CONFIGURATION)


@rule(
    "deployment-circuit-breaker",
    rows="E21",
    severity="warning",
    why="Without a circuit breaker a deployment whose tasks do not start holds up the stack for three hours.",
    remedy="Set DeploymentCircuitBreaker with Enable and Rollback.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
)
def deployment_circuit_breaker(system: System) -> Iterator[Fault]:
    """A deployment that fails is stopped and rolled back."""
    for service in filter(has_own_rollout, system.of(SERVICE)):
        breaker = service.get(CONFIGURATION, "DeploymentCircuitBreaker")
        off = [
            key
            for key in ("Enable", "Rollback")
            if service.flag(CONFIGURATION, "DeploymentCircuitBreaker", key) is False
        ]
        if breaker is None and isinstance(service.get(CONFIGURATION) or {}, Mapping):
            yield Fault(service, "has no DeploymentCircuitBreaker", CONFIGURATION)
        elif off:
            message = f"has a DeploymentCircuitBreaker without {' and '.join(off)}"
            yield Fault(service, message, CONFIGURATION, "DeploymentCircuitBreaker")


def _limits(service: Item) -> tuple[float | None, float | None]:
    """Give the two limits, ECS's own where the template says nothing; None where it says what is not known."""
    is_daemon = service.text("SchedulingStrategy") == "DAEMON"
    defaults = {"MinimumHealthyPercent": 0.0 if is_daemon else 100.0, "MaximumPercent": 100.0 if is_daemon else 200.0}
    found = [
        default if service.get(CONFIGURATION, key) is None else _bounded(service.number(CONFIGURATION, key))
        for key, default in defaults.items()
    ]
    return found[0], found[1]


def _bounded(number: float | None) -> float | None:
    """Give a number that can be reckoned with: no service has as many tasks."""
    return None if number is None else max(0.0, min(number, MOST))
