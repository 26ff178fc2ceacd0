"""Where images come from, and what they are built for."""

import re
from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.ecs.images import registry, repository_of
from tasktracker_cfn.gate.rules.ecs.tasks import Container, containers, is_for_fargate
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import OPEN, flat
from tasktracker_cfn.model.substitution import function
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import services_of

DOCKER_HUB = ("docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com")
ARCHITECTURE = re.compile(r"(?:^|[/:_.-])(arm64|aarch64|amd64|x86[_-]64)(?=v\d|$|[/:_.@-])", re.IGNORECASE)
CHOICES = ("Fn::If", "Fn::Select", "Fn::FindInMap")
NAMES = {"arm64": "ARM64", "aarch64": "ARM64"}


@rule(
    "image-at-first-create",
    rows="E21",
    severity="warning",
    why="A repository that the templates make is empty, so the first tasks find no image and the stack rolls back.",
    remedy="Start with DesiredCount 0, or with an image that is there already, by a parameter.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html",
)
def image_at_first_create(system: System) -> Iterator[Fault]:
    """The image of a service is there when the service is first created."""
    for container in containers(system):
        repository = repository_of(system, container.get("Image"))
        if repository is None or _is_chosen(container.task, "ContainerDefinitions", container.number, "Image"):
            continue
        for service in services_of(system, container.task):
            none_yet = service.number("DesiredCount") == 0 or _is_chosen(service, "DesiredCount")
            other = _is_chosen(service, "TaskDefinition") or "Condition" in service.resource.attributes
            if not none_yet and not other:
                message = f"runs {container.name} from {repository}, which is empty when the stack is first created"
                yield Fault(service, message, "TaskDefinition")


@rule(
    "image-registry",
    rows="E22",
    severity="warning",
    why="Docker Hub limits who pulls without an account; through a shared address the limit is soon reached.",
    remedy="Use public.ecr.aws/docker/library/…, a repository of your own, or RepositoryCredentials.",
    source="https://docs.docker.com/docker-hub/usage/",
)
def image_registry(system: System) -> Iterator[Fault]:
    """No image is pulled from Docker Hub without an account."""
    for container in containers(system):
        image = container.get("Image")
        if registry(image) in DOCKER_HUB and container.get("RepositoryCredentials") is None:
            shown = (flat(image) or "").replace(OPEN, "…")
            yield container.fault(f"has its image, {shown}, from Docker Hub, without an account", "Image")


@rule(
    "image-architecture",
    rows="E23",
    severity="error",
    why="An image for another processor ends with exec format error.",
    remedy="Set RuntimePlatform.CpuArchitecture to what the image is built for.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html",
)
def image_architecture(system: System) -> Iterator[Fault]:
    """An image whose name tells its processor runs on that."""
    for container in containers(system):
        built, runs = _architecture(container), _processor(container)
        if built and runs and built != runs:
            yield container.fault(f"has an image for {built}, {container.text('Image')}, and runs on {runs}", "Image")


@rule(
    "runtime-platform-named",
    rows="E23",
    severity="advice",
    why="Without RuntimePlatform a task runs on X86_64, whatever the machine is on which its images were built.",
    remedy="Set RuntimePlatform with CpuArchitecture and OperatingSystemFamily.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html",
)
def runtime_platform_named(system: System) -> Iterator[Fault]:
    """A task on Fargate names its processor."""
    for task in dict.fromkeys(container.task for container in containers(system)):
        if is_for_fargate(task) and task.get("RuntimePlatform") is None:
            yield Fault(task, "has no RuntimePlatform")


def _is_chosen(item: Item, *path: str | int) -> bool:
    """Tell whether a value is picked among others when the stack is deployed, so that the first time may differ."""
    value: object = item.resource.properties
    for step in path:
        if isinstance(value, Mapping) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
    called = function(value) if isinstance(value, Mapping) else None
    if called is None:
        return False
    name, argument = called
    # The count is picked by a parameter; the others mostly come by one.
    return name in CHOICES or (path == ("DesiredCount",) and name == "Ref" and isinstance(argument, str))


def _architecture(container: Container) -> str | None:
    found = {match[1].lower() for match in ARCHITECTURE.finditer(container.text("Image") or "")}
    named = {NAMES.get(name, "X86_64") for name in found}
    return next(iter(named)) if len(named) == 1 else None


def _processor(container: Container) -> str | None:
    platform = container.task.get("RuntimePlatform")
    if platform is None:
        # Instances run what they are.
        return "X86_64" if is_for_fargate(container.task) else None
    return container.task.text("RuntimePlatform", "CpuArchitecture")
