"""A load balancer that a distribution calls by a name that is not on its certificate."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.load_balancer.balancers import LISTENER
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_items, known_text
from tasktracker_cfn.model.origins import HTTPS_PORT, ORIGINS, Origin, origins
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow

# AWS's own policies: this one leaves Host out of what it hands on, and so do those that name headers.
WITHOUT_HOST = frozenset(
    {
        "b689b0a8-53d0-40ab-baf2-68738e2966ac",  # AllViewerExceptHostHeader
        "59781a5b-3903-41f3-afcb-af62929ccde1",  # CORS-CustomOrigin
        "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",  # CORS-S3Origin
        "acba4595-bd28-49b8-b9fe-13317c0390fa",  # UserAgentRefererHeaders
    }
)


@rule(
    "origin-name-on-certificate",
    rows="L09",
    severity="warning",
    why="CloudFront answers 502 when the origin's certificate has neither the origin's name nor the viewer's Host; "
    "nobody has a certificate for the names that AWS gives to load balancers.",
    remedy="Name the origin by a record of your own domain that is on the certificate, or use an origin in the VPC.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html",
)
def origin_names(system: System) -> Iterator[Fault]:
    """A distribution that fetches over HTTPS names its load balancer as a certificate there does."""
    for origin in origins(system):
        in_vpc = origin.entry.get("VpcOriginConfig") is not None
        if in_vpc or origin.protocol != "https-only" or _hands_on_host(system, origin):
            continue
        path = (*ORIGINS, origin.number, "DomainName")
        if origin.by_own_name:
            message = f"calls {origin.balancer} over HTTPS by the name that AWS gave it, which is on no certificate"
            yield Fault(origin.distribution, message, *path)
        elif known_text(origin.entry.get("DomainName")) is not None:
            name = str(known_text(origin.entry.get("DomainName")))
            certified = _certified(system, origin)
            if certified and not any(_covers(pattern, name) for pattern in certified):
                message = f"calls {origin.balancer} over HTTPS as {name}, but its certificate is for "
                yield Fault(origin.distribution, message + ", ".join(certified), *path)


def _hands_on_host(system: System, origin: Origin) -> bool:
    """Tell whether a behaviour may hand on the viewer's Host, whose name the certificate then may have."""
    config = origin.distribution.get("DistributionConfig")
    behaviours = (follow(config, "DefaultCacheBehavior"), *known_items(follow(config, "CacheBehaviors")))
    mine = [entry for entry in behaviours if follow(entry, "TargetOriginId") in (origin.entry.get("Id"), None)]
    # One that no behaviour names may stand in a group of origins.
    return not mine or any(not isinstance(entry, Mapping) or _with_host(system, entry) for entry in mine)


def _with_host(system: System, behaviour: Mapping[str, Value]) -> bool:
    forwarded = known_items(follow(behaviour, "ForwardedValues", "Headers"))
    policy = behaviour.get("OriginRequestPolicyId")
    cache = system.at(behaviour.get("CachePolicyId"))
    return (
        any(value in ("*", "Host") or not isinstance(value, str) for value in forwarded)
        or (policy is not None and known_text(policy) not in WITHOUT_HOST)
        or (cache is not None and "Host" in known_items(_cached_headers(cache)))
    )


def _cached_headers(policy: Item) -> Value:
    return policy.get("CachePolicyConfig", "ParametersInCacheKeyAndForwardedToOrigin", "HeadersConfig", "Headers")


def _certified(system: System, origin: Origin) -> tuple[str, ...]:
    """Give the names on the certificates of the listeners that are reached; none when one is not known."""
    port = origin.port("HTTPSPort", HTTPS_PORT)
    names: list[str | None] = []
    for listener in system.of(LISTENER):
        if system.at(listener.get("LoadBalancerArn")) != origin.balancer or listener.number("Port") != port:
            continue
        for entry in listener.listed("Certificates"):
            certificate = system.at(follow(entry, "CertificateArn"))
            names += [None] if certificate is None else _names(certificate)
    more = system.of("AWS::ElasticLoadBalancingV2::ListenerCertificate")
    return tuple(name for name in names if name) if None not in names and not more else ()


def _names(certificate: Item) -> list[str | None]:
    values = (certificate.get("DomainName"), *certificate.listed("SubjectAlternativeNames"))
    return [known_text(value) for value in values]


def _covers(pattern: str, name: str) -> bool:
    first, _, rest = pattern.lower().partition(".")
    lowered = name.lower()
    return pattern.lower() == lowered or (first == "*" and lowered.partition(".")[2] == rest)
