"""What security groups let in and out: rules within groups and beside them, by peers, ports and protocol."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tasktracker_cfn.model.known import known_items, known_text
from tasktracker_cfn.model.reach.answer import NO, UNKNOWN, YES, Verdict
from tasktracker_cfn.model.reach.network import GROUP, Network
from tasktracker_cfn.model.reach.ports import ALL_PORTS, EVERY, TCP, Ports, port, protocol
from tasktracker_cfn.model.reach.subnets import spelled
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import Item

INGRESS, EGRESS = "Ingress", "Egress"
PEER_GROUPS = {INGRESS: "SourceSecurityGroupId", EGRESS: "DestinationSecurityGroupId"}
PEER_LISTS = {INGRESS: "SourcePrefixListId", EGRESS: "DestinationPrefixListId"}
PREFIX_LIST = "AWS::EC2::PrefixList"
OWN_GROUP = "DefaultSecurityGroup"


@dataclass(frozen=True)
class Group:
    """A security group; one that the templates only know by an id, or not at all, has no resource."""

    key: str
    name: str
    item: Item | None = None
    # The one that AWS makes for a VPC: its members talk to each other.
    is_default: bool = False

    # One that exists already, by its id: it is none of those that the templates make.
    is_literal: bool = False

    @property
    def is_known(self) -> bool:
        """Tell whether all rules of the group are in the templates."""
        return self.item is not None or self.is_default

    def __str__(self) -> str:
        """Give its address, or what is known of it."""
        return self.name


@dataclass(frozen=True)
class Peer:
    """Whom a rule is about: a group, a block of addresses, or a list of prefixes."""

    kind: str
    value: Value
    key: str = ""

    def __str__(self) -> str:
        """Give it in words."""
        named = self.key if self.kind == "group" and "(" not in self.key else spelled(self.value)
        return f"prefix list {named}" if self.kind == "list" else named


@dataclass(frozen=True)
class GroupRule:
    """One rule: where it stands, what it is about, and how sure that is."""

    item: Item
    path: tuple[str | int, ...]
    peer: Peer
    ports: Ports | None
    protocol: str | None
    is_sure: bool = True

    def admits(self, wanted: int, kind: str = TCP) -> Verdict:
        """Tell whether a port is among those of the rule."""
        if self.protocol not in (kind, EVERY, None):
            return NO
        if self.ports is not None and not self.ports[0] <= wanted <= self.ports[1]:
            return NO
        return YES if self.protocol and self.ports and self.is_sure else UNKNOWN


def group(network: Network, value: Value) -> Group:
    """Give the group that a value names."""
    item = network.system.at(value)
    key = network.key(value)
    if item is not None and item.type == GROUP:
        return Group(key, str(item), item)
    if isinstance(value, Reference) and value.attribute == OWN_GROUP and item is not None:
        return Group(key, f"the default security group of {item}", is_default=True)
    return Group(key, f"the security group {spelled(value)}", is_literal=isinstance(value, str))


def group_of_vpc(network: Network, vpc: Item) -> Group:
    """Give the group that whatever names none is in."""
    return group(network, Reference(vpc.resource.stack, vpc.resource.logical_id, OWN_GROUP))


@lru_cache(maxsize=512)
def rules_of(network: Network, of: Group, direction: str) -> tuple[GroupRule, ...]:
    """Give the rules of a group in a direction; that it lets everything out by default is none of them."""
    found: list[GroupRule] = []
    if of.item is not None:
        for number, entry in enumerate(known_items(of.item.get(f"SecurityGroup{direction}"))):
            if isinstance(entry, Mapping):
                path = (f"SecurityGroup{direction}", number)
                found += _rules(network, (of.item, path), entry, direction)
    for item in network.of(f"{GROUP}{direction}", of.key):
        sure = network.presence(item, of.item) == YES
        found += _rules(network, (item, ()), item.properties, direction, is_sure=sure)
    return tuple(found)


def is_open_outwards(of: Group) -> Verdict:
    """Tell whether a group lets everything out because it lists nothing: rules beside it do not change that (G01)."""
    if of.is_default:
        return YES
    if of.item is None:
        return UNKNOWN
    listed = of.item.get(f"SecurityGroup{EGRESS}")
    if listed is None or listed == ():
        return YES
    return UNKNOWN if not isinstance(listed, tuple) else NO


def has_unread_rules(network: Network, of: Group, direction: str) -> bool:
    """Tell whether a group may have rules that the templates do not show."""
    if network.has_strays(f"{GROUP}{direction}"):
        return True
    if of.item is None:
        return not of.is_default
    listed = of.item.get(f"SecurityGroup{direction}")
    entries = listed if isinstance(listed, tuple) else known_items(listed)
    return any(not isinstance(entry, Mapping) for entry in entries)


def _rules(
    network: Network,
    where: tuple[Item, tuple[str | int, ...]],
    entry: Mapping[str, Value],
    direction: str,
    *,
    is_sure: bool = True,
) -> Iterator[GroupRule]:
    kind = protocol(entry.get("IpProtocol"))
    first, last = port(entry.get("FromPort")), port(entry.get("ToPort"))
    ports = ALL_PORTS if kind == EVERY else None if first is None or last is None else (first, last)
    for peer in _peers(network, entry, direction):
        yield GroupRule(*where, peer, ports, kind, is_sure)


def _peers(network: Network, entry: Mapping[str, Value], direction: str) -> Iterator[Peer]:
    named = entry.get(PEER_GROUPS[direction])
    if named is not None:
        yield Peer("group", named, network.key(named))
    if entry.get("CidrIp") is not None:
        yield Peer("block", entry.get("CidrIp"))
    prefixes = entry.get(PEER_LISTS[direction])
    if prefixes is not None:
        own = network.system.at(prefixes)
        if own is not None and own.type == PREFIX_LIST:
            key = network.key(prefixes)
            yield from (Peer("block", held.get("Cidr"), key) for held in own.mappings("Entries"))
        else:
            yield Peer("list", prefixes)
    if entry.get("SourceSecurityGroupName") is not None:
        yield Peer("group", entry.get("SourceSecurityGroupName"), f"(named {known_text(entry.get('GroupName'))})")
