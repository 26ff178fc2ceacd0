"""Collectors that may not hand on what they collect, and that take their task along."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.gate.rules.services.telemetry import Container, containers
from tasktracker_cfn.model.policies.roles import surely_lacks
from tasktracker_cfn.model.system import System


@rule(
    "metrics-may-be-written",
    rows="X09",
    severity="warning",
    why="The collector signs its requests by the task's role; without aps:RemoteWrite each is refused, and only its "
    "log says so.",
    remedy="Allow the task role aps:RemoteWrite on the workspace.",
    source="https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-onboard-ingest-metrics-remote-write-ECS.html",
)
def metrics(system: System) -> Iterator[Fault]:
    """A task whose collector writes to a Prometheus workspace has a task role that may."""
    for container in containers(system):
        if container.sends_metrics:
            yield from _lacks(system, container, "aps:RemoteWrite")


@rule(
    "traces-may-be-sent",
    rows="X12",
    severity="warning",
    why="The collector and the daemon send traces by the task's role; without the grant each is dropped.",
    remedy="Allow the task role xray:PutTraceSegments, xray:PutTelemetryRecords and xray:GetSamplingRules.",
    source="https://docs.aws.amazon.com/xray/latest/devguide/security_iam_id-based-policy-examples.html",
)
def traces(system: System) -> Iterator[Fault]:
    """A task whose collector sends traces to X-Ray has a task role that may."""
    for container in containers(system):
        if container.sends_traces:
            yield from _lacks(system, container, "xray:PutTraceSegments")


@rule(
    "collector-not-essential",
    rows="X12",
    severity="warning",
    why="When an essential container stops, its whole task does: a collector out of memory takes the service along.",
    remedy="Set Essential: false for the collector.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
)
def essential(system: System) -> Iterator[Fault]:
    """A collector beside other containers is not essential."""
    for container in containers(system):
        beside = len(container.task.listed("ContainerDefinitions")) > 1
        if beside and container.is_collector and container.entry.get("Essential") in (None, True, "true"):
            place = ("ContainerDefinitions", container.number, "Essential")
            yield Fault(container.task, f"stops when its collector {container.entry.get('Name')} does", *place)


def _lacks(system: System, container: Container, action: str) -> Iterator[Fault]:
    task, place = container.task, ("ContainerDefinitions", container.number)
    name = container.entry.get("Name")
    written = task.get("TaskRoleArn")
    if written is None:
        yield Fault(task, f"has no task role, and its collector {name} needs {action}", *place)
    elif surely_lacks(system, written, action):
        yield Fault(
            task, f"has the task role {system.at(written)}, which lacks {action} for its collector {name}", *place
        )
