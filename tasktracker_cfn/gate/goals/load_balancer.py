"""Goals for load balancers and their listeners."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import Item, System, follow, pairs, true

BALANCING = Area("Load balancer")

BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
TARGETS = "AWS::ElasticLoadBalancingV2::TargetGroup"
ENCRYPTED = ("HTTPS", "TLS")
MODERN = ("ELBSecurityPolicy-TLS13-1-2-", "ELBSecurityPolicy-TLS13-1-3-")
# Their name begins alike, and they take TLS 1.0 and 1.1 along, or weak ciphers.
LENIENT = ("-Ext1-", "-Ext2-")
ZONES = 2


def listeners(system: System, balancer: Item) -> list[Item]:
    """Give the listeners of a load balancer."""
    return [item for item in system.of(LISTENER) if system.at(item.get("LoadBalancerArn")) == balancer]


def attributes(item: Item, kind: str) -> dict[str, Value]:
    """Give the attributes of a load balancer or a target group."""
    return pairs(item.get(f"{kind}Attributes"))


def _encrypted(system: System, balancer: Item) -> list[Item]:
    return [listener for listener in listeners(system, balancer) if listener.get("Protocol") in ENCRYPTED]


def _plain(system: System, balancer: Item) -> Iterator[Item]:
    """Give the listeners for HTTP that do anything but redirect to HTTPS, and the rules by which they do."""
    for listener in listeners(system, balancer):
        if listener.get("Protocol") in ENCRYPTED:
            continue
        rules = [rule for rule in system.of(RULE) if system.at(rule.get("ListenerArn")) == listener]
        for item, actions in ((listener, "DefaultActions"), *((rule, "Actions") for rule in rules)):
            if not all(follow(action, "RedirectConfig", "Protocol") == "HTTPS" for action in item.entries(actions)):
                yield item


@BALANCING.production(
    "https-only",
    "CT.ELASTICLOADBALANCING.PR.1 CKV_AWS_2 ALBHttpToHttpsRedirection SH:ELB.1",
)
def https_only(system: System) -> Iterator[Breach]:
    """A load balancer serves HTTPS, and HTTP only to redirect there."""
    for balancer in system.of(BALANCER):
        if not _encrypted(system, balancer):
            yield balancer, "has no listener for HTTPS"
        yield from ((item, "serves plain HTTP") for item in _plain(system, balancer))


@BALANCING.production("listener-certificate", "CT.ELASTICLOADBALANCING.PR.2 SH:ELB.2 ELB_ACM_CERTIFICATE_REQUIRED")
def certificate(system: System) -> Iterator[Breach]:
    """A load balancer serves with a certificate of ACM."""
    for balancer in system.of(BALANCER):
        found = _encrypted(system, balancer)
        if not found:
            yield balancer, "serves nothing that has a certificate"
        for listener in found:
            arns = [entry.get("CertificateArn") for entry in listener.entries("Certificates")]
            if not arns or not all(_is_certificate(system, arn) for arn in arns):
                yield listener, "has no certificate of ACM"


@BALANCING.production("listener-tls", "CKV_AWS_103")
def tls(system: System) -> Iterator[Breach]:
    """A load balancer speaks TLS 1.2 and 1.3, and nothing older."""
    for balancer in system.of(BALANCER):
        for listener in _encrypted(system, balancer):
            policy = str(listener.get("SslPolicy"))
            if not policy.startswith(MODERN) or any(part in policy for part in LENIENT):
                yield listener, f"has the TLS policy {policy}"
        yield from ((item, "serves without TLS") for item in _plain(system, balancer))


@BALANCING.always(
    "drop-invalid-headers",
    "CKV_AWS_131 CT.ELASTICLOADBALANCING.PR.4 ALB_HTTP_DROP_INVALID_HEADER_ENABLED "
    "ALBHttpDropInvalidHeaderEnabled SH:ELB.4",
)
def invalid_headers(system: System) -> Iterator[Breach]:
    """A load balancer drops invalid headers."""
    for balancer in system.of(BALANCER):
        if not true(attributes(balancer, "LoadBalancer").get("routing.http.drop_invalid_header_fields.enabled")):
            yield balancer, "hands on invalid headers"


@BALANCING.always("desync-mitigation", "CT.ELASTICLOADBALANCING.PR.3 SH:ELB.12")
def desync(system: System) -> Iterator[Breach]:
    """A load balancer defends against requests that two parsers read differently."""
    for balancer in system.of(BALANCER):
        mode = attributes(balancer, "LoadBalancer").get("routing.http.desync_mitigation_mode", "defensive")
        if mode not in ("defensive", "strictest"):
            yield balancer, f"has the mode {mode}"


@BALANCING.production(
    "load-balancer-access-log",
    "CKV_AWS_91 CT.ELASTICLOADBALANCING.PR.6 ELBV2_ACCESS_LOGGING_RULE AS-ELB2 ELBLoggingEnabled SH:ELB.5 cn:W52",
)
def access_log(system: System) -> Iterator[Breach]:
    """A load balancer writes its access log to a bucket."""
    for balancer in system.of(BALANCER):
        found = attributes(balancer, "LoadBalancer")
        if not true(found.get("access_logs.s3.enabled")) or not found.get("access_logs.s3.bucket"):
            yield balancer, "writes no access log"


@BALANCING.production(
    "load-balancer-deletion-protection",
    "CT.ELASTICLOADBALANCING.PR.5 ELB_DELETION_PROTECTION_ENABLED ELBDeletionProtectionEnabled SH:ELB.6",
)
def deletion_protection(system: System) -> Iterator[Breach]:
    """A load balancer is protected against deletion."""
    for balancer in system.of(BALANCER):
        if not true(attributes(balancer, "LoadBalancer").get("deletion_protection.enabled")):
            yield balancer, "is not protected"


@BALANCING.always(
    "load-balancer-zones",
    "SH:ELB.13 CT.ELASTICLOADBALANCING.PR.15 CT.ELASTICLOADBALANCING.PR.14 ELBCrossZoneLoadBalancingEnabled",
)
def zones(system: System) -> Iterator[Breach]:
    """A load balancer stands in two zones, and its target groups are reached from each."""
    for balancer in system.of(BALANCER):
        if len(_zones(system, balancer)) < ZONES and not _is_open(balancer):
            yield balancer, "does not stand in two zones"
    for kind, name in ((BALANCER, "LoadBalancer"), (TARGETS, "TargetGroup")):
        for item in system.of(kind):
            if attributes(item, name).get("load_balancing.cross_zone.enabled") in (False, "false"):
                yield item, "keeps traffic within its zone"


def _is_open(balancer: Item) -> bool:
    """Tell whether the subnets are a list that only a deployment knows."""
    return any(not isinstance(balancer.get(key), (tuple, type(None))) for key in ("Subnets", "SubnetMappings"))


def _zones(system: System, balancer: Item) -> set[str]:
    """Give the zones that differ as far as the templates show: of another subnet it may be another one."""
    mapped = (entry.get("SubnetId") for entry in balancer.mappings("SubnetMappings"))
    values = (*balancer.listed("Subnets"), *mapped)
    items = ((value, system.at(value)) for value in values)
    return {repr((item.get("AvailabilityZone") if item else None) or value) for value, item in items}


@BALANCING.production("load-balancer-firewall", "ALBWAFEnabled SH:ELB.16")
def firewall(system: System) -> Iterator[Breach]:
    """A web ACL stands before each load balancer."""
    guarded = {system.at(item.get("ResourceArn")) for item in system.of("AWS::WAFv2::WebACLAssociation")}
    yield from ((item, "has no web ACL") for item in system.of(BALANCER) if item not in guarded)


@BALANCING.exempted("no-public-load-balancer", "cr:PublicELBCheckerRule")
def public(system: System) -> Iterator[Breach]:
    """No load balancer is reached from the internet."""
    for balancer in system.of(BALANCER):
        if balancer.get("Scheme") != "internal":
            yield balancer, "is reached from the internet"


def _is_certificate(system: System, arn: Value) -> bool:
    item = system.at(arn)
    if item is not None:
        return item.type == "AWS::CertificateManager::Certificate"
    # A parameter holds what only the deployment knows.
    return isinstance(arn, Reference) or str(arn).startswith("arn:aws:acm:")
