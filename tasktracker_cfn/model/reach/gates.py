"""One step at a time: what security groups and ACLs say of a connection."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network

from tasktracker_cfn.model.reach import acls, groups
from tasktracker_cfn.model.reach.addresses import INTERNET, covers, is_inside, parsed
from tasktracker_cfn.model.reach.answer import NO, UNKNOWN, YES, About, Step, Verdict
from tasktracker_cfn.model.reach.groups import EGRESS, INGRESS, Group, GroupRule, Peer
from tasktracker_cfn.model.reach.network import SUBNET, Network
from tasktracker_cfn.model.reach.places import Place
from tasktracker_cfn.model.reach.ports import ANSWERS, TCP, Ports
from tasktracker_cfn.model.reach.subnets import Spot, block, block_of, vpc_of
from tasktracker_cfn.model.symbols import Reference

NOWHERE = "127.0.0.1/32"
Candidate = tuple[Verdict, Group, GroupRule | None]


@dataclass(frozen=True)
class End:
    """One end of a connection: a place, in one of its subnets when it has any."""

    place: Place
    spot: Spot | None = None

    def __str__(self) -> str:
        """Give the place, and where it is."""
        if self.spot is None or self.spot.item is None or self.place.item == self.spot.item:
            return str(self.place)
        return f"{self.place} in {self.spot}"

    def block(self, network: Network) -> IPv4Network | None:
        """Give the addresses that it may have."""
        return block_of(network, self.spot) if self.spot is not None else self.place.block


def let_out(network: Network, source: End, target: End, port: int) -> Iterator[Step]:
    """Tell whether the groups of a source let it open a connection."""
    yield from _let(network, source, target, port, EGRESS)


def let_in(network: Network, target: End, source: End, port: int) -> Iterator[Step]:
    """Tell whether the groups of a target let a connection in."""
    yield from _let(network, target, source, port, INGRESS)


def pass_acl(network: Network, spot: Spot, other: IPv4Network | None, ports: Ports, *, egress: bool) -> Iterator[Step]:
    """Tell whether the ACL around a subnet lets traffic to some ports pass, in one direction."""
    if spot.item is None:
        return
    acl = acls.acl_of(network, spot)
    if acl.is_default and not network.of("AWS::EC2::NetworkAclEntry", acl.key):
        return
    asked = other if other is not None else INTERNET
    passing = acls.passing(network, acl, asked, ports, egress=egress)
    # To one who asks whether anybody gets in from the internet, some are as good as all.
    is_anybody = other == INTERNET and not egress and ports != ANSWERS
    verdict = acls.verdict(passing, some=YES if is_anybody else UNKNOWN)
    what = f"answers at ports {ports[0]}-{ports[1]}" if ports[0] != ports[1] else f"port {ports[0]}"
    whom = f"{'to' if egress else 'from'} {other if other is not None else 'addresses that are not known'}"
    says = {YES: "lets", NO: "keeps", UNKNOWN: "may keep"}[verdict]
    if passing is acls.Passing.SOME and verdict == UNKNOWN:
        says = "lets only a part of"
    where = "out" if egress != ("keep" in says) else "in"
    yield Step(verdict, f"{acl.name} {says} {what} {whom} {where}", acl.item, About.ACL)


def _let(network: Network, wearer: End, other: End, port: int, direction: str) -> Iterator[Step]:
    worn = wearer.place.groups
    if worn is None:
        return
    found = [candidate for group in worn for candidate in _candidates(network, group, other, port, direction)]
    verdict, group, rule = max(found, key=lambda one: one[0], default=(NO, worn[0], None))
    does, to = ("lets out", "to") if direction == EGRESS else ("admits", "from")
    about = About.OUT if direction == EGRESS else About.IN
    if verdict == YES:
        peer = rule.peer if rule is not None else "anywhere, as it lists nothing" if direction == EGRESS else "itself"
        yield Step(YES, f"{group} {does} {port} {to} {peer}", rule.item if rule is not None else group.item, about)
    elif verdict == UNKNOWN:
        whom = f" ({rule.peer})" if rule is not None else ""
        yield Step(UNKNOWN, f"whether {group} {does} {port} {to} {other} is not known{whom}", group.item, about)
    else:
        yield Step(NO, _refusal(network, worn, other, port, direction), worn[0].item, about)


def _candidates(network: Network, group: Group, other: End, port: int, direction: str) -> Iterator[Candidate]:
    for rule in groups.rules_of(network, group, direction):
        yield min(rule.admits(port, TCP), _is_about(network, rule.peer, other, direction)), group, rule
    if direction == EGRESS:
        yield groups.is_open_outwards(group), group, None
    elif group.is_default:
        yield (YES if group in (other.place.groups or ()) else NO), group, None
    if groups.has_unread_rules(network, group, direction):
        yield UNKNOWN, group, None


def _is_about(network: Network, peer: Peer, other: End, direction: str) -> Verdict:
    """Tell whether a rule's peer is the other end of a connection."""
    if peer.kind == "list":
        return UNKNOWN
    if peer.kind == "group":
        return _is_member(network, peer, other)
    found = block(network, peer.value)
    if found is None:
        if isinstance(peer.value, str) and parsed(peer.value) is not None:
            return NO  # version 6
        return YES if _is_block_around(network, peer, other) else UNKNOWN
    mine = other.block(network)
    if mine is not None and mine != INTERNET:
        return covers(found, mine)
    if found == INTERNET:
        return YES
    if other.spot is not None:
        return YES if _is_block_around(network, peer, other) else UNKNOWN
    if is_inside(found):
        return NO
    # Whoever asks from the internet gets in when some of it does; who calls it must get to all of it.
    return YES if mine == INTERNET and direction == INGRESS else UNKNOWN


def _is_block_around(network: Network, peer: Peer, other: End) -> bool:
    """Tell whether a block is the one of the other end's subnet or VPC, whatever that comes to."""
    if other.spot is None or other.spot.item is None:
        return False
    vpc = vpc_of(network, other.spot)
    around = [item for item in (other.spot.item, vpc) if item is not None]
    own = [Reference(item.resource.stack, item.resource.logical_id, "CidrBlock") for item in around]
    return peer.value in (*own, *(item.get("CidrBlock") for item in around))


def _is_member(network: Network, peer: Peer, other: End) -> Verdict:
    worn = other.place.groups
    if other.place.item is not None and other.place.item.type == SUBNET:
        return UNKNOWN
    if worn is None:
        return NO
    if any(group.key == peer.key for group in worn):
        return YES
    fixed = isinstance(peer.value, str) or network.system.at(peer.value) is not None
    return NO if fixed and all(group.is_known or group.is_literal for group in worn) else UNKNOWN


def _refusal(network: Network, worn: tuple[Group, ...], other: End, port: int, direction: str) -> str:
    does, to = ("lets out", "to") if direction == EGRESS else ("admits", "from")
    admitted = dict.fromkeys(
        str(rule.peer)
        for group in worn
        for rule in groups.rules_of(network, group, direction)
        # A rule for the loopback is how one says nothing where AWS would otherwise say everything (G01).
        if rule.admits(port, TCP) != NO and rule.peer.value != NOWHERE
    )
    names = " and ".join(map(str, worn))
    if not admitted:
        return f"{names} {does} nothing on port {port}"
    return f"{names} {does} {port} {to} {', '.join(admitted)} only, not {to} {_described(other)}"


def _described(other: End) -> str:
    worn = other.place.groups
    return str(other.place) if not worn else f"{other.place} ({', '.join(map(str, worn))})"
