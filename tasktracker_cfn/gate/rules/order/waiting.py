"""What may be created too early: the question that the rules of this group ask."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from tasktracker_cfn.gate.rules.rule import Fault
from tasktracker_cfn.model.nest import Resource, StackPath
from tasktracker_cfn.model.substitution import mentions
from tasktracker_cfn.model.system import Item, System

Waits = Mapping[StackPath, Mapping[str, frozenset[str]]]

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


def _waits(system: System, later: Resource, earlier: Resource) -> bool:
    if later == earlier or system.order.surely_after(later, earlier):
        return True
    # What only some conditions order is no fault of the template for all that can be seen (K17).
    return _exclusive(system, later, earlier) or _perhaps_after(system, later, earlier)


def _exclusive(system: System, later: Resource, earlier: Resource) -> bool:
    """Tell whether two resources have conditions under which they may never be there together."""
    mine, theirs = _conditions(system, later), _conditions(system, earlier)
    return bool(mine - theirs) and bool(theirs - mine)


def _conditions(system: System, resource: Resource) -> set[str]:
    path = (*resource.stack, resource.logical_id)
    above = (system.nest.resource(path[:depth], path[depth]) for depth in range(len(path)))
    return {str(found.attributes["Condition"]) for found in above if found and "Condition" in found.attributes}


def _perhaps_after(system: System, later: Resource, earlier: Resource) -> bool:
    start, end = (*later.stack, later.logical_id), (*earlier.stack, earlier.logical_id)
    depth = 0
    while depth < min(len(start), len(end)) - 1 and start[depth] == end[depth]:
        depth += 1
    if start[depth] == end[depth]:
        return len(start) < len(end)
    waits = _waits_of(system)[start[:depth]]
    found: set[str] = set()
    waiting = [start[depth]]
    while waiting:
        new = waits.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting.extend(new)
    return end[depth] in found


@lru_cache(maxsize=8)
def _waits_of(system: System) -> Waits:
    """Give for each stack, by logical id, all that a resource mentions anywhere, whatever the conditions."""
    return {
        path: {name: frozenset(_mentioned(resource)) & stack.resources.keys() for name, resource in held.items()}
        for path, stack in system.nest.stacks.items()
        for held in [stack.resources]
    }


def _mentioned(resource: Resource) -> Iterator[str]:
    depends = resource.attributes.get("DependsOn", [])
    yield from map(str, depends if isinstance(depends, list) else [depends])
    yield from (mention.name for mention in mentions(resource.properties))
    yield from (mention.name for mention in mentions(resource.attributes))
