"""Where the traffic of subnets goes."""

from collections.abc import Iterator
from functools import lru_cache

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.reach.answer import NO, YES
from tasktracker_cfn.model.reach.layouts import DATABASES, LOAD_BALANCER, SERVICE
from tasktracker_cfn.model.reach.network import NAT_GATEWAY, SUBNET, Network, network_of
from tasktracker_cfn.model.reach.places import Place, place
from tasktracker_cfn.model.reach.routes import Leads, hop, is_public, place_of_nat
from tasktracker_cfn.model.reach.subnets import Spot, vpc_of
from tasktracker_cfn.model.system import Item, System

ASSOCIATION, ROUTE = "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::Route"
DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")


@rule(
    "subnets-have-a-route-table",
    rows="N02",
    severity="warning",
    why="A subnet that no association names is left with the VPC's main route table, which leads nowhere.",
    remedy="Associate the subnet with one route table, also when it shall lead nowhere.",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html",
)
def subnets_have_a_route_table(system: System) -> Iterator[Fault]:
    """Every subnet is associated with one route table."""
    network = network_of(system)
    for subnet in system.of(SUBNET):
        found = network.of(ASSOCIATION, str(subnet))
        if not found and vpc_of(network, Spot(str(subnet), subnet)) is not None and not _is_associated_unseen(system):
            yield Fault(subnet, "is associated with no route table, and left with the main one, which leads nowhere")
        sure = [item for item in found if network.presence(item, subnet) == YES]
        for item in sure[1:]:
            yield Fault(item, f"associates {subnet} a second time; {sure[0]} does already", "SubnetId")


@lru_cache(maxsize=8)
def _is_associated_unseen(system: System) -> bool:
    """Tell whether an association is with a subnet that only a deployment knows."""
    return any(
        not isinstance(item.get("SubnetId"), str) and system.at(item.get("SubnetId")) is None
        for item in system.of(ASSOCIATION)
    )


@rule(
    "routes-are-unique",
    rows="N03",
    severity="error",
    why="A route table takes a destination once; the second route fails with RouteAlreadyExists.",
    remedy="Drop one of the two routes.",
    source="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
)
def routes_are_unique(system: System) -> Iterator[Fault]:
    """No route table has two routes to one destination."""
    network, seen = network_of(system), dict[tuple[str, str, str], Item]()
    for route in system.of(ROUTE):
        # The default of a parameter that is to be given says nothing of what it will name.
        if route.get("RouteTableId") in (None, "") or network.presence(route) != YES:
            continue
        for key in DESTINATIONS:
            if route.get(key) is None:
                continue
            first = seen.setdefault((network.key(route.get("RouteTableId")), key, repr(route.get(key))), route)
            if first != route:
                yield Fault(route, f"has the destination that {first} has in the same table", key)


@rule(
    "nat-gateways-are-public",
    rows="N04",
    severity="warning",
    why="A NAT gateway whose own subnet has no route to an internet gateway comes up and leads nowhere.",
    remedy="Put it into a subnet whose route table has a route to the internet gateway.",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
)
def nat_gateways_are_public(system: System) -> Iterator[Fault]:
    """Every public NAT gateway is in a subnet with a route to an internet gateway."""
    network = network_of(system)
    for gateway in system.of(NAT_GATEWAY):
        if gateway.get("SubnetId") is None or gateway.text("ConnectivityType") not in (None, "public"):
            continue
        here = place_of_nat(network, gateway)
        if gateway.get("ConnectivityType") in (None, "public") and is_public(network, here) == NO:
            yield Fault(gateway, f"is in {here}, which has no route to an internet gateway", "SubnetId")


@rule(
    "front-is-public",
    rows="N02",
    severity="warning",
    why="Answers to the internet leave by the subnet's routes: without an internet gateway nobody gets one.",
    remedy="Put the load balancer into subnets with a route to the internet gateway, or make it internal.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
)
def front_is_public(system: System) -> Iterator[Fault]:
    """Every load balancer that faces the internet is in subnets with a route to an internet gateway."""
    network = network_of(system)
    for here in _places(network, LOAD_BALANCER):
        for spot in here.spots:
            if here.item is not None and here.public == YES and is_public(network, spot) == NO:
                yield Fault(here.item, f"faces the internet from {spot}, which has no route to an internet gateway")


@rule(
    "data-is-private",
    rows="N02",
    severity="warning",
    why="In a public subnet one rule of a security group is all that is between the internet and the data.",
    remedy="Put databases and caches into subnets without a route to an internet gateway.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
)
def data_is_private(system: System) -> Iterator[Fault]:
    """No database and no cache is in a subnet with a route to an internet gateway."""
    network = network_of(system)
    for here in _places(network, *DATABASES):
        for spot in here.spots:
            if here.item is not None and is_public(network, spot) == YES:
                yield Fault(here.item, f"is in {spot}, which has a route to an internet gateway")


@rule(
    "public-addresses-are-of-use",
    rows="N05",
    severity="warning",
    why="Without a route to an internet gateway a public address costs money and reaches nothing.",
    remedy="Set AssignPublicIp to DISABLED, or use subnets with a route to an internet gateway.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
)
def public_addresses_are_of_use(system: System) -> Iterator[Fault]:
    """A service that gives its tasks public addresses is in subnets with a route to an internet gateway."""
    network = network_of(system)
    for here in _places(network, SERVICE):
        for spot in here.spots:
            if here.item is not None and here.public == YES and is_public(network, spot) == NO:
                message = f"gives its tasks public addresses in {spot}, which has no route to an internet gateway"
                yield Fault(here.item, message, "NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp")


@rule(
    "nat-gateway-in-each-zone",
    rows="N18",
    severity="warning",
    why="What promises to outlive a zone does not while all private subnets go out by a NAT gateway in one zone.",
    remedy="Make a NAT gateway in each zone and a route table for each; or drop the promise where cost matters more.",
)
def nat_gateway_in_each_zone(system: System) -> Iterator[Fault]:
    """A system whose database outlives a zone has its NAT gateways in more zones than one."""
    network = network_of(system)
    promised = [item for item in system.of(*DATABASES) if item.flag("MultiAZ") or item.flag("MultiAZEnabled")]
    spots = [Spot(str(subnet), subnet) for subnet in system.of(SUBNET)]
    users = [(spot, found.gateway) for spot in spots if (found := hop(network, spot)).leads is Leads.NAT]
    gateways = {gateway for _, gateway in users}
    zones = {repr(spot.item.get("AvailabilityZone")) for spot, _ in users if spot.item is not None}
    if promised and len(gateways) == 1 and len(zones) > 1:
        for gateway in gateways:
            if gateway is not None and gateway.text("AvailabilityMode") is None:
                yield Fault(gateway, f"is the only way out of {len(zones)} zones, while {promised[0]} outlives one")


def _places(network: Network, *types: str) -> Iterator[Place]:
    found = (place(network, item) for item in network.system.of(*types))
    yield from (one for one in found if one is not None)
