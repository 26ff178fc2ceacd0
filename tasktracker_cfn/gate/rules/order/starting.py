"""What the first tasks of a service need: its task definition, and whether it starts any."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.model.named import LOG_GROUP, meant
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow

TASK = "AWS::ECS::TaskDefinition"


def starting(system: System) -> Iterator[tuple[Item, Item]]:
    """Give every service whose tasks start with it, and its task definition."""
    for service in system.of("AWS::ECS::Service"):
        task = system.at(service.get("TaskDefinition"))
        if task is not None and task.type == TASK and service.number("DesiredCount") != 0:
            yield service, task


def secrets_of(task: Item) -> Iterator[Value]:
    """Give what a task definition injects into its containers."""
    for number, _ in enumerate(task.listed("ContainerDefinitions")):
        for entry in task.mappings("ContainerDefinitions", number, "Secrets"):
            yield entry.get("ValueFrom")


def log_groups_of(system: System, task: Item) -> Iterator[Item]:
    """Give the log groups that must be there when the containers of a task start."""
    for container in task.mappings("ContainerDefinitions"):
        options = follow(container, "LogConfiguration", "Options")
        if _is_for_cloudwatch(container) and follow(options, "awslogs-create-group") in (None, "false", False):
            yield from meant(system, follow(options, "awslogs-group"), LOG_GROUP)


def _is_for_cloudwatch(container: Mapping[str, Value]) -> bool:
    return follow(container, "LogConfiguration", "LogDriver") == "awslogs"
