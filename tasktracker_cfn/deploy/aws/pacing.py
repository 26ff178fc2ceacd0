"""How long to wait before a call is made again, and how fast to call while AWS says that it is too fast.

Whoever follows an operation looks again soon after something has happened, and ever later while nothing does.

botocore can do this, too (retry mode ``adaptive``), but only with the machine's own clock: nobody could see a run
through a throttled hour end within its limit. So its retries are off, and this takes their place.
"""

from typing import NamedTuple

# Calls of one operation before giving up, and seconds.
MOST_THROTTLED = 12
MOST_UNANSWERED = 6
FIRST_WAIT = 0.5
LONGEST_WAIT = 20.0
SMALLEST_GAP = 0.05
LARGEST_GAP = 5.0
# Seconds between two looks at an operation.
FIRST_PAUSE = 2.0
LONGEST_PAUSE = 15.0
GROWTH = 1.5


class Pace(NamedTuple):
    """Seconds between two calls of a service: none at first, more with every throttling, less with every answer."""

    gap: float = 0.0

    def slower(self) -> "Pace":
        """Give the pace after a throttling."""
        return Pace(min(LARGEST_GAP, max(SMALLEST_GAP * 4, self.gap * 2)))

    def faster(self) -> "Pace":
        """Give the pace after an answer."""
        gap = self.gap * 0.8
        return Pace(gap if gap > SMALLEST_GAP else 0.0)


def wait(attempt: int, chance: float) -> float:
    """Give the seconds to wait after an attempt that failed (the first is 0); `chance`, 0 to 1, spreads callers."""
    return float(min(LONGEST_WAIT, FIRST_WAIT * 2**attempt) * (0.5 + chance / 2))


def longer(pause: float) -> float:
    """Give the seconds to the next look after one that saw nothing new; `pause` were those before it."""
    return min(LONGEST_PAUSE, pause * GROWTH)
