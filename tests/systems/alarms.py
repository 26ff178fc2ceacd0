"""Questions about alarms: on which metric, of what, and whether it is published."""

from collections.abc import Mapping
from dataclasses import dataclass

from tasktracker_cfn.gate.rules.monitoring import database_metrics
from tasktracker_cfn.gate.rules.monitoring.dimension_sources import SOURCES
from tasktracker_cfn.gate.rules.monitoring.published import ADDITIONAL, INSIGHTS, PUBLISHED
from tasktracker_cfn.model.symbols import Reference
from tasktracker_cfn.model.values import Value
from tests.systems.built import Item, System, follow, listed, number, pairs, text


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
        statistic = alarm.get("Statistic") or alarm.get("ExtendedStatistic")
        return [_metric(alarm.properties, statistic, alarm.get("Period"))]
    found = []
    for query in alarm.entries("Metrics"):
        stat = query.get("MetricStat")
        if isinstance(stat, Mapping):
            metric = follow(stat, "Metric")
            assert isinstance(metric, Mapping)
            found.append(_metric(metric, stat.get("Stat"), stat.get("Period")))
    return found


def on(system: System, *names: str, periods: int | None = None) -> Item:
    """Give the one alarm that looks at exactly these metrics, in some number of periods."""
    found = [
        alarm
        for alarm in alarms(system)
        if {metric.name for metric in metrics(alarm)} == set(names)
        and periods in (None, alarm.get("EvaluationPeriods"))
    ]
    assert len(found) == 1, f"{len(found)} alarms on {names}"
    return found[0]


def fires(alarm: Item) -> tuple[Value, float]:
    """Give the comparison and the threshold."""
    return alarm.get("ComparisonOperator"), number(alarm.get("Threshold"))


def unpublished(system: System, alarm: Item) -> list[str]:
    """Give the metrics of an alarm that nothing of this system publishes."""
    found = metrics(alarm)
    assert found, f"{alarm} looks at no metric"
    return [
        f"{alarm}: {metric.namespace} {metric.name}"
        for metric in found
        if not is_published(system, metric.namespace, metric.name, metric.dimensions)
    ]


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


def is_published(system: System, namespace: str, name: str, dimensions: Mapping[str, Value]) -> bool:
    """Tell whether resources of this system publish a metric with these dimensions, AWS's or that of a log."""
    if any((namespace, name) == made for made in made_of_logs(system)):
        return not dimensions
    if frozenset(dimensions) not in PUBLISHED.get((namespace, name), ()):
        return False
    for key, value in dimensions.items():
        if key == "Region":
            fits = value == "Global" if namespace == "AWS/CloudFront" else value == Reference((), "AWS::Region")
        elif key in ("WebACL", "Rule"):
            fits = value == "ALL" or value in _firewalls(system)
        else:
            item = system.at(value)
            fits = item is not None and (item.type, getattr(value, "attribute", None)) in SOURCES[key]
            if item is not None and namespace == "AWS/RDS":
                fits = fits and database_metrics.has(text(item.get("Engine")), name)
        if not fits:
            return False
    if namespace == INSIGHTS:
        return insights(system)
    return namespace != "AWS/CloudFront" or name not in ADDITIONAL or has_additional_metrics(system)


def _firewalls(system: System) -> list[Value]:
    """Give the names under which firewalls appear in metrics."""
    return [acl.get("VisibilityConfig", "MetricName") for acl in system.of("AWS::WAFv2::WebACL")]


def made_of_logs(system: System) -> dict[tuple[str, str], Item]:
    """Give the metrics that are made of the lines of a log group of this system, each with the group."""
    return {
        (text(made.get("MetricNamespace")), text(made.get("MetricName"))): group
        for found in system.of("AWS::Logs::MetricFilter")
        for made in found.entries("MetricTransformations")
        if (group := system.at(found.get("LogGroupName"))) is not None
    }


def has_additional_metrics(system: System) -> bool:
    """Tell whether the distribution publishes what it does not by itself."""
    path = ("MonitoringSubscription", "RealtimeMetricsSubscriptionConfig", "RealtimeMetricsSubscriptionStatus")
    found = system.of("AWS::CloudFront::MonitoringSubscription")
    distributions = system.of("AWS::CloudFront::Distribution")
    return any(one.get(*path) == "Enabled" and system.at(one.get("DistributionId")) in distributions for one in found)


def insights(system: System) -> bool:
    """Tell whether the cluster publishes Container Insights."""
    settings = pairs(system.one("AWS::ECS::Cluster").get("ClusterSettings"), "Name")
    return settings.get("containerInsights") in ("enabled", "enhanced")
