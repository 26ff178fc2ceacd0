"""Which resources surely exist before which, across the stacks of a nest.

Within a template CloudFormation creates a resource after everything that it mentions (Ref, GetAtt, Sub) and
everything that it depends on. A nested stack is a resource of its parent: it starts after what it mentions,
and is created when all within it are. What only one branch of a Fn::If mentions is not sure, nor is a way
that leads over a resource with a Condition.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tasktracker_cfn.model.nest import Nest, Resource, Stack, StackPath
from tasktracker_cfn.model.substitution import direct, function

# A condition, what holds when it does, and what holds when it does not.
BRANCHES = 3

Needs = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Order:
    """The order of creation in a nest."""

    nest: Nest

    def surely_after(self, later: Resource, earlier: Resource) -> bool:
        """Tell whether `later` is created after `earlier`, whatever else happens."""
        shared = _shared(later.stack, earlier.stack)
        start = (*later.stack, later.logical_id)[len(shared)]
        end = (*earlier.stack, earlier.logical_id)[len(shared)]
        if start == end:
            # A nested stack is created after all that it holds.
            return later.stack == shared != earlier.stack
        return end in self._all_needed(shared, start)

    def circle(self, stack: StackPath) -> tuple[str, ...]:
        """Give the logical ids of a stack's resources that wait for themselves; none when all is well."""
        return tuple(name for name in self.needs[stack] if name in self._all_needed(stack, name))

    @cached_property
    def needs(self) -> Mapping[StackPath, Needs]:
        """Give for each stack, by logical id, the resources that each resource waits for directly."""
        return {path: _needs(stack) for path, stack in self.nest.stacks.items()}

    def _all_needed(self, path: StackPath, start: str) -> set[str]:
        needs, resources = self.needs[path], self.nest.stacks[path].resources
        condition = resources[start].attributes.get("Condition")
        found: set[str] = set()
        waiting = [start]
        while waiting:
            for name in needs[waiting.pop()] - found:
                found.add(name)
                # A resource that may not exist makes nobody wait for what it needs.
                if resources[name].attributes.get("Condition") in (None, condition):
                    waiting.append(name)
        return found


def _shared(one: StackPath, other: StackPath) -> StackPath:
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return one[:length]


def _needs(stack: Stack) -> Needs:
    return {
        logical_id: frozenset(_mentioned(resource)) & stack.resources.keys()
        for logical_id, resource in stack.resources.items()
    }


def _mentioned(resource: Resource) -> Iterator[str]:
    depends = resource.attributes.get("DependsOn", [])
    yield from (str(name) for name in (depends if isinstance(depends, list) else [depends]))
    yield from _sure(resource.properties)
    for attribute in resource.attributes.values():
        yield from _sure(attribute)


def _sure(value: object) -> set[str]:
    """Give the names that a value mentions whichever way its conditions go."""
    if isinstance(value, list):
        return set().union(*map(_sure, value))
    if not isinstance(value, Mapping):
        return set()
    called = function(value)
    if called is None:
        return set().union(*map(_sure, value.values()))
    name, argument = called
    if name == "Fn::If" and isinstance(argument, list) and len(argument) == BRANCHES:
        return _sure(argument[1]) & _sure(argument[2])
    return {mention.name for mention in direct(name, argument)} | _sure(argument)
