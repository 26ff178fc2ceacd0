"""The texts with symbols in the properties of a nest's resources, looked for once."""

from functools import lru_cache

from tasktracker_cfn.model.inside import all_texts
from tasktracker_cfn.model.symbols import Text
from tasktracker_cfn.model.system import Item, System


@lru_cache(maxsize=8)
def texts_of(system: System) -> tuple[tuple[Item, str, Text], ...]:
    """Give every text with symbols: the resource, the property that it is somewhere in, and the text."""
    return tuple(
        (item, name, text)
        for item in system.items
        for name, value in item.properties.items()
        for text in all_texts(value)
    )
