"""Which resources surely exist before which, across the stacks of a nest.

Within a template CloudFormation creates a resource after everything that it mentions (Ref, GetAtt, Sub) and
everything that it depends on. A nested stack is a resource of its parent: it starts after what it mentions,
and is created when all within it are. Where a condition is not known, what only one branch of its Fn::If
mentions is not sure, nor is a way that leads over a resource with that Condition; but whoever asks about two
resources takes for granted that they are there.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TypeAlias

from tasktracker_cfn.model.circles import in_circles
from tasktracker_cfn.model.nest import Nest, Resource, Stack, StackPath
from tasktracker_cfn.model.substitution import direct, function
from tasktracker_cfn.model.texts import BRANCHES

Needs = Mapping[str, frozenset[str]]
# Whether a condition of a stack holds, by its name; None when it is not known.
Holds: TypeAlias = Callable[[StackPath, object], bool | None]


def _not_known(_stack: StackPath, _condition: object) -> None:
    return None


@dataclass(frozen=True)
class Order:
    """The order of creation in a nest, as far as `holds` knows its conditions."""

    nest: Nest
    holds: Holds = field(default=_not_known, compare=False, repr=False)

    def surely_after(self, later: Resource, earlier: Resource) -> bool:
        """Tell whether `later` is created after `earlier`, whatever else happens."""
        shared = _shared(later.stack, earlier.stack)
        start = (*later.stack, later.logical_id)[len(shared)]
        end = (*earlier.stack, earlier.logical_id)[len(shared)]
        if start == end:
            # A nested stack is created after all that it holds.
            return later.stack == shared != earlier.stack
        return end in self._all_needed(shared, start, self._assumed(shared, start, end))

    def circle(self, stack: StackPath) -> tuple[str, ...]:
        """Give the logical ids of a stack's resources that wait for themselves; none when all is well."""
        found = in_circles(self.needs[stack])
        return tuple(name for name in self.needs[stack] if name in found)

    @cached_property
    def needs(self) -> Mapping[StackPath, Needs]:
        """Give for each stack, by logical id, the resources that each resource waits for directly."""
        return {path: _needs(stack, partial(self.holds, path)) for path, stack in self.nest.stacks.items()}

    def _assumed(self, path: StackPath, *names: str) -> frozenset[str]:
        """Give the conditions that must hold where these resources are there at all."""
        resources = self.nest.stacks[path].resources
        conditions = (resources[name].attributes.get("Condition") for name in names)
        return frozenset(name for name in conditions if isinstance(name, str) and self.holds(path, name) is None)

    @cached_property
    def _found(self) -> dict[tuple[StackPath, str, frozenset[str]], set[str]]:
        return {}

    @cached_property
    def _assuming(self) -> dict[tuple[StackPath, frozenset[str]], Needs]:
        return {}

    def _all_needed(self, path: StackPath, start: str, assumed: frozenset[str]) -> set[str]:
        if (path, start, assumed) not in self._found:
            self._found[path, start, assumed] = self._search(path, start, assumed)
        return self._found[path, start, assumed]

    def _search(self, path: StackPath, start: str, assumed: frozenset[str]) -> set[str]:
        def holds(condition: object) -> bool | None:
            return True if isinstance(condition, str) and condition in assumed else self.holds(path, condition)

        resources = self.nest.stacks[path].resources
        if assumed and (path, assumed) not in self._assuming:
            self._assuming[path, assumed] = _needs(self.nest.stacks[path], holds)
        needs = self._assuming[path, assumed] if assumed else self.needs[path]
        found: set[str] = set()
        waiting = [start]
        while waiting:
            for name in needs[waiting.pop()] - found:
                found.add(name)
                # A resource that may not exist makes nobody wait for what it needs.
                own = resources[name].attributes.get("Condition")
                if own is None or holds(own) is True:
                    waiting.append(name)
        return found


def _shared(one: StackPath, other: StackPath) -> StackPath:
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return one[:length]


def _needs(stack: Stack, holds: Callable[[object], bool | None]) -> Needs:
    return {
        logical_id: frozenset(_mentioned(resource, holds)) & stack.resources.keys()
        for logical_id, resource in stack.resources.items()
    }


def _mentioned(resource: Resource, holds: Callable[[object], bool | None]) -> Iterator[str]:
    depends = resource.attributes.get("DependsOn", [])
    yield from (str(name) for name in (depends if isinstance(depends, list) else [depends]))
    yield from _sure(resource.properties, holds)
    for attribute in resource.attributes.values():
        yield from _sure(attribute, holds)


def _sure(value: object, holds: Callable[[object], bool | None]) -> set[str]:
    """Give the names that a value mentions whichever way the conditions go that are not known."""
    if isinstance(value, list):
        return set().union(*(_sure(item, holds) for item in value))
    if not isinstance(value, dict):
        return set()
    called = function(value)
    if called is None:
        return set().union(*(_sure(item, holds) for item in value.values()))
    name, argument = called
    if name == "Fn::If" and isinstance(argument, list) and len(argument) == BRANCHES:
        known = holds(argument[0])
        if known is not None:
            return _sure(argument[1] if known else argument[2], holds)
        return _sure(argument[1], holds) & _sure(argument[2], holds)
    return {mention.name for mention in direct(name, argument)} | _sure(argument, holds)
