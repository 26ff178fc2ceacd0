"""What goes on using something else after it stays: a network, which then cannot be deleted, or a key, which can.

AWS deletes no network below what is in it. A key it deletes, and what was encrypted with it can never be read again.

It is found by what the deployed templates refer to, from stack to stack by the values that these were given.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.tree import Node, Tree

Specs = Mapping[str, Mapping[str, object]]
# What something else may be in, or have.
PINNED = frozenset(
    {
        "AWS::DocDB::DBSubnetGroup",
        "AWS::EC2::SecurityGroup",
        "AWS::EC2::Subnet",
        "AWS::EC2::VPC",
        "AWS::ElastiCache::SubnetGroup",
        "AWS::Neptune::DBSubnetGroup",
        "AWS::RDS::DBSubnetGroup",
    }
)
# A group of subnets alone has no network interface in them, and a rule goes with its group.
HARMLESS = frozenset(
    {
        "AWS::DocDB::DBSubnetGroup",
        "AWS::EC2::SecurityGroupEgress",
        "AWS::EC2::SecurityGroupIngress",
        "AWS::ElastiCache::SubnetGroup",
        "AWS::Neptune::DBSubnetGroup",
        "AWS::RDS::DBSubnetGroup",
    }
)


class Pin(NamedTuple):
    """A resource that is kept, and what it keeps from being deleted, by their addresses."""

    keeper: str
    held: tuple[str, ...]


def pins(tree: Tree, specs: Mapping[tuple[str, ...], Specs], kept: Collection[str]) -> tuple[Pin, ...]:
    """Give what is held by resources that are kept; what is kept itself is not among what is held."""
    network = _Network(tree, specs)
    found = (Pin(keeper, network.held(keeper, kept)) for keeper in network.types if keeper in kept)
    return tuple(pin for pin in found if pin.held)


def users(tree: Tree, specs: Mapping[tuple[str, ...], Specs], address: str) -> tuple[str, ...]:
    """Give the addresses of what uses a resource."""
    return _Network(tree, specs).users(address)


class _Network:
    """Who uses whom."""

    def __init__(self, tree: Tree, specs: Mapping[tuple[str, ...], Specs]) -> None:
        self._uses: dict[str, tuple[str, ...]] = {}
        self.types: dict[str, str] = {}
        places: dict[str, str] = {}
        for node in tree.nodes:
            for resource in node.things:
                address = node.address(resource.logical_id)
                self.types[address] = resource.type
                spec = specs.get(node.path, {}).get(resource.logical_id, {})
                self._uses[address] = tuple(_named(tree, node, spec.get("Properties")))
                if resource.physical_id:
                    places[resource.physical_id] = address
        self._places = places

    def users(self, address: str) -> tuple[str, ...]:
        """Give what uses a resource, by its id or its ARN."""
        return tuple(user for user in self.types if any(self._place(name) == address for name in self._uses[user]))

    def _place(self, name: str) -> str | None:
        return self._places.get(name) or self._places.get(name.rpartition("/")[2])

    def held(self, keeper: str, kept: Collection[str]) -> tuple[str, ...]:
        """Give what cannot go while a resource is there, in the order in which AWS lists it."""
        if self.types[keeper] in HARMLESS:
            return ()
        found: set[str] = set()
        waiting = [keeper]
        while waiting:
            near = {self._places[name] for name in self._uses[waiting.pop()] if name in self._places}
            new = {address for address in near if self.types[address] in PINNED} - found - {keeper}
            found |= new
            waiting.extend(new)
        return tuple(address for address in self.types if address in found and address not in kept)


def _named(tree: Tree, node: Node, value: object) -> Iterator[str]:
    """Give the physical ids that a value comes to, and other texts, which do no harm."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _named(tree, node, item)
    elif isinstance(value, Mapping):
        name, attribute = _reference(value)
        yield from _resolved(tree, node, name, attribute)
        for item in value.values():
            yield from _named(tree, node, item)


def _reference(value: Mapping[object, object]) -> tuple[str, str]:
    """Give what an expression refers to, and the attribute; empty where it refers to nothing."""
    if "Ref" in value:
        return str(value["Ref"]), ""
    wanted = value.get("Fn::GetAtt")
    if isinstance(wanted, str):
        name, _, attribute = wanted.partition(".")
        return name, attribute
    if isinstance(wanted, list) and wanted:
        return str(wanted[0]), ".".join(map(str, wanted[1:]))
    return "", ""


def _resolved(tree: Tree, node: Node, name: str, attribute: str) -> Iterator[str]:
    if name in node.stack.parameters:
        # A list came as one text.
        yield from node.stack.parameters[name].split(",")
    child = tree.node((*node.path, name)) if name else None
    output = child.stack.outputs.get(attribute.removeprefix("Outputs.")) if child else None
    if output is not None:
        yield from output.value.split(",")
    yield from (
        resource.physical_id for resource in node.things if resource.logical_id == name and resource.physical_id
    )
