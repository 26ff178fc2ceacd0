"""Where something is: a subnet of the templates, or one of which they know an id at most."""

from dataclasses import dataclass
from ipaddress import IPv4Network

from tasktracker_cfn.model.reach.addresses import parsed
from tasktracker_cfn.model.reach.answer import NO, UNKNOWN, YES, Verdict
from tasktracker_cfn.model.reach.network import SUBNET, VPC, Network
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import Item

ATTRIBUTES_OF_BLOCKS = {"CidrBlock"}


@dataclass(frozen=True)
class Spot:
    """A subnet; two are the same when their keys are."""

    key: str
    item: Item | None = None

    def __str__(self) -> str:
        """Give its address, or what is known of it."""
        return str(self.item) if self.item is not None else self.key


def spot(network: Network, value: Value) -> Spot:
    """Give the subnet that a value names."""
    item = network.system.at(value)
    if item is not None and item.type == SUBNET:
        return Spot(str(item), item)
    return Spot(f"the subnet {spelled(value)}")


def spelled(value: Value) -> str:
    """Give a value in words: a symbol by its name, anything longer by what it is."""
    if isinstance(value, Reference):
        address = "/".join((*value.stack, value.logical_id))
        return f"{address}.{value.attribute}" if value.attribute else address
    if isinstance(value, (str, int, float)):
        return str(value)
    return "that the templates do not spell out"


def vpc_of(network: Network, place: Spot) -> Item | None:
    """Give the VPC of a subnet, when both are in the templates."""
    found = network.system.at(place.item.get("VpcId")) if place.item is not None else None
    return found if found is not None and found.type == VPC else None


def block_of(network: Network, place: Spot) -> IPv4Network | None:
    """Give the addresses of a subnet."""
    if place.item is None:
        return None
    return block(network, place.item.get("CidrBlock"))


def block(network: Network, value: Value) -> IPv4Network | None:
    """Give the block that a value comes to, also where it is what AWS says of a VPC or a subnet."""
    text = value if isinstance(value, str) else None
    if isinstance(value, Reference) and value.attribute in ATTRIBUTES_OF_BLOCKS:
        item = network.system.at(value)
        text = item.text("CidrBlock") if item is not None else None
    found = parsed(text)
    return found if isinstance(found, IPv4Network) else None


def same_vpc(network: Network, one: Spot, other: Spot) -> Verdict:
    """Tell whether two subnets are in one VPC."""
    if one == other:
        return YES
    if one.item is None or other.item is None:
        return UNKNOWN
    mine, theirs = one.item.get("VpcId"), other.item.get("VpcId")
    if network.key(mine) == network.key(theirs):
        return YES
    both_here = vpc_of(network, one) is not None and vpc_of(network, other) is not None
    return NO if both_here and not network.joins_networks else UNKNOWN
