"""Time, as a value that is handed over: whoever waits can be tested without waiting."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple


class Clock(NamedTuple):
    """What tells the time (with its zone) and what lets it pass, in seconds; the command line makes the real one."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]
