"""Where the traffic of a subnet goes: its route table, the route that fits best, and what that leads to."""

from enum import Enum
from ipaddress import IPv4Network
from typing import NamedTuple

from tasktracker_cfn.model.reach.addresses import INTERNET, is_inside, parsed
from tasktracker_cfn.model.reach.answer import NO, UNKNOWN, YES, Verdict
from tasktracker_cfn.model.reach.network import INTERNET_GATEWAY, NAT_GATEWAY, Network
from tasktracker_cfn.model.reach.subnets import Spot, block, spot, vpc_of
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item

TABLE, VPN_GATEWAY = "AWS::EC2::RouteTable", "AWS::EC2::VPNGateway"
ATTACHMENT, PROPAGATION = "AWS::EC2::VPCGatewayAttachment", "AWS::EC2::VPNGatewayRoutePropagation"
GATEWAY_KEYS = ("GatewayId", "NatGatewayId")


class Leads(Enum):
    """Where a route leads."""

    NOWHERE = "nowhere"
    INTERNET_GATEWAY = "an internet gateway"
    NAT = "a NAT gateway"
    VPN = "a virtual private gateway"
    ELSEWHERE = "elsewhere"


KINDS = {INTERNET_GATEWAY: Leads.INTERNET_GATEWAY, NAT_GATEWAY: Leads.NAT, VPN_GATEWAY: Leads.VPN}


class Table(NamedTuple):
    """The route table of a subnet: a name, the resource, and whether its routes are known; a main one has none."""

    name: str
    item: Item | None
    known: bool


class Hop(NamedTuple):
    """What the route of a subnet to some addresses leads to, and how sure that is."""

    leads: Leads
    table: Table
    route: Item | None = None
    gateway: Item | None = None
    verdict: Verdict = YES


def table_of(network: Network, place: Spot) -> Table:
    """Give the route table of a subnet."""
    if place.item is None:
        return Table(f"the route table of {place}", None, known=False)
    found = network.of("AWS::EC2::SubnetRouteTableAssociation", place.key)
    if not found:
        vpc = vpc_of(network, place)
        owner = vpc if vpc is not None else "its VPC"
        known = vpc is not None and not network.has_strays("AWS::EC2::SubnetRouteTableAssociation")
        return Table(f"the main route table of {owner}, which {place} is left with,", None, known=known)
    sure = len(found) == 1 and network.presence(found[0], place.item) == YES
    item = network.system.at(found[0].get("RouteTableId"))
    if item is None or item.type != TABLE:
        return Table(f"the route table of {place}", None, known=False)
    return Table(str(item), item, known=sure)


def hop(network: Network, place: Spot, to: IPv4Network = INTERNET) -> Hop:
    """Give where a subnet's traffic to some addresses outside of its VPC goes."""
    table = table_of(network, place)
    if not table.known:
        return Hop(Leads.ELSEWHERE, table, verdict=UNKNOWN)
    routes = network.of("AWS::EC2::Route", str(table.item)) if table.item is not None else ()
    fitting = [(fits, route) for route in routes if (fits := _fits(network, route, to)) is not None]
    closeness, route = max(fitting, key=lambda pair: pair[0], default=(0, None))
    if closeness == 0 and (learned := _learned(network, table, to)) is not None:
        # What a gateway has told a table is closer than the route to everywhere.
        return Hop(Leads.VPN, table, learned, network.system.at(learned.get("VpnGatewayId")))
    if route is not None:
        return _led(network, table, route, place)
    unread = [route for route in routes if _is_unread(network, route)]
    unsure = unread or network.has_strays("AWS::EC2::Route")
    return Hop(Leads.NOWHERE, table, verdict=UNKNOWN if unsure else NO)


def attached(network: Network, gateway: Item, place: Spot) -> Verdict:
    """Tell whether a gateway is attached to the VPC of a subnet."""
    vpc = vpc_of(network, place)
    key = "InternetGatewayId" if gateway.type == INTERNET_GATEWAY else "VpnGatewayId"
    if vpc is None:
        return UNKNOWN
    found = network.of(ATTACHMENT, str(vpc))
    if any(network.system.at(item.get(key)) == gateway for item in found):
        return YES
    # An attachment to a VPC that only a deployment knows may be to this one.
    strange = (item for item in network.system.of(ATTACHMENT) if item.get(key) is not None)
    return UNKNOWN if any(_is_symbol(network, item.get("VpcId")) for item in strange) else NO


def _is_symbol(network: Network, value: Value) -> bool:
    return not isinstance(value, str) and network.system.at(value) is None


def is_public(network: Network, place: Spot) -> Verdict:
    """Tell whether a subnet's traffic goes to an internet gateway of its VPC."""
    found = hop(network, place)
    if found.leads is Leads.INTERNET_GATEWAY and found.gateway is not None:
        return min(found.verdict, attached(network, found.gateway, place))
    return UNKNOWN if found.verdict == UNKNOWN else NO


def place_of_nat(network: Network, gateway: Item) -> Spot:
    """Give the subnet of a NAT gateway."""
    return spot(network, gateway.get("SubnetId"))


def _fits(network: Network, route: Item, to: IPv4Network) -> int | None:
    """Tell how closely a route fits; None when it does not, or is not known to."""
    destination = block(network, route.get("DestinationCidrBlock"))
    return destination.prefixlen if destination is not None and to.subnet_of(destination) else None


def _is_unread(network: Network, route: Item) -> bool:
    destination = route.get("DestinationCidrBlock")
    return destination is not None and block(network, destination) is None


def _led(network: Network, table: Table, route: Item, place: Spot) -> Hop:
    sure = network.presence(route, place.item, table.item)
    for key in GATEWAY_KEYS:
        value = route.get(key)
        if value is not None:
            gateway = _gateway(network, value)
            leads = KINDS.get(gateway.type, Leads.ELSEWHERE) if gateway is not None else Leads.ELSEWHERE
            return Hop(leads, table, route, gateway, UNKNOWN if leads is Leads.ELSEWHERE else sure)
    return Hop(Leads.ELSEWHERE, table, route, verdict=UNKNOWN)


def _gateway(network: Network, value: Value) -> Item | None:
    """Give the gateway that a value names, also by way of its attachment, which gives its id as well."""
    item = network.system.at(value)
    if item is None or item.type != ATTACHMENT:
        return item
    return network.system.at(item.get("InternetGatewayId")) or network.system.at(item.get("VpnGatewayId"))


def is_remote(network: Network, block: IPv4Network) -> bool:
    """Tell whether addresses are those of a network elsewhere: private ones, or such as a VPN has a route to."""
    static = (parsed(item.text("DestinationCidrBlock")) for item in network.system.of("AWS::EC2::VPNConnectionRoute"))
    return is_inside(block) or block in static


def _learned(network: Network, table: Table, to: IPv4Network) -> Item | None:
    """Give what puts the routes that a virtual private gateway knows into a table."""
    if not is_remote(network, to):
        return None
    for item in network.system.of(PROPAGATION):
        if table.item is not None and table.item in map(network.system.at, item.listed("RouteTableIds")):
            return item
    return None


def has_second_way(network: Network, place: Spot) -> bool:
    """Tell whether a subnet has a route for version 6 of IP."""
    table = table_of(network, place)
    routes = network.of("AWS::EC2::Route", str(table.item)) if table.item is not None else ()
    return any(route.get("DestinationIpv6CidrBlock") is not None for route in routes)


def leads_elsewhere(network: Network, place: Spot) -> bool:
    """Tell whether a subnet has a route to where the templates do not show: to another network, or to a machine."""
    table = table_of(network, place)
    routes = network.of("AWS::EC2::Route", str(table.item)) if table.item is not None else ()
    return any(_led(network, table, route, place).leads is Leads.ELSEWHERE for route in routes)
