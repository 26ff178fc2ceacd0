"""How long a deployment takes, in words."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tasktracker_cfn.deploy.review.values import Row
from tasktracker_cfn.insight.duration.estimating import Estimate, Part
from tasktracker_cfn.insight.duration.spans import Span
from tasktracker_cfn.model.stacks import StackPath

MINUTE, HOUR = 60.0, 3600.0
# Below, a time is told in seconds; from there on in hours.
SHORT, LONG = 90.0, 7200.0
# What takes less is not worth a number in a row.
WORTH = 30.0
# Of the way that everything waits for, only what makes up most of it is named.
MOST_NAMED = 4
SHARE = 0.05


class Times(NamedTuple):
    """How long resources and stacks take, by address."""

    resources: Mapping[str, Span]
    stacks: Mapping[str, Span]

    def of(self, addresses: Iterable[str]) -> str:
        """Give how long the slowest of some resources takes; empty when that is not worth a number."""
        found = [self.resources[address].likely for address in addresses if address in self.resources]
        return minutes(max(found, default=0))

    def of_stack(self, path: StackPath, rows: Iterable[Row]) -> str:
        """Give how long a nested stack takes, of the root the slowest of some resources."""
        whole = self.stacks.get("/".join(path))
        return minutes(whole.likely) if whole else self.of(row.address for row in rows)


def times(estimate: Estimate | None) -> Times:
    """Give the times by address; of what is replaced until the new one is there."""
    if estimate is None:
        return Times({}, {})
    gone_before_made = sorted(estimate.parts, key=lambda part: part.phase == "made")
    return Times({part.address: part.span for part in gone_before_made}, estimate.stacks)


def minutes(seconds: float) -> str:
    """Give minutes as a row has them: ``2.9 min``, ``15 min``."""
    if seconds < WORTH:
        return ""
    found = seconds / MINUTE
    return f"{found:.0f} min" if found >= 9.95 else f"{found:.1f} min"  # noqa: PLR2004 - where one decimal is too much


def likely(span: Span) -> str:
    """Give the likely length: ``~16 min``."""
    number, unit = _in(span.likely, span.likely)
    return f"~{number} {unit}"


def around(span: Span) -> str:
    """Give the ends, in the unit of the likely length: ``13\N{EN DASH}24``."""
    return "\N{EN DASH}".join(_in(end, span.likely)[0] for end in (span.low, span.high))


def main_path(estimate: Estimate) -> tuple[Part, ...]:
    """Give what makes up most of the time, in the order in which it happens."""
    grave = [part for part in estimate.path if part.span.likely >= SHARE * estimate.whole.likely]
    named = sorted(grave, key=lambda part: -part.span.likely)[:MOST_NAMED]
    return tuple(part for part in estimate.path if part in named)


def without_reading(estimate: Estimate) -> int:
    """Count what nobody has read, where it matters: one of them is waited for, or there are many."""
    unread = estimate.unread
    waited_for = any(not part.is_read for part in estimate.path)
    return len(unread) if waited_for or len(unread) * 10 > len(estimate.parts) else 0


def explained(estimate: Estimate) -> str:
    """Give what stands behind the likely length: its ends, what is waited for, and how much nobody has read."""
    pieces = [around(estimate.whole)]
    if named := main_path(estimate):
        pieces.append(f"critical path {' → '.join(_named(estimate, part) for part in named)}")
    if unread := without_reading(estimate):
        pieces.append(f"{unread} without a reading")
    return f"({'; '.join(pieces)})"


def _named(estimate: Estimate, part: Part) -> str:
    """Give what is waited for; what is replaced is waited for twice, and is named by what happens to it."""
    if part.phase == "made":
        return part.address
    return f"{part.address} ({'old one deleted' if estimate.made(part.address) else 'deleted'})"


def _in(seconds: float, scale: float) -> tuple[str, str]:
    """Give a number and its unit, in which `scale` reads well."""
    if scale < SHORT:
        return f"{max(round(seconds, -1 if seconds >= 10 else 0), 1):.0f}", "s"  # noqa: PLR2004 - two digits are exact enough
    if scale < LONG:
        return f"{seconds / MINUTE:.0f}" if seconds >= WORTH else "<1", "min"
    return f"{seconds / HOUR:.1f}", "h"
