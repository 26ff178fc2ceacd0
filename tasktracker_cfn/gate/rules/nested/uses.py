"""Where the templates of a nest use intrinsic functions, as written, but for what is surely never looked at."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tasktracker_cfn.gate.rules.rule import Place
from tasktracker_cfn.model.stacks import Stack, StackPath
from tasktracker_cfn.model.substitution import Mention, direct, function
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.texts import BRANCHES

CONDITION = "Condition"
Way = tuple[str | int, ...]


class Use(NamedTuple):
    """One use of a function: in which stack, at which place, the way to it, and whether a condition guards it."""

    stack: Stack
    place: Place
    way: Way
    function: str
    argument: object
    guarded: bool
    # The resources, parameters and outputs that it names by itself.
    mentions: tuple[Mention, ...]


@lru_cache(maxsize=8)
def uses(system: System) -> tuple[Use, ...]:
    """Give every use in resources, outputs and conditions that may exist."""
    return tuple(use for start in _starts(system) for use in _within(system, start))


def files(system: System) -> dict[StackPath, Stack]:
    """Give the stacks that may exist, one for each template."""
    found: dict[str, Stack] = {}
    for stack in system.nest.stacks.values():
        if system.exists(stack) is not False:
            found.setdefault(str(stack.template.file), stack)
    return {stack.path: stack for stack in found.values()}


class _Start(NamedTuple):
    """A value as written, and where it stands."""

    stack: Stack
    place: Place
    way: Way
    value: object
    guarded: bool


def _starts(system: System) -> Iterator[_Start]:
    stacks = system.nest.stacks
    for item in system.items:
        resource, guarded = item.resource, system.exists(item) is not True
        for parts in (resource.properties, resource.attributes):
            for name, value in parts.items():
                if parts is resource.properties or name != CONDITION:
                    yield _Start(stacks[resource.stack], item, (name,), value, guarded)
    for stack in stacks.values():
        for output in stack.outputs.values():
            exists = system.exists(output)
            if exists is not False:
                for name in ("Value", "Export"):
                    yield _Start(stack, output, (name,), output.definition.get(name), exists is not True)
        for name, value in stack.conditions.items():
            yield _Start(stack, stack, ("Conditions", name), value, guarded=False)


def _within(system: System, start: _Start) -> Iterator[Use]:
    waiting = [(start.way, start.value, start.guarded)]
    while waiting:
        way, value, guarded = waiting.pop()
        if isinstance(value, list):
            waiting.extend(((*way, index), item, guarded) for index, item in enumerate(value))
        if not isinstance(value, dict):
            continue
        called = function(value)
        if called is None:
            waiting.extend(((*way, key), item, guarded) for key, item in value.items())
            continue
        name, argument = called
        yield Use(start.stack, start.place, way, name, argument, guarded, tuple(direct(name, argument)))
        if name == "Fn::If" and isinstance(argument, list) and len(argument) == BRANCHES:
            holds = system.values.holds(start.stack.path, argument[0])
            branches = (1, 2) if holds is None else (1 if holds else 2,)
            waiting.extend(((*way, name, at), argument[at], guarded or holds is None) for at in branches)
        else:
            waiting.append(((*way, name), argument, guarded))
