"""A built system, read back: its resources with resolved properties, and what points to what.

A question that the templates do not answer plainly (a list that is none, a text that only a deployment will know)
is an UnclearError, so that nobody takes silence for consent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tasktracker_cfn.errors import UnclearError
from tasktracker_cfn.model import known
from tasktracker_cfn.model.nest import Nest, Output, Resource, Stack, StackPath, load
from tasktracker_cfn.model.order import Order
from tasktracker_cfn.model.values import Reference, Text, Value, Values

ATTACHMENT = "AWS::SecretsManager::SecretTargetAttachment"


@dataclass(frozen=True)
class Item:
    """A resource and its resolved properties; two are the same when the resource is."""

    resource: Resource
    properties: Mapping[str, Value] = field(compare=False, repr=False)

    @property
    def type(self) -> str:
        """Give the resource's type."""
        return self.resource.type

    def get(self, *path: str | int) -> Value:
        """Follow keys and indices into the properties; what is not there is None."""
        return follow(self.properties, *path)

    def entries(self, *path: str | int) -> tuple[Mapping[str, Value], ...]:
        """Give the mappings of a list in the properties."""
        return entries(self.get(*path))

    def text(self, *path: str | int) -> str | None:
        """Give a literal text of the properties; None when it is not known."""
        return known.known_text(self.get(*path))

    def number(self, *path: str | int) -> float | None:
        """Give a number of the properties; None when it is not known."""
        return known.known_number(self.get(*path))

    def flag(self, *path: str | int) -> bool | None:
        """Give a boolean of the properties; None when it is not known."""
        return known.known_flag(self.get(*path))

    def listed(self, *path: str | int) -> tuple[Value, ...]:
        """Give the items of a list of the properties, none when there is no such property."""
        return known.known_items(self.get(*path))

    def mappings(self, *path: str | int) -> tuple[Mapping[str, Value], ...]:
        """Give the mappings in a list of the properties, whatever else is in it."""
        return known.known_mappings(self.get(*path))

    def pairs(self, *path: str | int) -> Mapping[str, Value]:
        """Give a list of Key and Value in the properties (tags, attributes) as a mapping."""
        return known.known_pairs(self.get(*path))

    def __str__(self) -> str:
        """Give the address that an assertion shows."""
        return "/".join((*self.resource.stack, self.resource.logical_id))


# By identity: what has been worked out about one is about what its files said when they were read.
@dataclass(frozen=True, eq=False)
class System:
    """One environment of one system, as it was built."""

    folder: Path
    # Values of root parameters over their defaults, as a deployment gives them.
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    # The root template, in the folder.
    file: str = "root.yaml"
    # Where it is deployed, as far as conditions and mappings ask for it.
    region: str | None = None

    @cached_property
    def nest(self) -> Nest:
        """Give the templates."""
        return load(self.folder / self.file)

    @cached_property
    def values(self) -> Values:
        """Give what values come to with the defaults of the root's parameters, where nothing else is given."""
        return Values(self.nest, self.given, self.region)

    @cached_property
    def order(self) -> Order:
        """Give the order of creation."""
        return Order(self.nest, self.values.holds)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Give every resource of every stack, but for those that surely will not exist."""
        return tuple(
            Item(resource, self.values.properties(resource))
            for resource in self.nest.resources
            if self.exists(resource) is not False
        )

    def exists(self, thing: Item | Resource | Output | Stack) -> bool | None:
        """Tell whether a resource, an output or a stack will be there; None when a condition on it is not known."""
        if isinstance(thing, Item):
            return self.exists(thing.resource)
        if isinstance(thing, Stack):
            return self._stacks[thing.path]
        conditions = thing.definition if isinstance(thing, Output) else thing.attributes
        own = "Condition" not in conditions or self.values.holds(thing.stack, conditions["Condition"])
        around = self._stacks[thing.stack]
        if own is False or around is False:
            return False
        return True if own and around else None

    @cached_property
    def _stacks(self) -> dict[StackPath, bool | None]:
        """Give which stacks will be there, those around another before it."""
        found: dict[StackPath, bool | None] = {(): True}
        for stack in self.nest.stacks.values():
            for logical_id, path in stack.children.items():
                condition = stack.resources[logical_id].attributes.get("Condition")
                own = condition is None or self.values.holds(stack.path, condition)
                around = found[stack.path]
                found[path] = False if own is False or around is False else (True if own and around else None)
        return found

    def of(self, *types: str) -> tuple[Item, ...]:
        """Give the resources of some types."""
        if types not in self._of:
            found = [item for name in dict.fromkeys(types) for item in self._by_type.get(name, ())]
            self._of[types] = tuple(found if len(types) == 1 else sorted(found, key=self._places.__getitem__))
        return self._of[types]

    @cached_property
    def _of(self) -> dict[tuple[str, ...], tuple[Item, ...]]:
        return {}

    @cached_property
    def _places(self) -> Mapping[Item, int]:
        return {item: place for place, item in enumerate(self.items)}

    @cached_property
    def _by_type(self) -> Mapping[str, tuple[Item, ...]]:
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.type, []).append(item)
        return {name: tuple(items) for name, items in found.items()}

    def one(self, kind: str) -> Item:
        """Give the only resource of a type.

        :raises UnclearError: when there is none, or another one
        """
        found = self.of(kind)
        _sure(f"{len(found)} of {kind}: {', '.join(map(str, found))}", holds=len(found) == 1)
        return found[0]

    def at(self, value: Value) -> Item | None:
        """Give the resource that a value refers to, by whatever attribute; the secret for its attachment."""
        item = self._named(value)
        # One step only: what attaches an attachment, or itself, leads to no secret.
        return self._named(item.get("SecretId")) if item is not None and item.type == ATTACHMENT else item

    def _named(self, value: Value) -> Item | None:
        return self._by_address.get((value.stack, value.logical_id)) if isinstance(value, Reference) else None

    @cached_property
    def _by_address(self) -> dict[tuple[tuple[str, ...], str], Item]:
        return {(item.resource.stack, item.resource.logical_id): item for item in self.items}

    def all_at(self, values: Value) -> tuple[Item, ...]:
        """Give the resources that a list refers to; every item of it must be one.

        :raises UnclearError: when one is not, or when there is none
        """
        found = tuple(self.at(value) for value in listed(values))
        _sure(f"no list of references: {values}", holds=bool(found))
        _sure(f"not all of this refers to resources: {values}", holds=None not in found)
        return tuple(item for item in found if item is not None)

    def output(self, name: str) -> Value:
        """Give what an output of the root comes to.

        :raises UnclearError: when the root has no such output
        """
        _sure(f"the root has no output {name}", holds=name in self.nest.root.outputs)
        return self.values.resolve((), self.nest.root.outputs[name].value)


def siblings(system: System) -> list[System]:
    """Give the other environments of a system, which lie beside it."""
    others = (folder for folder in sorted(system.folder.parent.iterdir()) if folder != system.folder)
    return [System(folder, file=system.file, region=system.region) for folder in others]


def follow(value: Value, *path: str | int) -> Value:
    """Follow keys and indices into a value; what is not there is None."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def listed(value: Value) -> tuple[Value, ...]:
    """Give the items of a list, or a single value as a list of one; none for None."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def entries(value: Value) -> tuple[Mapping[str, Value], ...]:
    """Give the mappings of a list of mappings.

    :raises UnclearError: when it holds anything else
    """
    found = tuple(item for item in listed(value) if isinstance(item, Mapping))
    _sure(f"no list of mappings: {value}", holds=len(found) == len(listed(value)))
    return found


def number(value: Value) -> float:
    """Give a number, also where the template writes it as a text.

    :raises UnclearError: when it is none
    """
    message = f"no number: {value}"
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise UnclearError(message)
    try:
        return float(value)
    except ValueError:
        raise UnclearError(message) from None


def text(value: Value) -> str:
    """Give a text that is fixed in the templates.

    :raises UnclearError: when it is none, or not fixed
    """
    if isinstance(value, str):
        return value
    message = f"no literal text: {value}"
    raise UnclearError(message)


def true(value: Value) -> bool:
    """Tell whether a property is switched on, in either spelling."""
    return value is True or value == "true"


def pairs(value: Value, key: str = "Key", content: str = "Value") -> dict[str, Value]:
    """Give a list of key and value pairs (tags, attributes, dimensions) as a mapping.

    :raises UnclearError: when it is no such list, or has a key twice
    """
    found = [(text(entry.get(key)), entry.get(content)) for entry in entries(value)]
    _sure(f"a key stands here twice: {value}", holds=len(dict(found)) == len(found))
    return dict(found)


def references(value: Value) -> list[Reference]:
    """Give the references in a list, or in a text that is a list with commas."""
    if isinstance(value, Text):
        return [part for part in value.parts if isinstance(part, Reference)]
    return [item for item in listed(value) if isinstance(item, Reference)]


def _sure(message: str, *, holds: bool) -> None:
    if not holds:
        raise UnclearError(message)
