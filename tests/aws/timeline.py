"""The fake's time: it stands still until somebody sleeps, and what is due then happens in order."""

import heapq
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import RLock

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class Timeline:
    """What will happen when; `speed` is how many fake seconds pass in a real one, for processes that really sleep."""

    def __init__(self, speed: float = 0.0) -> None:
        """Begin on a Monday morning."""
        self.lock = RLock()
        self.speed = speed
        self._now = START
        self._due: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._real = time.monotonic()

    def now(self) -> datetime:
        """Give the fake's time."""
        with self.lock:
            return self._now

    def after(self, seconds: float, do: Callable[[], None]) -> None:
        """Do something later."""
        with self.lock:
            heapq.heappush(self._due, (self._now + timedelta(seconds=seconds), next(self._order), do))

    def advance(self, seconds: float) -> None:
        """Let time pass, and with it all that is due."""
        with self.lock:
            end = self._now + timedelta(seconds=max(seconds, 0))
            while self._due and self._due[0][0] <= end:
                self._now, _, do = heapq.heappop(self._due)
                do()
            self._now = end

    def catch_up(self) -> None:
        """Let pass what passed in reality, times the speed."""
        with self.lock:
            real = time.monotonic()
            passed, self._real = real - self._real, real
            if self.speed:
                self.advance(passed * self.speed)

    def settle(self, most: float = 86_400.0) -> None:
        """Let time pass until nothing is due any more, a day at most."""
        with self.lock:
            end = self._now + timedelta(seconds=most)
            while self._due and self._due[0][0] <= end:
                self.advance((self._due[0][0] - self._now).total_seconds())
