"""What happens while a plan is applied, as a tree that stands still: for a person at a terminal."""

from collections.abc import Sequence

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from tasktracker_cfn.cli.progress_lines import Hide, line, waiting
from tasktracker_cfn.deploy import masking
from tasktracker_cfn.deploy.apply.causes import repeats
from tasktracker_cfn.deploy.apply.progress import Placed, Progress, Row
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE

MARKS = {"waiting": ("…", "cyan"), "failed": ("✗", "bold red"), "ended": ("✓", "green")}


class ProgressTree:
    """Shows every stack with what is under way in it; what fails is printed above and stays."""

    def __init__(self, stack_name: str, hide: Hide = masking.text, console: Console | None = None) -> None:
        """Take the root's name, and what takes secrets out of a text."""
        self._name = stack_name
        self._hide = hide
        self._live = Live(console=console or Console(highlight=False), refresh_per_second=4, transient=True)
        self._live.start()

    def say(self, text: str) -> None:
        """Print a line above the tree."""
        self._live.console.print(Text(text), soft_wrap=True)

    def seen(self, news: Sequence[Placed], progress: Progress) -> None:
        """Show how far it is."""
        for item in news:
            if item.event.status.endswith("_FAILED") and not repeats(item.event):
                self.say(line(item, self._name, self._hide))
        self._live.update(Group(*tree(progress, self._name, self._hide)))

    def close(self) -> None:
        """Take the tree away, so that the end stands alone."""
        self._live.stop()


def tree(progress: Progress, stack_name: str, hide: Hide = masking.text) -> list[Text]:
    """Give the lines: each stack with a count, below it what is under way or has failed."""
    found = [_head(progress, stack_name)]
    found.extend(_line(row, progress, hide) for row in _shown("", progress))
    for stack in progress.rows:
        if stack.type == STACK_TYPE:
            found.append(_stack(stack, progress))
            found.extend(_line(row, progress, hide) for row in _shown(stack.address, progress))
    return found


def _head(progress: Progress, stack_name: str) -> Text:
    touched = sum(row.type != STACK_TYPE for row in progress.rows)
    return Text(f"{stack_name}  {progress.status}  {progress.ended}/{touched}  {progress.passed}", style="bold")


def _stack(row: Row, progress: Progress) -> Text:
    inside = [one for one in progress.rows if _parent(one) == row.address and one.type != STACK_TYPE]
    ended = sum(not one.is_waiting for one in inside)
    indent = "  " * (row.address.count("/") + 1)
    time = f"  {progress.at_it(row)}" if row.is_waiting else ""
    return Text(f"{indent}{row.address}  {row.doing}  {ended}/{len(inside)}{time}", style=MARKS[_state(row)][1])


def _shown(stack: str, progress: Progress) -> list[Row]:
    """Give what is worth a line: not what went well, of which the stack has a count."""
    inside = [row for row in progress.rows if _parent(row) == stack and row.type != STACK_TYPE]
    return [row for row in inside if _state(row) != "ended"]


def _line(row: Row, progress: Progress, hide: Hide) -> Text:
    mark, style = MARKS[_state(row)]
    what = waiting(row, progress, hide) if row.is_waiting else f"{row.address}  {row.status}"
    return Text(f"{'  ' * (row.address.count('/') + 1)}{mark} {what}  {row.type}", style=style)


def _state(row: Row) -> str:
    if row.is_waiting:
        return "waiting"
    return "failed" if row.status.endswith("_FAILED") else "ended"


def _parent(row: Row) -> str:
    return row.address.rpartition("/")[0]
