"""The ways out of a subnet, and the attachments and routes that they are made of."""

from collections.abc import Iterator
from functools import lru_cache

from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, all_references

ASSOCIATION = "AWS::EC2::SubnetRouteTableAssociation"
ATTACHMENT = "AWS::EC2::VPCGatewayAttachment"
GATEWAY = "AWS::EC2::InternetGateway"
NAT_GATEWAY = "AWS::EC2::NatGateway"
ROUTE = "AWS::EC2::Route"
SUBNET = "AWS::EC2::Subnet"
VPC = "AWS::EC2::VPC"
EVERYWHERE = ("0.0.0.0/0", "::/0")


def subnets(system: System, value: Value) -> tuple[Item, ...]:
    """Give the subnets that a list, or a text with commas, refers to."""
    found = (system.at(reference) for reference in all_references(value))
    return tuple(dict.fromkeys(item for item in found if item is not None and item.type == SUBNET))


def vpc_of(system: System, subnet: Item) -> Item | None:
    """Give the VPC of a subnet, when it is known."""
    found = system.at(subnet.get("VpcId"))
    return found if found is not None and found.type == VPC else None


def attachments(system: System, *places: Item) -> tuple[Item, ...]:
    """Give what attaches internet gateways to the VPCs of some subnets."""
    vpcs = {vpc_of(system, subnet) for subnet in places} - {None}
    return tuple(
        item
        for item in system.of(ATTACHMENT)
        if item.get("InternetGatewayId") is not None and system.at(item.get("VpcId")) in vpcs
    )


def way_out(system: System, subnet: Item) -> tuple[Item, ...]:
    """Give the default routes of a subnet, and what gives it their table; nothing when it has no such route."""
    return _ways(system).get(subnet, ())


@lru_cache(maxsize=8)
def _ways(system: System) -> dict[Item, tuple[Item, ...]]:
    routes: dict[Item, list[Item]] = {}
    for route in system.of(ROUTE):
        table = system.at(route.get("RouteTableId"))
        if table is not None and _leads_out(route):
            routes.setdefault(table, []).append(route)
    return dict(_with_routes(system, routes))


def _with_routes(system: System, routes: dict[Item, list[Item]]) -> Iterator[tuple[Item, tuple[Item, ...]]]:
    for association in system.of(ASSOCIATION):
        subnet, table = system.at(association.get("SubnetId")), system.at(association.get("RouteTableId"))
        if subnet is not None and table is not None and table in routes:
            yield subnet, (association, *routes[table])


def _leads_out(route: Item) -> bool:
    destinations = (route.text("DestinationCidrBlock"), route.text("DestinationIpv6CidrBlock"))
    return any(destination in EVERYWHERE for destination in destinations)
