"""Events of a tree as lines and as documents."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from tasktracker_cfn.deploy.happening import EMBEDDED, Happening
from tasktracker_cfn.deploy.masking import shown
from tasktracker_cfn.deploy.telling.plain import moment, stamp
from tasktracker_cfn.errors import printable

# Addresses and statuses of usual lengths stand under each other; a longer one shifts its line.
ADDRESS, STATUS = 32, 27
# Said by CloudFormation of what only follows from another failure.
FOLLOWING = (
    "Resource creation cancelled",
    "Resource update cancelled",
    "Resource deletion cancelled",
    "The following resource(s) failed to",
    EMBEDDED,
)


def line(happening: Happening) -> str:
    """Give one event as a line."""
    event = happening.event
    status = event.status + (f" ({event.detailed_status})" if event.detailed_status else "")
    if event.hook_type:
        status = f"{event.hook_status} ({event.hook_type})"
    said = event.hook_reason if event.hook_type else event.reason
    head = f"{moment(event.time)[11:19]}  {happening.address:{ADDRESS}}  {status:{STATUS}}"
    return printable(f"{head}  {shown(said)}".rstrip() if said else head.rstrip())


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
    own = [happening for happening in failed if not _follows(happening)]
    return own or failed


def document(happening: Happening) -> Mapping[str, object]:
    """Give one event for machines; its properties, which may hold secrets, are left out."""
    event = happening.event
    return {
        "time": stamp(event.time),
        "resource": happening.address,
        "stack": event.stack_name,
        "type": event.type,
        "physical_id": event.physical_id,
        "status": event.status,
        "detailed_status": event.detailed_status,
        "reason": shown(event.reason) if event.reason else None,
        "operation": event.operation_id,
        "hook": event.hook_type,
        "hook_status": event.hook_status,
        "hook_reason": event.hook_reason,
    }


def _follows(happening: Happening) -> bool:
    reason = happening.event.reason or ""
    return not happening.event.hook_type and (not reason or reason.startswith(FOLLOWING))
