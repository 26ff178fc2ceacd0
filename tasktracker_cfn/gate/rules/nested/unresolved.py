"""What a change set of a nest cannot know of the stacks nested in it."""

from collections.abc import Mapping
from functools import lru_cache

from tasktracker_cfn.model.stacks import Parameter, Stack
from tasktracker_cfn.model.substitution import function, mentions
from tasktracker_cfn.model.system import System


@lru_cache(maxsize=8)
def unresolved(system: System) -> frozenset[Parameter]:
    """Give the parameters of nested stacks that are handed what resources, or other nested stacks, will say.

    CloudFormation puts one text in the place of such a value while it works out the change set. What a condition
    decides is left out.
    """
    found: set[Parameter] = set()
    # Parents come before their children.
    for stack in system.nest.stacks.values():
        waiting = {parameter.name for parameter in found if parameter.stack == stack.path}
        for logical_id, path in stack.children.items():
            handed = stack.resources[logical_id].properties.get("Parameters")
            child = system.nest.stacks[path]
            for name, written in handed.items() if isinstance(handed, Mapping) else ():
                if name in child.parameters and not _chooses(written) and _waits(stack, written, waiting):
                    found.add(child.parameters[name])
    return frozenset(found)


def _waits(stack: Stack, written: object, waiting: set[str]) -> bool:
    return any(
        mention.name in stack.resources
        if mention.attribute is not None
        else mention.name in waiting | set(stack.resources)
        for mention in mentions(written)
    )


def _chooses(written: object) -> bool:
    if isinstance(written, Mapping):
        called = function(dict(written))
        return (called is not None and called[0] == "Fn::If") or any(map(_chooses, written.values()))
    return isinstance(written, list) and any(map(_chooses, written))
