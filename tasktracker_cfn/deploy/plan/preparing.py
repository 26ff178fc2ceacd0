"""Prepare a plan: everything that can be wrong is looked at before anything is uploaded, and what is asked of AWS."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.changes import ChangeSetRequest, ChangeSetSummary, ChangeSetType
from tasktracker_cfn.deploy.aws.values.stacks import GONE, Identity, Stack
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.deploy.aws.waiting import until
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.packaging.artifacts import Package, package, upload
from tasktracker_cfn.deploy.packaging.bootstrap import artifact_bucket
from tasktracker_cfn.deploy.plan.clearing import delete_change_set, is_dying_shell, wait_until_gone
from tasktracker_cfn.deploy.plan.deployed import deployed_parameters
from tasktracker_cfn.deploy.plan.parameters import Parameters, choose
from tasktracker_cfn.deploy.plan.resuming import RESUMABLE, is_kept
from tasktracker_cfn.deploy.plan.target import Target, check_identity
from tasktracker_cfn.deploy.plan.triggers import rollback_triggers
from tasktracker_cfn.deploy.statuses import about
from tasktracker_cfn.errors import DeploymentError
from tasktracker_cfn.model.capabilities import capabilities
from tasktracker_cfn.model.nest import load
from tasktracker_cfn.model.system import System

# What change sets of this program are called, so that others' are left alone: those that wait to be applied, and those
# that are only looked at.
KEPT, LOOKED_AT = "plan-", "look-"
# No run takes as long. What it has left behind by then (it was killed, or lost its network) is nobody's any more.
ABANDONED = timedelta(hours=2)
# So much of a token, all of it chance, tells two change sets of one second apart.
PART = 12
# A creation was rolled back: nothing is in the stack, and it takes no change set.
EMPTY = "ROLLBACK_COMPLETE"
DELETION = timedelta(minutes=10)
Say = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """What is to be planned, by whom; `token` and `salt` are drawn by chance, anew for each run.

    `given` are values of parameters, `files` the files that some come from, and `options` the names of those that come
    from the command itself. `keeps` tells whether the plan is to wait for being applied. `unfinished` are the tokens of
    runs that did not end and that this one takes the place of. `monitor_minutes` is for how long alarms are watched
    afterwards; None is as long as the last time. `place` is how the target was asked for.
    """

    target: Target
    identity: Identity
    token: str
    salt: str = field(repr=False)
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    files: tuple[str, ...] = ()
    options: frozenset[str] = frozenset()
    keeps: bool = True
    unfinished: tuple[str, ...] = ()
    monitor_minutes: int | None = None
    place: Place = field(default_factory=Place)


class Prepared(NamedTuple):
    """What a change set is made of; `system` is the nest with the values that the root's parameters will have."""

    system: System
    deployed: Stack | None
    parameters: Parameters
    bucket: Bucket
    packaged: Package
    request: ChangeSetRequest
    notes: tuple[str, ...]
    made: datetime
    left_out: tuple[str, ...] = ()

    @property
    def resumes(self) -> bool:
        """Tell whether it goes on with a stack that was left as it failed."""
        return self.deployed is not None and self.deployed.status in RESUMABLE

    @property
    def keeps(self) -> bool:
        """Tell whether what is made is kept when it fails."""
        return self.resumes or (self.request.type == "CREATE" and is_kept(self.system.nest))


def change_set_type(name: str, status: str | None, place: Place | None = None) -> ChangeSetType:
    """Give the type of the change set that a stack in a status takes; None is the one that is not there.

    :raises DeploymentError: when it takes none
    """
    plan, place = about(status).plan, place or Place(stack_name=name)
    if plan == "create":
        # A shell takes CREATE again, and nothing else: https://github.com/aws/aws-cdk/issues/7731
        return "CREATE"
    if plan == "update":
        return "UPDATE"
    if plan == "wait":
        watch = place.command("status")
        message = f"{name} is in {status}: an operation is under way; wait until it has ended; to see it: {watch}"
    else:
        message = f"{name} is in {status}, from which nothing is planned; the way out: {place.command('unstick')}"
    raise DeploymentError(message)


def prepare(gateway: Gateway, asked: Asked, say: Say, left_out: Collection[str] = ()) -> Prepared:
    """Look at everything that can be wrong before anything is uploaded, then upload.

    :param left_out: logical ids of the root that are left out
    :raises TargetError: when account or region are not those of the target
    :raises ParametersError: when parameters are missing or unknown
    :raises TemplateError: when a template cannot be read or is too large
    :raises DeploymentError: when the stack cannot be updated, or there is no artifact bucket
    :raises AwsError: when AWS says no
    """
    target = asked.target
    check_identity(target, asked.identity)
    nest = load(target.root)
    stack = _stack(gateway, target.stack_name, say)
    kind = change_set_type(target.stack_name, stack.status if stack else None, asked.place)
    deployed = stack if stack and kind == "UPDATE" else None
    parameters = choose(nest.root, asked.given, deployed_parameters(gateway, deployed))
    bucket = artifact_bucket(gateway, asked.identity)
    packaged = package(nest, bucket, left_out)
    say(f"uploading to {bucket.name}")
    upload(gateway, bucket, packaged)
    system, now = System(target.folder, parameters.effective, target.root.name, target.region), gateway.clock.now()
    rollback, note = rollback_triggers(gateway, nest, deployed, asked.monitor_minutes)
    _clean(gateway, stack, asked.unfinished, say)
    request = ChangeSetRequest(
        target.stack_name,
        f"{KEPT if asked.keeps else LOOKED_AT}{now:%Y%m%d-%H%M%S}-{asked.token[:PART]}",
        kind,
        # Another request than the one before it, in the same run.
        token=f"plan-{asked.token}{'-without' if left_out else ''}",
        template_url=packaged.root.url,
        role_arn=target.role_arn,
        parameters=parameters.asked,
        tags=_tags(target, deployed),
        capabilities=capabilities(system),
        description=f"{target.label}, planned by tasktracker-cfn",
        rollback=rollback,
    )
    notes = tuple(filter(None, [note]))
    return Prepared(system, deployed, parameters, bucket, packaged, request, notes, now, tuple(sorted(left_out)))


def _tags(target: Target, deployed: Stack | None) -> Mapping[str, str]:
    """Give the stack's tags: AWS replaces all, and those of a nest without a configuration are whoever's made it."""
    theirs = deployed.tags if deployed and not target.system else {}
    return {**theirs, **target.tags}


def _clean(gateway: Gateway, stack: Stack | None, unfinished: Collection[str], say: Say) -> None:
    """Delete what earlier runs have left and is nobody's any more."""
    if stack is not None and stack.status == EMPTY:
        _delete_empty(gateway, stack, say)
    else:
        _prune(gateway, stack, unfinished, gateway.clock.now())


def _delete_empty(gateway: Gateway, stack: Stack, say: Say) -> None:
    """Delete what a creation that was rolled back has left: a stack in which nothing is, but its name.

    :raises DeploymentError: when something is in it all the same, or it is protected
    """
    there = [one.logical_id for one in gateway.resources(stack.id) if one.status not in {GONE, "DELETE_SKIPPED"}]
    if there or stack.termination_protection:
        why = f"there still is {', '.join(there)}" if there else "it is protected from being deleted"
        more = Place(stack_name=stack.name, region=gateway.region, profile=gateway.profile).command("unstick")
        message = (
            f"{stack.name} is in {EMPTY} and must be deleted before it is made anew, but {why}; the way out: {more}"
        )
        raise DeploymentError(message)
    say(f"deleting the empty stack that the last attempt has left: {stack.name}")
    gateway.delete_stack(stack.id, token=f"empty-{stack.id.rpartition('/')[2]}")

    def is_gone() -> bool | None:
        found = gateway.stack(stack.id)
        if found is not None and found.status == "DELETE_FAILED":
            message = f"{stack.name} could not be deleted: {found.status_reason or 'AWS gives no reason'}"
            raise DeploymentError(message)
        return True if found is None or found.status == GONE else None

    until(is_gone, gateway.clock, DELETION, f"the end of the empty stack {stack.name}")


def _stack(gateway: Gateway, name: str, say: Say) -> Stack | None:
    """Give the stack; the shell that an earlier plan has left is waited for until it is gone.

    CDK met it, too: https://github.com/aws/aws-cdk-cli/pull/1534
    """
    stack = gateway.stack(name)
    if stack is None or not is_dying_shell(gateway, stack):
        return stack
    say(f"waiting until the empty stack of an earlier plan of {name} is gone")
    wait_until_gone(gateway, stack.id)
    return gateway.stack(name)


def _prune(gateway: Gateway, stack: Stack | None, unfinished: Collection[str], now: datetime) -> None:
    """Delete this program's change sets that nobody will execute."""
    for left in gateway.change_sets(stack.id) if stack else ():
        if is_left_over(left, unfinished, now):
            delete_change_set(gateway, left.id)


def is_left_over(left: ChangeSetSummary, unfinished: Collection[str], now: datetime) -> bool:
    """Tell whether a change set is nobody's any more; one that somebody makes, reads or waits with is theirs.

    :param unfinished: tokens of earlier runs of the same command that did not end
    """
    if not left.name.startswith((KEPT, LOOKED_AT)) or left.execution_status.startswith("EXECUTE"):
        return False
    if left.execution_status == "OBSOLETE" or left.name.rpartition("-")[2] in {token[:PART] for token in unfinished}:
        return True
    is_old = left.created is not None and now - left.created > ABANDONED
    return is_old and (left.status == "FAILED" or left.name.startswith(LOOKED_AT))
