"""Questions about what runs: the service, its task definition and its containers."""

import re
from collections.abc import Mapping

from tasktracker_cfn.model.values import Text, Value
from tests.systems.built import Item, System, entries, follow, listed, number, pairs, text

AWSVPC = ("NetworkConfiguration", "AwsvpcConfiguration")


def service(system: System) -> Item:
    """Give the one service."""
    return system.one("AWS::ECS::Service")


def definition(system: System) -> Item:
    """Give the task definition of the service."""
    found = system.at(service(system).get("TaskDefinition"))
    assert found is not None, "the service has no task definition of this system"
    return found


def containers(system: System) -> dict[str, Mapping[str, Value]]:
    """Give the containers of the task by their names."""
    found = definition(system).entries("ContainerDefinitions")
    return {text(container.get("Name")): container for container in found}


def container(system: System, name: str) -> Mapping[str, Value]:
    """Give a container by its name."""
    found = containers(system)
    assert name in found, f"the task has no container {name}"
    return found[name]


def container_ports(system: System, name: str) -> list[int]:
    """Give the ports that a container listens on."""
    mappings = entries(container(system, name).get("PortMappings"))
    return [int(number(mapping.get("ContainerPort"))) for mapping in mappings]


def environment(system: System, name: str) -> dict[str, Value]:
    """Give the environment that a container is started with, without what is injected."""
    return pairs(container(system, name).get("Environment"), "Name")


def log_group(system: System, name: str) -> Item:
    """Give the log group that a container logs to."""
    configuration = container(system, name).get("LogConfiguration")
    assert follow(configuration, "LogDriver") == "awslogs"
    found = system.at(follow(configuration, "Options", "awslogs-group"))
    assert found is not None, f"{name} logs to no group of this system"
    assert found.type == "AWS::Logs::LogGroup"
    return found


def repository(system: System, name: str) -> str:
    """Give the ARN of the ECR repository that a container's image is pulled from."""
    image = text(container(system, name).get("Image"))
    match = re.fullmatch(r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/([a-z0-9/_-]+)[:@].+", image)
    assert match is not None, f"{image} is not in ECR"
    return f"arn:<AWS::Partition>:ecr:{match[2]}:{match[1]}:repository/{match[3]}"


def secrets(system: System, name: str) -> dict[str, tuple[Item | None, str]]:
    """Give what is injected into a container: by variable, the secret or parameter and the key in it."""
    found = pairs(container(system, name).get("Secrets"), "Name", "ValueFrom")
    return {variable: _source(system, value) for variable, value in found.items()}


def _source(system: System, value: Value) -> tuple[Item | None, str]:
    head, *rest = value.parts if isinstance(value, Text) else (value,)
    key = "".join(part for part in rest if isinstance(part, str))
    # <arn>:<key>:<stage>:<version>, with every colon.
    assert key.count(":") in (0, 3), f"no key of a secret: {value}"
    return system.at(head), key.split(":")[1] if key else ""


def subnets(system: System) -> tuple[Item, ...]:
    """Give the subnets of the service."""
    return system.all_at(service(system).get(*AWSVPC, "Subnets"))


def group(system: System) -> Item:
    """Give the one security group of the tasks."""
    (found,) = system.all_at(service(system).get(*AWSVPC, "SecurityGroups"))
    return found


def has_public_address(system: System) -> bool:
    """Tell whether tasks get a public address."""
    return service(system).get(*AWSVPC, "AssignPublicIp") == "ENABLED"


def role(system: System, kind: str) -> Item:
    """Give the role that starts the task (ExecutionRoleArn) or that of the application (TaskRoleArn)."""
    found = system.at(definition(system).get(kind))
    assert found is not None, f"the task has no {kind} of this system"
    assert found.type == "AWS::IAM::Role"
    return found


def on_fargate(system: System) -> bool:
    """Tell whether the service runs on Fargate and its task can."""
    providers = {entry.get("CapacityProvider") for entry in service(system).entries("CapacityProviderStrategy")}
    launched = service(system).get("LaunchType") == "FARGATE" and not providers
    compatible = "FARGATE" in listed(definition(system).get("RequiresCompatibilities"))
    return compatible and (launched or bool(providers and providers <= {"FARGATE", "FARGATE_SPOT"}))
