"""A shell in a running container."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.tasks import containers_of, switched_on
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_flag
from tasktracker_cfn.model.policies.roles import surely_lacks
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import services_with_tasks

KEY = "EnableExecuteCommand"
ACTIONS = tuple(f"ssmmessages:{verb}{kind}Channel" for verb in ("Create", "Open") for kind in ("Control", "Data"))
PAGE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"


@rule(
    "exec-command-role",
    rows="E25",
    severity="error",
    why="ECS refuses a service with EnableExecuteCommand whose task has no task role.",
    remedy="Give the task definition a TaskRoleArn.",
    source="https://github.com/aws/aws-cli/issues/6242",
)
def exec_command_role(system: System) -> Iterator[Fault]:
    """The tasks of a service that lets people in have a task role."""
    for service, task in _open(system):
        if task.get("TaskRoleArn") is None:
            yield Fault(service, f"has {KEY}, and {task} has no TaskRoleArn", KEY)


@rule(
    "exec-command-permissions",
    rows="E25",
    severity="warning",
    why="The agent beside the container opens its channels as the task role; without these rights nobody gets in.",
    remedy="Allow the four ssmmessages actions in the task role, or leave EnableExecuteCommand out.",
    source=PAGE,
)
def exec_command_permissions(system: System) -> Iterator[Fault]:
    """The task role of a service that lets people in may open a channel to them."""
    for service, task in _open(system):
        role = task.get("TaskRoleArn")
        lacking = [action for action in ACTIONS if surely_lacks(system, role, action)]
        if lacking:
            yield Fault(service, f"has {KEY}, and {system.at(role)} does not allow {', '.join(lacking)}", KEY)


@rule(
    "exec-command-writable-root",
    rows="E25",
    severity="warning",
    why="The agent beside the container writes to its root file system; read-only, it does not start.",
    remedy="Leave EnableExecuteCommand out, or let the container write to its root file system.",
    source=PAGE,
)
def exec_command_writable_root(system: System) -> Iterator[Fault]:
    """A service that lets people in has a container whose root file system can be written to."""
    for service, task in _open(system):
        held = [known_flag(container.get("ReadonlyRootFilesystem")) for container in containers_of(task)]
        if held and all(held):
            yield Fault(service, f"has {KEY}, and every container of {task} has a read-only root file system", KEY)


def _open(system: System) -> Iterator[tuple[Item, Item]]:
    yield from ((service, task) for service, task in services_with_tasks(system) if switched_on(service.get(KEY)))
