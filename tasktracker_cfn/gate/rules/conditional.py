"""Which resources exist together, as far as the conditions on them and on their stacks show it."""

from tasktracker_cfn.model.system import Item, System


def together(system: System, one: Item, other: Item) -> bool:
    """Tell whether two resources surely exist whenever one of them does."""
    if system.exists(one) and system.exists(other):
        return True
    return _conditions(system, one) == _conditions(system, other)


def _conditions(system: System, item: Item) -> frozenset[tuple[tuple[str, ...], str]]:
    """Give the conditions that decide whether a resource exists: its own, and those of the stacks around it."""
    path = (*item.resource.stack, item.resource.logical_id)
    found = set()
    for length in range(len(path)):
        resource = system.nest.resource(path[:length], path[length])
        condition = resource.attributes.get("Condition") if resource else None
        if condition is not None:
            found.add((path[:length], str(condition)))
    return frozenset(found)
