"""Routes to a private network before its gateway is attached to the VPC."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import WAIT, too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.reach.default_routes import ROUTE
from tasktracker_cfn.model.reach.routes import ATTACHMENT
from tasktracker_cfn.model.system import Item, System

VPN_GATEWAY = "AWS::EC2::VPNGateway"
TRANSIT = ("AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment")


@rule(
    "propagation-after-gateway",
    rows="N01",
    severity="error",
    why="A route table takes routes from a VPN gateway only once that is attached to the VPC.",
    remedy=WAIT,
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
    "aws-resource-ec2-vpngatewayroutepropagation.html",
)
def propagation_after_gateway(system: System) -> Iterator[Fault]:
    """Routes to and from a VPN gateway are set up after that is attached to the VPC."""
    for item in system.of("AWS::EC2::VPNGatewayRoutePropagation", ROUTE):
        name = "GatewayId" if item.type == ROUTE else "VpnGatewayId"
        gateway = system.at(item.get(name))
        if gateway is not None and gateway.type == VPN_GATEWAY:
            found = [one for one in system.of(ATTACHMENT) if system.at(one.get("VpnGatewayId")) == gateway]
            yield from too_early(system, item, found, "what attaches the VPN gateway", name)


@rule(
    "route-after-transit-attachment",
    rows="N01",
    severity="error",
    why="A route to a transit gateway is refused until that is attached to the VPC.",
    remedy=WAIT,
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html",
)
def route_after_transit_attachment(system: System) -> Iterator[Fault]:
    """A route to a transit gateway is created after that is attached to the VPC."""
    for route in system.of(ROUTE):
        gateway, vpc = system.at(route.get("TransitGatewayId")), _vpc(system, route)
        if gateway is not None and vpc is not None:
            found = [
                item
                for item in system.of(*TRANSIT)
                if system.at(item.get("TransitGatewayId")) == gateway and system.at(item.get("VpcId")) == vpc
            ]
            yield from too_early(system, route, found, "what attaches the transit gateway", "TransitGatewayId")


def _vpc(system: System, route: Item) -> Item | None:
    table = system.at(route.get("RouteTableId"))
    return system.at(table.get("VpcId")) if table is not None else None
