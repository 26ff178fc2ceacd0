"""Watch what happens in a whole tree of stacks, in the order of time.

Nested stacks are found through the events of those that nest them, not through their resources: so events of a nested
stack that is deleted by now are there, too.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import takewhile

from tasktracker_cfn.deploy.apply.progress import moment_order
from tasktracker_cfn.deploy.aws.asking.stacks import StackCalls
from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.pacing import FIRST_PAUSE, longer
from tasktracker_cfn.deploy.aws.tree import StackPath
from tasktracker_cfn.deploy.aws.values.events import Event
from tasktracker_cfn.deploy.aws.values.stacks import GONE, STACK_TYPE, Stack
from tasktracker_cfn.deploy.standing.happening import Happening, Mark
from tasktracker_cfn.deploy.statuses import about
from tasktracker_cfn.errors import DeploymentError, NotThereError, ThrottledError, TimeError, UnreachableError

# The slowest thing that is followed is a database or a distribution that is replaced.
LIMIT = timedelta(hours=6)
# So long what was begun just before may not show yet.
PATIENCE = timedelta(minutes=1)
# AWS may be out of reach for as long as this while it works on.
SILENCE = timedelta(minutes=10)
UNDER_WAY = "_IN_PROGRESS"


def happenings(calls: StackCalls, root_id: str, since: Mark | None = None) -> list[Happening]:
    """Give the events of a tree, oldest first, all of them or those since a mark.

    :raises NotThereError: when there is no such stack
    :raises AwsError: when AWS says no
    """
    return _Reading(calls, root_id, since).news()


def follow(
    gateway: Gateway, root_id: str, since: Mark | None, say: Callable[[Happening], None], limit: timedelta = LIMIT
) -> Stack:
    """Tell of every event of a tree since a mark, until nothing is under way, and give the root as it is then.

    What was begun just before may not show yet, so it is waited for the first event of the root for a minute.

    :raises TimeError: when it takes longer than `limit`; what AWS began goes on
    :raises DeploymentError: when the stack is gone
    :raises UnreachableError: when AWS has not answered for ten minutes
    :raises AwsError: when AWS says no
    """
    clock, reading = gateway.clock, _Reading(gateway, root_id, since)
    start = heard = clock.now()
    pause, has_begun = FIRST_PAUSE, False
    root: Stack | None = None
    while True:
        try:
            root, news = _look(gateway, reading, root)
            heard = clock.now()
        except (UnreachableError, ThrottledError):
            if clock.now() - heard >= SILENCE:
                raise
            news = []
        for happening in news:
            has_begun = has_begun or not happening.path
            say(happening)
        passed = clock.now() - start
        if root and about(root.status).family != "in progress" and (has_begun or passed > PATIENCE):
            return root
        if passed > limit:
            raise TimeError(_late(root, limit))
        pause = FIRST_PAUSE if news else longer(pause)
        clock.sleep(pause)


def _look(gateway: Gateway, reading: "_Reading", last: Stack | None) -> tuple[Stack, list[Happening]]:
    # Asked before the events, so that none of those before the end is missed.
    root = gateway.stack(reading.root_id) or _gone(last, reading.root_id)
    return root, reading.news(is_over=not root.is_in_progress)


def _gone(last: Stack | None, root_id: str) -> Stack:
    """Give a stack that was seen and is no more: one in which nothing ever was leaves not even its id behind."""
    if last is None:
        message = f"the stack {root_id} is gone"
        raise DeploymentError(message)
    return last._replace(status=GONE)


def _late(root: Stack | None, limit: timedelta) -> str:
    hours = round(limit.total_seconds() / 3600)
    where = f"{root.name} is still in {root.status}" if root else "AWS has not answered"
    return f"{where} after {hours} hours; it goes on: run the same command again"


@dataclass
class _Nested:
    """What is known of one stack: its path, its own last status, and what its parent last said of it."""

    path: StackPath
    own: str = ""
    said: str = ""
    said_when_read: str = ""

    @property
    def may_have_news(self) -> bool:
        """Tell whether something may have happened in it since it was read."""
        return not self.own or self.own.endswith(UNDER_WAY) or self.said != self.said_when_read


@dataclass
class _Reading:
    """What has been read of a tree's events."""

    calls: StackCalls
    root_id: str
    since: Mark | None
    seen: set[str] = field(default_factory=set)
    stacks: dict[str, _Nested] = field(default_factory=dict)
    # What was read and not given yet, because AWS did not answer in the middle of it.
    found: list[Happening] = field(default_factory=list)

    def news(self, *, is_over: bool = True) -> list[Happening]:
        """Give the events that were not there before, oldest first.

        :param is_over: whether nothing is under way any more; before that, a nested stack that is at its end is left
            alone, and read again only when its parent says something new of it
        """
        self.stacks.setdefault(self.root_id, _Nested(()))
        asked: set[str] = set()
        while waiting := [stack_id for stack_id in self.stacks if stack_id not in asked]:
            for stack_id in waiting:
                asked.add(stack_id)
                if is_over or stack_id == self.root_id or self.stacks[stack_id].may_have_news:
                    # Of one moment, what happens inside comes before what the stack above says of it.
                    self.found[:0] = self._of(stack_id)
        found, self.found = self.found, []
        return sorted(found, key=lambda happening: moment_order(happening.placed))

    def _of(self, stack_id: str) -> list[Happening]:
        stack = self.stacks[stack_id]
        try:
            # Newest first, so what comes after one that was seen was seen as well.
            events = list(takewhile(self._is_new, self.calls.events(stack_id)))[::-1]
        except NotThereError:
            # A nested stack of which CloudFormation forgot, 90 days after it was deleted.
            if not stack.path:
                raise
            return []
        stack.said_when_read = stack.said
        for event in events:
            self.seen.add(event.id)
            if event.is_of_stack:
                stack.own = event.status
            elif event.type == STACK_TYPE and event.physical_id:
                nested = self.stacks.setdefault(event.physical_id, _Nested((*stack.path, event.logical_id)))
                nested.said = event.id
        return [Happening(stack.path, event) for event in events]

    def _is_new(self, event: Event) -> bool:
        if event.id in self.seen:
            return False
        since = self.since
        if since is None or not since.event_id:
            return since is None or event.time >= since.time
        # The root's own come after the marked one; those of others that are as old as it belong to what was before.
        return event.id != since.event_id and (event.stack_id == self.root_id or event.time > since.time)
