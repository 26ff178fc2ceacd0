"""What a test sees of a stack, however it went."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.aws.cloudformation.state import Event, Fate, Resource, Stack
from tests.aws.cloudformation.world import World


class FakeStack(NamedTuple):
    """A stack of the fake, as it is now; asked again, it may be another."""

    stack: Stack
    world: World

    @property
    def id(self) -> str:
        """Give the ARN."""
        return self.stack.id

    @property
    def name(self) -> str:
        """Give the name."""
        return self.stack.name

    @property
    def status(self) -> str:
        """Give the status."""
        return self.stack.status

    @property
    def reason(self) -> str:
        """Give the reason of the status."""
        return self.stack.reason

    @property
    def resources(self) -> Mapping[str, Resource]:
        """Give the resources by their logical ids."""
        return self.stack.resources

    @property
    def physical_ids(self) -> Mapping[str, str]:
        """Give the physical ids by the logical ones."""
        return {name: resource.physical_id for name, resource in self.stack.resources.items()}

    @property
    def outputs(self) -> Mapping[str, str]:
        """Give the outputs."""
        return {name: output["OutputValue"] for name, output in self.stack.outputs.items()}

    @property
    def events(self) -> list[Event]:
        """Give the events, the oldest first."""
        return list(self.stack.events)

    @property
    def template(self) -> str:
        """Give the template's text."""
        return self.stack.document.text

    @property
    def parameters(self) -> Mapping[str, str]:
        """Give the parameters, also those that nobody may see."""
        return self.stack.parameters

    @property
    def tags(self) -> Mapping[str, str]:
        """Give the tags."""
        return self.stack.tags

    @property
    def policy(self) -> str | None:
        """Give the stack policy."""
        return self.stack.policy

    @property
    def termination_protection(self) -> bool:
        """Tell whether the stack, or what nests it, is protected."""
        return self.stack.root.termination_protection

    @property
    def settings(self) -> Mapping[str, Any]:
        """Give rollback configuration, notification ARNs and the like."""
        return self.stack.settings

    @property
    def children(self) -> Mapping[str, "FakeStack"]:
        """Give the nested stacks by their logical ids."""
        return {
            name: FakeStack(resource.child, self.world)
            for name, resource in self.stack.resources.items()
            if resource.child
        }

    @property
    def fates(self) -> list[Fate]:
        """Give what became of things that are no longer in any stack: deleted, retained, snapshotted, orphaned."""
        return list(self.world.fates)


def find(world: World, name: str) -> FakeStack:
    """Give a stack by its name, its ARN, or by root and logical ids ("shop-dev/Data"); the last one if it is deleted.

    :raises LookupError: when there never was one
    """
    first, _, rest = name.partition("/")
    if name.startswith("arn:"):
        first, rest = name, ""
    found = [stack for stack in world.stacks if first in {stack.name, stack.id}]
    if not found:
        message = f"there never was a stack {first}"
        raise LookupError(message)
    stack = found[-1]
    for step in rest.split("/") if rest else ():
        inner = [one for one in world.stacks if one.parent is stack and one.logical_id == step]
        if not inner:
            message = f"{stack.name} never had a stack {step}"
            raise LookupError(message)
        stack = inner[-1]
    return FakeStack(stack, world)
