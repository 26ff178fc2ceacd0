"""The times of the day and of the week at which a database is backed up and maintained."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tasktracker_cfn.gate.rules.database.databases import CLUSTER, INSTANCE
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import Item, System

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOUR, DAY = 60, 24 * 60
WEEK = 7 * DAY
SHORTEST = 30
TIME = r"([01]?\d|2[0-3]):([0-5]\d)"
DAILY = re.compile(rf"{TIME}-{TIME}")
WEEKLY = re.compile(rf"(\w{{3}}):{TIME}-(\w{{3}}):{TIME}")


class Window(NamedTuple):
    """A time that begins at a minute and ends so many minutes later."""

    start: int
    length: int

    def overlaps(self, other: "Window", period: int) -> bool:
        """Tell whether two times that come again after a period have a minute in common."""
        return (other.start - self.start) % period < self.length or (self.start - other.start) % period < other.length


@rule(
    "database-windows",
    rows="D16",
    severity="error",
    why="RDS refuses a window that is shorter than half an hour or not in its form, and two that overlap.",
    remedy="Write hh:mm-hh:mm for backups and ddd:hh:mm-ddd:hh:mm for maintenance, in UTC, half an hour or longer.",
    source="https://github.com/ministryofjustice/cloud-platform-environments/pull/5243",
)
def database_windows(system: System) -> Iterator[Fault]:
    """The windows of a database are long enough, and it is not maintained while it is backed up."""
    for item in system.of(INSTANCE, CLUSTER):
        backup, faults = _read(item, "PreferredBackupWindow", _daily)
        yield from faults
        maintenance, faults = _read(item, "PreferredMaintenanceWindow", _weekly)
        yield from faults
        # Without backups their window says nothing.
        if item.number("BackupRetentionPeriod") == 0 or not (backup and maintenance):
            continue
        if backup.overlaps(Window(maintenance.start % DAY, maintenance.length), DAY):
            times = [item.text(f"Preferred{kind}Window") for kind in ("Backup", "Maintenance")]
            yield Fault(item, f"is backed up at {times[0]} and maintained at {times[1]}", "PreferredMaintenanceWindow")


def _read(item: Item, key: str, read: Callable[[str], Window | None]) -> tuple[Window | None, list[Fault]]:
    text = item.text(key)
    if not text:
        return None, []
    window = read(text.lower().strip())
    if window is None:
        return None, [Fault(item, f"has the window {text}, which is not in RDS's form", key)]
    if window.length < SHORTEST:
        return window, [Fault(item, f"has the window {text}, which is shorter than {SHORTEST} minutes", key)]
    return window, []


def _daily(text: str) -> Window | None:
    found = DAILY.fullmatch(text)
    if found is None:
        return None
    start, end = (int(found[at]) * HOUR + int(found[at + 1]) for at in (1, 3))
    return Window(start, (end - start) % DAY)


def _weekly(text: str) -> Window | None:
    found = WEEKLY.fullmatch(text)
    if found is None or found[1] not in DAYS or found[4] not in DAYS:
        return None
    start, end = (DAYS.index(found[at]) * DAY + int(found[at + 1]) * HOUR + int(found[at + 2]) for at in (1, 4))
    return Window(start, (end - start) % WEEK)
