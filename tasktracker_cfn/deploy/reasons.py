"""Why a change set could not be made: the first real reasons in the nest, not a parent's word that a child failed."""

import re
from collections.abc import Iterator

from tasktracker_cfn.deploy.gateway import Gateway
from tasktracker_cfn.deploy.values_changes import ChangeSet
from tasktracker_cfn.errors import AwsError, DeniedError

NESTED = re.compile(r"arn:[a-z-]+:cloudformation:\S+?:changeSet/[^\s,]+")


def reasons_of(gateway: Gateway, change_set: ChangeSet) -> tuple[str, ...]:
    """Give what early validation found, and what the change sets themselves say, each once.

    :raises AwsError: when AWS says no to describing the change sets
    """
    return tuple(dict.fromkeys((*_found(gateway, change_set), *_reasons(gateway, change_set))))


def _reasons(gateway: Gateway, change_set: ChangeSet) -> Iterator[str]:
    """Give the first real reasons: a parent only says that a child failed."""
    nested = NESTED.findall(change_set.status_reason or "")
    for identifier in nested:
        child = gateway.change_set(identifier)
        if child is not None and child.id != change_set.id:
            yield from _reasons(gateway, child)
    if not nested and change_set.status_reason:
        where = "" if change_set.parent_id is None else f"{change_set.stack_name}: "
        yield where + change_set.status_reason


def _found(gateway: Gateway, change_set: ChangeSet) -> Iterator[str]:
    """Give what early validation found, as far as the caller may read it."""
    try:
        for event in gateway.operation_events(change_set=change_set.id):
            reason = event.validation_reason or event.reason
            if reason and event.validation_status != "SKIPPED" and event.validation_mode != "WARN":
                yield f"{event.logical_id}: {reason}" if event.logical_id else reason
    except DeniedError:
        yield "early validation found something; cloudformation:DescribeEvents would tell what"
    except AwsError:
        # The reason of the change set itself is still told.
        return
