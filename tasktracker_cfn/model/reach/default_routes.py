"""The default routes of a subnet, with what gives it their table, and what attaches the gateways that they lead to.

For whoever waits for these resources; where the traffic of a subnet goes tells `routes`.
"""

from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.reach.network import SUBNET, VPC, network_of
from tasktracker_cfn.model.reach.routes import ATTACHMENT
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System

ASSOCIATION = "AWS::EC2::SubnetRouteTableAssociation"
ROUTE = "AWS::EC2::Route"
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
    network = network_of(system)
    found: tuple[Item, ...] = ()
    for association in network.of(ASSOCIATION, str(subnet)):
        table = system.at(association.get("RouteTableId"))
        routes = network.of(ROUTE, str(table)) if table is not None else ()
        leading = tuple(filter(_leads_out, routes))
        found = (association, *leading) if leading else found
    return found


def _leads_out(route: Item) -> bool:
    destinations = (route.text("DestinationCidrBlock"), route.text("DestinationIpv6CidrBlock"))
    return any(destination in EVERYWHERE for destination in destinations)
