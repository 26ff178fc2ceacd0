"""What is public before the VPC has its internet gateway."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import DEPENDS_ON, WAIT, too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.reach.default_routes import (
    ROUTE,
    attachments,
    subnets,
    way_out,
)
from tasktracker_cfn.model.reach.network import INTERNET_GATEWAY, NAT_GATEWAY
from tasktracker_cfn.model.reach.routes import ATTACHMENT
from tasktracker_cfn.model.system import Item, System

ATTACHES = "what attaches the internet gateway"
REQUIRED = f"{DEPENDS_ON}#gatewayattachment"
LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"


@rule(
    "route-after-gateway",
    rows="K05 N01",
    severity="error",
    why="A route to an internet gateway that is not attached yet is refused: the two belong to different networks.",
    remedy=WAIT,
    source=REQUIRED,
)
def route_after_gateway(system: System) -> Iterator[Fault]:
    """A route to an internet gateway is created after that is attached to the VPC."""
    for route in system.of(ROUTE):
        gateway = system.at(route.get("GatewayId"))
        if gateway is not None and gateway.type == INTERNET_GATEWAY:
            yield from too_early(system, route, _attaching(system, gateway), ATTACHES, "GatewayId")


@rule(
    "nat-gateway-after-gateway",
    rows="K05 N01",
    severity="error",
    why="A public NAT gateway in a VPC without an attached internet gateway fails (Gateway.NotAttached).",
    remedy=WAIT,
    source="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html",
)
def nat_gateway_after_gateway(system: System) -> Iterator[Fault]:
    """A public NAT gateway is created after the internet gateway is attached to its VPC."""
    for gateway in system.of(NAT_GATEWAY):
        if gateway.get("ConnectivityType") in (None, "public"):
            found = attachments(system, *subnets(system, gateway.get("SubnetId")))
            yield from too_early(system, gateway, found, ATTACHES, "SubnetId")


@rule(
    "nat-gateway-after-route",
    rows="K05 N04",
    severity="advice",
    why="What is created as soon as the NAT gateway is there finds no way out through it until its own subnet has "
    "a route to the internet gateway.",
    remedy="Let the NAT gateway depend on the default route, so that whoever waits for the one has both.",
)
def nat_gateway_after_route(system: System) -> Iterator[Fault]:
    """A public NAT gateway is created after the default route of its subnet."""
    for gateway in system.of(NAT_GATEWAY):
        if gateway.get("ConnectivityType") in (None, "public"):
            places = subnets(system, gateway.get("SubnetId"))
            found = [item for subnet in places for item in way_out(system, subnet) if item.type == ROUTE]
            yield from too_early(system, gateway, found, "what gives its subnet a way out", "SubnetId")


@rule(
    "address-after-gateway",
    rows="K05 N01",
    severity="error",
    why="An address for an instance in a VPC needs the VPC's internet gateway to be attached.",
    remedy=WAIT,
    source=REQUIRED,
)
def address_after_gateway(system: System) -> Iterator[Fault]:
    """An elastic address of an instance is given after the internet gateway is attached to the VPC."""
    for address in system.of("AWS::EC2::EIP", "AWS::EC2::EIPAssociation"):
        instance = system.at(address.get("InstanceId"))
        if instance is not None:
            found = attachments(system, *_places(system, instance))
            yield from too_early(system, address, found, ATTACHES, "InstanceId")


@rule(
    "free-address-after-gateway",
    rows="K05 N01",
    severity="advice",
    why="AWS asks that an elastic address in a template with a VPC depends on the attachment of its gateway; for one "
    "that only a NAT gateway has, the order of the NAT gateway is what counts.",
    remedy=WAIT,
    source=REQUIRED,
)
def free_address_after_gateway(system: System) -> Iterator[Fault]:
    """An elastic address for a NAT gateway is allocated after the internet gateway is attached to the VPC."""
    for gateway in system.of(NAT_GATEWAY):
        address = system.at(gateway.get("AllocationId"))
        if address is not None and address.type == "AWS::EC2::EIP":
            found = attachments(system, *subnets(system, gateway.get("SubnetId")))
            yield from too_early(system, address, found, ATTACHES)


@rule(
    "load-balancer-after-gateway",
    rows="K05 N01",
    severity="error",
    why="A load balancer for the internet is refused in a VPC without an attached internet gateway (InvalidSubnet).",
    remedy=WAIT,
    source="https://github.com/aws-cloudformation/aws-cloudformation-templates/issues/75",
)
def load_balancer_after_gateway(system: System) -> Iterator[Fault]:
    """A load balancer for the internet is created after the internet gateway is attached to its VPC."""
    for balancer in system.of(LOAD_BALANCER):
        if balancer.get("Scheme") in (None, "internet-facing"):
            name = "Subnets" if balancer.get("Subnets") is not None else "SubnetMappings"
            found = attachments(system, *subnets(system, balancer.get(name)))
            yield from too_early(system, balancer, found, ATTACHES, name)


@rule(
    "public-instance-after-gateway",
    rows="K05 N01",
    severity="error",
    why="An instance or database with a public address needs the VPC's internet gateway to be attached.",
    remedy=WAIT,
    source=REQUIRED,
)
def public_instance_after_gateway(system: System) -> Iterator[Fault]:
    """An instance or database with a public address is created after the VPC's gateway is attached."""
    for item in system.of("AWS::EC2::Instance", "AWS::RDS::DBInstance"):
        if _is_public(item):
            yield from too_early(system, item, attachments(system, *_places(system, item)), ATTACHES)


def _attaching(system: System, gateway: Item) -> tuple[Item, ...]:
    return tuple(item for item in system.of(ATTACHMENT) if system.at(item.get("InternetGatewayId")) == gateway)


def _is_public(item: Item) -> bool:
    interfaces = item.mappings("NetworkInterfaces")
    return item.flag("PubliclyAccessible") is True or any(
        interface.get("AssociatePublicIpAddress") in (True, "true") for interface in interfaces
    )


def _places(system: System, item: Item) -> tuple[Item, ...]:
    """Give the subnets of an instance or a database."""
    group = system.at(item.get("DBSubnetGroupName"))
    named = [item.get("SubnetId"), *(entry.get("SubnetId") for entry in item.mappings("NetworkInterfaces"))]
    return subnets(system, (*named, group.get("SubnetIds") if group else None))
