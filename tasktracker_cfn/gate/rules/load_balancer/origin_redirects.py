"""A distribution that is sent in a circle by its origin."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.load_balancer.balancers import LISTENER, only_redirects, rules_of
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.origins import HTTP_PORT, ORIGINS, Origin, origins
from tasktracker_cfn.model.system import Item, System


@rule(
    "origin-without-redirect",
    rows="L08",
    severity="warning",
    why="CloudFront hands the redirection to the viewer, who asks again, is redirected again, and never gets anything.",
    remedy="Let the distribution fetch over HTTPS, by a name on the load balancer's certificate.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html",
)
def origin_redirects(system: System) -> Iterator[Fault]:
    """A distribution does not fetch over HTTP from a listener that only redirects to HTTPS."""
    for origin in origins(system):
        if origin.protocol != "http-only":
            continue
        for listener in _reached(system, origin):
            if only_redirects(listener) and not rules_of(system, listener):
                message = f"fetches over HTTP from {origin.balancer}, where {listener} only redirects to HTTPS"
                yield Fault(origin.distribution, message, *ORIGINS, origin.number)


def _reached(system: System, origin: Origin) -> Iterator[Item]:
    port = origin.port("HTTPPort", HTTP_PORT)
    for listener in system.of(LISTENER):
        if system.at(listener.get("LoadBalancerArn")) == origin.balancer and listener.number("Port") == port:
            yield listener
