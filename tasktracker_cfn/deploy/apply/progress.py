"""How far an operation on a nest is: what each resource does, and since when. Pure, from events alone.

All times are AWS's. The clock of this machine only tells how much passed between two looks, so that a wrong one does
no harm.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.values.events import Event
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE
from tasktracker_cfn.deploy.guarding.policies import at
from tasktracker_cfn.deploy.plan.expected import NOT_KNOWN, Expected

# The resource exists and is set up, and only waits until it works.
CONFIGURED = "CONFIGURATION_COMPLETE"
# What an operation begins with; what rolls it back is part of it.
STARTS = frozenset({"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "IMPORT_IN_PROGRESS"})
# Up to so many seconds an expectation is told in seconds.
EXACT = 90


class Placed(NamedTuple):
    """An event with the address of what it is about: that of a stack for a stack's own."""

    address: str
    event: Event


class Row(NamedTuple):
    """What one resource, or one nested stack, does; `since` is when it began with it."""

    address: str
    type: str
    status: str
    since: datetime
    physical_id: str | None = None
    detailed: str | None = None
    reason: str | None = None

    @property
    def is_waiting(self) -> bool:
        """Tell whether it is not at its end yet."""
        return self.status.endswith("_IN_PROGRESS")

    @property
    def doing(self) -> str:
        """Give what it does, as a person reads it."""
        if self.detailed == CONFIGURED and self.is_waiting:
            return "configured, waiting"
        return self.status


class Progress(NamedTuple):
    """All that was touched, parents before children; `now` is AWS's time, `expected` how long it should take."""

    rows: tuple[Row, ...]
    status: str
    started: datetime
    now: datetime
    notes: Mapping[str, str]
    expected: Expected = NOT_KNOWN

    @property
    def waiting(self) -> tuple[Row, ...]:
        """Give what is under way, longest first, without stacks, which only wait for what is in them."""
        rows = (row for row in self.rows if row.is_waiting and row.type != STACK_TYPE)
        return tuple(sorted(rows, key=lambda row: row.since))

    @property
    def ended(self) -> int:
        """Count the resources that are at their end."""
        return sum(1 for row in self.rows if not row.is_waiting and row.type != STACK_TYPE)

    @property
    def passed(self) -> str:
        """Give how long it has taken, of how long it should: ``6m 10s of about 16m``."""
        return of_about(self.now - self.started, timedelta(seconds=self.expected.whole) if self._goes_on else None)

    def at_it(self, row: Row) -> str:
        """Give how long a row has been at it, of how long it should."""
        return of_about(self.waited(row), self.expected.of(row.address, row.status) if self._goes_on else None)

    @property
    def _goes_on(self) -> bool:
        """Tell whether what happens is what was planned: what goes back is another thing."""
        return "ROLLBACK" not in self.status

    def waited(self, row: Row) -> timedelta:
        """Give for how long a row has been at it."""
        return max(self.now - row.since, timedelta())


def placed(event: Event, stack: str) -> Placed:
    """Give an event its address; `stack` is that of the stack that it came from."""
    return Placed(stack if event.is_of_stack else at(stack, event.logical_id), event)


def moment_order(item: Placed) -> tuple[datetime, int, int]:
    """Give by what events are sorted to be read: of one moment, a stack is done after what is in it is."""
    address, event = item
    depth = address.count("/") + 1 if address else 0
    is_done = event.type == STACK_TYPE and event.status.endswith("_COMPLETE")
    return (event.time, 1, -depth) if is_done else (event.time, 0, 0)


def rows(events: Iterable[Placed]) -> tuple[Row, ...]:
    """Give what each resource does after some events, in the order in which they happened; sorted by address.

    Of a nested stack its own events and those of its parent about it are one row, the parent's.
    """
    found: dict[str, Row] = {}
    for address, event in events:
        if event.is_of_stack or event.hook_type:
            continue
        before = found.get(address)
        goes_on = before is not None and before.status == event.status
        found[address] = Row(
            address,
            event.type,
            event.status,
            before.since if before is not None and goes_on else event.time,
            event.physical_id,
            event.detailed_status or (before.detailed if before is not None and goes_on else None),
            event.reason,
        )
    return tuple(found[address] for address in sorted(found, key=lambda address: address.split("/")))


def duration(passed: timedelta) -> str:
    """Give a duration as short as a person says it: 48s, 6m 10s, 1h 05m."""
    seconds = int(passed.total_seconds())
    minutes, hours = seconds // 60, seconds // 3600
    if hours:
        return f"{hours}h {minutes % 60:02}m"
    return f"{minutes}m {seconds % 60:02}s" if minutes else f"{seconds}s"


def of_about(passed: timedelta, expected: timedelta | None) -> str:
    """Give a duration, and how long it should be, where that is known: ``6m 10s of about 10m``."""
    if not expected:
        return duration(passed)
    seconds = expected.total_seconds()
    if seconds < EXACT:
        rough = f"{max(round(seconds, -1), 10):.0f}s"
    else:
        hours, minutes = divmod(round(seconds / 60), 60)
        rough = f"{hours}h {minutes:02}m" if hours else f"{minutes}m"
    return f"{duration(passed)} of about {rough}"
