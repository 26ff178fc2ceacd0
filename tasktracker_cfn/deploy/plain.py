"""Times, tables and trees as plain text."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from tasktracker_cfn.errors import printable
from tasktracker_cfn.model.stacks import StackPath

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def moment(time: datetime) -> str:
    """Give a moment to the second, in UTC."""
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def stamp(time: datetime | None) -> str | None:
    """Give a moment as machines read it."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else None


def length(span: timedelta) -> str:
    """Give how long something takes, roughly: ``40 s``, ``12 min``, ``3 h 20 min``, ``9 days``."""
    seconds = max(0, round(span.total_seconds()))
    if seconds < MINUTE:
        return f"{seconds} s"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min"
    if seconds < 2 * DAY:
        minutes = seconds % HOUR // MINUTE
        return f"{seconds // HOUR} h {minutes} min" if minutes else f"{seconds // HOUR} h"
    return f"{seconds // DAY} days"


def ago(time: datetime, now: datetime) -> str:
    """Give a moment, and how long ago it was."""
    return f"{moment(time)} ({length(now - time)} ago)"


def count(number: int, noun: str) -> str:
    """Give a number of things: ``1 resource``, ``2 resources``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def columns(rows: Iterable[Sequence[str]], gap: str = "  ") -> list[str]:
    """Give rows with their cells under each other; nothing stands behind the last cell of a row."""
    table = [[printable(cell) for cell in row] for row in rows]
    widths = [
        max((len(row[i]) for row in table if i < len(row)), default=0) for i in range(max(map(len, table), default=0))
    ]
    return [gap.join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in table]


def branches(paths: Sequence[StackPath]) -> Iterator[str]:
    """Give for each path, parents before children, what stands before its name in a drawing of the tree."""
    for path in paths:
        if not path:
            yield ""
            continue
        bars = "".join("│  " if _more(paths, path[:depth]) else "   " for depth in range(1, len(path)))
        yield bars + ("├─ " if _more(paths, path) else "└─ ")


def _more(paths: Sequence[StackPath], path: StackPath) -> bool:
    """Tell whether a sibling comes after a path."""
    after = paths[paths.index(path) + 1 :]
    return any(len(other) == len(path) and other[:-1] == path[:-1] for other in after)
