"""Why an operation failed, in the words of whoever asks: `apply` when it has, `events --failed` at any time later."""

from collections.abc import Iterator, Mapping, Sequence

from tasktracker_cfn.deploy.apply.causes import SERVICE_TYPE, Cause, causes, failures
from tasktracker_cfn.deploy.apply.evidence import Evidence, look_at, report
from tasktracker_cfn.deploy.apply.progress import Placed
from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.stacks import Stack
from tasktracker_cfn.errors import AwsError, CredentialsError, DeniedError, printable

# What was seen of services while they were there, by address.
Seen = Mapping[str, Evidence]
NOT_ALLOWED = "what validation and hooks found is not told, for that is not allowed: cloudformation:DescribeEvents"


def why(gateway: Gateway, stack: Stack, events: Sequence[Placed], seen: Seen | None = None) -> list[str]:
    """Give the first real cause in any stack of an operation, and all that is known about it.

    :param seen: what services said while the operation was followed; what is not in it is asked now
    :raises CredentialsError: when the credentials are no longer good
    """
    found = causes(events)
    first = str(found.first) if found.first else stack.status_reason or "AWS gives no reason"
    lines = [f"first cause: {first}"]
    if found.rollback:
        lines.append(f"the rollback failed, too: {found.rollback}")
    evidence = _evidence(gateway, found.first, events, seen or {})
    lines.extend(f"  {line}" for line in (report(evidence) if evidence else ()))
    lines.extend(f"  {line}" for line in _validation(gateway, stack))
    return [printable(line) for line in lines]


def _evidence(gateway: Gateway, cause: Cause | None, events: Sequence[Placed], seen: Seen) -> Evidence | None:
    if cause is None or cause.type != SERVICE_TYPE:
        return None
    began = min(placed.event.time for placed in events)
    return seen.get(cause.address) or look_at(gateway, cause.physical_id, began)


def _validation(gateway: Gateway, stack: Stack) -> Iterator[str]:
    """Give what DescribeEvents says besides; older policies do not allow it, and nothing depends on it."""
    if not stack.last_operations:
        return
    try:
        yield from failures(gateway.operation_events(operation=stack.last_operations[0].id))
    except CredentialsError:
        raise
    except DeniedError:
        yield NOT_ALLOWED
    except AwsError as error:
        yield f"what validation and hooks found is not known: {error}"
