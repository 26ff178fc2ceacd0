"""What happens when logs cannot be written."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.tasks import containers
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System

OPTIONS = ("LogConfiguration", "Options")


@rule(
    "log-mode",
    rows="E31",
    severity="warning",
    why="By default awslogs drops lines without a word when its buffer is full; blocking, the application waits.",
    remedy="Set mode, and with non-blocking max-buffer-size, 25m for instance.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html",
)
def log_mode(system: System) -> Iterator[Fault]:
    """A container says whether it would rather lose logs or wait, and how much of them it keeps."""
    for container in containers(system):
        if container.text("LogConfiguration", "LogDriver") != "awslogs":
            continue
        if container.get(*OPTIONS, "mode") is None:
            yield container.fault("does not say in which mode it logs", *OPTIONS)
        elif container.text(*OPTIONS, "mode") == "non-blocking" and container.get(*OPTIONS, "max-buffer-size") is None:
            yield container.fault("logs without blocking, and names no max-buffer-size", *OPTIONS, "mode")
