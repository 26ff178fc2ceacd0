"""What parents hand over to the stacks that they nest, and which parameters feed which."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from tasktracker_cfn.model.stacks import Parameter, Stack
from tasktracker_cfn.model.substitution import mentions
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System


class Wire(NamedTuple):
    """A value that a nested stack hands over, by name; `parameter` is None where the child has none of it."""

    item: Item
    child: Stack
    name: str
    value: Value
    parameter: Parameter | None


@lru_cache(maxsize=8)
def nested(system: System) -> tuple[tuple[Item, Stack, Mapping[str, Value] | None], ...]:
    """Give the nested stacks that were read, each with what it is handed; None where that is not known."""
    found = []
    for item in system.items:
        stack = system.nest.stacks[item.resource.stack]
        path = stack.children.get(item.resource.logical_id)
        if path is not None:
            handed = item.properties.get("Parameters")
            known = handed if isinstance(handed, Mapping) else ({} if handed is None else None)
            found.append((item, system.nest.stacks[path], known))
    return tuple(found)


@lru_cache(maxsize=8)
def wires(system: System) -> tuple[Wire, ...]:
    """Give all values that are handed over."""
    return tuple(
        Wire(item, child, name, value, child.parameters.get(name))
        for item, child, handed in nested(system)
        for name, value in (handed or {}).items()
    )


@lru_cache(maxsize=16)
def fed_by(system: System, sources: frozenset[Parameter]) -> frozenset[Parameter]:
    """Give some parameters and all that they are handed on to, as it is written."""
    found = set(sources)
    # Parents come before their children.
    for stack in system.nest.stacks.values():
        names = {parameter.name for parameter in found if parameter.stack == stack.path}
        for logical_id, path in stack.children.items() if names else ():
            handed = stack.resources[logical_id].properties.get("Parameters")
            child = system.nest.stacks[path]
            for name, written in handed.items() if isinstance(handed, Mapping) else ():
                if name in child.parameters and any(m.attribute is None and m.name in names for m in mentions(written)):
                    found.add(child.parameters[name])
    return frozenset(found)


def takes(stack: Stack, written: object, parameters: frozenset[Parameter]) -> Parameter | None:
    """Give the first of some parameters that a written value of a stack mentions."""
    own = {parameter.name: parameter for parameter in parameters if parameter.stack == stack.path}
    return next((own[m.name] for m in mentions(written) if m.attribute is None and m.name in own), None)
