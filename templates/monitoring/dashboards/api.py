"""The API's dashboard: what callers meet, the load balancer, its targets, the tasks."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from troposphere import AWSObject, cloudwatch

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.wires import Name
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig
from templates.monitoring import burn_rate, traffic
from templates.monitoring.dashboards import firewall
from templates.monitoring.dashboards.tasks import task_rows
from templates.monitoring.dashboards.widgets import Expression, Graph, Line, Series, dashboard, reference

Dimensions = Mapping[str, str]


class Seen(NamedTuple):
    """The names of what the dashboard shows."""

    load_balancer: Name
    target_groups: Mapping[str, Name]
    service: Mapping[str, Name]


def build(
    system: SystemConfig, config: MonitoringConfig, seen: Seen, alarms: Sequence[AWSObject]
) -> cloudwatch.Dashboard:
    """Give the dashboard."""
    balancer = {"LoadBalancer": reference(seen.load_balancer)}
    rows = [
        _promise(config, balancer),
        _requests(config, balancer),
        _answers(balancer),
        *(_targets(name, {"TargetGroup": reference(group), **balancer}) for name, group in seen.target_groups.items()),
        _connections(balancer),
        firewall.row(system, system.edge.waf, "load-balancer", config.waf_blocked_requests),
        *task_rows(
            {name: reference(wire) for name, wire in seen.service.items()},
            insights=system.service.container_insights != "disabled",
        ),
    ]
    return dashboard("ApiDashboard", f"Alarms of the API of {system.name}", alarms, rows)


def _series(name: str, stat: str, label: str, of: Dimensions) -> Series:
    return Series(traffic.NAMESPACE, name, of, stat, label)


def _shares(balancer: Dimensions) -> list[Series | Expression]:
    """Give `errors` and `asked`, as the alarms judge them."""
    terms = {
        "target": "HTTPCode_Target_5XX_Count",
        "balancer": "HTTPCode_ELB_5XX_Count",
        "requests": "RequestCount",
    }
    return [
        Expression(traffic.ERRORS, "Errors", "errors", hidden=True),
        Expression(traffic.ASKED, "Asked", "asked", hidden=True),
        *(Series(traffic.NAMESPACE, name, balancer, "Sum", name, id=term, hidden=True) for term, name in terms.items()),
    ]


def _promise(config: MonitoringConfig, balancer: Dimensions) -> list[Graph]:
    """Give what is left of what was promised; only the errors' share where nothing was."""
    shares = _shares(balancer)
    available = Expression("IF(asked > 0, 100 - 100 * errors / asked, 100)", "Available", "available")
    row = [Graph("Availability over the time shown, percent", [available, *shares], view="singleValue")]
    if config.availability_percent is None:
        return row
    times = burn_rate.times_budget(config.availability_percent)
    left = Expression(f"IF(asked > 0, 100 - 100 * {times} * errors / asked, 100)", "Left", "left")
    row.append(Graph("Error budget left of the time shown, percent", [left, *shares], view="singleValue"))
    rate = Expression(f"IF(asked > 0, {times} * errors / asked, 0)", "Burn rate", "burn")
    for burn in (burn_rate.FAST, burn_rate.SLOW):
        lines = [Line("Too fast", burn.rate)]
        row.append(Graph(f"Burn rate over {burn.long.words}", [rate, *shares], period=burn.long.seconds, lines=lines))
    return row


def _requests(config: MonitoringConfig, balancer: Dimensions) -> list[Graph]:
    slow = [Line("Alarm of p95", config.latency_seconds)] if config.latency_seconds is not None else []
    many = [Line("Alarm", config.error_percent)] if config.error_percent is not None else []
    share = Expression("IF(asked > 0, 100 * errors / asked, 0)", "Failed", "percent")
    return [
        Graph("Requests", [_series("RequestCount", "Sum", "Requests", balancer)]),
        Graph(
            "Latency, seconds",
            [_series("TargetResponseTime", stat, stat, balancer) for stat in ("p50", "p95", "p99")],
            lines=slow,
        ),
        Graph("Error rate, percent of requests", [share, *_shares(balancer)], period=300, lines=many),
    ]


def _answers(balancer: Dimensions) -> list[Graph]:
    by_targets = [
        _series(f"HTTPCode_Target_{status}_Count", "Sum", status, balancer) for status in ("2XX", "3XX", "4XX", "5XX")
    ]
    by_balancer = [
        _series(f"HTTPCode_ELB_{status}_Count", "Sum", status, balancer)
        for status in ("4XX", "5XX", "500", "502", "503", "504")
    ]
    return [
        Graph("Status codes of targets", by_targets),
        Graph("Status codes of the load balancer", by_balancer),
        Graph(
            "TLS failures",
            [
                _series("ClientTLSNegotiationErrorCount", "Sum", "Clients", balancer),
                _series("TargetTLSNegotiationErrorCount", "Sum", "Targets", balancer),
            ],
        ),
    ]


def _targets(name: str, group: Dimensions) -> list[Graph]:
    title = pascal(name)
    fail_open = Expression("FILL(opened, 0)", "Requests", "shown")
    opened = Series(traffic.NAMESPACE, "UnhealthyRoutingRequestCount", group, "Sum", "Raw", id="opened", hidden=True)
    return [
        Graph(
            f"{title}: targets",
            [
                _series("HealthyHostCount", "Minimum", "Healthy", group),
                _series("UnHealthyHostCount", "Maximum", "Unhealthy", group),
            ],
        ),
        Graph(
            f"{title}: requests per target and refused connections",
            [
                _series("RequestCountPerTarget", "Sum", "Requests per target", group),
                _series("TargetConnectionErrorCount", "Sum", "Connection errors", group),
            ],
        ),
        Graph(f"{title}: sent to unhealthy targets for want of others", [fail_open, opened]),
    ]


def _connections(balancer: Dimensions) -> list[Graph]:
    return [
        Graph(
            "Connections",
            [
                _series("ActiveConnectionCount", "Sum", "Active", balancer),
                _series("NewConnectionCount", "Sum", "New", balancer),
                _series("RejectedConnectionCount", "Sum", "Rejected", balancer),
                _series("TargetConnectionErrorCount", "Sum", "Refused by targets", balancer),
            ],
        ),
        Graph("Bytes processed", [_series("ProcessedBytes", "Sum", "Bytes", balancer)]),
        Graph(
            "What is billed",
            [
                _series("ConsumedLCUs", "Average", "Capacity units", balancer),
                _series("RuleEvaluations", "Sum", "Rule evaluations", balancer),
            ],
        ),
    ]
