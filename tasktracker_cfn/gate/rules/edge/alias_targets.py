"""What an alias record says of its target."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.edge.distributions import DISTRIBUTION, config
from tasktracker_cfn.gate.rules.edge.records import AliasRecord, alias_records
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_flag
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import System

BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
# CloudFront's own, everywhere and in China.
OF_CLOUDFRONT = ("Z2FDTNDATAQYW2", "Z3RFFRIM2A3IF5")
DOCUMENT = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-route53-recordset-aliastarget.html"


@rule(
    "alias-target-zone",
    rows="F19",
    severity="error",
    why="The zone of an alias target is that of the service that answers; Route 53 refuses any other.",
    remedy="Take Z2FDTNDATAQYW2 for a distribution, and the load balancer's own CanonicalHostedZoneID.",
    source=DOCUMENT,
)
def alias_target_zone(system: System) -> Iterator[Fault]:
    """An alias names the hosted zone of what it leads to."""
    for record in alias_records(system):
        problem = _problem(system, record)
        if problem:
            yield Fault(record.item, problem, *record.path, "AliasTarget", "HostedZoneId")


@rule(
    "alias-of-distribution-without-health",
    rows="F19",
    severity="error",
    why="Route 53 cannot ask a distribution for its health, and refuses an alias that wants it.",
    remedy="Set EvaluateTargetHealth to false, or leave it out.",
    source=DOCUMENT,
)
def without_health(system: System) -> Iterator[Fault]:
    """An alias of a distribution does not evaluate its health."""
    for record in alias_records(system):
        if _is_cloudfront(record) and known_flag(record.alias("EvaluateTargetHealth")):
            message = "wants to know the health of a distribution"
            yield Fault(record.item, message, *record.path, "AliasTarget", "EvaluateTargetHealth")


@rule(
    "distribution-record-for-ipv6",
    rows="F19",
    severity="advice",
    why="A distribution that speaks IPv6 is reached by it only at a name that has an AAAA record.",
    remedy="Add an AAAA record beside the A record, with the same alias target.",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-cloudfront-distribution.html",
)
def record_for_ipv6(system: System) -> Iterator[Fault]:
    """The name of a distribution with IPv6 has an AAAA record, too."""
    found = list(alias_records(system))
    # Names may be symbols that no set can hold; there are few records.
    with_ipv6 = [(record.name, record.target) for record in found if record.entry.get("Type") == "AAAA"]
    for record in found:
        target = record.target
        if record.entry.get("Type") != "A" or target is None or target.type != DISTRIBUTION:
            continue
        if known_flag(config(target, "IPV6Enabled")) and (record.name, target) not in with_ipv6:
            yield Fault(record.item, f"leads to {target} by IPv4 only, and it speaks IPv6", *record.path, "Type")


def _is_cloudfront(record: AliasRecord) -> bool:
    name = record.alias("DNSName")
    if isinstance(name, str):
        return name.rstrip(".").endswith(".cloudfront.net")
    return record.target is not None and record.target.type == DISTRIBUTION


def _problem(system: System, record: AliasRecord) -> str | None:
    zone = record.alias("HostedZoneId")
    if _is_cloudfront(record):
        wrong = zone not in OF_CLOUDFRONT if isinstance(zone, str) else _is_a_zone(system, record, zone)
        return f"leads to a distribution with a zone that is not {OF_CLOUDFRONT[0]}" if wrong else None
    target = record.target
    if target is None or target.type != BALANCER:
        return None
    if zone in OF_CLOUDFRONT:
        return f"leads to {target} with the zone of CloudFront"
    named = isinstance(zone, Reference) and system.at(zone) == target and zone.attribute != "CanonicalHostedZoneID"
    if named or _is_a_zone(system, record, zone):
        return f"leads to {target} with a zone that is not its CanonicalHostedZoneID"
    return None


def _is_a_zone(system: System, record: AliasRecord, zone: Value) -> bool:
    """Tell whether the zone of the target is one of names: that of the record itself, or another."""
    found = system.at(zone)
    made = found is not None and found.type == "AWS::Route53::HostedZone"
    # A parameter without a value is the same zone at both places, and no distribution's.
    return made or (isinstance(zone, Reference) and zone == record.zone)
