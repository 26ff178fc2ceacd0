"""Questions about two environments of one system: what one has that the other has not, and what is otherwise."""

import re
from collections.abc import Iterator, Mapping

from tasktracker_cfn.model.values import Value
from tests.systems.built import System

ENVIRONMENT = re.compile(r"\b(dev|staging|production)\b")
# The version of a function at the edge is named by what it holds, which is the environment's domain among others.
VERSION = re.compile(r"(SecurityHeadersVersion)[0-9a-f]{12}")
NUMBER = re.compile(r"\d+(\.\d+)?")
Leaves = dict[str, Value]


def resources(system: System) -> dict[str, str]:
    """Give the type of every resource, by stack and logical id."""
    return {_same(str(item)): item.type for item in system.items}


def only_in(one: System, other: System) -> set[str]:
    """Give the resources of one environment that another has not."""
    return resources(one).keys() - resources(other).keys()


def otherwise(one: System, other: System) -> dict[str, tuple[Value, Value]]:
    """Give what is otherwise in the resources that both have, but for their names, by resource and path."""
    mine, theirs = _leaves(one), _leaves(other)
    shared = resources(one).keys() & resources(other).keys()
    return {
        place: (mine.get(place), theirs.get(place))
        for place in mine | theirs
        if place.split(".")[0] in shared and _same(repr(mine.get(place))) != _same(repr(theirs.get(place)))
    }


def around(system: System) -> str:
    """Give the parameters and outputs of the root but for names."""
    stack = system.nest.root
    parameters = {name: parameter.definition for name, parameter in stack.parameters.items()}
    outputs = {name: output.definition for name, output in stack.outputs.items()}
    return _same(repr((parameters, outputs)))


def without_numbers(value: Value) -> str:
    """Give a text with every number left out."""
    return NUMBER.sub("#", _same(repr(value)))


def _same(text: str) -> str:
    return VERSION.sub(r"\1", ENVIRONMENT.sub("<environment>", text))


def _leaves(system: System) -> Leaves:
    found: Leaves = {}
    for item in system.items:
        attributes = system.values.resolve(item.resource.stack, item.resource.attributes)
        for part in (item.properties, attributes):
            found |= {_same(".".join((str(item), *path))): value for path, value in _walk(part)}
    return found


def _walk(value: Value) -> Iterator[tuple[tuple[str, ...], Value]]:
    """Give every value in a value that is none of mappings and lists, with its path."""
    if isinstance(value, Mapping):
        entries: Iterator[tuple[object, Value]] = iter(value.items())
    elif isinstance(value, tuple):
        entries = enumerate(value)
    else:
        yield (), value
        return
    for key, item in entries:
        for path, leaf in _walk(item):
            yield (str(key), *path), leaf
