"""Events of a tree as lines and as documents."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from tasktracker_cfn.deploy.apply.causes import is_real
from tasktracker_cfn.deploy.plain import moment, stamp
from tasktracker_cfn.deploy.standing.happening import Happening
from tasktracker_cfn.errors import printable

# Addresses and statuses of usual lengths stand under each other; a longer one shifts its line.
ADDRESS, STATUS = 32, 27


def line(happening: Happening) -> str:
    """Give one event as a line."""
    event = happening.event
    status = event.status + (f" ({event.detailed_status})" if event.detailed_status else "")
    if event.hook_type:
        status = f"{event.hook_status} ({event.hook_type})"
    said = event.hook_reason if event.hook_type else event.reason
    head = f"{moment(event.time)[11:19]}  {happening.address:{ADDRESS}}  {status:{STATUS}}"
    return printable(f"{head}  {said}".rstrip() if said else head.rstrip())


def teller(say: Callable[[str], None]) -> Callable[[Happening], None]:
    """Give what tells of each event as it comes."""

    def tell(happening: Happening) -> None:
        if not happening.is_echo:
            say(line(happening))

    return tell


def lines(happenings: Sequence[Happening]) -> Iterator[str]:
    """Give events with the days on which they happened, each once."""
    day = ""
    for happening in happenings:
        if happening.is_echo:
            continue
        if (today := moment(happening.event.time)[:10]) != day:
            day = today
            yield f"{day} (times are UTC)"
        yield line(happening)


def failures(happenings: Iterable[Happening]) -> list[Happening]:
    """Give the failures that have a reason of their own; all failures when none has."""
    failed = [happening for happening in happenings if happening.has_failed]
    return [happening for happening in failed if is_real(happening.event)] or failed


def document(happening: Happening) -> Mapping[str, object]:
    """Give one event for machines; its properties are left out."""
    event = happening.event
    return {
        "time": stamp(event.time),
        "resource": happening.address,
        "stack": event.stack_name,
        "type": event.type,
        "physical_id": event.physical_id,
        "status": event.status,
        "detailed_status": event.detailed_status,
        "reason": event.reason,
        "operation": event.operation_id,
        "hook": event.hook_type,
        "hook_status": event.hook_status,
        "hook_reason": event.hook_reason,
    }
