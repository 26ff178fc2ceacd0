"""Parameters of the root about the task: the tags of its images, its size, and whether anything was pushed yet."""

from typing import NamedTuple

from troposphere import Parameter, Ref, Template

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.wires import ImageTag, Number
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.fargate import MEMORY_MIB
from tasktracker_cfn.config.fields import IMAGE_TAG


class Size(NamedTuple):
    """CPU units and MiB of a task, where deployment may change them."""

    cpu: Number | None = None
    memory: Number | None = None


def image_tags(root: Template, system: SystemConfig) -> dict[str, ImageTag]:
    """Give the tag of each image that comes from a repository of this system."""
    return {
        name: ImageTag(
            Ref(
                root.add_parameter(
                    Parameter(
                        f"{pascal(name)}ImageTag",
                        Type="String",
                        Default=container.tag,
                        AllowedPattern=IMAGE_TAG,
                        ConstraintDescription="the tag of an image",
                        Description=f"Tag of the {name} image in this system's own repository",
                    )
                )
            )
        )
        for name, container in system.service.containers.items()
        if container.repository is not None
    }


def bootstrap(root: Template, system: SystemConfig) -> Number | None:
    """Give what says whether a placeholder runs; its number is that of a task definition, hence no true and false."""
    if not system.service.from_own_repositories:
        return None
    parameter = Parameter(
        "Bootstrap",
        Type="Number",
        Default=0,
        AllowedValues=[0, 1],
        # E21
        Description="1 in the first deployment, while the repositories are empty: a placeholder answers; 0 afterwards",
    )
    return Number(Ref(root.add_parameter(parameter)))


def size(root: Template, system: SystemConfig) -> Size:
    """Give the size of a task; a pair that Fargate has not is refused before anything is changed."""
    config = system.service
    if not config.size_parameters:
        return Size()
    # E14: less than the containers' limits would be refused when the task definition is made.
    sizes = {cpu: [memory for memory in MEMORY_MIB[cpu] if memory >= config.memory_limits] for cpu in MEMORY_MIB}
    possible = {cpu: memories for cpu, memories in sizes.items() if memories}
    cpu = Parameter(
        "TaskCpu",
        Type="Number",
        Default=config.cpu,
        AllowedValues=list(possible),
        Description="CPU units of a task; 1024 are one vCPU",
    )
    memory = Parameter(
        "TaskMemory",
        Type="Number",
        Default=config.memory,
        AllowedValues=sorted({memory for memories in possible.values() for memory in memories}),
        Description="MiB of a task; Fargate has fixed pairs of CPU and memory",
    )
    root.add_parameter(cpu)
    root.add_parameter(memory)
    for units, memories in possible.items():
        root.add_rule(f"MemoryFor{units}CpuUnits", _pairs(cpu, memory, units, memories))
    return Size(Number(Ref(cpu)), Number(Ref(memory)))


def _pairs(cpu: Parameter, memory: Parameter, units: int, memories: list[int]) -> dict[str, object]:
    # Parameters are texts in rules. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
    return {
        "RuleCondition": {"Fn::Equals": [Ref(cpu), str(units)]},
        "Assertions": [
            {
                "Assert": {"Fn::Contains": [[str(size) for size in memories], Ref(memory)]},
                "AssertDescription": f"With TaskCpu {units}, TaskMemory is one of {', '.join(map(str, memories))}",
            }
        ],
    }
