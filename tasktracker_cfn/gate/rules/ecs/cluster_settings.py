"""What a cluster measures."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.tasks import CLUSTER, numbered

KEY = "ClusterSettings"
VALUES = ("enhanced", "enabled", "disabled")


@rule(
    "container-insights-value",
    rows="E28",
    severity="error",
    why="ECS knows containerInsights with enhanced, enabled and disabled, and refuses anything else.",
    remedy="Write enhanced, enabled or disabled.",
    source="schema AWS::ECS::Cluster",
)
def container_insights_value(system: System) -> Iterator[Fault]:
    """The setting containerInsights of a cluster is enhanced, enabled or disabled."""
    for cluster in system.of(CLUSTER):
        for number, entry in numbered(cluster.get(KEY)):
            name, value = known_text(entry.get("Name")), known_text(entry.get("Value"))
            if name is not None and name != "containerInsights":
                yield Fault(cluster, f"has the setting {name}; there is containerInsights only", KEY, number, "Name")
            elif name and value is not None and value not in VALUES:
                yield Fault(cluster, f"sets containerInsights to {value}", KEY, number, "Value")
