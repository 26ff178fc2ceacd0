"""The last phase of an update and of its rollback: what is left over goes."""

from collections.abc import Callable

from tests.aws.cloudformation import things
from tests.aws.cloudformation.deleting import Removal
from tests.aws.cloudformation.state import Stack
from tests.aws.cloudformation.walking import Done, Walk
from tests.aws.cloudformation.world import World


class Cleaning:
    """Deletes what an update of a stack, and of all that it nests, has left over; nobody minds what fails."""

    def __init__(self, world: World, stack: Stack, status: str, told: Callable[[], None]) -> None:
        """Prepare; `status` is the one in which it ends."""
        self.world = world
        self.stack = stack
        self.status = status
        self.told = told
        self.doomed = {f"{number}": item for number, item in enumerate(stack.doomed)}
        self.children = {
            f"child {name}": resource
            for name, resource in stack.resources.items()
            if resource.child and resource.child.status.endswith("CLEANUP_IN_PROGRESS")
        }
        needs: dict[str, set[str]] = {key: set() for key in (*self.doomed, *self.children)}
        for key, (resource, _) in self.doomed.items():
            for other, (needed, _) in self.doomed.items():
                if needed.logical_id in resource.needs:
                    needs[other].add(key)
        self.walk = Walk(needs, self._start, self._finished)

    def begin(self) -> None:
        """Begin."""
        self.walk.begin()

    def _start(self, name: str, done: Done) -> None:
        if name in self.doomed:
            self._remove(name, done)
            return
        resource = self.children[name]
        assert resource.child

        def cleaned() -> None:
            self.world.event(self.stack, resource, "UPDATE_COMPLETE")
            done(True)

        Cleaning(self.world, resource.child, self.status, cleaned).begin()

    def _remove(self, name: str, done: Done) -> None:
        resource, policy = self.doomed[name]

        def removed(went_well: bool) -> None:
            if not went_well:
                things.disappear(self.world, self.stack, resource, "orphaned")
            done(True)

        Removal(self.world, self.stack, resource, policy).begin(removed)

    def _finished(self, failed: list[str], waiting: list[str]) -> None:
        stack = self.stack
        stack.doomed.clear()
        stack.backup, stack.touched, stack.reverted, stack.stuck = None, {}, set(), set()
        stack.skipped = set() if self.status == "UPDATE_COMPLETE" else stack.skipped
        self.world.running.pop(stack.id, None)
        self.world.event(stack, None, self.status)
        self.told()
