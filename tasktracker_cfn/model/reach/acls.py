"""What network ACLs let pass: the first rule that fits decides, and there is no memory of what was asked."""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network

from tasktracker_cfn.model.reach.addresses import INTERNET, parsed
from tasktracker_cfn.model.reach.answer import NO, UNKNOWN, YES, Verdict
from tasktracker_cfn.model.reach.network import Network
from tasktracker_cfn.model.reach.ports import ALL_PORTS, EVERY, TCP, Ports, port, protocol
from tasktracker_cfn.model.reach.subnets import Spot, vpc_of
from tasktracker_cfn.model.symbols import Reference
from tasktracker_cfn.model.system import Item

# The internet may not come to it, and so no answer either; that one port of so many is shut costs nothing.
REMOTE_DESKTOP_PORT = 3389
# AWS allows 40 entries in a direction; what is far beyond is not worth the time.
MOST_ENTRIES = 200


class Passing(Enum):
    """How much of what is asked for passes."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Entry:
    """One entry of an ACL; what is not known of it is None."""

    number: float | None
    allows: bool | None
    block: IPv4Network | None
    ports: Ports | None
    # None of the one that AWS makes.
    item: Item | None = None


@dataclass(frozen=True)
class Acl:
    """The ACL around a subnet: a name, the resource, and whether all of it is known."""

    name: str
    key: str
    item: Item | None
    known: bool = True
    # A VPC's own lets everything pass, beside what is put before that.
    is_default: bool = False


def acl_of(network: Network, place: Spot) -> Acl:
    """Give the ACL around a subnet."""
    if place.item is None:
        return Acl(f"the ACL of {place}", "", None, known=False)
    found = network.of("AWS::EC2::SubnetNetworkAclAssociation", place.key)
    if not found:
        vpc = vpc_of(network, place)
        if vpc is None or network.has_strays("AWS::EC2::SubnetNetworkAclAssociation"):
            return Acl(f"the default ACL around {place}", "", None, known=False)
        own = Reference(vpc.resource.stack, vpc.resource.logical_id, "DefaultNetworkAcl")
        return Acl(f"the default ACL of {vpc}", network.key(own), None, is_default=True)
    item = network.system.at(found[0].get("NetworkAclId"))
    sure = len(found) == 1 and network.presence(found[0], place.item) == YES
    if item is None:
        return Acl(f"the ACL of {place}", "", None, known=False)
    return Acl(str(item), str(item), item, known=sure)


@lru_cache(maxsize=2048)
def passing(network: Network, acl: Acl, block: IPv4Network, ports: Ports, *, egress: bool) -> Passing:
    """Tell how much of the TCP between a subnet and a block passes in one direction, to some ports."""
    if not acl.known:
        return Passing.UNSURE
    found = entries(network, acl, egress=egress)
    if network.has_strays("AWS::EC2::NetworkAclEntry"):
        return Passing.UNSURE
    if any(None in (entry.number, entry.allows, entry.block, entry.ports) for entry in found):
        return Passing.UNSURE
    numbers = [entry.number for entry in found]
    if len(set(numbers)) != len(numbers) or len(found) > MOST_ENTRIES:
        return Passing.UNSURE
    ordered = sorted(found, key=lambda entry: entry.number or 0)
    tried = {
        _allowed(ordered, address, port) for address in _addresses(ordered, block) for port in _ports(ordered, ports)
    }
    return Passing.SOME if len(tried) > 1 else Passing.ALL if True in tried else Passing.NONE


def verdict(passing: Passing, *, some: Verdict = UNKNOWN) -> Verdict:
    """Give a verdict, with what it is when a part passes."""
    return {Passing.ALL: YES, Passing.SOME: some, Passing.NONE: NO, Passing.UNSURE: UNKNOWN}[passing]


def _allowed(entries: list[Entry], address: IPv4Address, port: int) -> bool:
    for entry in entries:
        if entry.block and entry.ports and address in entry.block and entry.ports[0] <= port <= entry.ports[1]:
            return bool(entry.allows)
    return False


def _addresses(entries: list[Entry], block: IPv4Network) -> set[IPv4Address]:
    """Give an address of each part of a block that some entry treats in its own way."""
    edges = {block.network_address}
    for entry in entries:
        if entry.block is not None and entry.block.prefixlen >= block.prefixlen:
            edges |= {entry.block.network_address}
            if int(entry.block.broadcast_address) < int(block.broadcast_address):
                edges |= {entry.block.broadcast_address + 1}
    return {address for address in edges if address in block}


def _ports(entries: list[Entry], ports: Ports) -> set[int]:
    """Give a port of each part of a range that some entry treats in its own way."""
    first, last = ports
    if first == last:
        return {first}
    edges = {first, REMOTE_DESKTOP_PORT + 1}
    for entry in entries:
        if entry.ports is not None:
            edges |= {entry.ports[0], entry.ports[1] + 1}
    return {port for port in edges if first <= port <= last and port != REMOTE_DESKTOP_PORT}


@lru_cache(maxsize=256)
def entries(network: Network, acl: Acl, *, egress: bool) -> tuple[Entry, ...]:
    """Give the entries of an ACL for TCP in one direction; what is not known of one is None."""
    found = [Entry(100, True, INTERNET, ALL_PORTS)] if acl.is_default else []  # noqa: FBT003 - as AWS makes it
    for item in network.of("AWS::EC2::NetworkAclEntry", acl.key):
        if (item.flag("Egress") or False) != egress or item.get("Ipv6CidrBlock") is not None:
            continue
        kind = protocol(item.get("Protocol"))
        if kind in (TCP, EVERY, None):
            found.append(_entry(network, acl, item, kind))
    return tuple(found)


def _entry(network: Network, acl: Acl, item: Item, kind: str | None) -> Entry:
    if kind is None or network.presence(item, acl.item) != YES:
        return Entry(None, None, None, None, item)
    block = parsed(item.text("CidrBlock"))
    first, last = port(item.get("PortRange", "From")), port(item.get("PortRange", "To"))
    ports = ALL_PORTS if kind == EVERY else None if first is None or last is None else (first, last)
    action = {"allow": True, "deny": False}.get(item.text("RuleAction") or "")
    return Entry(item.number("RuleNumber"), action, block if isinstance(block, IPv4Network) else None, ports, item)
