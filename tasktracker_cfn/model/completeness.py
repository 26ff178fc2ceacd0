"""Whether the templates of a nest show all that there will be."""

from functools import lru_cache

from tasktracker_cfn.model.stacks import LOOPS, SAM, STACK_TYPE, Stack
from tasktracker_cfn.model.system import System

# What these add stands for itself: functions, their roles and events.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html
ADDING = (LOOPS, SAM.rstrip(":"), "AWS::SecretsManager-", "AWS::CodeDeployBlueGreen")


@lru_cache(maxsize=8)
def shows_everything(system: System) -> bool:
    """Tell whether what the templates do not show is not there.

    Not so where a nested template was not read, or a macro, a loop or a module makes more resources.
    """
    stacks = system.nest.stacks
    read = all(item.resource.logical_id in stacks[item.resource.stack].children for item in system.of(STACK_TYPE))
    return read and all(_is_all(stack) for stack in stacks.values())


def has_macros(stack: Stack) -> bool:
    """Tell whether a macro of somebody's own may change whatever the template says."""
    written = stack.template.content.get("Transform") or []
    return not all(str(name).startswith(ADDING) for name in (written if isinstance(written, list) else [written]))


def _is_all(stack: Stack) -> bool:
    modules = any(resource.type.endswith("::MODULE") for resource in stack.resources.values())
    return not (stack.unexpanded or modules or has_macros(stack))
