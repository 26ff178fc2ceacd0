"""Delete a change set of a nest with all that it has made, and wait until it is gone.

That takes a while, and not every moment is right for it: a root's change set has failed while others of the nest are
still worked out (https://github.com/aws-amplify/amplify-cli/pull/14764), which AWS refuses to delete; what is deleted
is gone some seconds later; and so is the stack that only the change set has made.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.changes import ChangeSet
from tasktracker_cfn.deploy.aws.values.stacks import GONE, IN_REVIEW, Stack
from tasktracker_cfn.deploy.aws.waiting import until
from tasktracker_cfn.deploy.commands import spelling
from tasktracker_cfn.deploy.plan.reasons import NESTED
from tasktracker_cfn.errors import AwsError, DeploymentError, TasktrackerError

# A nest that has failed is at rest within a minute or two; what is deleted may take longer.
REST = timedelta(minutes=4)
LIMIT = timedelta(minutes=10)
DELETING = "DELETE_IN_PROGRESS"
Say = Callable[[str], None]


class Made(NamedTuple):
    """What a plan has made in AWS: a change set, by its ARN, in a stack, by name or ARN; `kind` is that of the set."""

    change_set: str
    stack: str
    region: str
    kind: str


def at_rest(gateway: Gateway, identifier: str) -> tuple[ChangeSet, ...]:
    """Give a change set and those nested in it, the root first, when none is worked out any more; none when it is gone.

    :raises AwsError: when AWS says no
    :raises TimeError: when they do not come to rest
    """

    def rested() -> tuple[ChangeSet, ...] | None:
        members = tuple(_family(gateway, identifier))
        return None if any(member.is_pending for member in members) else members

    return until(rested, gateway.clock, REST, "the change sets of the nest", every=5.0)


def clear(gateway: Gateway, made: Made) -> None:
    """Delete a change set, and the shells of stacks that only it has made, and wait for that; do it again if you like.

    :raises AwsError: when AWS says no
    :raises DeploymentError: when AWS could not do it
    :raises TimeError: when it takes too long
    """
    delete_change_set(gateway, made.change_set)
    _remove_shell(gateway, made.stack)


def delete_change_set(gateway: Gateway, identifier: str) -> None:
    """Delete a change set with those nested in it, and wait until they and the shells that they made are gone.

    :raises AwsError: when AWS says no
    :raises DeploymentError: when AWS could not do it
    :raises TimeError: when it takes too long
    """
    members = at_rest(gateway, identifier)
    gateway.delete_change_set(identifier)
    until(lambda: _is_gone(gateway, identifier) or None, gateway.clock, LIMIT, "the deletion of the change set")
    for nested in members[1:]:
        _wait_for_shell(gateway, nested.stack_id)


def clear_or_say(gateway: Gateway, made: Made, say: Say) -> None:
    """Clear; where that fails, say what is left and how to delete it, and let what is more important go on."""
    try:
        clear(gateway, made)
    except TasktrackerError as error:
        say(_left(gateway, made, f"{error.operation}: {error.code}" if isinstance(error, AwsError) else str(error)))
    except KeyboardInterrupt:
        say(_left(gateway, made, "interrupted"))
        raise


def _remove_shell(gateway: Gateway, name: str) -> None:
    """Delete a stack in which nothing is and nobody has a change set, and wait until it is gone."""
    stack = gateway.stack(name)
    if stack is None or stack.status not in {IN_REVIEW, DELETING}:
        return
    if stack.status == IN_REVIEW:
        if gateway.change_sets(stack.id) or gateway.resources(stack.id):
            return
        gateway.delete_stack(stack.id, token=f"shell-{stack.id.rpartition('/')[2]}")
    wait_until_gone(gateway, stack.id)


def wait_until_gone(gateway: Gateway, stack_id: str) -> None:
    """Wait until a stack that is being deleted is gone: its name is not free before.

    :raises AwsError: when AWS says no
    :raises DeploymentError: when its deletion has failed
    :raises TimeError: when it takes too long
    """

    def gone() -> bool | None:
        stack = gateway.stack(stack_id)
        if stack is None or stack.status == GONE:
            return True
        if stack.status == DELETING:
            return None
        message = f"the stack {stack.name} could not be deleted, it is in {stack.status}"
        raise DeploymentError(message)

    until(gone, gateway.clock, LIMIT, f"the deletion of {stack_id}")


def is_dying_shell(gateway: Gateway, stack: Stack | None) -> bool:
    """Tell whether a stack is being deleted that never held anything: what a plan leaves for some seconds.

    :raises AwsError: when AWS says no
    """
    if stack is None or stack.status != DELETING:
        return False
    return all(event.physical_id == stack.id and _is_of_shell(event.status) for event in gateway.events(stack.id))


def _is_of_shell(status: str) -> bool:
    return status in {IN_REVIEW, DELETING}


def _family(gateway: Gateway, identifier: str) -> Iterator[ChangeSet]:
    waiting, seen = [identifier], {identifier}
    while waiting:
        member = gateway.change_set(waiting.pop(0))
        if member is None:
            continue
        yield member
        # One that fails early names the nested one, and may have no rows.
        named = [row.change_set_id for row in member.changes if row.change_set_id]
        named += NESTED.findall(member.status_reason or "")
        new = [name for name in dict.fromkeys(named) if name not in seen]
        seen.update(new)
        waiting += new


def _is_gone(gateway: Gateway, identifier: str) -> bool:
    left = gateway.change_set(identifier)
    if left is not None and left.status == "DELETE_FAILED":
        message = f"AWS could not delete the change set: {left.status_reason or 'no reason is given'}"
        raise DeploymentError(message)
    return left is None or left.status == GONE


def _wait_for_shell(gateway: Gateway, stack_id: str) -> None:
    """Wait until a nested stack is gone that only the change set has made, or has those of others."""

    def settled() -> bool | None:
        stack = gateway.stack(stack_id)
        if stack is None or stack.status not in {IN_REVIEW, DELETING}:
            return True
        return True if stack.status == IN_REVIEW and gateway.change_sets(stack_id) else None

    until(settled, gateway.clock, LIMIT, f"the deletion of {stack_id}")


def _left(gateway: Gateway, made: Made, why: str) -> str:
    aws = spelling(gateway)._replace(region=made.region)
    then = ""
    if made.kind == "CREATE":
        # Others may have change sets in it, so it is theirs to say.
        then = (
            f"; then, if {made.stack} is in {IN_REVIEW} and nobody else plans it: "
            f"{aws.call('cloudformation', 'delete-stack', '--stack-name', made.stack)}"
        )
    command = aws.call("cloudformation", "delete-change-set", "--change-set-name", made.change_set)
    return f"the change set is left behind ({why}); delete it with: {command}{then}"
