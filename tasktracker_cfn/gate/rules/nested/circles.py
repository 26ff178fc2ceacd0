"""Nothing waits for itself."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.circles import groups
from tasktracker_cfn.model.stacks import SAM
from tasktracker_cfn.model.system import System


@rule(
    "no-circles",
    rows="K06",
    severity="error",
    why="CloudFormation cannot order resources, or nested stacks, that wait for one another.",
    remedy="Cut one of the references: put rules of security groups, policies and attachments that point both ways "
    "into resources of their own, in the stack that comes last.",
    source="https://repost.aws/knowledge-center/cloudformation-circular-dependency-errors",
)
def no_circles(system: System) -> Iterator[Fault]:
    """No resource and no nested stack waits for itself."""
    for path, needs in system.order.needs.items():
        items = {item.resource.logical_id: item for item in system.items if item.resource.stack == path}
        for group in groups(needs):
            if len(group) == 1 and group[0] not in needs[group[0]]:
                continue
            circle = _shortest(needs, group)
            where = items.get(circle[0])
            # SAM makes several of one resource, and only some of these need what it refers to.
            expanded = any(name in items and items[name].type.startswith(SAM) for name in group)
            if where is not None and not expanded:
                way = " → ".join((*circle, circle[0]))
                yield Fault(where, f"waits for itself: {way}")


def _shortest(needs: Mapping[str, frozenset[str]], group: tuple[str, ...]) -> tuple[str, ...]:
    """Give a shortest way from the first of a group back to it."""
    start = min(group)
    inside = set(group)
    before: dict[str, str] = {}
    waiting = [start]
    while waiting:
        following = []
        for name in waiting:
            for target in sorted(needs[name] & inside):
                if target == start:
                    way = [name]
                    while way[-1] != start:
                        way.append(before[way[-1]])
                    return tuple(reversed(way))
                if target not in before:
                    before[target] = name
                    following.append(target)
        waiting = following
    return (start,)
