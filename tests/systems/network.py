"""Questions about subnets: where they are, and where their traffic goes."""

from ipaddress import IPv4Network, ip_network
from itertools import combinations
from typing import Literal

from tasktracker_cfn.model.values import Value
from tests.systems.built import Item, System, text

ANYWHERE = {"0.0.0.0/0", "::/0"}
Kind = Literal["public", "private", "isolated", "other"]


def subnets(system: System, kind: Kind | None = None) -> tuple[Item, ...]:
    """Give the subnets, or those of a kind."""
    found = system.of("AWS::EC2::Subnet")
    return tuple(subnet for subnet in found if kind in (None, kind_of(system, subnet)))


def kind_of(system: System, subnet: Item) -> Kind:
    """Tell where a subnet sends what is not for the VPC: to a gateway, over NAT, nowhere, or elsewhere."""
    routes = default_routes(system, route_table(system, subnet))
    if not routes:
        return "isolated"
    gateways = [system.at(route.get("GatewayId")) for route in routes]
    if all(gateway and gateway.type == "AWS::EC2::InternetGateway" for gateway in gateways):
        return "public"
    gateways = [system.at(route.get("NatGatewayId")) for route in routes]
    return "private" if all(gateway and gateway.type == "AWS::EC2::NatGateway" for gateway in gateways) else "other"


def route_table(system: System, subnet: Item) -> Item:
    """Give the one route table that a subnet is explicitly associated with."""
    found = [
        system.at(association.get("RouteTableId"))
        for association in system.of("AWS::EC2::SubnetRouteTableAssociation")
        if system.at(association.get("SubnetId")) == subnet
    ]
    assert len(found) == 1, f"{subnet} has {len(found)} route tables"
    assert found[0] is not None, f"the route table of {subnet} is none of this system"
    return found[0]


def default_routes(system: System, table: Item) -> list[Item]:
    """Give the routes to everywhere of a route table."""
    return [
        route
        for route in system.of("AWS::EC2::Route")
        if system.at(route.get("RouteTableId")) == table
        and ANYWHERE & {str(route.get("DestinationCidrBlock")), str(route.get("DestinationIpv6CidrBlock"))}
    ]


def nat_gateway(system: System, subnet: Item) -> Item:
    """Give the NAT gateway that a subnet's only default route leads to; it must have a way out itself."""
    (route,) = default_routes(system, route_table(system, subnet))
    gateway = system.at(route.get("NatGatewayId"))
    assert gateway is not None, f"{subnet} is routed to no NAT gateway of this system"
    assert gateway.get("ConnectivityType") in (None, "public"), f"{gateway} does not lead to the internet"
    address = system.at(gateway.get("AllocationId"))
    assert address is not None, f"{gateway} has no address of this system"
    place = place_of(system, gateway)
    assert kind_of(system, place) == "public", f"{gateway} is in {place}, which is not public"
    return gateway


def place_of(system: System, item: Item) -> Item:
    """Give the subnet that something is in."""
    found = system.at(item.get("SubnetId"))
    assert found is not None, f"{item} is in no subnet of this system"
    return found


def shared_tables(system: System, outer: set[Item]) -> set[Item]:
    """Give the route tables that serve some subnets and others as well; there must be both."""
    inner = set(subnets(system)) - outer
    assert outer, "there are no public subnets"
    assert inner, "there are no other subnets"
    return {route_table(system, one) for one in outer} & {route_table(system, one) for one in inner}


def zones(found: tuple[Item, ...]) -> set[Value]:
    """Give the availability zones of subnets, each a name or the position in the region's list."""
    return {subnet.get("AvailabilityZone") for subnet in found}


def block(item: Item) -> IPv4Network:
    """Give the address block of a VPC or a subnet."""
    network = ip_network(text(item.get("CidrBlock")))
    assert isinstance(network, IPv4Network)
    return network


def blocks(found: tuple[Item, ...]) -> set[str]:
    """Give the address blocks of subnets, as they are written."""
    return {str(block(subnet)) for subnet in found}


def unplanned(system: System) -> list[str]:
    """Give the subnets that lie outside their VPC's block, and those that overlap."""
    found = []
    for subnet in subnets(system):
        vpc = system.at(subnet.get("VpcId"))
        assert vpc is not None, f"{subnet} is in no VPC of this system"
        if not block(subnet).subnet_of(block(vpc)):
            found.append(f"{subnet} is outside {vpc}")
    pairs = combinations(subnets(system), 2)
    return found + [f"{one} and {other} overlap" for one, other in pairs if block(one).overlaps(block(other))]


def attachments(system: System, gateway: Item) -> list[Item]:
    """Give what attaches an internet gateway to a VPC."""
    return [
        attachment
        for attachment in system.of("AWS::EC2::VPCGatewayAttachment")
        if system.at(attachment.get("InternetGatewayId")) == gateway
    ]


def gateways_attached_to(system: System, vpc: Item) -> set[Item]:
    """Give the internet gateways that are attached to a VPC."""
    return {
        gateway
        for gateway in system.of("AWS::EC2::InternetGateway")
        for attachment in attachments(system, gateway)
        if system.at(attachment.get("VpcId")) == vpc
    }
