"""Health checks of containers."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.images import name_and_tag
from tasktracker_cfn.gate.rules.ecs.tasks import Container, containers
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import OPEN, known_items, known_number, known_text
from tasktracker_cfn.model.system import System

CHECK = "HealthCheck"
RANGES = {"Interval": (5, 300), "Timeout": (2, 60), "Retries": (1, 10), "StartPeriod": (0, 300)}
STARTS = ("CMD", "CMD-SHELL", "NONE")
SCHEMA = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html"
# Images on Docker Hub, and on AWS's copy of it, to which nothing but the interpreter was added.
BARE = ("alpine", "debian", "golang", "node", "php", "python", "ruby", "ubuntu")


@rule(
    "container-health-check",
    rows="E18",
    severity="error",
    why="ECS refuses a health check with a number out of its range.",
    remedy="Keep to Interval 5 to 300, Timeout 2 to 60, Retries 1 to 10, StartPeriod 0 to 300.",
    source=SCHEMA,
)
def container_health_check(system: System) -> Iterator[Fault]:
    """The health check of a container has numbers that ECS takes."""
    for container in containers(system):
        for key, (least, most) in RANGES.items():
            number = known_number(container.get(CHECK, key))
            if number is not None and not least <= number <= most:
                message = f"has a health check with {key} {number:g}, which must be {least} to {most}"
                yield container.fault(message, CHECK, key)


@rule(
    "container-health-command",
    rows="E18",
    severity="warning",
    why="By ECS's reference a health check begins with CMD, CMD-SHELL or NONE. It takes others as well, which work "
    "with few images; the health of the rest stays unknown.",
    remedy="Begin with CMD-SHELL, or with CMD and the program.",
    source="https://github.com/aws/aws-cdk/issues/34389",
)
def container_health_command(system: System) -> Iterator[Fault]:
    """The health check of a container begins with how it is to be run."""
    for container in containers(system):
        first = container.text(CHECK, "Command", 0)
        if first is not None and first not in STARTS:
            yield container.fault(f"begins its health check with {first}, not with CMD or CMD-SHELL", CHECK, "Command")


@rule(
    "health-check-tool",
    rows="E18",
    severity="warning",
    why="A health check whose program is not in the image fails, and ECS replaces the task for ever.",
    remedy="Ask with what the image has: wget in alpine, the interpreter itself in a slim image; or add the program.",
    source=SCHEMA,
)
def health_check_tool(system: System) -> Iterator[Fault]:
    """The program that a container's health check runs is in its image."""
    for container in containers(system):
        command = [known_text(item) or "" for item in known_items(container.get(CHECK, "Command"))]
        used = {word for word in " ".join(command).replace("/", " ").split() if word in {"curl", "wget"}}
        missing = sorted(used & _lacking(container)) if command else []
        if missing:
            yield container.fault(f"asks with {missing[0]}, which its image has not", CHECK, "Command")
        elif command and command[0] == "CMD-SHELL" and _has_no_shell(container):
            yield container.fault("runs its health check in a shell, which its image has not", CHECK, "Command")


def _lacking(container: Container) -> set[str]:
    """Give which of the two programs an image surely lacks."""
    name, tag = name_and_tag(container.get("Image"))
    if OPEN in name + tag or name not in BARE:
        return set()
    if "alpine" in tag or name == "alpine":
        # Busybox brings wget along.
        return {"curl"}
    return {"curl", "wget"} if "slim" in tag or name in {"debian", "ubuntu"} else set()


def _has_no_shell(container: Container) -> bool:
    text = container.text("Image") or ""
    return "distroless" in text.split("/") and "debug" not in name_and_tag(text)[1]
