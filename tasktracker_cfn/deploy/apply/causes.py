"""Find why an operation failed: the first failure in time, in any stack, that is not the echo of another.

A resource that fails cancels those beside it, fails its stack, and that stack's resource in the parent; all of these
say so, and none of them says why. https://github.com/aws/aws-cdk/issues/5974
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tasktracker_cfn.deploy.apply.progress import Placed
from tasktracker_cfn.deploy.aws.values.events import Event, OperationEvent
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE

SERVICE_TYPE = "AWS::ECS::Service"
ECHOES = (
    "resource creation cancelled",
    "resource update cancelled",
    "resource deletion cancelled",
    "resource import cancelled",
    "embedded stack",
    "the following resource(s) failed to",
)
# What provisioning says stands in the stacks' events, which tell its order.
ERRORS = frozenset({"VALIDATION_ERROR", "HOOK_INVOCATION_ERROR"})


class Cause(NamedTuple):
    """What failed, and why, as AWS says it."""

    address: str
    type: str
    status: str
    reason: str
    physical_id: str | None = None

    def __str__(self) -> str:
        """Give it in one line."""
        return f"{self.address or 'the root stack'} ({self.type}) {self.status}: {self.reason}"


class Causes(NamedTuple):
    """Why it failed, and, where the rollback failed as well, why that did."""

    first: Cause | None
    rollback: Cause | None = None


def causes(events: Sequence[Placed]) -> Causes:
    """Find the causes in the events of all stacks of one operation."""
    # Of one moment, in which the root turns back because of what fails in it, the failure comes first.
    ordered = sorted(events, key=lambda placed: (placed.event.time, _is_root_turning_back(placed)))
    turn = next((n for n, placed in enumerate(ordered) if _is_root_turning_back(placed)), len(ordered))
    first = _first(ordered[:turn]) or _own(ordered[: turn + 1]) or _first(ordered[turn:]) or _own(ordered)
    after = _first(ordered[turn:]) if _rollback_failed(ordered) else None
    return Causes(first, after if after != first else None)


def is_real(event: Event) -> bool:
    """Tell whether an event is a failure that has its own reason."""
    if event.hook_type:
        return (event.hook_status or "").endswith("_FAILED") and "WARN" not in (event.hook_reason or "")
    if not event.status.endswith("_FAILED") or event.is_of_stack:
        return False
    reason = (event.reason or "").lower()
    return not _is_echo(reason) and (bool(reason) or event.type != STACK_TYPE)


def repeats(event: Event) -> bool:
    """Tell whether a nested stack's event only says again what its own events say."""
    return event.type == STACK_TYPE and not event.is_of_stack and _is_echo(event.reason or "")


def failures(found: Iterable[OperationEvent]) -> Iterator[str]:
    """Give all that validation and hooks found, a line for each, with its place in the template."""
    lines = dict.fromkeys(_line(event) for event in found if event.type in ERRORS)
    yield from (line for line in lines if line)


def _line(event: OperationEvent) -> str:
    reason = event.validation_reason or event.hook_reason or event.reason or ""
    if not reason:
        return ""
    what = event.validation_name or event.hook_type or event.type
    mode = " (warning)" if "WARN" in {event.validation_mode, event.hook_mode} else ""
    place = " ".join(part for part in (event.logical_id, event.resource_type, event.validation_path) if part)
    return f"{what}{mode}: {place}: {reason}" if place else f"{what}{mode}: {reason}"


def _first(events: Iterable[Placed]) -> Cause | None:
    return next((_cause(placed) for placed in events if is_real(placed.event)), None)


def _own(events: Iterable[Placed]) -> Cause | None:
    """Give what a stack says of itself where no resource failed: an alarm, somebody's cancellation."""
    for address, event in events:
        turns = "ROLLBACK" in event.status or event.status.endswith("_FAILED")
        if event.is_of_stack and turns and event.reason and not _is_echo(event.reason):
            return _cause(Placed(address, event))
    return None


def _is_echo(reason: str) -> bool:
    return any(echo in reason.lower() for echo in ECHOES)


def _cause(placed: Placed) -> Cause:
    event = placed.event
    reason = event.hook_reason if event.hook_type else event.reason
    status = event.hook_status if event.hook_type else event.status
    return Cause(placed.address, event.type, status or "", reason or "AWS gives no reason", event.physical_id)


def _is_root_turning_back(placed: Placed) -> bool:
    event = placed.event
    return not placed.address and event.is_of_stack and event.status.endswith("ROLLBACK_IN_PROGRESS")


def _rollback_failed(events: Iterable[Placed]) -> bool:
    return any(
        placed.event.is_of_stack and not placed.address and placed.event.status.endswith("ROLLBACK_FAILED")
        for placed in events
    )
