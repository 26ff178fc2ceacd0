"""Changes of who reaches what, rule by rule, in words."""

import re
from collections.abc import Callable, Iterator, Mapping

from tasktracker_cfn.deploy.review.values import SecurityChange, Sign

Structure = Mapping[str, object]
GROUP = "AWS::EC2::SecurityGroup"
RULES = {"AWS::EC2::SecurityGroupIngress": "ingress", "AWS::EC2::SecurityGroupEgress": "egress"}
WORLD = ("0.0.0.0/0", "::/0")
PEERS = (
    "CidrIp",
    "CidrIpv6",
    "SourceSecurityGroupId",
    "DestinationSecurityGroupId",
    "SourceSecurityGroupName",
    "SourcePrefixListId",
    "DestinationPrefixListId",
)
BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
ANY = "-1"
# A person reads the name of what is meant, not how a template says it.
REFERENCE = re.compile(r"\$\{([\w:.]+)\}")


def network_changes(address: str, kind: str, before: Structure, after: Structure) -> tuple[SecurityChange, ...]:
    """Give the changes between a resource's properties before and after, simplified, as far as they open or close."""
    old, new = _statements(kind, before), _statements(kind, after)
    gone = [_change("-", address, what) for what in old if what not in new]
    come = [_change("+", address, what, public=public) for what, public in new.items() if what not in old]
    return (*gone, *come)


def reaches(kind: str) -> bool:
    """Tell whether resources of a type decide who reaches what."""
    return kind == GROUP or kind in RULES or kind in OTHERS


def _change(sign: Sign, address: str, what: str, *, public: bool = False) -> SecurityChange:
    return SecurityChange(sign, "network", address, REFERENCE.sub(r"\1", what), public=public)


def _statements(kind: str, properties: Structure) -> Mapping[str, bool]:
    """Give what a resource opens, and whether to anybody."""
    if not properties:
        return {}
    if kind == GROUP:
        found = [
            _rule(direction, rule)
            for name, direction in (("SecurityGroupIngress", "ingress"), ("SecurityGroupEgress", "egress"))
            for rule in _mappings(properties.get(name))
        ]
        return dict(found)
    if kind in RULES:
        return dict([_rule(RULES[kind], properties)])
    other = OTHERS.get(kind)
    return dict(other(properties)) if other else {}


def _rule(direction: str, rule: Structure) -> tuple[str, bool]:
    peer = next((str(rule[name]) for name in PEERS if rule.get(name)), "anything")
    word = "from" if direction == "ingress" else "to"
    return f"{direction} {_ports(rule)} {word} {peer}", direction == "ingress" and peer in WORLD


def _ports(rule: Structure) -> str:
    protocol = str(rule.get("IpProtocol", ANY))
    first, last = rule.get("FromPort"), rule.get("ToPort")
    if protocol in {ANY, "all"}:
        return "all traffic"
    if first is None:
        return protocol
    return f"{protocol} {first}" if str(first) == str(last) else f"{protocol} {first}-{last}"


def _route(properties: Structure) -> Iterator[tuple[str, bool]]:
    where = properties.get("DestinationCidrBlock") or properties.get("DestinationIpv6CidrBlock")
    ways = ("GatewayId", "NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId", "VpcEndpointId")
    through = next((str(properties[way]) for way in ways if properties.get(way)), "something else")
    yield f"routes {where} through {through}", "GatewayId" in properties and where in WORLD


def _entry(properties: Structure) -> Iterator[tuple[str, bool]]:
    out = _is_true(properties.get("Egress"))
    where = str(properties.get("CidrBlock") or properties.get("Ipv6CidrBlock"))
    action, number = properties.get("RuleAction"), properties.get("RuleNumber")
    ports = properties.get("PortRange")
    span = f" {ports.get('From')}-{ports.get('To')}" if isinstance(ports, Mapping) else ""
    word = "egress to" if out else "ingress from"
    what = f"rule {number}: {action} {word} {where}, protocol {properties.get('Protocol')}{span}"
    yield what, not out and where in WORLD and action == "allow"


def _balancer(properties: Structure) -> Iterator[tuple[str, bool]]:
    scheme = str(properties.get("Scheme", "internet-facing"))
    yield f"is {scheme}", scheme == "internet-facing"


def _listener(properties: Structure) -> Iterator[tuple[str, bool]]:
    policy = f", {properties['SslPolicy']}" if properties.get("SslPolicy") else ""
    yield f"listens on {properties.get('Protocol')} {properties.get('Port')}{policy}", False


def _database(properties: Structure) -> Iterator[tuple[str, bool]]:
    if _is_true(properties.get("PubliclyAccessible")):
        yield "has a public address", True


def _subnet(properties: Structure) -> Iterator[tuple[str, bool]]:
    if _is_true(properties.get("MapPublicIpOnLaunch")):
        yield "gives public addresses to what starts in it", True


def _bucket(properties: Structure) -> Iterator[tuple[str, bool]]:
    block = properties.get("PublicAccessBlockConfiguration")
    # Without the block a new bucket has AWS's, which is all four.
    if isinstance(block, Mapping):
        for name in BLOCKS:
            if not _is_true(block.get(name)):
                yield f"does not {name[0].lower()}{name[1:]}", True


def _url(properties: Structure) -> Iterator[tuple[str, bool]]:
    open_to_all = properties.get("AuthType") == "NONE"
    yield "can be called by anybody" if open_to_all else "can be called with credentials", open_to_all


def _service(properties: Structure) -> Iterator[tuple[str, bool]]:
    configuration = properties.get("NetworkConfiguration")
    inner = configuration.get("AwsvpcConfiguration") if isinstance(configuration, Mapping) else None
    if isinstance(inner, Mapping) and inner.get("AssignPublicIp") == "ENABLED":
        yield "gives its tasks public addresses", True


OTHERS: Mapping[str, Callable[[Structure], Iterator[tuple[str, bool]]]] = {
    "AWS::EC2::NetworkAclEntry": _entry,
    "AWS::EC2::Route": _route,
    "AWS::EC2::Subnet": _subnet,
    "AWS::ECS::Service": _service,
    "AWS::ElasticLoadBalancingV2::Listener": _listener,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _balancer,
    "AWS::Lambda::Url": _url,
    "AWS::RDS::DBInstance": _database,
    "AWS::S3::Bucket": _bucket,
}


def _mappings(value: object) -> list[Structure]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _is_true(value: object) -> bool:
    return value is True or str(value).lower() == "true"
