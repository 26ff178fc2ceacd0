"""Whether a connection gets from here to there: security groups at both ends, ACLs on the way, routes.

Each question is answered by what is in the way; nothing when the way is open.
"""

from collections.abc import Iterable
from ipaddress import IPv4Network, ip_network

from tests.reach import acls
from tests.systems import network, rules
from tests.systems.built import Item, System

HTTPS_PORT = 443
INTERNET_GATEWAY, NAT_GATEWAY = "AWS::EC2::InternetGateway", "AWS::EC2::NatGateway"


def inside(
    system: System, subnets: Iterable[Item], groups: Iterable[Item], to: Iterable[Item], worn: Iterable[Item], port: int
) -> list[str]:
    """Tell what is in the way from each of some subnets to each of others of the VPC, between wearers of groups."""
    sources, targets, groups, worn = tuple(subnets), tuple(to), tuple(groups), tuple(worn)
    found = []
    for source in sources:
        for target in targets:
            if not _lets_out(system, groups, port, worn, network.block(target)):
                found.append(f"no group of {_named(groups)} lets out to port {port} of {target}")
            if not _lets_in(system, worn, port, groups, network.block(source)):
                found.append(f"no group of {_named(worn)} lets in from {source} to port {port}")
            if source != target:
                found += acls.closed(system, source, network.block(target), port, inwards=False)
                found += acls.closed(system, target, network.block(source), port, inwards=True)
    return found


def to_internet(system: System, subnet: Item, groups: Iterable[Item], *, has_public_address: bool) -> list[str]:
    """Tell what is in the way from a subnet to HTTPS anywhere on the internet."""
    found = _to_far_addresses(system, subnet, tuple(groups), prefix_lists=False)
    gateways = [
        _gateway(system, route) for route in network.default_routes(system, network.route_table(system, subnet))
    ]
    if not gateways or None in gateways:
        return [*found, f"{subnet} has no route to the internet"]
    for gateway in gateways:
        assert gateway is not None, "said above"
        if gateway.type == INTERNET_GATEWAY:
            found += _through_internet_gateway(system, subnet, gateway, has_public_address=has_public_address)
        else:
            found += _through_nat(system, subnet, gateway)
    return found


def to_gateway(system: System, subnet: Item, groups: Iterable[Item]) -> list[str]:
    """Tell what is in the way from a subnet to what a gateway endpoint leads to, beside the endpoint itself."""
    return _to_far_addresses(system, subnet, tuple(groups), prefix_lists=True)


def from_internet(system: System, subnet: Item, groups: Iterable[Item], port: int) -> list[str]:
    """Tell what is in the way from anywhere to a port in a subnet."""
    found = acls.closed(system, subnet, acls.EVERYWHERE, port, inwards=True)
    if network.kind_of(system, subnet) != "public":
        found.append(f"{subnet} is not public")
    if not any(rules.admits(rules.inbound(system, group), port, rules.INTERNET) for group in groups):
        found.append(f"no group lets the internet in to port {port}")
    return found


def _to_far_addresses(system: System, subnet: Item, groups: tuple[Item, ...], *, prefix_lists: bool) -> list[str]:
    found = acls.closed(system, subnet, acls.EVERYWHERE, HTTPS_PORT, inwards=False)
    out = [rule for group in groups for rule in rules.outbound(system, group) if rule.admits(HTTPS_PORT)]
    by_list = prefix_lists and any(str(rule.peer).startswith("pl-") for rule in out)
    if not by_list and not any(rule.peer == rules.INTERNET for rule in out):
        found.append(f"no group of {_named(groups)} lets out HTTPS")
    return found


def _through_internet_gateway(system: System, subnet: Item, gateway: Item, *, has_public_address: bool) -> list[str]:
    found = [] if has_public_address else [f"what is in {subnet} has no public address"]
    vpc = system.at(subnet.get("VpcId"))
    if vpc is None or gateway not in network.gateways_attached_to(system, vpc):
        found.append(f"{gateway} is not attached")
    return found


def _through_nat(system: System, subnet: Item, gateway: Item) -> list[str]:
    place = system.at(gateway.get("SubnetId"))
    if place is None or network.kind_of(system, place) != "public":
        return [f"{gateway} is in no public subnet"]
    found = acls.closed(system, place, network.block(subnet), HTTPS_PORT, inwards=True)
    return found + acls.closed(system, place, acls.EVERYWHERE, HTTPS_PORT, inwards=False)


def _gateway(system: System, route: Item) -> Item | None:
    found = system.at(route.get("GatewayId")) or system.at(route.get("NatGatewayId"))
    return found if found is not None and found.type in {INTERNET_GATEWAY, NAT_GATEWAY} else None


def _lets_out(system: System, groups: tuple[Item, ...], port: int, worn: tuple[Item, ...], block: IPv4Network) -> bool:
    found = [rule for group in groups for rule in rules.outbound(system, group) if rule.admits(port)]
    return any(rule.peer in worn or _covers(rule, block) for rule in found)


def _lets_in(system: System, worn: tuple[Item, ...], port: int, groups: tuple[Item, ...], block: IPv4Network) -> bool:
    found = [rule for group in worn for rule in rules.inbound(system, group) if rule.admits(port)]
    return any(rule.peer in groups or _covers(rule, block) for rule in found)


def _covers(rule: rules.Rule, block: IPv4Network) -> bool:
    if not isinstance(rule.peer, str) or "/" not in rule.peer or ":" in rule.peer:
        return False
    peer = ip_network(rule.peer)
    return isinstance(peer, IPv4Network) and block.subnet_of(peer)


def _named(groups: tuple[Item, ...]) -> str:
    return ", ".join(map(str, groups))
