"""Where the containers' logs go."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.tasks import Container, containers, is_for_fargate, switched_on
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.named import one_meant
from tasktracker_cfn.model.policies.roles import surely_lacks
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import System

GROUP = "AWS::Logs::LogGroup"
OPTIONS = ("LogConfiguration", "Options")
DRIVER = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html"


@rule(
    "container-log-group",
    rows="E04",
    severity="warning",
    why="The driver makes no log group unless told to, and a container whose log group is not there does not start.",
    remedy="Name the log group by a Ref to it, or set awslogs-create-group and allow logs:CreateLogGroup.",
    source=DRIVER,
)
def container_log_group(system: System) -> Iterator[Fault]:
    """The log group of a container is one of these templates, or is made when the container starts."""
    for container, name in _named(system):
        if one_meant(system, name, GROUP) is None and isinstance(name, (str, Text)) and not _is_made(container):
            shown = name if isinstance(name, str) else "of a composed name"
            yield container.fault(f"logs to a log group, {shown}, that no template makes", *OPTIONS, "awslogs-group")


@rule(
    "container-log-group-name",
    rows="E04",
    severity="error",
    why="The driver takes the name of a log group; an ARN is no name.",
    remedy="Use Ref, which gives the name of a log group.",
    source=DRIVER,
)
def container_log_group_name(system: System) -> Iterator[Fault]:
    """The log group of a container is given by its name."""
    for container, name in _named(system):
        item = system.at(name)
        if item is not None and item.type == GROUP and isinstance(name, Reference) and name.attribute == "Arn":
            yield container.fault(f"gives the ARN of {item} for the log group's name", *OPTIONS, "awslogs-group")


@rule(
    "log-group-permission",
    rows="E04",
    severity="error",
    misses=True,
    why="With awslogs-create-group the execution role makes the log group; without logs:CreateLogGroup no task starts.",
    remedy="Allow logs:CreateLogGroup in the execution role, or make the log group in the template.",
    source=DRIVER,
)
def log_group_permission(system: System) -> Iterator[Fault]:
    """An execution role may make the log group that its containers have made for them."""
    for container, name in _named(system):
        role = container.task.get("ExecutionRoleArn")
        made = _is_made(container) and one_meant(system, name, GROUP) is None
        if made and surely_lacks(system, role, "logs:CreateLogGroup"):
            message = f"has its log group made, which {system.at(role)} does not allow (logs:CreateLogGroup)"
            yield container.fault(message, *OPTIONS, "awslogs-create-group")


@rule(
    "log-stream-prefix",
    rows="E04",
    severity="error",
    why="Fargate takes a task with awslogs only with awslogs-stream-prefix.",
    remedy="Set awslogs-stream-prefix, for instance to the container's name.",
    source=DRIVER,
)
def log_stream_prefix(system: System) -> Iterator[Fault]:
    """The log streams of a container on Fargate have a prefix."""
    for container, _name in _named(system):
        if is_for_fargate(container.task) and container.get(*OPTIONS, "awslogs-stream-prefix") is None:
            yield container.fault("has no awslogs-stream-prefix for its log streams", *OPTIONS)


@rule(
    "log-region",
    rows="E04",
    severity="warning",
    why="The driver writes to the region that is named; in any other the log group of these templates is elsewhere.",
    remedy="Set awslogs-region to a Ref of AWS::Region.",
    source=DRIVER,
)
def log_region(system: System) -> Iterator[Fault]:
    """Containers log to the region that the stack is in."""
    for container, name in _named(system):
        region = container.text(*OPTIONS, "awslogs-region")
        group = one_meant(system, name, GROUP)
        if region is not None and group is not None and region != system.region:
            yield container.fault(f"logs to {region}, wherever {group} is", *OPTIONS, "awslogs-region")


def _named(system: System) -> Iterator[tuple[Container, Value]]:
    for container in containers(system):
        if container.text("LogConfiguration", "LogDriver") == "awslogs":
            name = container.get(*OPTIONS, "awslogs-group")
            # Without one cfn-lint's E3046 speaks.
            if name is not None:
                yield container, name


def _is_made(container: Container) -> bool:
    option = container.get(*OPTIONS, "awslogs-create-group")
    return switched_on(option) or (option is not None and known_text(option) is None)
