"""The rows of the API's dashboard about the tasks."""

from collections.abc import Mapping

from templates.monitoring.dashboards.widgets import Expression, Graph, Series
from templates.monitoring.service_alarms import INSIGHTS

Dimensions = Mapping[str, str]


def task_rows(service: Dimensions, *, insights: bool) -> list[list[Graph]]:
    """Give what ECS publishes of every service, and what Container Insights adds (O07)."""
    used = [_used("CPU", "CPUUtilization", service), _used("Memory", "MemoryUtilization", service)]
    if not insights:
        return [used]
    return [[_counts(service), *used], [_deployments(service), _network(service), _storage(service)]]


def _used(what: str, name: str, service: Dimensions) -> Graph:
    return Graph(
        f"{what} of tasks, percent", [Series("AWS/ECS", name, service, stat, stat) for stat in ("Average", "Maximum")]
    )


def _counts(service: Dimensions) -> Graph:
    return Graph(
        "Tasks",
        [
            Series(INSIGHTS, f"{state}TaskCount", service, "Average", state)
            for state in ("Running", "Desired", "Pending")
        ],
    )


def _deployments(service: Dimensions) -> Graph:
    return Graph("Deployments", [Series(INSIGHTS, "DeploymentCount", service, "Maximum", "In progress")])


def _network(service: Dimensions) -> Graph:
    return Graph(
        "Network of tasks, bytes per second",
        [
            Series(INSIGHTS, "NetworkRxBytes", service, "Average", "Received"),
            Series(INSIGHTS, "NetworkTxBytes", service, "Average", "Sent"),
        ],
    )


def _storage(service: Dimensions) -> Graph:
    # Both are in gigabytes.
    return Graph(
        "Ephemeral storage of tasks, percent",
        [
            Expression("100 * used / reserved", "Used", "percent"),
            Series(INSIGHTS, "EphemeralStorageUtilized", service, "Maximum", "Used", id="used", hidden=True),
            Series(INSIGHTS, "EphemeralStorageReserved", service, "Maximum", "Reserved", id="reserved", hidden=True),
        ],
    )
