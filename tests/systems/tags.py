"""Questions about tags: which resources can carry them, and which do."""

from collections.abc import Mapping

from tasktracker_cfn.authoring.schemas import tag_property
from tasktracker_cfn.model.values import Value
from tests.systems.built import Item, System, pairs


def taggable(system: System) -> list[tuple[Item, str]]:
    """Give the resources that can carry tags, each with the property that holds them."""
    found = ((item, tag_property(item.type)) for item in system.items)
    return [(item, name) for item, name in found if name is not None]


def without(system: System, key: str, value: str) -> list[str]:
    """Give the addresses of taggable resources that do not carry a tag with a value."""
    return [str(item) for item, name in taggable(system) if tags_of(item, name).get(key) != value]


def tags_of(item: Item, name: str) -> Mapping[str, Value]:
    """Give a resource's own tags, from a list of pairs or a map."""
    value = item.get(name)
    return value if isinstance(value, Mapping) else pairs(value)
