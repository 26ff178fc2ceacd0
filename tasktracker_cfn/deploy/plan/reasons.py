"""Why a change set could not be made: the first real reasons in the nest, not a parent's word that a child failed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.changes import ChangeSet
from tasktracker_cfn.deploy.guarding.policies import at
from tasktracker_cfn.errors import AwsError, DeniedError

NESTED = re.compile(r"arn:[a-z-]+:cloudformation:\S+?:changeSet/[^\s,]+")


def reasons_of(gateway: Gateway, members: Iterable[ChangeSet]) -> tuple[str, ...]:
    """Give what the change sets that failed by themselves say, and what early validation found in them, each once.

    :param members: the change sets of a nest, when none is worked out any more
    """
    nest = {member.id: member for member in members}
    found = [
        reason
        for failed in _failed(tuple(nest.values()))
        for reason in _reasons(gateway, failed, _address(failed, nest))
    ]
    return tuple(dict.fromkeys(found))


def _failed(members: Sequence[ChangeSet]) -> Sequence[ChangeSet]:
    """Give the change sets that failed, but for those that failed only because a nested one did, or are empty."""
    failed = [member for member in members if member.status == "FAILED" and not member.changes_nothing]
    return [member for member in failed if not NESTED.search(member.status_reason or "")] or failed


def _address(change_set: ChangeSet, nest: Mapping[str, ChangeSet]) -> str:
    """Give the address of a change set's stack, its name where that does not tell it, and nothing for the root.

    A parent that failed lists no nested stacks, but CloudFormation names these ``PARENT-LOGICALID-RANDOM``.
    """
    if not change_set.parent_id:
        return ""
    parent = nest.get(change_set.parent_id)
    if parent is None:
        return change_set.stack_name
    above = _address(parent, nest)
    found = re.fullmatch(rf"{re.escape(parent.stack_name)}-([A-Za-z0-9]+)-[A-Z0-9]+", change_set.stack_name)
    # A long name is cut off.
    return at(above, found[1]) if found and above != parent.stack_name else change_set.stack_name


def _reasons(gateway: Gateway, change_set: ChangeSet, address: str) -> Iterator[str]:
    yield from _found(gateway, change_set)
    if change_set.status_reason:
        where = f"{address}: " if address else ""
        yield where + change_set.status_reason


def _found(gateway: Gateway, change_set: ChangeSet) -> Iterator[str]:
    """Give what early validation found, as far as the caller may read it."""
    try:
        for event in gateway.operation_events(change_set=change_set.id):
            reason = event.validation_reason or event.reason
            if reason and event.validation_status != "SKIPPED" and event.validation_mode != "WARN":
                yield f"{event.logical_id}: {reason}" if event.logical_id else reason
    except DeniedError:
        if "validation" in (change_set.status_reason or "").lower():
            yield "what early validation found could be told with cloudformation:DescribeEvents"
    except AwsError:
        # The reason of the change set itself is still told.
        return
