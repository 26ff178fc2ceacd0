"""An answer: yes, no or unknown, and the steps that lead to it."""

from collections.abc import Iterable
from enum import Enum, IntEnum
from typing import NamedTuple

from tasktracker_cfn.model.system import Item


class Verdict(IntEnum):
    """What is known; in order, so that the least of some is what holds of all, and the greatest what holds of any."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @property
    def word(self) -> str:
        """Give it in lower case."""
        return self.name.lower()


NO, UNKNOWN, YES = Verdict.NO, Verdict.UNKNOWN, Verdict.YES


class About(Enum):
    """What decides a step."""

    ROUTE = "routes and addresses"
    ACL = "an access list"
    OUT = "what the source's security groups let out"
    IN = "what the target's security groups let in"
    TARGET = "what the target is"


class Step(NamedTuple):
    """One step of a way: whether it is open, in words, the resource that says so, and what it is about."""

    verdict: Verdict
    text: str
    item: Item | None = None
    about: About = About.ROUTE


class Way(NamedTuple):
    """One way, from one subnet to another; it is as open as its least open step."""

    source: str
    target: str
    steps: tuple[Step, ...]

    @property
    def verdict(self) -> Verdict:
        """Tell whether the way is open."""
        return all_of(step.verdict for step in self.steps)

    @property
    def decisive(self) -> tuple[Step, ...]:
        """Give the steps at which it ends or is not known to go on; none when it is open."""
        return tuple(step for step in self.steps if step.verdict == self.verdict) if self.verdict != YES else ()


class Answer(NamedTuple):
    """Whether a source reaches a target on a port, by every way that there is between their subnets."""

    source: str
    target: str
    port: int
    ways: tuple[Way, ...]

    @property
    def verdict(self) -> Verdict:
        """Tell whether any way is open."""
        return any_of(way.verdict for way in self.ways)

    @property
    def everywhere(self) -> Verdict:
        """Tell whether every way is open: what runs in either of two subnets must get through from both."""
        return all_of(way.verdict for way in self.ways) if self.ways else NO

    @property
    def best(self) -> Way:
        """Give the way that leads farthest."""
        # Of those that lead equally far the longest, which shows the most.
        return max(self.ways, key=lambda way: (way.verdict, -len(way.decisive), len(way.steps)))

    @property
    def worst(self) -> Way:
        """Give the way that ends first."""
        return min(self.ways, key=lambda way: way.verdict)

    def __str__(self) -> str:
        """Give it in one line, with the first thing in the way."""
        word = {YES: "reaches", NO: "does not reach", UNKNOWN: "may reach"}[self.verdict]
        why = "" if self.verdict == YES else ": " + "; ".join(step.text for step in self.best.decisive[:1])
        return f"{self.source} {word} {self.target} on port {self.port}{why}"


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Give what is known of all of some."""
    return min(verdicts, default=YES)


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Give what is known of any of some."""
    return max(verdicts, default=NO)
