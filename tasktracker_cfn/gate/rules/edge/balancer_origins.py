"""A load balancer behind a distribution."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.gate.rules.edge.alias_targets import BALANCER
from tasktracker_cfn.gate.rules.edge.distributions import DISTRIBUTION, behaviours_of_origin, origins
from tasktracker_cfn.gate.rules.edge.records import alias_records
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_number
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import Item, System, follow

LISTENER, RULE = "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"
HTTP = 80
# Managed policies that surely do not hand the viewer's Host over: CachingOptimized, CachingOptimizedForUncompressed-
# Objects and CachingDisabled; AllViewerExceptHostHeader, CORS-CustomOrigin, CORS-S3Origin and UserAgentRefererHeaders.
WITHOUT_HOST = (
    "658327ea-f89d-4fab-a63d-7e88639e58f6",
    "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
    "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    "59781a5b-3903-41f3-afcb-af62929ccde1",
    "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    "acba4595-bd28-49b8-b9fe-13317c0390fa",
)
HEADERS = {
    "AWS::CloudFront::CachePolicy": (
        *("CachePolicyConfig", "ParametersInCacheKeyAndForwardedToOrigin"),
        *("HeadersConfig", "HeaderBehavior"),
    ),
    "AWS::CloudFront::OriginRequestPolicy": ("OriginRequestPolicyConfig", "HeadersConfig", "HeaderBehavior"),
}


class _Origin(NamedTuple):
    distribution: Item
    path: tuple[str | int, ...]
    entry: Mapping[str, Value]
    balancer: Item
    # Whether the origin is the load balancer's own name, and no record that leads to it.
    is_direct: bool

    def custom(self, key: str) -> Value:
        """Give a property of the origin's own kind."""
        return follow(self.entry, "CustomOriginConfig", key)


@rule(
    "origin-does-not-redirect",
    rows="L08",
    severity="warning",
    why="CloudFront fetches over HTTP, is redirected to HTTPS, and hands this to the viewer, who comes back, for ever.",
    remedy="Fetch with OriginProtocolPolicy https-only, or let the listener on port 80 forward.",
    source="https://repost.aws/knowledge-center/cloudfront-http-301-302",
)
def does_not_redirect(system: System) -> Iterator[Fault]:
    """A load balancer that is asked over HTTP by a distribution does not redirect to HTTPS."""
    for origin in _origins(system):
        if origin.custom("OriginProtocolPolicy") != "http-only":
            continue
        port = known_number(origin.custom("HTTPPort")) or HTTP
        for listener in _listeners(system, origin.balancer):
            if listener.number("Port") == port and _redirects(system, listener):
                message = f"fetches over HTTP from {origin.balancer}, whose {listener} redirects to HTTPS"
                yield Fault(origin.distribution, message, *origin.path, "CustomOriginConfig", "OriginProtocolPolicy")


@rule(
    "origin-certificate-fits",
    rows="L09",
    severity="warning",
    why="No public certificate is for the name that AWS gives a load balancer, so CloudFront answers 502.",
    remedy="Give the load balancer a name of its own domain, in its certificate and as the origin's DomainName.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html",
)
def certificate_fits(system: System) -> Iterator[Fault]:
    """A distribution fetches over HTTPS from a name that the load balancer's certificate can have."""
    for origin in _origins(system):
        if not origin.is_direct or origin.custom("OriginProtocolPolicy") != "https-only":
            continue
        used = [entry for _, entry in behaviours_of_origin(origin.distribution, origin.entry)]
        # With the viewer's Host, the certificate may be for that.
        if any(not _may_forward_host(system, entry) for entry in used):
            message = f"fetches over HTTPS from the name that AWS gave {origin.balancer}"
            yield Fault(origin.distribution, message, *origin.path, "DomainName")


def _origins(system: System) -> Iterator[_Origin]:
    for item in system.of(DISTRIBUTION):
        for path, entry in origins(item):
            if not isinstance(entry.get("CustomOriginConfig"), Mapping):
                continue
            name = entry.get("DomainName")
            direct = isinstance(name, Reference) and name.attribute == "DNSName"
            found = system.at(name) if direct else _by_record(system, name)
            if found is not None and found.type == BALANCER:
                yield _Origin(item, path, entry, found, direct)


def _by_record(system: System, name: Value) -> Item | None:
    return next((record.target for record in alias_records(system) if name and record.name == name), None)


def _listeners(system: System, balancer: Item) -> Iterator[Item]:
    yield from (item for item in system.of(LISTENER) if system.at(item.get("LoadBalancerArn")) == balancer)


def _redirects(system: System, listener: Item) -> bool:
    """Tell whether a listener redirects all that it is asked to HTTPS."""
    if any(system.at(item.get("ListenerArn")) == listener for item in system.of(RULE)):
        return False
    actions = listener.mappings("DefaultActions")
    return any(
        action.get("Type") == "redirect" and follow(action, "RedirectConfig", "Protocol") == "HTTPS"
        for action in actions
    )


def _may_forward_host(system: System, behaviour: Mapping[str, Value]) -> bool:
    if behaviour.get("ForwardedValues") is not None:
        headers = follow(behaviour, "ForwardedValues", "Headers")
        return headers not in (None, ())
    return any(_may_hold_host(system, behaviour.get(key)) for key in ("CachePolicyId", "OriginRequestPolicyId"))


def _may_hold_host(system: System, policy: Value) -> bool:
    if policy is None or policy in WITHOUT_HOST:
        return False
    found = system.at(policy)
    path = HEADERS.get(found.type) if found is not None else None
    return found is None or path is None or found.get(*path) != "none"
