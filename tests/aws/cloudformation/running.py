"""Operations on a root stack, from the call to the last status."""

from collections.abc import Callable, Collection
from typing import Any

from tests.aws.cloudformation.cleaning import Cleaning
from tests.aws.cloudformation.deleting import Deleting, delete_stack
from tests.aws.cloudformation.deploying import Deploying
from tests.aws.cloudformation.rolling import Rolling
from tests.aws.cloudformation.state import Goal, Stack
from tests.aws.cloudformation.world import World

Ended = Callable[[bool], None]


def deploy(world: World, stack: Stack, goal: Goal, settings: dict[str, Any], ended: Ended) -> None:
    """Create or update a stack; `settings` may hold "on_failure": ROLLBACK, DO_NOTHING or DELETE."""
    create = stack.status == "REVIEW_IN_PROGRESS"
    _outdate(world, stack)
    stack.settings |= {name: value for name, value in settings.items() if value is not None}
    on_failure = stack.settings["on_failure"] = settings.get("on_failure") or "ROLLBACK"

    def told(went_well: bool, reason: str) -> None:
        if went_well and create:
            ended(True)
        elif went_well:
            watch(world, stack, lambda problem: undo(problem) if problem else finish())
        elif create:
            undo_creation(world, stack, reason, on_failure, ended)
        else:
            undo(reason)

    def finish() -> None:
        world.event(stack, None, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        world.timeline.after(1, lambda: Cleaning(world, stack, "UPDATE_COMPLETE", lambda: ended(True)).begin())

    def undo(reason: str) -> None:
        if on_failure == "DO_NOTHING":
            world.running.pop(stack.id, None)
            world.event(stack, None, "UPDATE_FAILED", reason)
            ended(False)
        else:
            roll_back(world, stack, reason, lambda: ended(False))

    missing = [arn for arn in triggers(stack) if arn not in world.alarms]
    doing = Deploying(world, stack, goal, told, create=create)
    if missing:
        doing.walk.stop()
        doing.begin("User Initiated")
        world.timeline.after(2, lambda: told(False, f"Rollback trigger {missing[0]} does not exist"))
        return
    doing.begin("User Initiated")


def _outdate(world: World, stack: Stack) -> None:
    """Let what else was planned for a stack and those below it be obsolete: it no longer fits."""
    for one in world.change_sets:
        if one.stack.root is stack and one.execution == "AVAILABLE":
            one.execution = "OBSOLETE"


def triggers(stack: Stack) -> list[str]:
    """Give the alarms that roll an operation back."""
    configuration = stack.settings.get("RollbackConfiguration") or {}
    return [trigger["Arn"] for trigger in configuration.get("RollbackTriggers", [])]


def watch(world: World, stack: Stack, then: Callable[[str], None]) -> None:
    """Watch the alarms as long as wanted; then tell what they said, nothing if they were silent."""
    minutes = (stack.settings.get("RollbackConfiguration") or {}).get("MonitoringTimeInMinutes", 0)

    def look() -> None:
        loud = [arn for arn in triggers(stack) if world.alarms.get(arn) == "ALARM"]
        then(f"Rollback triggered by alarm {loud[0]}" if loud else "")

    if minutes and triggers(stack):
        world.timeline.after(60 * minutes, look)
    else:
        look()


def undo_creation(world: World, stack: Stack, reason: str, on_failure: str, ended: Ended) -> None:
    """Undo what a creation that failed has made, if that is wanted."""
    if on_failure == "DO_NOTHING":
        world.running.pop(stack.id, None)
        world.event(stack, None, "CREATE_FAILED", reason)
        ended(False)
    elif on_failure == "DELETE":
        world.event(stack, None, "CREATE_FAILED", reason)
        delete_stack(world, stack, lambda *_: ended(False), on="rollback")
    else:
        world.event(stack, None, "ROLLBACK_IN_PROGRESS", f"{reason}Rollback requested by user.")

        def told(went_well: bool, why: str) -> None:
            world.running.pop(stack.id, None)
            world.event(stack, None, "ROLLBACK_COMPLETE" if went_well else "ROLLBACK_FAILED", why)
            ended(False)

        world.running[stack.id] = Deleting(world, stack, told, on="rollback")
        world.timeline.after(1, world.running[stack.id].begin)


def roll_back(
    world: World,
    stack: Stack,
    reason: str,
    ended: Callable[[], None],
    skip: Collection[str] = (),
) -> None:
    """Roll an update back, and clean up after it."""

    def told(went_well: bool, why: str) -> None:
        if went_well:
            world.timeline.after(1, lambda: Cleaning(world, stack, "UPDATE_ROLLBACK_COMPLETE", ended).begin())
        else:
            ended()

    Rolling(world, stack, told, skip).begin(reason)


def cancel(world: World, stack: Stack) -> None:
    """Stop an update, and roll it back."""
    doing = world.running.get(stack.id)
    if isinstance(doing, Deploying):
        told = doing.told
        doing.stop()
        told(False, "User Initiated")
