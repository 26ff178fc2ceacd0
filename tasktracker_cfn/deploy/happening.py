"""What happens in a whole tree of stacks, in the order of time.

Nested stacks are found through the events of those that nest them, not through their resources: so events of a nested
stack that is deleted by now are there, too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from typing import NamedTuple

from tasktracker_cfn.deploy.asking_stacks import StackCalls
from tasktracker_cfn.deploy.gateway import Gateway
from tasktracker_cfn.deploy.statuses import about
from tasktracker_cfn.deploy.tree import StackPath
from tasktracker_cfn.deploy.values import GONE, STACK_TYPE, Stack
from tasktracker_cfn.deploy.values_events import Event
from tasktracker_cfn.errors import DeploymentError, NotThereError, TimeError

# Seconds between two looks: few when something happens, more while a database or a distribution takes its time.
FIRST_PAUSE, LONGEST_PAUSE, GROWTH = 2.0, 15.0, 1.5
# The slowest thing that is followed is a database or a distribution that is replaced.
LIMIT = timedelta(hours=6)
# A stack's own status with which an operation begins; the others follow from one of these.
BEGINNINGS = frozenset({"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "IMPORT_IN_PROGRESS"})
EMBEDDED = "Embedded stack "
PATIENCE = timedelta(minutes=1)


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


def began(events: Iterator[Event]) -> Mark | None:
    """Give the beginning of a stack's last operation, from its events, newest first; None when none ever began."""
    for event in events:
        if event.is_of_stack and event.status in BEGINNINGS:
            return Mark(event.time)
    return None


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


def happenings(calls: StackCalls, root_id: str, since: Mark | None = None) -> list[Happening]:
    """Give the events of a tree, oldest first, all of them or those since a mark.

    :raises NotThereError: when there is no such stack
    :raises AwsError: when AWS says no
    """
    return _Reading(calls, root_id, since).news()


def since_when(calls: StackCalls, stack: Stack) -> datetime:
    """Give since when a stack is in its status.

    :raises AwsError: when AWS says no
    """
    events = calls.events(stack.id)
    own = next((event for event in events if event.is_of_stack and event.status == stack.status), None)
    return own.time if own else stack.updated or stack.created


def follow(
    gateway: Gateway, root_id: str, since: Mark | None, say: Callable[[Happening], None], limit: timedelta = LIMIT
) -> Stack:
    """Tell of every event of a tree since a mark, until nothing is under way, and give the root as it is then.

    What was begun just before may not show yet, so it is waited for the first event of the root for a minute.

    :raises TimeError: when it takes longer than `limit`; what AWS began goes on
    :raises DeploymentError: when the stack is gone
    :raises AwsError: when AWS says no
    """
    reading = _Reading(gateway, root_id, since)
    start, pause = gateway.clock.now(), FIRST_PAUSE
    has_begun = False
    last: Stack | None = None
    while True:
        # Asked before the events, so that none of those before the end is missed.
        root = gateway.stack(root_id) or _gone(last, root_id)
        last = root
        news = reading.news()
        for happening in news:
            has_begun = has_begun or not happening.path
            say(happening)
        passed = gateway.clock.now() - start
        if about(root.status).family != "in progress" and (has_begun or passed > PATIENCE):
            return root
        if passed > limit:
            hours = round(limit.total_seconds() / 3600)
            message = (
                f"{root.name} is still in {root.status} after {hours} hours; it goes on: run the same command again"
            )
            raise TimeError(message)
        pause = FIRST_PAUSE if news else min(LONGEST_PAUSE, pause * GROWTH)
        gateway.clock.sleep(pause)


def _gone(last: Stack | None, root_id: str) -> Stack:
    """Give a stack that was seen and is no more: one in which nothing ever was leaves not even its id behind."""
    if last is None:
        message = f"the stack {root_id} is gone"
        raise DeploymentError(message)
    return last._replace(status=GONE)


@dataclass
class _Reading:
    """What has been read of a tree's events; `over` are nested stacks that have ended, as the stacks above say."""

    calls: StackCalls
    root_id: str
    since: Mark | None
    seen: set[str] = field(default_factory=set)
    paths: dict[str, StackPath] = field(default_factory=dict)
    over: set[str] = field(default_factory=set)

    def news(self) -> list[Happening]:
        """Give the events that were not there before, oldest first."""
        self.paths.setdefault(self.root_id, ())
        found: list[Happening] = []
        asked: set[str] = set()
        over = set(self.over)
        while waiting := [stack_id for stack_id in self.paths if stack_id not in asked]:
            for stack_id in waiting:
                asked.add(stack_id)
                # One that ends now is read once more: what it says of itself comes before what is said of it.
                if stack_id not in over & self.over:
                    found.extend(self._of(stack_id))
        return sorted(found, key=lambda happening: happening.event.time)

    def _of(self, stack_id: str) -> list[Happening]:
        path = self.paths[stack_id]
        try:
            # Newest first, so what comes after one that was seen was seen as well.
            events = list(takewhile(self._is_new, self.calls.events(stack_id)))[::-1]
        except NotThereError:
            # A nested stack of which CloudFormation forgot, 90 days after it was deleted.
            if not path:
                raise
            return []
        for event in events:
            self.seen.add(event.id)
            if event.type == STACK_TYPE and not event.is_of_stack and event.physical_id:
                self.paths.setdefault(event.physical_id, (*path, event.logical_id))
                (self.over.discard if event.status.endswith("_IN_PROGRESS") else self.over.add)(event.physical_id)
        return [Happening(path, event) for event in events]

    def _is_new(self, event: Event) -> bool:
        if event.id in self.seen:
            return False
        since = self.since
        if since is None or not since.event_id:
            return since is None or event.time >= since.time
        # The root's own come after the marked one; those of others that are as old as it belong to what was before.
        return event.id != since.event_id and (event.stack_id == self.root_id or event.time > since.time)
