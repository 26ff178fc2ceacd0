"""Tags of tasks."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.tasks import SERVICE


@rule(
    "tasks-tagged",
    rows="E32",
    severity="warning",
    why="Tasks have no tags unless the service hands on its own; cost and access by tag then miss them.",
    remedy="Set PropagateTags to SERVICE or TASK_DEFINITION.",
    source="schema AWS::ECS::Service",
)
def tasks_tagged(system: System) -> Iterator[Fault]:
    """A service hands tags on to its tasks."""
    for service in system.of(SERVICE):
        if service.get("PropagateTags") is None or service.text("PropagateTags") == "NONE":
            yield Fault(service, "hands no tags on to its tasks (PropagateTags)", "PropagateTags")
