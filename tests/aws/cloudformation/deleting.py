"""Deleting: of stacks, of what an update leaves over, and of what a failed creation made."""

from collections.abc import Callable, Collection
from functools import partial

from tests.aws.cloudformation import things
from tests.aws.cloudformation.durations import seconds
from tests.aws.cloudformation.state import Resource, Stack
from tests.aws.cloudformation.walking import Done, Walk
from tests.aws.cloudformation.world import World

Told = Callable[[bool, str], None]


class Deleting:
    """Deletes what a stack holds, what needs others first."""

    def __init__(
        self,
        world: World,
        stack: Stack,
        told: Told,
        *,
        on: str = "delete",
        retain: Collection[str] = (),
        force: bool = False,
    ) -> None:
        """Prepare; `on` is "rollback" when a creation is undone, `force` keeps what cannot be deleted."""
        self.world = world
        self.stack = stack
        self.told = told
        self.on = on
        self.retain = retain
        self.force = force
        left = {name: resource for name, resource in stack.resources.items() if resource.status != "DELETE_COMPLETE"}
        needs: dict[str, set[str]] = {name: set() for name in left}
        for name, resource in left.items():
            for need in resource.needs & left.keys():
                needs[need].add(name)
        self.walk = Walk(needs, self._delete, self._finished)

    def begin(self) -> None:
        """Begin."""
        self.walk.begin()

    def _delete(self, name: str, done: Done) -> None:
        resource = self.stack.resources[name]
        policy = "Retain" if name in self.retain else resource.deletion_policy
        if policy == "RetainExceptOnCreate":
            policy = "Delete" if self.on == "rollback" else "Retain"
        if self.on == "rollback" and self.stack.root.settings.get("RetainExceptOnCreate"):
            policy = "Delete"
        ended = partial(self._deleted, resource, done)
        Removal(self.world, self.stack, resource, policy, force=self.force, on=self.on).begin(ended)

    def _deleted(self, resource: Resource, done: Done, went_well: bool) -> None:
        if went_well:
            self.stack.resources.pop(resource.logical_id, None)
        done(went_well)

    def _finished(self, failed: list[str], waiting: list[str]) -> None:
        reason = f"The following resource(s) failed to delete: [{', '.join(failed)}]. " if failed else ""
        self.told(not failed, reason)


class Removal:
    """One thing goes, or stays, as its policy says."""

    def __init__(
        self, world: World, stack: Stack, resource: Resource, policy: str, *, force: bool = False, on: str = "delete"
    ) -> None:
        """Prepare."""
        self.world = world
        self.stack = stack
        self.resource = resource
        self.policy = policy
        self.force = force
        self.on = on

    def begin(self, done: Done) -> None:
        """Begin; `done` hears whether it went well."""
        resource, world = self.resource, self.world
        if not resource.physical_id or resource.missing:
            world.event(self.stack, resource, "DELETE_COMPLETE")
            done(True)
            return
        if self.policy == "Retain":
            world.event(self.stack, resource, "DELETE_SKIPPED")
            things.disappear(world, self.stack, resource, "retained")
            done(True)
            return
        world.event(self.stack, resource, "DELETE_IN_PROGRESS")
        if resource.child and resource.child.alive:
            delete_stack(world, resource.child, partial(self._child_told, done), force=self.force, on=self.on)
            return
        duration = seconds("delete", resource.type)
        world.timeline.after(duration, partial(self._end, done))

    def _child_told(self, done: Done, went_well: bool, reason: str) -> None:
        text = "" if went_well else f"Embedded stack {self.resource.physical_id} was not successfully deleted: {reason}"
        self.world.event(self.stack, self.resource, "DELETE_COMPLETE" if went_well else "DELETE_FAILED", text)
        done(went_well)

    def _end(self, done: Done) -> None:
        world, resource = self.world, self.resource
        place = self.stack.place(resource.logical_id)
        problem = world.orders.broken(place, "delete") or things.not_to_delete(world, resource)
        if problem and self.force:
            world.event(self.stack, resource, "DELETE_SKIPPED", problem)
            things.disappear(world, self.stack, resource, "orphaned")
            done(True)
            return
        if problem:
            world.event(self.stack, resource, "DELETE_FAILED", problem)
            done(False)
            return
        snapshot = self.policy == "Snapshot" and resource.type in things.SNAPSHOTS
        things.disappear(world, self.stack, resource, "snapshotted" if snapshot else "deleted")
        world.event(self.stack, resource, "DELETE_COMPLETE")
        done(True)


def delete_stack(
    world: World, stack: Stack, told: Told, *, retain: Collection[str] = (), force: bool = False, on: str = "delete"
) -> None:
    """Delete a stack."""

    def ended(went_well: bool, reason: str) -> None:
        world.running.pop(stack.id, None)
        world.event(stack, None, "DELETE_COMPLETE" if went_well else "DELETE_FAILED", reason)
        if went_well:
            stack.deleted = world.timeline.now()
            world.change_sets = [one for one in world.change_sets if one.stack.root is not stack]
            # What nested change sets made and nothing was ever put into.
            empty = [one for one in world.stacks if one.root is stack.root and one.status == "REVIEW_IN_PROGRESS"]
            world.stacks = [one for one in world.stacks if one not in empty]
        told(went_well, reason)

    world.event(stack, None, "DELETE_IN_PROGRESS", "" if stack.parent else "User Initiated")
    world.running[stack.id] = Deleting(world, stack, ended, retain=retain, force=force, on=on)
    # Not at once: the answer comes before the first thing is gone.
    world.timeline.after(1, world.running[stack.id].begin)
