"""Decide whether a plan may be applied: a pure function over what was reviewed and what there is now."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from tasktracker_cfn.deploy.apply.executions import Execution
from tasktracker_cfn.deploy.aws.values.changes import ChangeSet
from tasktracker_cfn.deploy.aws.values.stacks import GONE, IN_REVIEW, Identity, Stack
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.guarding.policies import Deployed, Loss, losses
from tasktracker_cfn.deploy.plan.plan_file import Plan
from tasktracker_cfn.errors import (
    CommandError,
    DataLossError,
    StalePlanError,
    TargetError,
    TasktrackerError,
    printable,
)

SUCCESS = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"})
# CloudFormation executes a change set in these; the last two are of stacks that failed with rollback off.
STARTS = SUCCESS | {
    IN_REVIEW,
    "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
    "CREATE_FAILED",
    "UPDATE_FAILED",
}
BEGUN = frozenset({"EXECUTE_IN_PROGRESS", "EXECUTE_COMPLETE", "EXECUTE_FAILED"})
# No more characters are quoted of an address that is none.
LONGEST = 200
PLAN_AGAIN = "make a new plan, and review it"


@dataclass(frozen=True)
class Observed:
    """What there is now.

    `local` has the hashes of the templates on disk as they would be uploaded, by the stacks' addresses; `stored` those
    of what lies in the bucket, by key, None for what is gone. `change_sets` goes by the stacks' addresses, None for
    what is gone. `differing` are names of parameters whose value in files or options is no longer the plan's,
    `misstated` of those to which the very command gives another one.
    `alarms` has the states of those among the change set's rollback triggers that exist, by ARN. `local` is None where
    nothing is compared with files, and `unread` says which files would have been. `execution` is what the
    stack's events tell of the plan's own; `newest` is the id of the stack's newest event before all else was looked at.
    """

    identity: Identity
    stack: Stack | None
    local: Mapping[str, str] | None
    stored: Mapping[str, str | None]
    change_sets: Mapping[str, ChangeSet | None]
    deployed: Mapping[str, Deployed] = field(default_factory=dict)
    differing: tuple[str, ...] = ()
    alarms: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    execution: Execution = "none"
    newest: str | None = None
    misstated: tuple[str, ...] = ()


class Go(NamedTuple):
    """Everything is as it was reviewed: execute."""


class Join(NamedTuple):
    """It was executed before: follow it, or see how it ended."""


class Done(NamedTuple):
    """It was applied, and the stack is as the plan wanted it."""


class Refuse(NamedTuple):
    """It must not be executed: the kind of the error, each reason, and what to do."""

    kind: type[TasktrackerError]
    reasons: tuple[str, ...]
    remedy: str

    def error(self) -> TasktrackerError:
        """Give the error that the command line ends with."""
        return self.kind("\n".join((*self.reasons, self.remedy)))


Verdict = Go | Join | Done | Refuse


def may_apply(plan: Plan, now: Observed, allowed: Collection[str] = ()) -> Verdict:
    """Decide what to do about a plan; `allowed` are addresses of what may be replaced or removed."""
    if wrong := tuple(_elsewhere(plan, now)):
        return Refuse(TargetError, wrong, "use the credentials and the region that the plan was made with")
    if verdict := _of_stack(plan, now.stack, now.execution):
        return verdict
    if now.stack is not None and was_executed(plan, now):
        if now.misstated:
            # What files say by now is no matter any more; what the command says shall be what was applied.
            reasons = tuple(_of_other_values(plan, now.misstated))
            return Refuse(StalePlanError, reasons, "the plan was executed before, and without these values")
        return _executed(plan, now.stack, now.execution)
    if now.stack is not None and now.stack.is_in_progress:
        reason = f"another operation is under way: {plan.stack_name} is in {now.stack.status}"
        return Refuse(StalePlanError, (reason,), f"wait until it has ended, then {PLAN_AGAIN}")
    lost = tuple(_needing(plan, now))
    if unknown := sorted(set(allowed) - {loss.address for loss in lost} - set(plan.needs_allow)):
        return Refuse(CommandError, tuple(_naming_nothing(unknown, lost)), _names(lost))
    if stale := tuple(_stale(plan, now)):
        return Refuse(StalePlanError, stale, f"nothing was changed; {PLAN_AGAIN}")
    if refused := [loss for loss in lost if loss.address not in allowed]:
        options = " ".join(f"--allow {loss.address}" for loss in refused)
        remedy = f"nothing was changed; if that is meant, apply the plan with {options}"
        return Refuse(DataLossError, tuple(map(str, refused)), remedy)
    return Go()


def was_executed(plan: Plan, now: Observed) -> bool:
    """Tell whether the plan's change set was executed; AWS forgets it after a while, the stack's events do not."""
    root = now.change_sets.get("")
    has_begun = root is not None and root.id == plan.change_set and root.execution_status in BEGUN
    return has_begun or now.execution != "none"


def _elsewhere(plan: Plan, now: Observed) -> Iterator[str]:
    if now.identity.account != plan.account:
        yield f"the plan is for account {plan.account}, the credentials are those of {now.identity.account}"
    if now.identity.region != plan.region:
        yield f"the plan is for region {plan.region}, but {now.identity.region or 'no region'} is asked"


def _of_stack(plan: Plan, stack: Stack | None, execution: Execution) -> Refuse | Join | None:
    """Refuse where the stack is not the one that was reviewed.

    An operation that failed may have deleted its stack; then how that came is to be told.
    """
    if stack is not None and stack.status == GONE and stack.id == plan.stack_id and execution == "last":
        return Join()
    if stack is None or stack.status == GONE:
        return Refuse(StalePlanError, (f"the stack {plan.stack_name} was deleted after the plan was made",), PLAN_AGAIN)
    if stack.id != plan.stack_id:
        reason = f"the stack {plan.stack_name} was deleted and made anew after the plan was made"
        return Refuse(StalePlanError, (reason,), PLAN_AGAIN)
    return None


def _executed(plan: Plan, stack: Stack, execution: Execution) -> Verdict:
    if execution == "earlier":
        reason = f"this plan was applied before, and {plan.stack_name} has been changed since"
        return Refuse(StalePlanError, (reason,), PLAN_AGAIN)
    # Without its events it has only begun, and the status may be the one of before.
    return Done() if stack.status in SUCCESS and execution == "last" else Join()


def _stale(plan: Plan, now: Observed) -> Iterator[str]:
    yield from _of_state(plan, now.stack)
    yield from _of_change_sets(plan, now)
    yield from now.unread
    yield from _of_templates(plan, now)
    yield from _of_parameters(plan, now)


def _of_state(plan: Plan, stack: Stack | None) -> Iterator[str]:
    if stack is None:
        return
    if stack.status != plan.status:
        yield f"{plan.stack_name} was in {plan.status} when the plan was made, and is in {stack.status}"
    elif stack.status not in STARTS:
        way = Place(stack_name=plan.stack_name, region=plan.region).command("unstick")
        yield f"{plan.stack_name} is in {stack.status}, from which nothing is deployed; the way out: {way}"
    if stack.updated != plan.updated:
        when = f"{stack.updated:%Y-%m-%d %H:%M:%S %Z}" if stack.updated else "at an unknown time"
        yield f"{plan.stack_name} was changed after the plan was made, {when}"


def _of_change_sets(plan: Plan, now: Observed) -> Iterator[str]:
    for stack in plan.stacks:
        if stack.change_set is None:
            continue
        found = now.change_sets.get(stack.address)
        name = f"the change set of {stack.address}" if stack.address else "the change set"
        if found is None:
            yield f"{name} was deleted: {stack.change_set}"
        elif found.execution_status == "OBSOLETE":
            yield f"{name} is obsolete, because {plan.stack_name} was changed by another one"
        elif found.id != stack.change_set:
            yield f"{name} is another one than the plan's: {found.id}"
        elif found.status != "CREATE_COMPLETE" and not (stack.address and found.changes_nothing):
            yield f"{name} is in {found.status}: {found.status_reason or 'no reason is given'}"
        elif not stack.address and found.execution_status != "AVAILABLE":
            yield f"{name} cannot be executed: {found.execution_status}"


def _of_templates(plan: Plan, now: Observed) -> Iterator[str]:
    planned = {stack.address: stack for stack in plan.stacks}
    local = {stack.address: stack.sha256 for stack in plan.stacks} if now.local is None else now.local
    for address in sorted(planned.keys() | local.keys()):
        name = f"the template of {address}" if address else "the root template"
        stack = planned.get(address)
        if stack is None:
            yield f"{name} is not in the plan"
        elif address not in local:
            yield f"{name} is no longer among those built"
        elif local[address] != stack.sha256:
            yield f"{name} is not the one that was reviewed: it was built anew or changed"
        if stack is not None and now.stored.get(stack.key) != stack.sha256:
            gone = now.stored.get(stack.key) is None
            yield f"{name} is {'gone from' if gone else 'another one in'} the bucket {plan.bucket}: {stack.key}"


def _of_parameters(plan: Plan, now: Observed) -> Iterator[str]:
    yield from _of_other_values(plan, now.differing)
    root = now.change_sets.get("")
    if root is None:
        return
    for name, value in root.parameters.items():
        if name not in plan.parameters:
            yield f"the change set has a parameter {name} that the plan does not know"
        elif name not in plan.secrets and plan.parameters[name] not in {value, "****"}:
            yield f"the change set has another value of the parameter {name} than the plan"
    if dict(root.tags) != dict(plan.tags):
        yield "the change set has other tags than the plan"
    for trigger in root.rollback.triggers:
        if trigger.arn not in now.alarms:
            yield f"the alarm that would undo the deployment is gone: {trigger.arn}"
        elif now.alarms[trigger.arn] == "ALARM":
            yield f"an alarm goes off by now, and would undo the deployment as soon as it begins: {trigger.arn}"


def _of_other_values(plan: Plan, names: Collection[str]) -> Iterator[str]:
    known = [name for name in names if name in plan.parameters]
    yield from (f"the parameter {name} has another value than the plan was made with" for name in known)
    if strange := len(names) - len(known):
        # Not by name: where name and value changed places, the name is the secret.
        yield f"{strange} of the parameters in files or options are none that the plan knows"


def _needing(plan: Plan, now: Observed) -> Iterator[Loss]:
    """Give what needs to be allowed: what the change sets say, and what the review has found besides."""
    there = {address: found for address, found in now.change_sets.items() if found is not None}
    found = losses(there, now.deployed)
    yield from found
    known = {loss.address for loss in found}
    yield from (
        Loss(address, "by the review", "replaced, removed or without backups")
        for address in plan.needs_allow
        if address not in known
    )


def _naming_nothing(unknown: Collection[str], lost: Collection[Loss]) -> Iterator[str]:
    for address in unknown:
        close = get_close_matches(address[:LONGEST], [loss.address for loss in lost], 1)
        hint = f"; did you mean {close[0]}?" if close else ""
        yield printable(f"--allow {address[:LONGEST]} names nothing that this plan has to have allowed{hint}")


def _names(lost: Collection[Loss]) -> str:
    if not lost:
        return "this plan loses nothing: leave --allow away"
    return f"it can name: {', '.join(loss.address for loss in lost)}"
