"""What happened to a tree of stacks: events with their places, and where operations begin among them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from tasktracker_cfn.deploy.apply.progress import Placed, placed
from tasktracker_cfn.deploy.aws.asking.stacks import StackCalls
from tasktracker_cfn.deploy.aws.tree import StackPath
from tasktracker_cfn.deploy.aws.values.events import Event
from tasktracker_cfn.deploy.aws.values.stacks import GONE, STACK_TYPE, Stack
from tasktracker_cfn.deploy.statuses import about

# A stack's own status with which an operation begins; the others follow from one of these.
BEGINNINGS = frozenset({"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "IMPORT_IN_PROGRESS"})
EMBEDDED = "Embedded stack "
DELETES = "DELETE_IN_PROGRESS"


class Happening(NamedTuple):
    """One event, with the path of its stack."""

    path: StackPath
    event: Event

    @property
    def address(self) -> str:
        """Give the resource's address; a stack's own events have the stack's."""
        own = () if self.event.is_of_stack else (self.event.logical_id,)
        return "/".join((*self.path, *own)) or self.event.stack_name

    @property
    def placed(self) -> Placed:
        """Give the event with the address that the search for causes takes: the root's own is empty."""
        return placed(self.event, "/".join(self.path))

    @property
    def is_echo(self) -> bool:
        """Tell whether it only repeats, for the stack above, what the nested stack's own events say."""
        event = self.event
        own_reason = self.has_failed and not (event.reason or "").startswith(EMBEDDED)
        return event.type == STACK_TYPE and not event.is_of_stack and not own_reason

    @property
    def has_failed(self) -> bool:
        """Tell whether it says that something failed."""
        event = self.event
        return event.status.endswith("_FAILED") or (event.hook_status or "").endswith("FAILED")


class Mark(NamedTuple):
    """From where events are read: AWS's time, as this machine's may be wrong, and the last event before it, if any."""

    time: datetime
    event_id: str = ""


def began(events: Iterable[Event]) -> Mark | None:
    """Give the beginning of a stack's last operation, from its events, newest first; None when none ever began.

    A first deployment that fails may delete its own stack, which is part of it, and not what failed.
    """
    deleting: Event | None = None
    for event in events:
        if not event.is_of_stack:
            continue
        if deleting is not None and not _goes_with(event, deleting):
            break
        if event.status in BEGINNINGS - {DELETES}:
            return Mark(event.time)
        if event.status == DELETES:
            deleting = event
    return Mark(deleting.time) if deleting else None


def _goes_with(event: Event, deleting: Event) -> bool:
    """Tell whether a stack deletes itself because of what an earlier event says."""
    is_same = event.token is not None and event.token == deleting.token
    is_same = is_same or (event.operation_id is not None and event.operation_id == deleting.operation_id)
    return is_same and event.status in {"CREATE_FAILED", "CREATE_IN_PROGRESS"}


def outcome(stack: Stack, happenings: Iterable[Happening]) -> bool | None:
    """Tell how what happened ended: True well, False badly, None when its end is not known.

    A stack that deleted itself because it could not be made is gone, as one that was to be deleted; it failed.
    """
    own = {happening.event.status for happening in happenings if not happening.path and happening.event.is_of_stack}
    return False if stack.status == GONE and "CREATE_FAILED" in own else about(stack.status).outcome


def deleting_since(events: Iterator[Event]) -> Mark | None:
    """Give the beginning of the first of a stack's last deletes, with no other operation between; None without any."""
    first: Mark | None = None
    for event in events:
        if not event.is_of_stack:
            continue
        if not event.status.startswith("DELETE_"):
            break
        if event.status == "DELETE_IN_PROGRESS":
            first = Mark(event.time)
    return first


def rolling_back_since(events: Iterator[Event]) -> datetime | None:
    """Give when a stack's last update was first rolled back; None when it was not."""
    first: datetime | None = None
    for event in events:
        if event.is_of_stack and event.status == "UPDATE_ROLLBACK_IN_PROGRESS":
            first = event.time
        if event.is_of_stack and event.status == "UPDATE_IN_PROGRESS":
            break
    return first


def until_now(calls: StackCalls, stack_id: str) -> Mark | None:
    """Give a mark after which only that stands which happens from now on; None when nothing ever happened.

    :raises NotThereError: when there is no such stack
    :raises AwsError: when AWS says no
    """
    newest = next(calls.events(stack_id), None)
    return Mark(newest.time, newest.id) if newest else None


def since_when(calls: StackCalls, stack: Stack) -> datetime:
    """Give since when a stack is in its status.

    :raises AwsError: when AWS says no
    """
    events = calls.events(stack.id)
    own = next((event for event in events if event.is_of_stack and event.status == stack.status), None)
    return own.time if own else stack.updated or stack.created
