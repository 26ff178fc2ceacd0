"""Roll an update back: what was changed becomes what it was, what was made is to go."""

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from tests.aws.cloudformation.deleting import Told
from tests.aws.cloudformation.durations import seconds
from tests.aws.cloudformation.state import Resource, Stack
from tests.aws.cloudformation.walking import Done, Walk
from tests.aws.cloudformation.world import World


class Rolling:
    """One stack on its way back; what was reverted before, or is to be skipped, is left alone."""

    def __init__(self, world: World, stack: Stack, told: Told, skip: Collection[str] = ()) -> None:
        """Prepare."""
        self.world = world
        self.stack = stack
        self.told = told
        self.skip = skip
        self.was = stack.backup.resources if stack.backup else {}
        changed = [name for name, how in stack.touched.items() if how != "created" and name in self.was]
        left = [name for name in changed if name not in stack.reverted]
        self.walk = Walk({name: self.was[name].needs for name in left}, self._revert, self._finished)

    def begin(self, reason: str = "") -> None:
        """Begin."""
        self.world.running[self.stack.id] = self
        if self.stack.status != "UPDATE_ROLLBACK_IN_PROGRESS":
            self.world.event(self.stack, None, "UPDATE_ROLLBACK_IN_PROGRESS", reason)
        self.world.timeline.after(1, self.walk.begin)

    def _revert(self, name: str, done: Done) -> None:
        stack, world = self.stack, self.world
        now, was = stack.resources.get(name), self.was[name]
        if stack.skip_name(name) in self.skip:
            stack.skipped.add(name)
            back = replace(was, status="", reason="")
            stack.resources[name] = back
            world.event(stack, back, "UPDATE_COMPLETE", "Resource was skipped during rollback")
            self._reverted(name, done)
            return
        if was.child and now:
            self._child(now, was, done)
            return
        if now and now.physical_id and now.physical_id != was.physical_id:
            # The new thing is to go; the old one is still there, and is no longer to go.
            stack.doomed = [item for item in stack.doomed if item[0].physical_id != was.physical_id]
            stack.doomed.append((now, "Delete"))
        back = replace(was, reason="")
        stack.resources[name] = back
        world.event(stack, back, "UPDATE_IN_PROGRESS")
        world.timeline.after(seconds("update", back.type), partial(self._end, back, done))

    def _end(self, resource: Resource, done: Done) -> None:
        world, stack, name = self.world, self.stack, resource.logical_id
        problem = world.orders.broken(stack.place(name), "rollback")
        world.event(stack, resource, "UPDATE_FAILED" if problem else "UPDATE_COMPLETE", problem or "")
        if problem:
            stack.stuck.add(name)
            done(False)
        else:
            self._reverted(name, done)

    def _child(self, now: Resource, was: Resource, done: Done) -> None:
        child, name = now.child, now.logical_id
        back = replace(was, child=child)
        self.stack.resources[name] = back
        self.world.event(self.stack, back, "UPDATE_IN_PROGRESS")
        if child is None or child.backup is None:
            self.world.timeline.after(2, partial(self._end, back, done))
            return

        def told(went_well: bool, reason: str) -> None:
            text = f"Embedded stack {back.physical_id} was not successfully updated. Currently in {child.status}"
            self.world.event(
                self.stack,
                back,
                "UPDATE_COMPLETE" if went_well else "UPDATE_FAILED",
                "" if went_well else f"{text} with reason: {reason}",
            )
            if went_well:
                self._reverted(name, done)
            else:
                done(False)

        Rolling(self.world, child, told, self.skip).begin()

    def _reverted(self, name: str, done: Done) -> None:
        self.stack.reverted.add(name)
        self.stack.stuck.discard(name)
        done(True)

    def _finished(self, failed: list[str], waiting: list[str]) -> None:
        stack, world, backup = self.stack, self.world, self.stack.backup
        world.running.pop(stack.id, None)
        if failed:
            reason = f"The following resource(s) failed to update: [{', '.join(failed)}]. "
            world.event(stack, None, "UPDATE_ROLLBACK_FAILED", reason)
            self.told(False, reason)
            return
        if backup:
            stack.document, stack.parameters, stack.tags = backup.document, backup.parameters, backup.tags
            stack.outputs = backup.outputs
            for item, _ in list(stack.doomed):
                # What the new template no longer had is still wanted.
                if item.logical_id in self.was and item.logical_id not in stack.resources:
                    stack.resources[item.logical_id] = item
            wanted = {resource.physical_id for resource in self.was.values()}
            stack.doomed = [item for item in stack.doomed if item[0].physical_id not in wanted]
        for name in [name for name, how in stack.touched.items() if how == "created" and name not in self.was]:
            made = stack.resources.pop(name, None)
            if made:
                kept = made.deletion_policy if made.deletion_policy != "RetainExceptOnCreate" else "Delete"
                policy = "Delete" if stack.root.settings.get("RetainExceptOnCreate") else kept
                stack.doomed.append((made, policy))
        world.event(stack, None, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        self.told(True, "")
