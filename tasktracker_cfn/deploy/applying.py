"""Apply a plan: look, decide, lock what holds data, execute once, follow to the end, lock again.

It can be killed anywhere and run again. Whether the change set was executed is never remembered here but looked up,
and it is executed with a token that is made of it, so that no two runs, nor two people, execute it twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from tasktracker_cfn.deploy import masking
from tasktracker_cfn.deploy.deciding import SUCCESS, Done, Go, Refuse, Verdict, may_apply
from tasktracker_cfn.deploy.failing import why
from tasktracker_cfn.deploy.following import Anchor, Followed, Following, Watcher
from tasktracker_cfn.deploy.gateway import Gateway
from tasktracker_cfn.deploy.observing import PRESENT, observe
from tasktracker_cfn.deploy.plan_file import Plan
from tasktracker_cfn.deploy.protecting import protect
from tasktracker_cfn.deploy.values import GONE, Stack
from tasktracker_cfn.errors import (
    AwsError,
    ConflictError,
    DeploymentError,
    NotThereError,
    TokenError,
    UnreachableError,
)

LIMIT = timedelta(hours=3)
ROLLED_BACK = frozenset({"ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"})


@dataclass(frozen=True)
class Order:
    """What is to be applied, and how.

    `allowed` are the addresses of what may be replaced or removed; `differing` the names of parameters whose value in
    files or options is not the plan's; `unread` says which files could not be read; `again` is the command that goes
    on with this. The plan's paths start from `here`; None compares nothing with files.
    """

    plan: Plan
    again: str
    allowed: frozenset[str] = frozenset()
    differing: tuple[str, ...] = ()
    limit: timedelta = LIMIT
    termination_protection: bool = True
    # What must not be printed, whatever AWS or a container says.
    hidden: tuple[str, ...] = field(default=(), repr=False)
    unread: tuple[str, ...] = ()
    here: Path | None = PRESENT


class Applied(NamedTuple):
    """What was done, and the stack at the end."""

    did: Literal["applied", "joined", "nothing"]
    stack: Stack


def apply(gateway: Gateway, order: Order, watcher: Watcher) -> Applied:
    """Apply a plan, or join its operation when that is under way; do nothing when it has been applied.

    :raises TargetError: when credentials or region are not the plan's
    :raises CommandError: when something is allowed that the plan does not do
    :raises DataLossError: when something stateful would be replaced or removed that is not allowed
    :raises StalePlanError: when anything is not as it was reviewed
    :raises TimeError: when it takes longer than the limit; AWS goes on
    :raises DeploymentError: when the operation failed, with the first real cause
    :raises AwsError: when AWS says no
    """
    plan = order.plan
    verdict = _verdict(gateway, order)
    if isinstance(verdict, Refuse):
        raise verdict.error()
    if isinstance(verdict, Done):
        return Applied("nothing", _settle(gateway, order, watcher))
    anchor = Anchor(token(plan))
    if isinstance(verdict, Go):
        watcher.say(f"protecting what holds data in {plan.stack_name}")
        protect(gateway, plan.stack_id, order.allowed)
        anchor = Anchor(anchor.token, _newest_event(gateway, plan.stack_id))
        watcher.say(f"executing {plan.change_set}")
        _execute(gateway, order)
    else:
        watcher.say(f"{plan.stack_name}: this plan is being applied, joining")
    following = Following(gateway, plan.stack_id, anchor, watcher, plan.expected, order.again)
    followed = following.to_the_end(order.limit)
    _judge(gateway, order, followed)
    return Applied("applied" if isinstance(verdict, Go) else "joined", _settle(gateway, order, watcher))


def token(plan: Plan) -> str:
    """Give the token that a plan is executed with, the same in every run."""
    return f"apply-{sha256(plan.change_set.encode()).hexdigest()[:40]}"


def _verdict(gateway: Gateway, order: Order) -> Verdict:
    now = observe(gateway, order.plan, order.differing, order.unread, order.here)
    return may_apply(order.plan, now, order.allowed)


def _newest_event(gateway: Gateway, stack_id: str) -> str | None:
    return next((event.id for event in gateway.events(stack_id)), None)


def _execute(gateway: Gateway, order: Order) -> None:
    """Execute once; where the answer does not say that it began, look whether it did."""
    change_set = gateway.change_set(order.plan.change_set)
    # AWS takes one of the two; of a set that has its own the plan said so.
    has_own = change_set is not None and change_set.on_stack_failure is not None
    try:
        gateway.execute_change_set(
            order.plan.change_set, token(order.plan), disable_rollback=None if has_own else False
        )
    except (ConflictError, NotThereError, TokenError, UnreachableError):
        # The request may have arrived and only its answer been lost; or another run of this plan was quicker.
        verdict = _verdict(gateway, order)
        if isinstance(verdict, Refuse):
            raise verdict.error() from None
        if isinstance(verdict, Go):
            raise


def _settle(gateway: Gateway, order: Order, watcher: Watcher) -> Stack:
    """Lock everything again, as it is to stay until the next deployment."""
    plan = order.plan
    protect(gateway, plan.stack_id)
    stack = gateway.stack(plan.stack_id)
    if stack is None:
        message = f"{plan.stack_name} is gone; somebody has deleted it"
        raise DeploymentError(message)
    if order.termination_protection and not stack.termination_protection:
        watcher.say(f"protecting {plan.stack_name} from being deleted")
        gateway.set_termination_protection(plan.stack_id, enabled=True)
    return stack


def _judge(gateway: Gateway, order: Order, followed: Followed) -> None:
    """Raise what failed, after everything is locked again."""
    stack = followed.stack
    if stack.status in SUCCESS:
        return
    lines = [f"{order.plan.stack_name} ended in {stack.status}"]
    lines.extend(why(gateway, stack, followed.events, followed.evidence))
    lines.append(_way_out(order.plan, stack))
    if stack.status in ROLLED_BACK and stack.status != "ROLLBACK_COMPLETE":
        _quietly(lambda: protect(gateway, order.plan.stack_id))
    raise DeploymentError(masking.text("\n".join(lines), order.hidden))


def _quietly(action: Callable[[], object]) -> None:
    """Do what must not hide the reason for which everything failed."""
    try:
        action()
    except AwsError:
        return


def _way_out(plan: Plan, stack: Stack) -> str:
    """Give the next command."""
    name = plan.label if "/" in plan.label else f"--root {plan.root} --stack-name {plan.stack_name}"
    if stack.status in ROLLED_BACK - {"ROLLBACK_COMPLETE"}:
        return f"everything is as it was before; repair the cause, then: python -m tasktracker_cfn plan {name}"
    if stack.status == GONE:
        return f"the stack is gone again; repair the cause, then: python -m tasktracker_cfn plan {name}"
    return f"the way out of {stack.status}: python -m tasktracker_cfn unstick {name}"
