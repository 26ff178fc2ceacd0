"""What network ACLs let pass: the first rule that fits decides, and there is no memory of what was asked."""

from ipaddress import IPv4Network, ip_network
from typing import NamedTuple

from tests.systems.built import Item, System, follow, number, text, true

EVERYWHERE = IPv4Network("0.0.0.0/0")
LAST_PORT = 65535
# What may be the near end of a connection; load balancers, NAT gateways and functions use all of it.
HIGH_PORTS = (1024, LAST_PORT)
# From the internet nobody may come to it, and so no answer either.
REMOTE_DESKTOP_PORT = 3389
TCP = {"6", "tcp", "-1"}


class AclRule(NamedTuple):
    """One entry of an ACL, for TCP."""

    number: float
    allows: bool
    block: IPv4Network
    first: int
    last: int


def acl_of(system: System, subnet: Item) -> Item | None:
    """Give the ACL around a subnet; none stands for the VPC's own, which lets everything pass."""
    found = [
        association.get("NetworkAclId")
        for association in system.of("AWS::EC2::SubnetNetworkAclAssociation")
        if system.at(association.get("SubnetId")) == subnet
    ]
    assert len(found) <= 1, f"{subnet} has {len(found)} ACLs"
    return system.at(found[0]) if found else None


def closed(
    system: System, subnet: Item, block: IPv4Network, asked: int, *, inwards: bool, high: tuple[int, int] = HIGH_PORTS
) -> list[str]:
    """Tell what the ACL around a subnet keeps from passing of connections to a port, opened in one direction.

    Inwards, somebody at the block asks and is answered at a high port of theirs; outwards it is the other way round.
    """
    acl = acl_of(system, subnet)
    if acl is None:
        return []
    found = []
    if not passes(system, acl, block, (asked, asked), egress=not inwards):
        found.append(f"{acl} keeps port {asked} {'from' if inwards else 'to'} {block} {'out' if inwards else 'in'}")
    if not passes(system, acl, block, high, egress=inwards):
        found.append(f"{acl} keeps answers {'to' if inwards else 'from'} {block} {'in' if inwards else 'out'}")
    return found


def passes(system: System, acl: Item, block: IPv4Network, ports: tuple[int, int], *, egress: bool) -> bool:
    """Tell whether all TCP between the subnets of an ACL and a block passes in one direction, to all of some ports."""
    rules = _rules(system, acl, egress=egress)
    first, last = ports
    edges = {first, last} | {edge for rule in rules for edge in _edges(rule)}
    tried = [port for port in edges if first <= port <= last]
    if block == EVERYWHERE and first != last and not egress:
        tried = [port for port in tried if port != REMOTE_DESKTOP_PORT]
    return all(_passes(rules, block, port) for port in tried)


def _edges(rule: AclRule) -> set[int]:
    return {rule.first - 1, rule.first, rule.last, rule.last + 1}


def _passes(rules: list[AclRule], block: IPv4Network, port: int) -> bool:
    for rule in rules:
        if not rule.first <= port <= rule.last:
            continue
        if rule.allows and block.subnet_of(rule.block):
            return True
        if not rule.allows and block.overlaps(rule.block):
            return False
    return False


def _rules(system: System, acl: Item, *, egress: bool) -> list[AclRule]:
    found = [
        _rule(item)
        for item in system.of("AWS::EC2::NetworkAclEntry")
        if system.at(item.get("NetworkAclId")) == acl
        and true(item.get("Egress")) == egress
        and str(item.get("Protocol")) in TCP
        and item.get("CidrBlock") is not None
    ]
    numbers = [rule.number for rule in found]
    assert len(set(numbers)) == len(numbers), f"{acl} has a number twice in one direction"
    return sorted(found)


def _rule(item: Item) -> AclRule:
    block = ip_network(text(item.get("CidrBlock")))
    assert isinstance(block, IPv4Network)
    ports = item.get("PortRange")
    every = str(item.get("Protocol")) == "-1"
    first = 0 if every else int(number(follow(ports, "From")))
    last = LAST_PORT if every else int(number(follow(ports, "To")))
    return AclRule(number(item.get("RuleNumber")), item.get("RuleAction") == "allow", block, first, last)
