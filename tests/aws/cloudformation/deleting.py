"""Deleting: of stacks, of what an update leaves over, and of what a failed creation made."""

from collections.abc import Callable, Collection
from functools import partial

from tests.aws.cloudformation import things
from tests.aws.cloudformation.documents import STACK
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
            for change_set in [one for one in world.change_sets if one.stack is stack]:
                world.change_sets.remove(change_set)
        told(went_well, reason)

    world.event(stack, None, "DELETE_IN_PROGRESS", "" if stack.parent else "User Initiated")
    world.running[stack.id] = Deleting(world, stack, ended, retain=retain, force=force, on=on)
    # Not at once: the answer comes before the first thing is gone.
    world.timeline.after(1, world.running[stack.id].begin)


def clean_up(world: World, stack: Stack, status: str, told: Callable[[], None]) -> None:
    """Delete what an update of a stack and of all that it nests has left over; nobody minds what fails."""
    children = [r for r in stack.resources.values() if r.type == STACK and r.child and _leaves(r.child)]
    doomed = {f"{number}": item for number, item in enumerate(stack.doomed)}
    by_name: dict[str, list[str]] = {}
    for key, (resource, _) in doomed.items():
        by_name.setdefault(resource.logical_id, []).append(key)
    needs: dict[str, set[str]] = {key: set() for key in doomed}
    for key, (resource, _) in doomed.items():
        for need in resource.needs:
            for other in by_name.get(need, []):
                needs[other].add(key)
    for child in children:
        needs[f"child {child.logical_id}"] = set()

    def start(name: str, done: Done) -> None:
        if name in doomed:
            resource, policy = doomed[name]
            Removal(world, stack, resource, policy).begin(lambda _: done(True))
            return
        resource = stack.resources[name.removeprefix("child ")]
        assert resource.child

        def child_done() -> None:
            world.event(stack, resource, "UPDATE_COMPLETE")
            done(True)

        clean_up(world, resource.child, status, child_done)

    def finished(failed: list[str], waiting: list[str]) -> None:
        stack.doomed.clear()
        stack.backup, stack.touched, stack.reverted = None, {}, set()
        world.running.pop(stack.id, None)
        world.event(stack, None, status)
        told()

    Walk(needs, start, finished).begin()


def _leaves(stack: Stack) -> bool:
    """Tell whether a stack took part in the update."""
    return stack.status.endswith("CLEANUP_IN_PROGRESS")
