"""A health check that takes longer than the time between two."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.load_balancer.balancers import TARGETS
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import Item, System

# What holds without HealthCheckIntervalSeconds, by CreateTargetGroup's reference.
USUAL, OF_GENEVE, OF_LAMBDA = 30.0, 10.0, 35.0


@rule(
    "health-check-times",
    rows="L04",
    severity="error",
    why="Elastic Load Balancing refuses it: the health check interval must be greater than the timeout.",
    remedy="Make HealthCheckTimeoutSeconds smaller than HealthCheckIntervalSeconds.",
    source="https://github.com/zalando-incubator/kube-ingress-aws-controller/pull/392",
)
def health_check_times(system: System) -> Iterator[Fault]:
    """A target group's health check times out before the next one begins."""
    for targets in system.of(TARGETS):
        timeout, interval = targets.number("HealthCheckTimeoutSeconds"), _interval(targets)
        if timeout is None or interval is None:
            continue
        if timeout > interval or (timeout == interval and not _is_of_network(targets)):
            message = f"has a health check timeout of {timeout:g} s and an interval of {interval:g} s"
            yield Fault(targets, message, "HealthCheckTimeoutSeconds")


def _is_of_network(targets: Item) -> bool:
    """Tell whether it may be of a network load balancer, whose checks last 10 seconds and can come every 10 seconds.

    https://github.com/aws/aws-cdk/pull/26031
    """
    return targets.text("Protocol") not in {"HTTP", "HTTPS", "GENEVE"} and targets.text("TargetType") != "lambda"


def _interval(targets: Item) -> float | None:
    if targets.get("HealthCheckIntervalSeconds") is not None:
        return targets.number("HealthCheckIntervalSeconds")
    if targets.text("TargetType") == "lambda":
        return OF_LAMBDA
    protocol = targets.text("Protocol")
    return None if protocol is None else OF_GENEVE if protocol == "GENEVE" else USUAL
