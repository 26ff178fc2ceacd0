"""Goals for clusters, services, tasks and their containers."""

import re
from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item, System, entries, follow, text, true

TASKS = Area("Tasks")

CLUSTER = "AWS::ECS::Cluster"
SERVICE = "AWS::ECS::Service"
DEFINITION = "AWS::ECS::TaskDefinition"
FUNCTION = "AWS::Lambda::Function"
ROOT = re.compile(r"(root|0)?(:.*)?")
SECRET_NAME = re.compile(
    r"PASS(WORD|WD|PHRASE)|SECRET|TOKEN|(PRIVATE|API|ACCESS)_?KEY|CREDENTIAL|AUTH_DATA", re.IGNORECASE
)
# The name or the place of a secret is no secret.
POINTER = re.compile(r"(ARN|NAME|ID|PATH|URL|FILE)$", re.IGNORECASE)
CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "ECS_ENGINE_AUTH_DATA")
ACCESS_KEY = re.compile(
    r"\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\{\{resolve:(secretsmanager|ssm-)"
)


def containers(system: System) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Give every container with its address."""
    for task in system.of(DEFINITION):
        yield from ((f"{task}/{entry.get('Name')}", entry) for entry in task.entries("ContainerDefinitions"))


@TASKS.production(
    "container-insights",
    "CKV_AWS_65 CT.ECS.PR.2 AS-ECS4 ECSClusterCloudWatchContainerInsights SH:ECS.12",
)
def container_insights(system: System) -> Iterator[Breach]:
    """Every cluster measures its containers."""
    for cluster in system.of(CLUSTER):
        settings = {entry.get("Name"): entry.get("Value") for entry in cluster.entries("ClusterSettings")}
        if settings.get("containerInsights") not in {"enabled", "enhanced"}:
            yield cluster, "does not measure its containers"


@TASKS.production("tasks-without-public-address", "CT.ECS.PR.9 SH:ECS.2 CKV_AWS_333")
def public_address(system: System) -> Iterator[Breach]:
    """No task has a public address."""
    for service in system.of(SERVICE):
        if service.get("NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp") not in (None, "DISABLED"):
            yield service, "gives its tasks public addresses"


@TASKS.always("latest-platform", "CT.ECS.PR.1 SH:ECS.10 CKV_AWS_332")
def platform(system: System) -> Iterator[Breach]:
    """Every service runs on Fargate's latest platform version."""
    for service in system.of(SERVICE):
        if service.get("PlatformVersion") not in (None, "LATEST"):
            yield service, f"stays on {service.get('PlatformVersion')}"


@TASKS.always(
    "task-isolation",
    "CT.ECS.PR.4 CT.ECS.PR.8 CT.ECS.PR.10 CT.ECS.PR.11 ECS_TASK_DEFINITION_USER_FOR_HOST_MODE_CHECK "
    "ECSTaskDefinitionUserForHostMode SH:ECS.1 SH:ECS.3 SH:ECS.4 CKV_AWS_334 CKV_AWS_335",
)
def isolation(system: System) -> Iterator[Breach]:
    """Every task has a network of its own, and no container the rights or the namespaces of its host."""
    for task in system.of(DEFINITION):
        if task.get("NetworkMode") != "awsvpc":
            yield task, "has no network of its own"
        yield from ((task, f"shares its host's {key}") for key in ("PidMode", "IpcMode") if task.get(key) == "host")
    for address, container in containers(system):
        if true(container.get("Privileged")):
            yield address, "is privileged"


@TASKS.always("non-root-user", "CT.ECS.PR.3 SH:ECS.20")
def user(system: System) -> Iterator[Breach]:
    """Every container runs as a user that is not root."""
    for address, container in containers(system):
        if ROOT.fullmatch(str(container.get("User") or "")):
            yield address, "may run as root"


@TASKS.always("read-only-root", "CT.ECS.PR.6 SH:ECS.5 CKV_AWS_336")
def read_only_root(system: System) -> Iterator[Breach]:
    """Every container's root file system is read-only."""
    for address, container in containers(system):
        if not true(container.get("ReadonlyRootFilesystem")):
            yield address, "can write to its root file system"


@TASKS.always("no-secrets-in-environment", "CT.ECS.PR.12 SH:ECS.8 CKV_AWS_45 CKV_AWS_46 CKV_SECRET_*")
def no_secrets(system: System) -> Iterator[Breach]:
    """No variable of a container or a function holds a secret that the template gives it."""
    for address, name, value in _variables(system):
        named = SECRET_NAME.search(name) and not POINTER.search(name) and isinstance(value, (str, Text))
        if named or name in CREDENTIALS or any(map(ACCESS_KEY.search, literals(value))):
            yield address, f"has a secret in {name}"


@TASKS.exempted("no-environment", "AS-ECS2 ECSTaskDefinitionNoEnvironmentVariables")
def no_environment(system: System) -> Iterator[Breach]:
    """No container has variables."""
    for address, container in containers(system):
        if container.get("Environment"):
            yield address, "has variables"


@TASKS.always("container-logs", "CT.ECS.PR.5 AS-ECS7 ECSTaskDefinitionContainerLogging SH:ECS.9")
def container_logs(system: System) -> Iterator[Breach]:
    """Every container writes logs."""
    for address, container in containers(system):
        if not follow(container, "LogConfiguration", "LogDriver"):
            yield address, "writes no logs"


@TASKS.always("container-memory-limit", "CT.ECS.PR.7")
def memory_limit(system: System) -> Iterator[Breach]:
    """Every container has a hard limit of memory."""
    for address, container in containers(system):
        if not container.get("Memory"):
            yield address, "has no limit of memory of its own"


@TASKS.always("file-systems-in-transit", "CKV_AWS_97")
def file_systems(system: System) -> Iterator[Breach]:
    """What a task reads from a network file system comes encrypted."""
    for task in system.of(DEFINITION):
        for volume in task.entries("Volumes"):
            found = follow(volume, "EFSVolumeConfiguration")
            if found is not None and follow(found, "TransitEncryption") != "ENABLED":
                yield task, f"reads {volume.get('Name')} unencrypted"


def _variables(system: System) -> Iterator[tuple[Item | str, str, Value]]:
    for address, container in containers(system):
        for entry in entries(container.get("Environment")):
            yield address, text(entry.get("Name")), entry.get("Value")
    for item in system.of(FUNCTION):
        found = item.get("Environment", "Variables")
        if isinstance(found, Mapping):
            yield from ((item, name, value) for name, value in found.items())
