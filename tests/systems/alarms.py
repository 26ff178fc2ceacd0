"""Questions about alarms: on which metric, of what, and whether it is published."""

from collections.abc import Mapping
from dataclasses import dataclass

from tasktracker_cfn.model.values import Value
from tests.systems.built import Item, System, follow, listed, number, pairs, text

# The dimensions with which AWS publishes the metrics that are used here, and what each of them must refer to.
PUBLISHED: dict[tuple[str, str], dict[str, tuple[str, str | None]]] = {
    ("AWS/RDS", "CPUUtilization"): {"DBInstanceIdentifier": ("AWS::RDS::DBInstance", None)},
    ("ECS/ContainerInsights", "RunningTaskCount"): {
        "ClusterName": ("AWS::ECS::Cluster", None),
        "ServiceName": ("AWS::ECS::Service", "Name"),
    },
    ("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count"): {
        "LoadBalancer": ("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerFullName"),
    },
    ("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count"): {
        "LoadBalancer": ("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerFullName"),
    },
}


@dataclass(frozen=True)
class Metric:
    """One metric that an alarm looks at."""

    namespace: str
    name: str
    dimensions: Mapping[str, Value]
    statistic: str
    seconds: int


def alarms(system: System) -> tuple[Item, ...]:
    """Give the alarms."""
    return system.of("AWS::CloudWatch::Alarm")


def metrics(alarm: Item) -> list[Metric]:
    """Give the metrics of an alarm, also those below an expression."""
    if alarm.get("MetricName") is not None:
        return [
            _metric(alarm.properties, alarm.get("Statistic") or alarm.get("ExtendedStatistic"), alarm.get("Period"))
        ]
    found = []
    for query in alarm.entries("Metrics"):
        stat = query.get("MetricStat")
        if isinstance(stat, Mapping):
            metric = follow(stat, "Metric")
            assert isinstance(metric, Mapping)
            found.append(_metric(metric, stat.get("Stat"), stat.get("Period")))
    return found


def on(system: System, *names: str) -> Item:
    """Give the one alarm that looks at exactly these metrics."""
    found = [alarm for alarm in alarms(system) if {metric.name for metric in metrics(alarm)} == set(names)]
    assert len(found) == 1, f"{len(found)} alarms on {names}"
    return found[0]


def fires(alarm: Item) -> tuple[Value, float]:
    """Give the comparison and the threshold."""
    return alarm.get("ComparisonOperator"), number(alarm.get("Threshold"))


def unpublished(system: System, alarm: Item) -> list[str]:
    """Give the metrics of an alarm that nothing of this system publishes."""
    found = metrics(alarm)
    assert found, f"{alarm} looks at no metric"
    return [f"{alarm}: {metric.namespace} {metric.name}" for metric in found if not _is_published(system, metric)]


def topics(system: System, alarm: Item) -> list[Item | None]:
    """Give where an alarm goes."""
    return [system.at(action) for action in listed(alarm.get("AlarmActions"))]


def _metric(metric: Mapping[str, Value], statistic: Value, seconds: Value) -> Metric:
    return Metric(
        text(metric.get("Namespace")),
        text(metric.get("MetricName")),
        pairs(metric.get("Dimensions"), "Name"),
        text(statistic),
        int(number(seconds)),
    )


def _is_published(system: System, metric: Metric) -> bool:
    wanted = PUBLISHED.get((metric.namespace, metric.name))
    if wanted is None or wanted.keys() != metric.dimensions.keys():
        return False
    for name, (kind, attribute) in wanted.items():
        value = metric.dimensions[name]
        item = system.at(value)
        if item is None or item.type != kind or getattr(value, "attribute", None) != attribute:
            return False
    return metric.namespace != "ECS/ContainerInsights" or insights(system)


def insights(system: System) -> bool:
    """Tell whether the cluster publishes Container Insights."""
    settings = pairs(system.one("AWS::ECS::Cluster").get("ClusterSettings"), "Name")
    return settings.get("containerInsights") in ("enabled", "enhanced")
