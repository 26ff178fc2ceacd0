"""Availability zones."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_number
from tasktracker_cfn.model.reach.layouts import LOAD_BALANCER
from tasktracker_cfn.model.reach.network import SUBNET, network_of
from tasktracker_cfn.model.reach.places import place
from tasktracker_cfn.model.reach.subnets import Spot, spot
from tasktracker_cfn.model.symbols import Call
from tasktracker_cfn.model.system import Item, System

SUBNET_GROUP = "AWS::RDS::DBSubnetGroup"
FEWEST = 2
# As in us-gov-west-1a; a local zone such as us-west-2-lax-1a has more.
HYPHENS = 3
# Every region has three zones, but that some accounts see two of this one.
MOST = 3
SMALL_REGIONS = {"us-west-1": 2}


@rule(
    "two-zones",
    rows="N12",
    severity="error",
    why="An application load balancer and a group of subnets for databases are refused in fewer than two zones.",
    remedy="Name subnets in two availability zones.",
    source="schema AWS::ElasticLoadBalancingV2::LoadBalancer",
)
def two_zones(system: System) -> Iterator[Fault]:
    """Every application load balancer and every group of subnets for databases is in two zones."""
    network = network_of(system)
    for item in system.of(LOAD_BALANCER):
        here = place(network, item)
        if (
            here is not None
            and item.text("Type") in (None, "application")
            and item.get("Type") in (None, "application")
        ):
            yield from _in_one_zone(item, here.spots, "Subnets" if item.get("Subnets") else "SubnetMappings")
    for item in system.of(SUBNET_GROUP):
        spots = tuple(spot(network, value) for value in item.listed("SubnetIds"))
        yield from _in_one_zone(item, spots, "SubnetIds")


def _in_one_zone(item: Item, spots: tuple[Spot, ...], key: str) -> Iterator[Fault]:
    subnets = {one.item for one in spots if one.item is not None}
    if not spots or len(subnets) < len(set(spots)) or any(map(_is_outpost, subnets)):
        return
    zones = [subnet.get("AvailabilityZone") for subnet in subnets]
    if len(subnets) == 1:
        yield Fault(item, f"is in one subnet only, {spots[0]}", key)
    elif None not in zones and all(zone == zones[0] for zone in zones):
        yield Fault(item, f"is in one zone only: {', '.join(sorted(map(str, subnets)))}", key)


def _is_outpost(subnet: Item) -> bool:
    """Tell whether a subnet is on an outpost or in a local zone, where one is enough."""
    zone = subnet.text("AvailabilityZone") or ""
    return subnet.get("OutpostArn") is not None or zone.count("-") > HYPHENS


@rule(
    "zones-are-there",
    rows="N13",
    severity="warning",
    why="Fn::GetAZs gives as many zones as the account has in the region, and selecting one more fails.",
    remedy="Use the first two or three zones, or take the names of zones as a parameter.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html",
)
def zones_are_there(system: System) -> Iterator[Fault]:
    """No subnet asks for more zones than every region has."""
    most = SMALL_REGIONS.get(system.region or "", MOST)
    for subnet in system.of(SUBNET):
        zone = subnet.get("AvailabilityZone")
        if not isinstance(zone, Call) or zone.function != "Fn::Select" or not isinstance(zone.argument, tuple):
            continue
        if len(zone.argument) < FEWEST or not isinstance(zone.argument[1], Call):
            continue
        number = known_number(zone.argument[0])
        if zone.argument[1].function == "Fn::GetAZs" and number is not None and number >= most:
            yield Fault(subnet, f"takes zone {number + 1:g} of a list that may have {most}", "AvailabilityZone")
