"""Between what connections are: things of the templates, the internet, other addresses, and AWS's services by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network

from tasktracker_cfn.model import texts
from tasktracker_cfn.model.reach.addresses import INTERNET
from tasktracker_cfn.model.reach.answer import NO, Verdict
from tasktracker_cfn.model.reach.groups import Group, group, group_of_vpc
from tasktracker_cfn.model.reach.layouts import (
    DB_CLUSTER,
    DB_INSTANCE,
    ENDPOINT,
    FUNCTION,
    LAYOUTS,
    LOAD_BALANCER,
    ROTATION,
    Layout,
    Path,
)
from tasktracker_cfn.model.reach.network import SUBNET, Network
from tasktracker_cfn.model.reach.public import has_public_address
from tasktracker_cfn.model.reach.subnets import Spot, spot, vpc_of
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item


@dataclass(frozen=True)
class Place:
    """Where connections start or end."""

    name: str
    item: Item | None = None
    # Where in the VPCs of the templates it may be; none of what is in no VPC.
    spots: tuple[Spot, ...] = ()
    # What it wears; None of what no security group is about.
    groups: tuple[Group, ...] | None = None
    public: Verdict = NO
    # The addresses of what is outside: all of the internet, or a network elsewhere.
    block: IPv4Network | None = None
    # The name of a service of AWS, as its endpoints have it.
    service: str | None = None

    def __str__(self) -> str:
        """Give its address or its name."""
        return self.name


THE_INTERNET = Place("the internet", block=INTERNET)


def addresses(block: IPv4Network) -> Place:
    """Give the place that some addresses are, which nothing of the templates has."""
    return THE_INTERNET if block == INTERNET else Place(str(block), block=block)


def service(name: str) -> Place:
    """Give a service of AWS by the last part of its endpoint's name."""
    return Place(name, service=name)


def place(network: Network, item: Item) -> Place | None:
    """Give the place that a resource is; None of what nothing connects to or from."""
    if item.type == SUBNET:
        return Place(str(item), item, (Spot(str(item), item),))
    layout = LAYOUTS.get(item.type)
    if layout is None or not _is_one(item):
        return None
    owner = _owner(network, item)
    layout = LAYOUTS[owner.type]
    spots = _spots(network, owner, layout)
    if item.type == FUNCTION and item.get("VpcConfig") is None:
        # It runs in a network of AWS, from where it reaches the internet and nothing private.
        return Place(str(item), item)
    spots = spots or (Spot(f"the subnets of {owner}"),)
    return Place(
        str(item), item, spots, _groups(network, owner, layout, spots), has_public_address(network, item, spots)
    )


@lru_cache(maxsize=8)
def places(network: Network) -> tuple[Place, ...]:
    """Give everything in the templates that connections are between."""
    found = (place(network, item) for item in network.system.of(*LAYOUTS))
    return tuple(one for one in found if one is not None)


def _is_one(item: Item) -> bool:
    if item.type == ENDPOINT:
        return item.text("VpcEndpointType") == "Interface"
    # A schedule with a function of somebody else's is no place.
    return item.type != ROTATION or isinstance(item.get("HostedRotationLambda"), Mapping)


def _owner(network: Network, item: Item) -> Item:
    """Give the resource that says where a database is: the cluster of a member, the source of a replica."""
    if item.type != DB_INSTANCE:
        return item
    cluster = network.system.at(item.get("DBClusterIdentifier"))
    if cluster is not None and cluster.type == DB_CLUSTER:
        return cluster
    return item


def _spots(network: Network, item: Item, layout: Layout) -> tuple[Spot, ...]:
    named = [value for path in layout.subnets for value in _named(network, item, path)]
    if layout.through is not None:
        by, within = layout.through
        holder = network.system.at(item.get(by)) or network.system.at(_source(network, item, by))
        if holder is None:
            return ()
        named += _named(network, holder, (within,))
    return tuple(dict.fromkeys(spot(network, value) for value in named))


def _source(network: Network, item: Item, key: str) -> Value:
    """Give what a replica takes over from the instance that it copies."""
    source = network.system.at(item.get("SourceDBInstanceIdentifier"))
    return source.get(key) if source is not None and item.get(key) is None else None


def _groups(network: Network, item: Item, layout: Layout, spots: tuple[Spot, ...]) -> tuple[Group, ...] | None:
    named = [value for path in layout.groups for value in _named(network, item, path)]
    if named:
        return tuple(dict.fromkeys(group(network, value) for value in named))
    if not layout.has_default_group or (item.type == LOAD_BALANCER and item.text("Type") in {"network", "gateway"}):
        return None
    vpc = vpc_of(network, spots[0])
    # Secrets Manager does not say what its functions wear when nothing is named.
    if vpc is not None and item.type != ROTATION:
        return (group_of_vpc(network, vpc),)
    return (Group(f"(of {item})", f"the default security group around {item}"),)


def _named(network: Network, item: Item, path: Path) -> list[Value]:
    return [value for found in _reached(item.properties, path) for value in _separate(network, found)]


def _reached(value: Value, path: Path) -> Iterator[Value]:
    """Give what a path leads to, through lists as well; a symbol on the way stands for all that would be below it."""
    if isinstance(value, tuple):
        for entry in value:
            yield from _reached(entry, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping):
        key = path[0]
        if isinstance(key, str) and value.get(key) is not None:
            yield from _reached(value[key], path[1:])
    elif value is not None and not isinstance(value, (str, int, float)):
        yield value


def _separate(network: Network, value: Value) -> tuple[Value, ...]:
    """Give the items of a text that is a list with commas."""
    if not isinstance(value, (str, Text)):
        return (value,)
    found = texts.split(",", value, network.system.values.is_whole)
    return (
        tuple(part.strip() if isinstance(part, str) else part for part in found)
        if isinstance(found, tuple)
        else (value,)
    )
