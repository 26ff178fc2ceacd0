"""The artifact bucket: made by a template of its own, one for each account and region, and checked on every use.

It is made as everything is, by a change set: run again it finds no change; killed and run again it joins what is under
way, or goes on with what is prepared.
"""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.changes import ChangeSet, ChangeSetRequest, ChangeSetType
from tasktracker_cfn.deploy.aws.values.stacks import GONE, IN_REVIEW, Identity, Stack
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.deploy.aws.waiting import until
from tasktracker_cfn.deploy.commands import spelling, written
from tasktracker_cfn.errors import ConflictError, DeploymentError, ExistsError, NotThereError

STACK_NAME = "tasktracker-cfn-artifacts"
OUTPUT = "BucketName"
TAGS = {"ManagedBy": "tasktracker-cfn"}
TEMPLATE = Path(__file__).parent / "bootstrap.yaml"
LIMIT = timedelta(minutes=15)
# Change sets that cannot be executed any more, and stand in the way of another one of their name.
SPENT = frozenset({"OBSOLETE", "EXECUTE_FAILED", "EXECUTE_COMPLETE"})
DONE = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE"})
# From these nothing leads on but to delete the stack, which holds nothing: the bucket is retained.
STUCK = frozenset({"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"})


class Bootstrapped(NamedTuple):
    """The bucket, and whether something was done to have it so."""

    bucket: Bucket
    changed: bool


def artifact_bucket(gateway: Gateway, identity: Identity) -> Bucket:
    """Give the artifact bucket of account and region.

    :raises DeploymentError: when there is none
    :raises DeniedError: when the bucket is another account's
    :raises AwsError: when AWS says no
    """
    stack = gateway.stack(STACK_NAME)
    bucket = _bucket(stack, identity) if stack else None
    if bucket is not None and gateway.bucket_is_there(bucket):
        return bucket
    profile = ("--profile", gateway.profile) if gateway.profile else ()
    command = written("bootstrap", "--region", identity.region, *profile)
    message = f"account {identity.account} has no artifact bucket in {identity.region}; make it: {command}"
    raise DeploymentError(message)


def bootstrap(
    gateway: Gateway, identity: Identity, say: Callable[[str], None], template: Path = TEMPLATE
) -> Bootstrapped:
    """Make the artifact bucket, or bring it up to date; nothing happens when it is.

    :param say: is told what begins
    :raises DeploymentError: when the stack is stuck, or its operation fails
    :raises TimeError: when it takes longer than a quarter of an hour
    :raises DeniedError: when the bucket is another account's
    :raises AwsError: when AWS says no
    """
    stack = _settled(gateway, gateway.stack(STACK_NAME))
    change_set = _prepared(gateway, stack, template.read_text(encoding="utf-8"))
    changed = change_set is not None
    if change_set is not None:
        say(f"{'updating' if _exists(stack) else 'making'} {STACK_NAME}")
        stack = _executed(gateway, change_set)
    return Bootstrapped(_protected(gateway, stack, identity), changed)


def _settled(gateway: Gateway, stack: Stack | None) -> Stack | None:
    """Wait for an operation that is under way, and refuse a stack from which nothing leads on."""
    if stack is not None and stack.is_in_progress:
        stack = _ended(gateway, stack.id)
    if stack is None or stack.status == GONE:
        return None
    if stack.status in STUCK:
        message = (
            f"{STACK_NAME} is in {stack.status}, from which it cannot be updated; delete the stack (a bucket that it "
            f"has made stays) and run this again: {_call(gateway, 'delete-stack')}"
        )
        raise DeploymentError(message)
    if stack.status == "UPDATE_ROLLBACK_FAILED":
        message = f"{STACK_NAME} is in {stack.status}: {_call(gateway, 'continue-update-rollback')}"
        raise DeploymentError(message)
    return stack


def _exists(stack: Stack | None) -> bool:
    return stack is not None and stack.status != IN_REVIEW


def _prepared(gateway: Gateway, stack: Stack | None, body: str) -> ChangeSet | None:
    """Give a change set that can be executed, or None when nothing would change.

    Its name is made of what it does, so that a run that was killed is found again.
    """
    kind: ChangeSetType = "UPDATE" if _exists(stack) else "CREATE"
    name = f"{kind.lower()}-{sha256(body.encode()).hexdigest()[:16]}"
    for left in gateway.change_sets(STACK_NAME):
        if left.name == name and (left.status == "FAILED" or left.execution_status in SPENT):
            gateway.delete_change_set(left.id)
    request = ChangeSetRequest(
        STACK_NAME,
        name,
        kind,
        # A new one for each run: CloudFormation remembers those of change sets that are long gone.
        token=f"{name}-{uuid4().hex}",
        template_body=body,
        tags=TAGS,
        include_nested=False,
        on_stack_failure="DELETE" if kind == "CREATE" else None,
    )
    try:
        made = gateway.create_change_set(request)
    except ExistsError:
        made = next((left.id for left in gateway.change_sets(STACK_NAME) if left.name == name), "")
        if not made:
            raise
    return _usable(gateway, made)


def _usable(gateway: Gateway, made: str) -> ChangeSet | None:
    def worked_out() -> ChangeSet | None:
        change_set = gateway.change_set(made)
        if change_set is None:
            message = f"{made} was deleted by somebody else; run this again"
            raise DeploymentError(message)
        return None if change_set.is_pending else change_set

    change_set = until(worked_out, gateway.clock, LIMIT, f"the change set of {STACK_NAME}")
    if change_set.status != "FAILED":
        return change_set
    gateway.delete_change_set(made)
    if change_set.changes_nothing:
        return None
    message = f"the change set of {STACK_NAME} failed: {change_set.status_reason}"
    raise DeploymentError(message)


def _executed(gateway: Gateway, change_set: ChangeSet) -> Stack:
    """Execute, or join whoever has, and give the stack at the end."""
    is_new = change_set.on_stack_failure is not None
    # Made of the change set's own identifier, so that whoever executes it again changes nothing.
    token = f"execute-{change_set.id.rpartition('/')[2]}"
    try:
        gateway.execute_change_set(change_set.id, token, disable_rollback=None if is_new else False)
    except (ConflictError, NotThereError):
        # Another run was quicker, or this one's answer was lost: the stack shows which. Nothing begun is an error.
        stack = gateway.stack(change_set.stack_id)
        if stack is None or stack.status == IN_REVIEW:
            raise
    stack = _ended(gateway, change_set.stack_id)
    if stack.status in DONE:
        return stack
    message = f"{STACK_NAME} ended in {stack.status}: {_cause(gateway, stack)}"
    raise DeploymentError(message)


def _ended(gateway: Gateway, stack_id: str) -> Stack:
    def ended() -> Stack | None:
        stack = gateway.stack(stack_id)
        if stack is None:
            message = f"{stack_id} is gone"
            raise DeploymentError(message)
        return None if stack.is_in_progress or stack.status == IN_REVIEW else stack

    return until(ended, gateway.clock, LIMIT, STACK_NAME)


def _cause(gateway: Gateway, stack: Stack) -> str:
    """Give the first failure; later ones follow from it."""
    failed = [event for event in gateway.events(stack.id) if event.status.endswith("_FAILED")]
    return f"{failed[-1].logical_id}: {failed[-1].reason}" if failed else stack.status_reason or "no reason is given"


def _protected(gateway: Gateway, stack: Stack | None, identity: Identity) -> Bucket:
    """Give the bucket of a stack that cannot be deleted by mistake."""
    bucket = _bucket(stack, identity) if stack else None
    if stack is None or bucket is None or not gateway.bucket_is_there(bucket):
        message = (
            f"the bucket of {STACK_NAME} is gone, though its stack is there; delete the stack and run this again: "
            f"{_call(gateway, 'delete-stack')}"
        )
        raise DeploymentError(message)
    if not stack.termination_protection:
        gateway.set_termination_protection(STACK_NAME, enabled=True)
    return bucket


def _call(gateway: Gateway, operation: str) -> str:
    return spelling(gateway).call("cloudformation", operation, "--stack-name", STACK_NAME)


def _bucket(stack: Stack, identity: Identity) -> Bucket | None:
    output = stack.outputs.get(OUTPUT)
    return Bucket(output.value, identity.account, identity.region, identity.domain) if output else None
