"""What happens while a plan is applied, as plain lines: for a pipe, a log, a pipeline."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import click

from tasktracker_cfn.deploy import masking
from tasktracker_cfn.deploy.apply.causes import repeats
from tasktracker_cfn.deploy.apply.progress import Placed, Progress, Row
from tasktracker_cfn.errors import printable

Hide = Callable[[str], str]
# After so long without an event it says what it waits for, so that nobody takes it for dead.
SILENCE = timedelta(minutes=1)


class ProgressLines:
    """Prints a line when something begins or ends, and one each minute that says what is waited for."""

    def __init__(self, stack_name: str, hide: Hide = masking.text) -> None:
        """Take the root's name, and what takes secrets out of a text."""
        self._name = stack_name
        self._hide = hide
        self._last: datetime | None = None
        self._statuses: dict[str, str] = {}

    def say(self, text: str) -> None:
        """Print a line."""
        click.echo(text)

    def seen(self, news: Sequence[Placed], progress: Progress) -> None:
        """Print what is new, or what is waited for."""
        self._last = self._last or progress.now
        for item in news:
            if self._statuses.get(item.address) != item.event.status and not repeats(item.event):
                self._statuses[item.address] = item.event.status
                self.say(line(item, self._name, self._hide))
                self._last = progress.now
        if progress.waiting and progress.now - self._last >= SILENCE:
            self._last = progress.now
            rows = ", ".join(waiting(row, progress, self._hide) for row in progress.waiting)
            self.say(f"          {progress.passed}: waiting for {rows}")

    def close(self) -> None:
        """Have nothing to clear away."""


def line(item: Placed, stack_name: str, hide: Hide) -> str:
    """Give an event in a line."""
    event = item.event
    reason = f"  {printable(hide(event.reason))}" if event.reason and event.status.endswith("_FAILED") else ""
    return f"{event.time:%H:%M:%S}  {item.address or stack_name}  {event.type}  {event.status}{reason}"


def waiting(row: Row, progress: Progress, hide: Hide) -> str:
    """Give what is waited for, for how long, how long it should take, and what is known about it."""
    note = progress.notes.get(row.address)
    doing = "" if row.doing == row.status else f", {row.doing}"
    return f"{row.address} ({progress.at_it(row)}{doing}{f'; {printable(hide(note))}' if note else ''})"
