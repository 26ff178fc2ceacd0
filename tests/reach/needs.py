"""What runs in the subnets and whom it must be able to call, told from the emitted templates alone.

Whoever calls wears security groups, is in subnets, and has roles. Services are told from what is called when a task
starts (its images, its logs, what is injected), and from what the roles may do, collectors beside the application among
them: who may write metrics is taken to write some.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasktracker_cfn.model.values import Value
from tests.systems import policies, tasks
from tests.systems.built import Item, System, entries, follow, references, text, true

SERVICE = "AWS::ECS::Service"
ROTATION = "AWS::SecretsManager::RotationSchedule"
PRIVATE_REGISTRY = re.compile(r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?/.+")
INTERNET = "the internet"
# Which service an action is sent to. Not kms: it is called by other services, for the role.
SERVICES_BY_PREFIX = {
    "aps": "aps-workspaces",
    "cloudwatch": "monitoring",
    "logs": "logs",
    "s3": "s3",
    "secretsmanager": "secretsmanager",
    "ssm": "ssm",
    "ssmmessages": "ssmmessages",
    "sts": "sts",
    "xray": "xray",
}


@dataclass(frozen=True)
class Caller:
    """What opens connections, where it is, and what it wears."""

    name: str
    subnets: tuple[Item, ...]
    groups: tuple[Item, ...]
    has_public_address: bool = False


@dataclass(frozen=True)
class Call:
    """A service that somebody calls, as the last part of its endpoint's name, or the internet; and with which right."""

    caller: Caller
    service: str
    action: str
    reason: str


def callers(system: System) -> Iterator[tuple[Caller, tuple[Call, ...]]]:
    """Give what runs in the subnets, each with its calls."""
    tasks_ = Caller("the tasks", tasks.subnets(system), (tasks.group(system),), tasks.has_public_address(system))
    yield tasks_, tuple(_of_tasks(system, tasks_))
    for schedule in system.of(ROTATION):
        if "HostedRotationLambda" in schedule.properties:
            function = Caller("the rotation function", *_place_of_rotation(system, schedule))
            action = "secretsmanager:PutSecretValue"
            yield function, (Call(function, "secretsmanager", action, "it changes a secret"),)
    for instance in system.of("AWS::EC2::Instance"):
        place = (system.all_at(instance.get("SubnetId")), system.all_at(instance.get("SecurityGroupIds")))
        caller = Caller(str(instance), *place)
        profile = system.at(instance.get("IamInstanceProfile"))
        assert profile is not None, f"{instance} has no role"
        (role,) = system.all_at(profile.get("Roles"))
        yield caller, tuple(_of_role(system, caller, role))


def _of_tasks(system: System, caller: Caller) -> Iterator[Call]:
    for name, container in tasks.containers(system).items():
        yield from _of_image(system, caller, name, container.get("Image"))
        if follow(container, "LogConfiguration", "LogDriver") == "awslogs":
            region = follow(container, "LogConfiguration", "Options", "awslogs-region")
            place = f" in {region}" if isinstance(region, str) else ""
            yield Call(caller, f"logs{place}", "logs:PutLogEvents", f"the logs of {name}")
        for secret in entries(container.get("Secrets")):
            yield _of_injected(system, caller, secret.get("ValueFrom"))
    if true(tasks.service(system).get("EnableExecuteCommand")):
        yield Call(caller, "ssmmessages", "ssmmessages:OpenDataChannel", "commands inside containers")
    for kind in ("ExecutionRoleArn", "TaskRoleArn"):
        yield from _of_role(system, caller, tasks.role(system, kind))


def _of_image(system: System, caller: Caller, name: str, image: Value) -> Iterator[Call]:
    reason = f"the image of {name}, {policies.written(system, image)}"
    if any(item.type == "AWS::ECR::Repository" for item in _items(system, image)):
        place = ""  # a repository of this system, and so of its region
    else:
        found = PRIVATE_REGISTRY.fullmatch(text(image))
        if found is None:
            yield Call(caller, INTERNET, "", reason)
            return
        place = f" in {found['region']}"
    yield Call(caller, f"ecr.api{place}", "ecr:GetAuthorizationToken", reason)
    yield Call(caller, f"ecr.dkr{place}", "ecr:BatchGetImage", reason)
    yield Call(caller, f"layers{place}", "s3:GetObject", reason)


def _of_injected(system: System, caller: Caller, source: Value) -> Call:
    if ":ssm:" in policies.written(system, source) or any(
        item.type.startswith("AWS::SSM::") for item in _items(system, source)
    ):
        return Call(caller, "ssm", "ssm:GetParameters", "a parameter that is injected")
    return Call(caller, "secretsmanager", "secretsmanager:GetSecretValue", "a secret that is injected")


def _of_role(system: System, caller: Caller, role: Item) -> Iterator[Call]:
    for statement in policies.statements(system, role):
        for action in statement.actions if statement.effect == "Allow" else ():
            service = SERVICES_BY_PREFIX.get(action.split(":")[0])
            if service is not None:
                yield Call(caller, service, action, f"{role} may {action}")


def _place_of_rotation(system: System, schedule: Item) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    function = schedule.get("HostedRotationLambda")
    subnets = _items(system, follow(function, "VpcSubnetIds"))
    return subnets, _items(system, follow(function, "VpcSecurityGroupIds"))


def _items(system: System, value: Value) -> tuple[Item, ...]:
    """Give the resources that a text or a list refers to."""
    found = (system.at(reference) for reference in references(value))
    return tuple(item for item in found if item is not None)
