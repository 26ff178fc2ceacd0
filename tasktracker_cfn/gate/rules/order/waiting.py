"""What may be created too early: the question that the rules of this group ask."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial

from tasktracker_cfn.gate.rules.rule import Fault
from tasktracker_cfn.model.forwarding import TARGET_GROUP, forwarding
from tasktracker_cfn.model.nest import Resource, StackPath
from tasktracker_cfn.model.presence import conditions_on
from tasktracker_cfn.model.substitution import direct, function
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.texts import BRANCHES

Waits = Mapping[StackPath, Mapping[str, frozenset[str]]]
Holds = Callable[[object], bool | None]

DEPENDS_ON = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html"
WAIT = "Let it depend on that; across stacks, let its nested stack depend on the other or read an output of it."


def too_early(system: System, later: Item, earlier: Iterable[Item], what: str, *path: str | int) -> Iterator[Fault]:
    """Give a fault when another resource may be created before some resources, in words what these are."""
    found = unordered(system, later, earlier)
    if found:
        yield Fault(later, f"is not surely created after {what}: {', '.join(map(str, found))}", *path)


def unordered(system: System, later: Item, earlier: Iterable[Item]) -> tuple[Item, ...]:
    """Give those of some resources for which another surely does not wait."""
    return tuple(item for item in dict.fromkeys(earlier) if not _waits(system, later.resource, item.resource))


def none_first(system: System, later: Item, group: Value) -> tuple[Item, ...]:
    """Give what forwards to a target group, unless one of them is there before another resource: one is enough."""
    target = system.at(group)
    found = tuple(forwarding(system, target)) if target is not None and target.type == TARGET_GROUP else ()
    return found if len(unordered(system, later, found)) == len(found) else ()


def _waits(system: System, later: Resource, earlier: Resource) -> bool:
    if later == earlier or system.order.surely_after(later, earlier):
        return True
    # What some values of a parameter that is not known put in order is no sure fault (K17).
    return _exclusive(system, later, earlier) or _perhaps_after(system, later, earlier)


def _exclusive(system: System, later: Resource, earlier: Resource) -> bool:
    """Tell whether two resources have conditions under which they may never be there together."""
    mine, theirs = _conditions(system, later), _conditions(system, earlier)
    return bool(mine - theirs) and bool(theirs - mine)


def _conditions(system: System, resource: Resource) -> set[tuple[StackPath, str]]:
    """Give the conditions on a resource and the stacks around it that are not known to hold."""
    return {(path, name) for path, name in conditions_on(system, resource) if not system.values.holds(path, name)}


def _perhaps_after(system: System, later: Resource, earlier: Resource) -> bool:
    start, end = (*later.stack, later.logical_id), (*earlier.stack, earlier.logical_id)
    depth = 0
    while depth < min(len(start), len(end)) - 1 and start[depth] == end[depth]:
        depth += 1
    if start[depth] == end[depth]:
        return len(start) < len(end)
    return end[depth] in _all_waited_for(system, start[:depth], start[depth])


@lru_cache(maxsize=1024)
def _all_waited_for(system: System, stack: StackPath, name: str) -> frozenset[str]:
    """Give all that a resource of a stack may wait for, by way of others too."""
    waits = _waits_of(system)[stack]
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = waits.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting.extend(new)
    return frozenset(found)


@lru_cache(maxsize=8)
def _waits_of(system: System) -> Waits:
    """Give for each stack, by logical id, all that a resource that may be there may wait for."""
    return {
        path: {
            name: frozenset(_mentioned(resource, partial(system.values.holds, path))) & stack.resources.keys()
            for name, resource in stack.resources.items()
            if system.exists(resource) is not False
        }
        for path, stack in system.nest.stacks.items()
    }


def _mentioned(resource: Resource, holds: Holds) -> Iterator[str]:
    depends = resource.attributes.get("DependsOn", [])
    yield from map(str, depends if isinstance(depends, list) else [depends])
    yield from _named(resource.properties, holds)
    yield from _named(resource.attributes, holds)


def _named(value: object, holds: Holds) -> Iterator[str]:
    """Give the names that a value may mention, whichever way the conditions go that are not known."""
    if isinstance(value, list):
        for item in value:
            yield from _named(item, holds)
    elif isinstance(value, Mapping):
        called = function(value)
        if called is None:
            yield from _named(list(value.values()), holds)
            return
        name, argument = called
        yield from (mention.name for mention in direct(name, argument))
        if name == "Fn::If" and isinstance(argument, list) and len(argument) == BRANCHES:
            condition, *branches = argument
            known = holds(condition)
            yield from _named(branches if known is None else branches[not known], holds)
        else:
            yield from _named(argument, holds)
