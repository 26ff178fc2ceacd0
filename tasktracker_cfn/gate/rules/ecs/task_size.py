"""What the containers of a task take, and what the task has."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.tasks import Container, containers, containers_of, is_for_fargate
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_number, known_text
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.tasks import DEFINITION

SIZE = re.compile(r"(\d*\.?\d+)\s*(vCPU|GB)", re.IGNORECASE)
UNIT = 1024
PAGE = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"


@rule(
    "container-memory-fits",
    rows="E14",
    severity="error",
    why="ECS refuses a task whose containers reserve more memory than it has.",
    remedy="Raise the task's Memory, or lower the containers'.",
    source=PAGE,
)
def container_memory_fits(system: System) -> Iterator[Fault]:
    """The containers of a task fit into its memory, each alone and all together."""
    for task in system.of(DEFINITION):
        whole = _size(task.get("Memory"))
        for container in containers_of(task) if whole else ():
            memory = known_number(container.get("Memory"))
            if whole and memory is not None and memory > whole:
                yield container.fault(f"may use {memory:g} MiB, more than the task's {whole:g}", "Memory")
        taken = sum(filter(None, map(_reserved, containers_of(task))))
        if whole and taken > whole:
            yield Fault(task, f"has {whole:g} MiB, of which its containers reserve {taken:g}", "Memory")


@rule(
    "container-memory-above-reservation",
    rows="E14",
    severity="error",
    why="ECS refuses a container that reserves more than its limit, or has neither in a task without Memory.",
    remedy="Set Memory above MemoryReservation, or the task's Memory.",
    source=PAGE,
)
def container_memory_above_reservation(system: System) -> Iterator[Fault]:
    """The memory of a container is known to ECS, and its limit is above what it reserves."""
    for container in containers(system):
        memory, reserved = known_number(container.get("Memory")), known_number(container.get("MemoryReservation"))
        if memory is not None and reserved is not None and memory < reserved:
            yield container.fault(f"reserves {reserved:g} MiB and may use {memory:g} only", "MemoryReservation")
        given = (container.task.get("Memory"), container.get("Memory"), container.get("MemoryReservation"))
        if all(value is None for value in given):
            yield container.fault("has neither Memory nor MemoryReservation, and its task has no Memory")


@rule(
    "container-cpu-fits",
    rows="E14",
    severity="error",
    why="Fargate refuses a task whose containers reserve more processor time than it has.",
    remedy="Raise the task's Cpu, or lower the containers'.",
    source=PAGE,
)
def container_cpu_fits(system: System) -> Iterator[Fault]:
    """The containers of a task on Fargate fit into its processor time."""
    # On instances these are shares, of which a container may take more.
    for task in filter(is_for_fargate, system.of(DEFINITION)):
        whole = _size(task.get("Cpu"))
        taken = sum(known_number(container.get("Cpu")) or 0 for container in containers_of(task))
        if whole and taken > whole:
            yield Fault(task, f"has {whole:g} units of Cpu, of which its containers reserve {taken:g}", "Cpu")


def _reserved(container: Container) -> float | None:
    reserved = container.get("MemoryReservation")
    return known_number(container.get("Memory") if reserved is None else reserved)


def _size(value: Value) -> float | None:
    """Give a task's size in MiB or units, also where it is written as "1 GB" or ".5 vCPU"."""
    written = SIZE.fullmatch(known_text(value) or "")
    return float(written[1]) * UNIT if written else known_number(value)
