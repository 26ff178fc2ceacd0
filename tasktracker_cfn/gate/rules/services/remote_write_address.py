"""The address of a Prometheus workspace, continued wrongly."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.gate.rules.services.telemetry import TO_PROMETHEUS
from tasktracker_cfn.model.filled_in import texts_of
from tasktracker_cfn.model.symbols import Reference, Text
from tasktracker_cfn.model.system import System

WORKSPACE = "AWS::APS::Workspace"
PATH = "api/v1/remote_write"


@rule(
    "remote-write-address",
    rows="X09",
    severity="warning",
    why="PrometheusEndpoint ends with a slash; another one, or another path, leads to nothing, and metrics are lost.",
    remedy=f"Write ${{Workspace.PrometheusEndpoint}}{PATH}.",
    source="https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-onboard-ingest-metrics-remote-write-ECS.html",
)
def remote_write_address(system: System) -> Iterator[Fault]:
    """The address of a workspace is continued by api/v1/remote_write, without a slash before it."""
    if not system.of(WORKSPACE):
        return
    for item, name, text in texts_of(system):
        if _is_wrong(system, text):
            yield Fault(item, f"continues a workspace's PrometheusEndpoint by something else than {PATH}", name)


def _is_wrong(system: System, text: Text) -> bool:
    writes = any(isinstance(part, str) and name in part for part in text.parts for name in TO_PROMETHEUS)
    for part, after in zip(text.parts, (*text.parts[1:], ""), strict=True):
        if not isinstance(part, Reference) or part.attribute != "PrometheusEndpoint":
            continue
        target = system.at(part)
        if target is None or target.type != WORKSPACE or not isinstance(after, str):
            continue
        if after.startswith(("/", "remote_write")) or (writes and not after.startswith(PATH)):
            return True
    return False
