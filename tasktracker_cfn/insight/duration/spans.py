"""A length of time that is not known exactly."""

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """How long something takes, in seconds: seldom less than `low`, mostly about `likely`, seldom more than `high`."""

    low: float
    likely: float
    high: float

    def then(self, other: "Span") -> "Span":
        """Give how long both take, one after the other."""
        return Span(self.low + other.low, self.likely + other.likely, self.high + other.high)

    def since(self, other: "Span") -> "Span":
        """Give how long after another it is."""
        return Span(self.low - other.low, self.likely - other.likely, self.high - other.high)

    def times(self, factor: float) -> "Span":
        """Give how long it takes so many times over."""
        return Span(self.low * factor, self.likely * factor, self.high * factor)


NOTHING = Span(0, 0, 0)


def exactly(seconds: float) -> Span:
    """Give a length that is known."""
    return Span(seconds, seconds, seconds)


def about(seconds: float) -> Span:
    """Give a length of which only an average is known: half of it to twice as long."""
    return Span(seconds / 2, seconds, seconds * 2)


def slowest(spans: Iterable[Span]) -> Span:
    """Give how long all of them take at the same time; nothing when there are none."""
    low, likely, high = NOTHING
    for span in spans:
        low, likely, high = max(low, span.low), max(likely, span.likely), max(high, span.high)
    return Span(low, likely, high)
