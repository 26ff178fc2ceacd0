"""The task sizes that Fargate has: memory that goes with each CPU value.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from tasktracker_cfn.config.fields import whole_number

CpuUnits = Annotated[Literal[256, 512, 1024, 2048, 4096, 8192, 16384], BeforeValidator(whole_number)]

_GIB = 1024
MEMORY_MIB: dict[int, tuple[int, ...]] = {
    256: (512, 1 * _GIB, 2 * _GIB),
    512: tuple(range(1 * _GIB, 4 * _GIB + 1, _GIB)),
    1024: tuple(range(2 * _GIB, 8 * _GIB + 1, _GIB)),
    2048: tuple(range(4 * _GIB, 16 * _GIB + 1, _GIB)),
    4096: tuple(range(8 * _GIB, 30 * _GIB + 1, _GIB)),
    8192: tuple(range(16 * _GIB, 60 * _GIB + 1, 4 * _GIB)),
    16384: tuple(range(32 * _GIB, 120 * _GIB + 1, 8 * _GIB)),
}


def sizes_in_words(cpu: int) -> str:
    """Give the memory values of a CPU value as a person would list them, in MiB."""
    sizes = MEMORY_MIB[cpu]
    if len(sizes) <= 4:  # noqa: PLR2004 - a list up to four reads better than a range
        return ", ".join(str(size) for size in sizes)
    return f"{sizes[0]} to {sizes[-1]} in steps of {sizes[1] - sizes[0]}"
