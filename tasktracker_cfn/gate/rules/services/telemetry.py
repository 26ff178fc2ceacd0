"""Collectors beside a task's containers: what their configuration says, and what it needs."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.model.inside import all_references, literals
from tasktracker_cfn.model.known import known_items, outline
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow
from tasktracker_cfn.model.tasks import DEFINITION, entries_of

DAEMON = "xray-daemon"
COLLECTORS = ("aws-otel-collector", "opentelemetry-collector", DAEMON)
# Configurations within AWS's own image that send traces.
OF_IMAGE = ("ecs-default-config.yaml", "ecs-xray.yaml", "ecs-amp-xray.yaml", "ecs-cloudwatch-xray.yaml")
# The collector's exporter, by its older name and by that of newer versions.
TO_PROMETHEUS = ("prometheusremotewrite", "prometheus_remote_write")
OF_IMAGE_TO_PROMETHEUS = ("ecs-amp.yaml", "ecs-amp-xray.yaml", "ecs-amp-prometheus.yaml")


class Container(NamedTuple):
    """A container of a task definition, its place, and all literal text of its configuration."""

    task: Item
    number: int
    entry: Mapping[str, Value]
    text: str

    @property
    def is_collector(self) -> bool:
        """Tell whether it runs a collector of metrics or traces."""
        return any(name in outline(self.entry.get("Image")) for name in COLLECTORS)

    @property
    def sends_traces(self) -> bool:
        """Tell whether it surely hands traces to X-Ray."""
        if DAEMON in outline(self.entry.get("Image")):
            return True
        return self.is_collector and ("awsxray" in self.text or any(name in self.text for name in OF_IMAGE))

    @property
    def sends_metrics(self) -> bool:
        """Tell whether it surely writes to a Prometheus workspace."""
        written = any(name in self.text for name in TO_PROMETHEUS) and "sigv4auth" in self.text
        return self.is_collector and (written or any(name in self.text for name in OF_IMAGE_TO_PROMETHEUS))


def containers(system: System) -> Iterator[Container]:
    """Give every container of every task definition."""
    for task in system.of(DEFINITION):
        for number, entry in entries_of(task):
            yield Container(task, number, entry, "\n".join(_texts(system, entry)))


def _texts(system: System, entry: Mapping[str, Value]) -> Iterator[str]:
    for name in ("Environment", "Command", "EntryPoint"):
        yield from literals(entry.get(name))
    for secret in known_items(entry.get("Secrets")):
        for reference in all_references(follow(secret, "ValueFrom")):
            parameter = system.at(reference)
            if parameter is not None and parameter.type == "AWS::SSM::Parameter":
                yield from literals(parameter.get("Value"))
