"""What is said after an operation: what there is, what it costs to leave it so, and the exact next command."""

from collections.abc import Collection, Sequence
from pathlib import Path

from tasktracker_cfn.deploy.aws.values.stacks import GONE, Stack
from tasktracker_cfn.deploy.commands import OUT, Place
from tasktracker_cfn.deploy.plan.plan_file import Plan
from tasktracker_cfn.deploy.plan.resuming import RESUMABLE

MOST = 12


def place_of(plan: Plan, start: Path, profile: str | None) -> Place:
    """Give what a plan is about as it is asked for again; its region is always known.

    :param start: the folder that the plan's relative paths start from
    """
    root = start / plan.root
    if "/" not in plan.label:
        return Place(None, root, plan.stack_name, region=plan.region, profile=profile)
    name = None if plan.stack_name == plan.label.replace("/", "-") else plan.stack_name
    built = root.parts[-3:-1] == tuple(plan.label.split("/"))
    return Place(plan.label, None, name, root.parents[2] if built else OUT, plan.region, profile)


def way_on(place: Place, plan: Plan, stack: Stack) -> str:
    """Give what is left to do after an operation that went well; usually nothing."""
    if not plan.left_out:
        return ""
    names = ", ".join(plan.left_out)
    again = place.command("plan", "--out", "plan.json")
    return f"what failed before is taken away: {names}; {stack.name} is whole, and takes it anew: {again}"


def way_out(place: Place, stack: Stack, stands: Sequence[str] = ()) -> str:
    """Give what an operation that failed has left, and the next command.

    :param stands: addresses of what was made and holds something or costs most
    """
    again = place.command("plan", "--out", "plan.json")
    if stack.status in {"UPDATE_ROLLBACK_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"}:
        return f"everything is as it was before; repair the cause, then: {again}"
    if stack.status == GONE:
        return f"the stack is gone again; repair the cause, then: {again}"
    if stack.status == "ROLLBACK_COMPLETE":
        return f"what was made is deleted again; repair the cause, then: {again} (it deletes the empty stack)"
    if stack.status in RESUMABLE:
        return "\n".join((_left(stands), f"repair the cause, then go on from here: {again}", _given_up(place)))
    return f"the way out of {stack.status}: {place.command('unstick')}"


def still_open(allowed: Collection[str], closing: str) -> str:
    """Say that a stack policy lets something be replaced or removed, and what closes it."""
    return f"until it is closed the stack policy lets {', '.join(sorted(allowed))} be replaced or removed: {closing}"


def _left(stands: Sequence[str]) -> str:
    more = f" and {len(stands) - MOST} more" if len(stands) > MOST else ""
    named = f": {', '.join(stands[:MOST])}{more}" if stands else ""
    return f"what was made stands, with all that is in it, and is paid for as in use{named}"


def _given_up(place: Place) -> str:
    return f"or give it up, after which nothing of it is paid for but what is kept: {place.command('destroy')}"
