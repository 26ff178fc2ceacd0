"""Services, their tasks and the tasks' containers, as far as the templates show them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.gate.rules.rule import Fault
from tasktracker_cfn.model.known import known_flag, known_items, known_text, known_texts
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow
from tasktracker_cfn.model.tasks import DEFINITION, entries_of

FARGATE = ("FARGATE", "FARGATE_SPOT")


class Container(NamedTuple):
    """One container of a task definition, and its place in the list."""

    task: Item
    number: int
    entry: Mapping[str, Value]

    @property
    def name(self) -> str:
        """Give its name, or its place where that is not known."""
        return known_text(self.entry.get("Name")) or f"number {self.number + 1}"

    def get(self, *path: str | int) -> Value:
        """Follow keys and indices into it."""
        return follow(self.entry, *path)

    def text(self, *path: str | int) -> str | None:
        """Give a literal text of it."""
        return known_text(self.get(*path))

    def fault(self, message: str, *path: str | int) -> Fault:
        """Give a fault of it; the message goes on after "a container that"."""
        whole = f"has a container, {self.name}, that {message}"
        return Fault(self.task, whole, "ContainerDefinitions", self.number, *path)


def is_plain(value: Value) -> bool:
    """Tell whether a list of mappings is known as a whole: nothing in it is decided later."""
    return all(isinstance(item, Mapping) for item in known_items(value))


def containers_of(task: Item) -> tuple[Container, ...]:
    """Give the containers of a task definition."""
    return tuple(Container(task, number, entry) for number, entry in entries_of(task))


def containers(system: System) -> Iterator[Container]:
    """Give the containers of all task definitions."""
    for task in system.of(DEFINITION):
        yield from containers_of(task)


def is_for_fargate(task: Item) -> bool:
    """Tell whether ECS checks a task definition against what Fargate asks for."""
    return "FARGATE" in known_texts(task.get("RequiresCompatibilities"))


def network_mode(task: Item) -> str | None:
    """Give the network mode of a task; None when it is not known."""
    if task.get("NetworkMode") is None and "RequiresCompatibilities" not in task.properties:
        return "bridge"
    return task.text("NetworkMode")


def has_own_rollout(service: Item) -> bool:
    """Tell whether ECS surely replaces the tasks of a service one by one (a rolling update)."""
    controller = service.get("DeploymentController", "Type")
    strategy = service.get("DeploymentConfiguration", "Strategy")
    return controller in (None, "ECS") and strategy in (None, "ROLLING")


def switched_on(value: Value) -> bool:
    """Tell whether a flag is surely on."""
    return known_flag(value) is True
