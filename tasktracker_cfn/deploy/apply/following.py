"""Follow an operation on a nest to its end: events of all its stacks, each once, by a clock that is handed over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from tasktracker_cfn.deploy.apply.causes import SERVICE_TYPE
from tasktracker_cfn.deploy.apply.evidence import Evidence, look_at
from tasktracker_cfn.deploy.apply.progress import STARTS, Placed, Progress, Row, duration, moment_order, placed, rows
from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.pacing import FIRST_PAUSE, longer
from tasktracker_cfn.deploy.aws.values.events import Event
from tasktracker_cfn.deploy.aws.values.stacks import GONE, STACK_TYPE, Stack
from tasktracker_cfn.deploy.plan.expected import NOT_KNOWN, Expected
from tasktracker_cfn.errors import (
    DeploymentError,
    NotThereError,
    StalePlanError,
    ThrottledError,
    TimeError,
    UnreachableError,
)

# A service that takes longer than this is asked why, again and again.
PATIENCE = timedelta(minutes=3)
ASK_AGAIN = timedelta(minutes=1)
# So often a status is seen that no event confirms before it is believed.
RESTS = 3
# AWS may be out of reach for as long as this while it works on.
SILENCE = timedelta(minutes=10)


class Watcher(Protocol):
    """Whoever shows what happens."""

    def say(self, text: str) -> None:
        """Hear one line about the whole."""

    def seen(self, news: Sequence[Placed], progress: Progress) -> None:
        """Hear how far it is after a look, with the events that are new."""


class Anchor(NamedTuple):
    """How the operation's events are told from earlier ones.

    `token` is the one that it was executed with, `last` the id of the root's newest event before that; None when it
    was executed by an earlier run. Whoever executed the change set otherwise, in the console say, had another token:
    then it is what began after `since`.
    """

    token: str
    last: str | None = None
    since: datetime | None = None


class Followed(NamedTuple):
    """The end: the root stack, all events of the operation, what services said that failed, whose token it had."""

    stack: Stack
    events: tuple[Placed, ...]
    evidence: Mapping[str, Evidence]
    token: str | None = None


@dataclass
class Following:
    """One operation that is followed; `poll` looks once, `to_the_end` looks until it has ended."""

    gateway: Gateway
    stack_id: str
    anchor: Anchor
    watcher: Watcher
    expected: Expected = NOT_KNOWN
    again: str = "run the same command again"
    _events: dict[str, Placed] = field(default_factory=dict)
    _began: datetime | None = None
    _token: str | None = None
    _evidence: dict[str, Evidence] = field(default_factory=dict)
    _asked: dict[str, datetime] = field(default_factory=dict)
    # AWS's time less ours, at least; events tell it when they arrive.
    _skew: timedelta | None = None
    _rests: int = 0
    _known: dict[str, Row] = field(default_factory=dict)

    def to_the_end(self, limit: timedelta) -> Followed:
        """Look again and again until the operation has ended.

        :raises TimeError: when the limit is over; AWS goes on
        :raises UnreachableError: when AWS has not answered for ten minutes
        :raises DeploymentError: when the stack is gone
        :raises AwsError: when AWS says no
        """
        clock = self.gateway.clock
        end = clock.now() + limit
        pause, heard = FIRST_PAUSE, clock.now()
        while True:
            try:
                stack, news = self.poll()
                heard = clock.now()
            except (UnreachableError, ThrottledError) as error:
                if clock.now() - heard >= SILENCE or clock.now() >= end:
                    raise
                self.watcher.say(f"AWS does not answer, asking again: {error.operation}")
                news = True
                stack = None
            if stack is not None and self._has_ended(stack):
                return Followed(stack, self._ordered(), self._evidence, self._token)
            left = (end - clock.now()).total_seconds()
            if left <= 0:
                raise TimeError(self._late(limit))
            pause = FIRST_PAUSE if news else longer(pause)
            clock.sleep(min(pause, left))

    def poll(self) -> tuple[Stack, bool]:
        """Look once; give the root stack, and whether something new has happened.

        :raises DeploymentError: when the stack is gone
        :raises AwsError: when AWS says no
        """
        # The status first: what it tells has then happened before the events are read.
        stack = self.gateway.stack(self.stack_id)
        if stack is None:
            message = f"{self.stack_id} is gone"
            raise DeploymentError(message)
        is_first = not self._events
        news = self._read("", self.stack_id)
        for address, stack_id in self._nested(is_over=not stack.is_in_progress):
            news.extend(self._read(address, stack_id))
        news.sort(key=moment_order)
        if news and not is_first:
            skew = news[-1].event.time - self.gateway.clock.now()
            self._skew = skew if self._skew is None else max(skew, self._skew)
        self._ask_services(news)
        if self._began is not None:
            self.watcher.seen(news, self._progress(stack))
        return stack, bool(news)

    def _has_ended(self, stack: Stack) -> bool:
        """Tell whether the operation has ended: the status may be older than the events, from before it began.

        :raises StalePlanError: when the stack was deleted before it began
        """
        if self._began is None and stack.status == GONE:
            message = f"the stack {stack.name} was deleted before the plan was executed; make a new plan, and review it"
            raise StalePlanError(message)
        if self._began is None or stack.is_in_progress:
            self._rests = 0
            return False
        self._rests += 1
        own = [item.event for item in self._ordered() if not item.address and item.event.is_of_stack]
        return self._rests >= RESTS or (bool(own) and own[-1].status == stack.status)

    def _read(self, address: str, stack_id: str) -> list[Placed]:
        """Read the events of one stack that are new and belong to the operation."""
        found: list[Event] = []
        try:
            for event in self.gateway.events(stack_id):
                if event.id in self._events or self._is_earlier(address, event):
                    break
                found.append(event)
                if not address and self._is_start(event):
                    self._began, self._token = event.time, event.token
                    break
        except NotThereError:
            # A nested stack of which nothing is there yet, or nothing any more.
            return []
        if not address and self._began is None:
            return []
        new = [placed(event, address) for event in reversed(found)]
        self._events.update({item.event.id: item for item in new})
        return new

    def _is_earlier(self, address: str, event: Event) -> bool:
        if not address:
            return event.id == self.anchor.last
        # Both are AWS's times.
        return self._began is not None and event.time < self._began

    def _is_start(self, event: Event) -> bool:
        # Its own by the token: of a stack that somebody changes meanwhile, the newest start is another's.
        known = self.anchor
        is_own = event.token == known.token or known.last is not None
        is_own = is_own or (known.since is not None and event.time >= known.since)
        return event.is_of_stack and event.status in STARTS and is_own and self._began is None

    def _nested(self, *, is_over: bool) -> Iterator[tuple[str, str]]:
        """Give nested stacks that may have news, parents before children, as they become known.

        One that is at its end, as its parent says, is read once more, and again until all in it are seen to be.
        """
        done: set[str] = set()
        while left := [row for row in self._children() if row.address not in done]:
            for row in left:
                done.add(row.address)
                if is_over or self._known.get(row.address) != row or self._waits(row.address):
                    self._known[row.address] = row
                    yield row.address, row.physical_id or ""

    def _children(self) -> list[Row]:
        return [row for row in rows(self._ordered()) if row.type == STACK_TYPE and row.physical_id]

    def _waits(self, address: str) -> bool:
        """Tell whether a nested stack, or anything in it, is not at its end."""
        found = rows(self._ordered())
        return any(row.is_waiting and f"{row.address}/".startswith(f"{address}/") for row in found)

    def _ordered(self) -> tuple[Placed, ...]:
        return tuple(sorted(self._events.values(), key=lambda item: item.event.time))

    def _ask_services(self, news: Sequence[Placed]) -> None:
        """Ask services that fail or take long what their tasks say."""
        if self._began is None:
            return
        now = self.gateway.clock.now()
        failed = {item.address for item in news if item.event.status.endswith("_FAILED")}
        for row in rows(self._ordered()):
            if row.type != SERVICE_TYPE or not (row.address in failed or self._is_long(row.since, row.is_waiting)):
                continue
            asked = self._asked.get(row.address)
            if row.address not in failed and asked is not None and now - asked < ASK_AGAIN:
                continue
            self._asked[row.address] = now
            found = look_at(self.gateway, row.physical_id, self._began)
            if found is not None:
                before = self._evidence.get(row.address)
                self._evidence[row.address] = found.after(before) if before else found

    def _is_long(self, since: datetime, is_waiting: bool) -> bool:  # noqa: FBT001 - a row's own property
        return is_waiting and self._now() - since > PATIENCE

    def _now(self) -> datetime:
        return self.gateway.clock.now() + (self._skew or timedelta())

    def _progress(self, stack: Stack) -> Progress:
        notes = {address: evidence.note for address, evidence in self._evidence.items() if evidence.note}
        began = self._began or self._now()
        return Progress(rows(self._ordered()), stack.status, began, self._now(), notes, self.expected)

    def _late(self, limit: timedelta) -> str:
        now = self._now()
        waiting = [row for row in rows(self._ordered()) if row.is_waiting and row.type != STACK_TYPE]
        names = ", ".join(f"{row.address} ({duration(now - row.since)})" for row in waiting) or "nothing that is known"
        return (
            f"after {duration(limit)} it is still under way, waiting for {names}; AWS goes on; to join it: {self.again}"
        )
