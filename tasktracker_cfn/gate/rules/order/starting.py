"""What the first tasks of a service need: its task definition, and whether it starts any."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.model.known import known_mappings
from tasktracker_cfn.model.named import LOG_GROUP, meant
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow
from tasktracker_cfn.model.tasks import entries_of, services_with_tasks


def starting(system: System) -> Iterator[tuple[Item, Item]]:
    """Give every service whose tasks start with it, and its task definition."""
    for service, task in services_with_tasks(system):
        if service.number("DesiredCount") != 0:
            yield service, task


def secrets_of(task: Item) -> Iterator[Value]:
    """Give what a task definition injects into its containers."""
    for _, container in entries_of(task):
        for entry in known_mappings(container.get("Secrets")):
            yield entry.get("ValueFrom")


def log_groups_of(system: System, task: Item) -> Iterator[Item]:
    """Give the log groups that must be there when the containers of a task start."""
    for _, container in entries_of(task):
        options = follow(container, "LogConfiguration", "Options")
        if _is_for_cloudwatch(container) and follow(options, "awslogs-create-group") in (None, "false", False):
            yield from meant(system, follow(options, "awslogs-group"), LOG_GROUP)


def _is_for_cloudwatch(container: Mapping[str, Value]) -> bool:
    return follow(container, "LogConfiguration", "LogDriver") == "awslogs"
