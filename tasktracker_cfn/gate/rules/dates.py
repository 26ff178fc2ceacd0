"""Until when versions are supported, as known on one day: the rules of this group compare with that day.

They do not ask for today's date, so that what passes the gate today passes it tomorrow; whoever brings the tables up to
date moves the day.
"""

from collections.abc import Mapping
from datetime import date

# The day on which these tables were last compared with their sources.
KNOWN = date(2026, 11, 21)


def end(text: str) -> date:
    """Give a date out of a table."""
    return date.fromisoformat(text)


def table(text: str) -> Mapping[str, date]:
    """Give a table of versions and the dates of their ends: ``13 2026-02-28, 14 2027-02-28``."""
    return {name: end(ended) for name, ended in (entry.split() for entry in text.split(","))}


def major(version: str, versions: Mapping[str, date]) -> str | None:
    """Give the version of a table that a longer one belongs to: ``8.0.45`` to ``8.0``, ``16.3`` to ``16``."""
    parts = version.split("-", maxsplit=1)[0].split(".")
    starts = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((start for start in starts if start in versions), None)
