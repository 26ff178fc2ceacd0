"""Change sets that are deleted: one alone at once, those of a nest step by step, with the shells that they made."""

from functools import partial

from tests.aws.cloudformation.state import ChangeSet, Stack
from tests.aws.cloudformation.world import World
from tests.aws.refusal import Refused

# Seconds until it begins, for each nested change set, and for each shell.
PENDING, EACH, SHELL = 2, 2, 4


def refuse_busy(change_set: ChangeSet) -> None:
    """Refuse to delete what is being worked out, executed or deleted already.

    :raises Refused: when it is, or one that is nested in it
    """
    statuses = [one.status for one in change_set.family() if one.status == "CREATE_IN_PROGRESS"]
    if change_set.status in {"DELETE_PENDING", "DELETE_IN_PROGRESS"}:
        statuses.append(change_set.status)
    if change_set.execution == "EXECUTE_IN_PROGRESS":
        statuses.append(change_set.execution)
    if statuses:
        # The text is real: https://github.com/mweagle/Sparta/issues/45
        message = f"Cannot delete ChangeSet in status {statuses[0]}"
        raise Refused("InvalidChangeSetStatusException", message)


def delete(world: World, change_set: ChangeSet) -> None:
    """Delete a change set; those of a nest take their time.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets-delete.html
    """
    family = list(change_set.family())
    if not change_set.request.get("IncludeNestedStacks") or len(family) == 1:
        _vanish(world, change_set)
        return
    for one in family:
        one.status, one.execution = "DELETE_PENDING", "UNAVAILABLE"
    world.timeline.after(PENDING, partial(_begin, world, family))


def _begin(world: World, family: list[ChangeSet]) -> None:
    for number, one in enumerate(reversed(family), 1):
        one.status = "DELETE_IN_PROGRESS"
        world.timeline.after(EACH * number, partial(_end, world, one))


def _end(world: World, change_set: ChangeSet) -> None:
    if change_set.parent is None and world.orders.undeletable:
        world.orders.undeletable -= 1
        change_set.status, change_set.reason = "DELETE_FAILED", "by order"
        return
    _vanish(world, change_set)


def _vanish(world: World, change_set: ChangeSet) -> None:
    if change_set in world.change_sets:
        world.change_sets.remove(change_set)
    stack = change_set.stack
    others = any(one.stack is stack for one in world.change_sets)
    if change_set.parent and stack.status == "REVIEW_IN_PROGRESS" and not others:
        world.event(stack, None, "DELETE_IN_PROGRESS")
        world.timeline.after(SHELL, partial(_shell_gone, world, stack))


def _shell_gone(world: World, stack: Stack) -> None:
    world.event(stack, None, "DELETE_COMPLETE")
    stack.deleted = world.timeline.now()
