"""Blocks of addresses, after parameters have their values."""

from collections.abc import Iterator
from ipaddress import IPv4Network
from itertools import pairwise

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.reach.answer import YES
from tasktracker_cfn.model.reach.network import SUBNET, VPC, Network, network_of
from tasktracker_cfn.model.reach.subnets import block
from tasktracker_cfn.model.system import Item, System


@rule(
    "subnets-fit-their-vpc",
    rows="N17",
    severity="error",
    why="AWS refuses a subnet outside of its VPC's addresses; cfn-lint sees that of literals in one template only.",
    remedy="Choose a block within the VPC's, or change the VPC's.",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
)
def subnets_fit_their_vpc(system: System) -> Iterator[Fault]:
    """Every subnet lies within the addresses of its VPC, whatever the parameters of both come to."""
    network = network_of(system)
    for vpc, subnets in _by_vpc(network).items():
        around = _blocks(network, vpc)
        for subnet, own in subnets if around else ():
            if not any(own.subnet_of(one) for one in around):
                names = ", ".join(map(str, around))
                yield Fault(subnet, f"has {own}, which is outside of {vpc} with {names}", "CidrBlock")


@rule(
    "subnets-do-not-overlap",
    rows="N17",
    severity="error",
    why="AWS refuses a subnet with addresses that another one of the VPC has.",
    remedy="Choose blocks that have no address in common.",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
)
def subnets_do_not_overlap(system: System) -> Iterator[Fault]:
    """No two subnets of a VPC have an address in common, whatever their parameters come to."""
    for subnets in _by_vpc(network_of(system)).values():
        ordered = sorted(subnets, key=lambda pair: (pair[1].network_address, pair[1].prefixlen))
        for (one, mine), (other, theirs) in pairwise(ordered):
            if mine.overlaps(theirs):
                yield Fault(other, f"has {theirs}, which overlaps {mine} of {one}", "CidrBlock")


def _by_vpc(network: Network) -> dict[Item, list[tuple[Item, IPv4Network]]]:
    """Give the subnets of each VPC whose blocks are known and that are surely there together."""
    found: dict[Item, list[tuple[Item, IPv4Network]]] = {}
    for subnet in network.system.of(SUBNET):
        vpc, own = network.system.at(subnet.get("VpcId")), block(network, subnet.get("CidrBlock"))
        if vpc is not None and vpc.type == VPC and own is not None and network.presence(subnet, vpc) == YES:
            found.setdefault(vpc, []).append((subnet, own))
    return found


def _blocks(network: Network, vpc: Item) -> tuple[IPv4Network, ...]:
    """Give all blocks of a VPC; none when one is not known."""
    more = network.of("AWS::EC2::VPCCidrBlock", str(vpc))
    found = [block(network, item.get("CidrBlock")) for item in (vpc, *more) if item.get("Ipv6CidrBlock") is None]
    known = tuple(one for one in found if one is not None)
    is_open = any(item.get("AmazonProvidedIpv6CidrBlock") is None for item in more)
    return known if len(known) == len(found) or not is_open else ()
