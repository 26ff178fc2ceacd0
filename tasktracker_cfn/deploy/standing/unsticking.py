"""The way out of a status from which a stack does not move: what failed, what is at risk, the exact next calls.

Nothing here acts but `take`, and it does one call: the one that was shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.asking.stacks import StackCalls
from tasktracker_cfn.deploy.aws.tree import Node, StackPath, Tree
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE, Stack, StackResource
from tasktracker_cfn.deploy.commands import Spelling
from tasktracker_cfn.deploy.guarding.policies import Unlocked
from tasktracker_cfn.deploy.standing.happening import rolling_back_since
from tasktracker_cfn.deploy.statuses import DELETE_EMPTY, PROTECT, RESUME, About, Step, Way, about
from tasktracker_cfn.errors import CommandError

# ResourcesToSkip takes what failed while rolling back, not what was cancelled because something else failed.
CANCELLED = "cancelled"
# What AWS's own command line calls the operations.
CALLS = {
    "ContinueUpdateRollback": "continue-update-rollback",
    "RollbackStack": "rollback-stack",
    "CancelUpdateStack": "cancel-update-stack",
    "DeleteStack": "delete-stack",
    "DescribeStackEvents": "describe-stack-events",
}
# Since when stacks are rolled back whose rollback failed.
Rollbacks = Mapping[StackPath, datetime]


class Failed(NamedTuple):
    """A resource that failed, what `ResourcesToSkip` calls it, and whether it did so while it was rolled back."""

    address: str
    skip_name: str
    resource: StackResource
    in_rollback: bool = False

    @property
    def can_be_skipped(self) -> bool:
        """Tell whether a rollback may go on without it."""
        return self.in_rollback and CANCELLED not in (self.resource.status_reason or "")


class Option(NamedTuple):
    """One way on, with the command of this program and the call of AWS's own, both empty where there is none."""

    step: Step
    command: str = ""
    call: str = ""


class Advice(NamedTuple):
    """All that is said about a stack that is stuck, or is not."""

    about: About
    name: str
    id: str
    reason: str | None = None
    failed: tuple[Failed, ...] = ()
    options: tuple[Option, ...] = ()
    unlocked: tuple[Unlocked, ...] = ()


def rollbacks(calls: StackCalls, tree: Tree) -> Rollbacks:
    """Give since when each stack of a tree is rolled back whose rollback failed.

    :raises AwsError: when AWS says no
    """
    stuck = (node for node in tree.nodes if node.stack.status == "UPDATE_ROLLBACK_FAILED")
    since = ((node.path, rolling_back_since(calls.events(node.stack.id))) for node in stuck)
    return {path: time for path, time in since if time is not None}


def was_never_whole(calls: StackCalls, root: Stack) -> bool:
    """Tell whether a stack in which an update failed has no state to be rolled back to, as its creation failed, too.

    To roll that back deletes it: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackStack.html

    :raises AwsError: when AWS says no
    """
    if root.status != "UPDATE_FAILED":
        return False
    own = (event.status for event in calls.events(root.id) if event.is_of_stack)
    return not any(about(status).family == "stable" for status in own)


def advise(
    tree: Tree, since: Rollbacks, spelling: Spelling, unlocked: Sequence[Unlocked] = (), *, never_whole: bool = False
) -> Advice:
    """Give the ways on for a tree; `spelling` is that of the commands that are named.

    :param unlocked: what no stack policy keeps; while an operation is under way, or stuck, that may be meant
    :param never_whole: whether there is no state to be rolled back to
    """
    root = tree.root.stack
    row = about(root.status)
    if never_whole:
        row = row._replace(steps=about("CREATE_FAILED").steps, risk=about("CREATE_FAILED").risk)
    failed = tuple(_failed(tree, since)) if row.family == "stuck" else ()
    skippable = any(item.can_be_skipped for item in failed)
    left = tuple(unlocked) if row.family == "stable" else ()
    steps = (*row.steps, *((PROTECT,) if left else ()))
    options = tuple(
        Option(step, _command(step, spelling, failed, root), _call(step, root.name, failed, spelling))
        for step in steps
        if skippable or step.way != "skip"
    )
    return Advice(row, root.name, root.id, root.status_reason, failed, options, left)


def chosen(advice: Advice, way: Way) -> Step:
    """Give the step that is to be taken.

    :raises CommandError: when the status has none that goes this way, or none that this verb takes
    """
    ways = (option.step for option in advice.options if option.step.operation and option.step.way == way)
    step = next(ways, None) or advice.about.way(way)
    # To watch is a way of `events`, but for a rollback, after which something is left to do here.
    if step is None or (step.operation == "DescribeStackEvents" and advice.about.outcome is not False):
        known = ", ".join(_flag(o.step.way) for o in advice.options if o.step.way and o.step.operation)
        wanted = f"--{way}" if way else "--run"
        usual = f"; it takes {known}" if known else ""
        message = f"{wanted} is for nothing that {advice.about.status} allows{usual}: {advice.about.meaning}"
        raise CommandError(message)
    if step.operation == "DeleteStack" and step is not DELETE_EMPTY:
        message = f"to delete what may hold data is left to `destroy`, which says first what will be lost: {step.what}"
        raise CommandError(message)
    return step


def skip_names(advice: Advice, addresses: Sequence[str]) -> tuple[str, ...]:
    """Give what `ResourcesToSkip` calls some resources, ``NameOfTheNestedStack.LogicalId``.

    The name is that of the nested stack, at whatever depth, not its logical id:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html#nested-stacks

    :raises CommandError: when one is not there, or is none of those that failed while rolling back
    """
    failed = {item.address: item for item in advice.failed}
    wrong = [address for address in addresses if address not in failed or not failed[address].can_be_skipped]
    if wrong:
        known = ", ".join(address for address, item in failed.items() if item.can_be_skipped) or "none"
        message = f"{', '.join(wrong)} did not fail while rolling back and cannot be skipped; those that did: {known}"
        raise CommandError(message)
    return tuple(failed[address].skip_name for address in addresses)


class Run(NamedTuple):
    """How a step is run: the token of the run, what is skipped, and whom CloudFormation acts as, if not as before."""

    token: str
    skip: Sequence[str] = ()
    role_arn: str | None = None


def take(calls: StackCalls, stack_id: str, step: Step, run: Run) -> None:
    """Do the one call of a step.

    :raises CommandError: when the step is none that is done here
    :raises AwsError: when AWS says no
    """
    match step.operation:
        case "ContinueUpdateRollback":
            calls.continue_update_rollback(
                stack_id, run.token, skip=run.skip, force=step.way == "force", role_arn=run.role_arn
            )
        case "RollbackStack":
            calls.rollback_stack(stack_id, run.token, role_arn=run.role_arn)
        case "CancelUpdateStack":
            calls.cancel_update(stack_id, run.token)
        case "DeleteStack":
            calls.delete_stack(stack_id, run.token, role_arn=run.role_arn)
        case _:
            message = f"there is nothing to run: {step.what}"
            raise CommandError(message)


def _failed(tree: Tree, since: Rollbacks) -> Iterator[Failed]:
    """Give what failed, but nested stacks, which fail because of what is in them."""
    for node in tree.nodes:
        for resource in node.resources:
            nested = resource.type == STACK_TYPE and _is_there(tree, node, resource)
            if resource.status.endswith("_FAILED") and not nested:
                name = f"{node.stack.name}.{resource.logical_id}" if node.path else resource.logical_id
                began = since.get(node.path)
                in_rollback = began is not None and resource.status == "UPDATE_FAILED" and resource.updated >= began
                yield Failed(node.address(resource.logical_id), name, resource, in_rollback)


def _is_there(tree: Tree, node: Node, resource: StackResource) -> bool:
    return tree.node((*node.path, resource.logical_id)) is not None


def _command(step: Step, spelling: Spelling, failed: Sequence[Failed], root: Stack) -> str:
    if step is RESUME:
        return spelling.command("plan")
    if step.operation == "":
        return ""
    if step.operation == "DescribeStackEvents":
        return spelling.command("events", "--follow")
    if step.operation == "DeleteStack" and (step is not DELETE_EMPTY or root.termination_protection):
        return spelling.command("destroy", *(["--unprotect"] if root.termination_protection else []))
    skipped = [item.address for item in failed if item.can_be_skipped] if step.way == "skip" else []
    flags = [word for address in skipped for word in ("--skip", address)]
    flags += [_flag(step.way)] if step.way in {"force", "cancel"} else []
    return spelling.command("unstick", *flags, "--run")


def _call(step: Step, name: str, failed: Sequence[Failed], spelling: Spelling) -> str:
    skipped = [item.skip_name for item in failed if item.can_be_skipped]
    match step.operation, step.way:
        case "ContinueUpdateRollback", "skip":
            words = ["continue-update-rollback", "--resources-to-skip", *skipped] if skipped else []
        case "ContinueUpdateRollback", "force":
            words = ["continue-update-rollback", "--force-rollback"]
        case _:
            words = [CALLS[step.operation]] if step.operation in CALLS else []
    return spelling.call("cloudformation", words[0], "--stack-name", name, *words[1:]) if words else ""


def _flag(way: Way) -> str:
    return f"--{way}" if way else "--run"
