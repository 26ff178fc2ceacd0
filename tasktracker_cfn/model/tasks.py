"""Services of ECS, their task definitions and target groups, and the entries of their containers."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.model.forwarding import TARGET_GROUP
from tasktracker_cfn.model.known import known_items
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System

CLUSTER = "AWS::ECS::Cluster"
SERVICE = "AWS::ECS::Service"
DEFINITION = "AWS::ECS::TaskDefinition"
CONTAINERS = "ContainerDefinitions"

Numbered = tuple[int, Mapping[str, Value]]


def numbered(value: Value) -> Iterator[Numbered]:
    """Give the mappings of a list with their places in it."""
    yield from ((number, item) for number, item in enumerate(known_items(value)) if isinstance(item, Mapping))


def entries_of(task: Item) -> Iterator[Numbered]:
    """Give the containers of a task definition with their places."""
    yield from numbered(task.get(CONTAINERS))


def task_of(system: System, service: Item) -> Item | None:
    """Give the task definition of a service; None when it is not one of these templates."""
    task = system.at(service.get("TaskDefinition"))
    return task if task is not None and task.type == DEFINITION else None


def services_with_tasks(system: System) -> Iterator[tuple[Item, Item]]:
    """Give the services whose task definition is in these templates, with it."""
    for service in system.of(SERVICE):
        task = task_of(system, service)
        if task is not None:
            yield service, task


def services_of(system: System, task: Item) -> tuple[Item, ...]:
    """Give the services that run a task definition."""
    return tuple(service for service, its in services_with_tasks(system) if its == task)


def target_groups(system: System, service: Item) -> Iterator[tuple[int, Item]]:
    """Give the target groups of a service that are in these templates, with their places among its load balancers."""
    for number, entry in numbered(service.get("LoadBalancers")):
        group = system.at(entry.get("TargetGroupArn"))
        if group is not None and group.type == TARGET_GROUP:
            yield number, group
