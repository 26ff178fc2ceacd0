"""How long a deployment takes, as a whole and thing by thing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from tasktracker_cfn.insight.duration.longest import ends, way_to
from tasktracker_cfn.insight.duration.readings import AS_OF
from tasktracker_cfn.insight.duration.spans import Span
from tasktracker_cfn.insight.duration.steps import WHOLE, Costly, Place, Steps
from tasktracker_cfn.insight.duration.taking import Change, leaving, making
from tasktracker_cfn.model.stacks import StackPath
from tasktracker_cfn.model.symbols import Reference
from tasktracker_cfn.model.system import Item, System

__all__ = ["Change", "Estimate", "Part", "estimate"]


class Part(NamedTuple):
    """One thing that takes time: until it is made as it shall be, or until what is left over has gone.

    `is_read` tells whether anybody has read, or could work out, how long it takes.
    """

    address: str
    phase: Literal["made", "gone"]
    type: str
    span: Span
    is_read: bool = True


class Estimate(NamedTuple):
    """How long a deployment takes.

    `path` is what it likely waits for from beginning to end, and nothing else makes it quicker. `stacks` are the spans
    of nested stacks, from their beginning to their end, by address. `as_of` is the month of the readings.
    """

    whole: Span
    path: tuple[Part, ...]
    parts: tuple[Part, ...]
    stacks: Mapping[str, Span]
    as_of: str = AS_OF

    @property
    def unread(self) -> tuple[Part, ...]:
        """Give those of which nobody has read how long they take."""
        return tuple(part for part in self.parts if not part.is_read)

    def made(self, address: str) -> Span | None:
        """Give how long a resource takes until it is as it shall be; None for one that does not change."""
        return next((part.span for part in self.parts if (part.address, part.phase) == (address, "made")), None)


def estimate(system: System, changes: Iterable[Change]) -> Estimate:
    """Give how long it takes to do some changes to a nest; `system` is the nest as it shall be.

    :raises TemplateError: when the values of the nest lead through one another without end
    """
    costly = [_costly(system, change) for change in changes]
    steps = Steps(system.order.needs, costly).all()
    done = ends(steps)
    parts = {place: part for one in costly for place, part in _parts(one)}
    stacks = {
        "/".join(place.stack): done[place].since(done[Place("begins", place.stack)])
        for place in steps
        if place.kind == "done" and place.stack
    }
    way = tuple(parts[place] for place in way_to(steps, done, WHOLE) if place in parts)
    return Estimate(done[WHOLE], way, tuple(parts.values()), stacks)


def _costly(system: System, change: Change) -> Costly:
    item = _item(system, change.stack, change.logical_id)
    return Costly(change, making(system, change, item), leaving(change, item))


def _item(system: System, stack: StackPath, logical_id: str) -> Item | None:
    return system.at(Reference(stack, logical_id))


def _parts(costly: Costly) -> Sequence[tuple[Place, Part]]:
    change = costly.change
    found: list[tuple[Place, Part]] = []
    if change.action != "delete":
        made = Part(change.address, "made", change.type, *costly.making)
        found.append((Place("made", change.stack, change.logical_id), made))
    if change.leaves:
        gone = Part(change.address, "gone", change.type, *costly.leaving)
        found.append((Place("goes", change.stack, change.logical_id), gone))
    return found
