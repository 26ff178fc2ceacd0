"""Which resources are there together, as far as the conditions on them and on their stacks show it."""

from tasktracker_cfn.model.nest import Resource, StackPath
from tasktracker_cfn.model.system import Item, System

Conditions = frozenset[tuple[StackPath, str]]


def conditions_on(system: System, resource: Resource) -> Conditions:
    """Give the conditions that decide whether a resource is there: its own, and those of the stacks around it."""
    found = set()
    around: Resource | None = resource
    while around is not None:
        condition = around.attributes.get("Condition")
        if condition is not None:
            found.add((around.stack, str(condition)))
        around = system.nest.resource(around.stack[:-1], around.stack[-1]) if around.stack else None
    return frozenset(found)


def is_there_with(system: System, item: Item, *others: Item) -> bool:
    """Tell whether a resource is surely there when others are: not when it has a Condition that they lack."""
    if system.exists(item):
        return True
    given = frozenset[tuple[StackPath, str]]().union(*(conditions_on(system, other.resource) for other in others))
    return conditions_on(system, item.resource) <= given


def together(system: System, one: Item, other: Item) -> bool:
    """Tell whether two resources surely exist whenever one of them does."""
    return is_there_with(system, one, other) and is_there_with(system, other, one)
