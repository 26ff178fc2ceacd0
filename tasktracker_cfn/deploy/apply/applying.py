"""Apply a plan: look, decide, lock what holds data, execute once, follow to the end, lock again.

It can be killed anywhere and run again. Whether the change set was executed is never remembered here but looked up,
and it is executed with a token that is made of it, so that no two runs, nor two people, execute it twice.

What --allow names may be replaced or removed for as long as the operation takes: whatever the end, the stack policies
are closed again, and where AWS does not take that yet, it is told what closes them. What becomes of a first deployment
that fails: `resuming`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from tasktracker_cfn.deploy import masking
from tasktracker_cfn.deploy.apply.deciding import SUCCESS, Done, Go, Join, Observed, Refuse, may_apply
from tasktracker_cfn.deploy.apply.executions import execution, token
from tasktracker_cfn.deploy.apply.failing import why
from tasktracker_cfn.deploy.apply.following import Anchor, Followed, Following, Watcher
from tasktracker_cfn.deploy.apply.observing import PRESENT, observe
from tasktracker_cfn.deploy.apply.ways_on import place_of, still_open, way_on, way_out
from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.stacks import Stack
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.guarding.protecting import deployed_nest, protect
from tasktracker_cfn.deploy.plan.plan_file import Plan
from tasktracker_cfn.deploy.plan.resuming import RESUMABLE, what_stands
from tasktracker_cfn.errors import (
    AwsError,
    ConflictError,
    DeploymentError,
    NotThereError,
    TimeError,
    TokenError,
    UnreachableError,
)

LIMIT = timedelta(hours=3)
# A failed operation has ended in these for good, and AWS takes stack policies.
RESTING = RESUMABLE | {"UPDATE_ROLLBACK_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"}


@dataclass(frozen=True)
class Order:
    """What is to be applied, and how.

    `allowed` are the addresses of what may be replaced or removed; `differing` the names of parameters whose value in
    files or options is not the plan's, `misstated` of those among them that the command itself gives; `unread` says
    which files could not be read; `again` is the command that goes on with this. Paths of the plan start from `here`;
    None compares nothing with files.
    """

    plan: Plan
    again: str
    allowed: frozenset[str] = frozenset()
    differing: tuple[str, ...] = ()
    limit: timedelta = LIMIT
    termination_protection: bool = True
    # Takes out of what AWS or a container says what must not be printed.
    hide: Callable[[str], str] = field(default=masking.text, repr=False)
    unread: tuple[str, ...] = ()
    here: Path | None = PRESENT
    misstated: tuple[str, ...] = ()


class Applied(NamedTuple):
    """What was done, the stack at the end, and what is left to do."""

    did: Literal["applied", "joined", "nothing"]
    stack: Stack
    next: str = ""


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
    with masking.in_errors(order.hide):
        return _applied(gateway, order, watcher)


def _applied(gateway: Gateway, order: Order, watcher: Watcher) -> Applied:
    plan = order.plan
    verdict, now = _look(gateway, order)
    if isinstance(verdict, Done):
        return Applied("nothing", _settle(gateway, order, watcher))
    anchor = _anchor(plan, now)
    if isinstance(verdict, Go):
        # Whoever executes it after this look, what they begin is newer than all that there was.
        anchor = anchor._replace(last=now.newest)
        with _window(gateway, order):
            _begin(gateway, order, watcher)
    else:
        watcher.say(f"{plan.stack_name}: this plan was executed before; following it, or telling how it ended")
    following = Following(gateway, plan.stack_id, anchor, watcher, plan.expected, order.again)
    try:
        followed = following.to_the_end(order.limit)
    except TimeError as error:
        if not order.allowed:
            raise
        message = f"{error}\n{still_open(order.allowed, order.again)}"
        raise TimeError(message) from error
    _judge(gateway, order, followed)
    stack = _settle(gateway, order, watcher)
    is_own = isinstance(verdict, Go) and followed.token == anchor.token
    return Applied("applied" if is_own else "joined", stack, way_on(_place(gateway, order), plan, stack))


def _look(gateway: Gateway, order: Order) -> tuple[Go | Join | Done, Observed]:
    """Give what there is, and what to do about the plan; raise why nothing may be done."""
    now = observe(gateway, order.plan, order.differing, order.unread, order.here)
    verdict = may_apply(order.plan, replace(now, misstated=order.misstated), order.allowed)
    if isinstance(verdict, Refuse):
        raise verdict.error()
    return verdict, now


def _anchor(plan: Plan, now: Observed) -> Anchor:
    """Give how a plan's events are known, by AWS's clock where it tells when the change set was made."""
    change_set = now.change_sets.get("")
    made = change_set.created if change_set is not None else None
    return Anchor(token(plan), since=made or plan.created)


def _begin(gateway: Gateway, order: Order, watcher: Watcher) -> None:
    """Lock what holds data, and execute; where AWS says no, or nothing, look whether the plan is under way by now."""
    plan = order.plan
    try:
        watcher.say(f"protecting what holds data in {plan.stack_name}")
        protect(gateway, plan.stack_id, order.allowed)
        watcher.say(f"executing {plan.change_set}")
        _execute(gateway, order)
    except (ConflictError, NotThereError, TokenError, UnreachableError):
        # The request may have arrived and only its answer been lost; or another run of this plan was quicker.
        verdict, _ = _look(gateway, order)
        if isinstance(verdict, Go):
            raise
        watcher.say(f"{plan.stack_name}: this plan is being applied, following")


@contextmanager
def _window(gateway: Gateway, order: Order) -> Iterator[None]:
    """Close the stack policies again when nothing was executed, whatever the reason, even Ctrl-C."""
    try:
        yield
    except BaseException:
        if order.allowed:
            _quietly(lambda: _close(gateway, order))
        raise


def _close(gateway: Gateway, order: Order) -> None:
    stack = gateway.stack(order.plan.stack_id)
    # Under way, AWS takes no policy; and what was allowed would be denied after all.
    if stack is not None and not stack.is_in_progress and execution(gateway, order.plan) == "none":
        protect(gateway, order.plan.stack_id)


def _execute(gateway: Gateway, order: Order) -> None:
    change_set = gateway.change_set(order.plan.change_set)
    # AWS takes one of the two; of a set that has its own the plan said so.
    has_own = change_set is not None and change_set.on_stack_failure is not None
    gateway.execute_change_set(
        order.plan.change_set,
        token(order.plan),
        disable_rollback=None if has_own else order.plan.keeps,
        retain_except_on_create=order.plan.kind == "CREATE" and not order.plan.keeps,
    )


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
    lines.extend(map(order.hide, why(gateway, stack, followed.events, followed.evidence)))
    lines.append(_way_out(gateway, order, stack))
    is_closed = stack.status in RESTING and _quietly(lambda: protect(gateway, order.plan.stack_id))
    if order.allowed and not is_closed and stack.status in {*RESTING, "UPDATE_ROLLBACK_FAILED"}:
        lines.append(still_open(order.allowed, _place(gateway, order).command("unstick", "--run")))
    raise DeploymentError("\n".join(lines))


def _quietly(action: Callable[[], object]) -> bool:
    """Do what must not hide the reason for which everything failed, and tell whether it went well."""
    try:
        action()
    except AwsError:
        return False
    return True


def _way_out(gateway: Gateway, order: Order, stack: Stack) -> str:
    """Give what there is, and the next command."""
    stands: list[str] = []
    if stack.status in RESUMABLE:
        _quietly(lambda: stands.extend(_standing(gateway, stack)))
    return way_out(_place(gateway, order), stack, stands)


def _place(gateway: Gateway, order: Order) -> Place:
    return place_of(order.plan, order.here or PRESENT, gateway.profile)


def _standing(gateway: Gateway, stack: Stack) -> Iterator[str]:
    deployed = deployed_nest(gateway, stack)
    return what_stands({address: there.resources for address, there in deployed.items()})
