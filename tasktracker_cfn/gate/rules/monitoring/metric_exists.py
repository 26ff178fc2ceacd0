"""Metrics that somebody publishes."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.monitoring import database_metrics
from tasktracker_cfn.gate.rules.monitoring.metrics import metrics
from tasktracker_cfn.gate.rules.monitoring.published import (
    ADDITIONAL,
    CLOUDFRONT,
    INSIGHTS,
    elsewhere,
    is_metric,
)
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_pairs, lacks
from tasktracker_cfn.model.system import Item, System

RDS = "AWS/RDS"
INSIGHTS_ON = ("enabled", "enhanced")
# Published by Container Insights with enhanced observability only.
ENHANCED = ("TaskCpuUtilization", "TaskMemoryUtilization", "TaskEphemeralStorageUtilization", "ContainerCpuUtilization")
SWITCH = ("MonitoringSubscription", "RealtimeMetricsSubscriptionConfig", "RealtimeMetricsSubscriptionStatus")


@rule(
    "metric-is-published",
    rows="O07",
    severity="warning",
    why="An alarm or a graph of a metric that nobody publishes stays empty, and nobody is told.",
    remedy="Take a metric that the service has; what it does not count can be counted in its log by a metric filter.",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html",
)
def metric_is_published(system: System) -> Iterator[Fault]:
    """Every metric of AWS that is looked at is one that its service publishes."""
    for metric in metrics(system):
        if not is_metric(metric.namespace, metric.name):
            found = elsewhere(metric.name)
            hint = f"; {metric.name} is in {found[0]}" if found else ""
            yield Fault(metric.item, f"looks at {metric}, which does not exist{hint}", *metric.path, "MetricName")


@rule(
    "metric-of-its-engine",
    rows="O07",
    severity="warning",
    why="Each engine of RDS publishes metrics of its own: LoginFailures and SelectLatency are of Aurora for MySQL.",
    remedy="Take a metric of this engine, or count in its log by a metric filter.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html",
)
def metric_of_its_engine(system: System) -> Iterator[Fault]:
    """A metric of a database is one that its engine publishes."""
    for metric in metrics(system):
        if metric.namespace != RDS or metric.dimensions is None:
            continue
        for value in metric.dimensions.values():
            database = system.at(value)
            engine = database.text("Engine") if database is not None else None
            if engine is not None and not database_metrics.has(engine, metric.name):
                message = f"looks at {metric}, which {engine} of {database} does not publish"
                yield Fault(metric.item, message, *metric.path, "MetricName")


@rule(
    "insights-switched-on",
    rows="O07",
    severity="warning",
    why="The metrics of ECS/ContainerInsights are there only while Container Insights is on for the cluster.",
    remedy="Set containerInsights in the cluster's ClusterSettings to enabled, or to enhanced for metrics by task.",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html",
)
def insights_switched_on(system: System) -> Iterator[Fault]:
    """Container Insights is on for a cluster whose tasks are counted."""
    for metric in metrics(system):
        value = (metric.dimensions or {}).get("ClusterName") if metric.namespace == INSIGHTS else None
        cluster = system.at(value)
        problem = _not_counted(cluster, metric.name) if cluster is not None else None
        if problem:
            yield Fault(metric.item, f"looks at {metric} of {cluster}, {problem}", *metric.path, "Namespace")


@rule(
    "additional-metrics-switched-on",
    rows="F21",
    severity="warning",
    why="CloudFront publishes the hit rate, the latency of origins and errors by code only when they are switched on.",
    remedy="Add an AWS::CloudFront::MonitoringSubscription for the distribution, at a price for each metric.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/viewing-cloudfront-metrics.html",
)
def additional_metrics_switched_on(system: System) -> Iterator[Fault]:
    """Additional metrics of a distribution that are looked at are switched on."""
    subscribed = {
        system.at(item.get("DistributionId"))
        for item in system.of("AWS::CloudFront::MonitoringSubscription")
        if item.get(*SWITCH) != "Disabled"
    }
    for metric in metrics(system):
        if metric.namespace != CLOUDFRONT or metric.name not in ADDITIONAL:
            continue
        distribution = system.at((metric.dimensions or {}).get("DistributionId"))
        # A subscription to what is not known may be for this one.
        if distribution is not None and distribution not in subscribed and None not in subscribed:
            message = f"looks at {metric} of {distribution}, which does not publish it"
            yield Fault(metric.item, message, *metric.path, "MetricName")


@rule(
    "metric-of-a-filter",
    rows="O07",
    severity="warning",
    why="A metric filter publishes under one name, and without dimensions unless it names some.",
    remedy="Look at the metric by the name and the dimensions of the filter.",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html",
)
def metric_of_a_filter(system: System) -> Iterator[Fault]:
    """A metric in the namespace of a metric filter is one that a filter publishes."""
    made = _made_of_logs(system)
    if made is None:
        return
    # A namespace that only a symbol names can still be one that is made here.
    for metric in metrics(system):
        names = {name: dimensions for (namespace, name), dimensions in made.items() if namespace == metric.namespace}
        if names and metric.name not in names:
            message = f"looks at {metric}, and the filters there publish {', '.join(sorted(names))}"
            yield Fault(metric.item, message, *metric.path, "MetricName")
        elif names and metric.dimensions is not None and frozenset(metric.dimensions) not in names[metric.name]:
            shown = ", ".join(sorted(metric.dimensions)) or "no dimensions"
            yield Fault(metric.item, f"looks at {metric} with {shown}, as no filter publishes it", *metric.path)


def _not_counted(cluster: Item, name: str) -> str | None:
    if cluster.type != "AWS::ECS::Cluster":
        return None
    entries = cluster.get("ClusterSettings")
    setting = known_pairs(entries, "Name").get("containerInsights")
    if lacks(cluster.properties, "ClusterSettings") or (isinstance(entries, tuple) and setting is None):
        return "where Container Insights is not switched on"
    if isinstance(setting, str) and setting not in INSIGHTS_ON:
        return "where Container Insights is switched off"
    if setting == "enabled" and name in ENHANCED:
        return "where Container Insights does not look into tasks"
    return None


def _made_of_logs(system: System) -> dict[tuple[str, str], set[frozenset[str]]] | None:
    """Give the metrics that filters make, with their dimensions; None when a filter is not known."""
    made: dict[tuple[str, str], set[frozenset[str]]] = {}
    for item in system.of("AWS::Logs::MetricFilter"):
        for entry in item.mappings("MetricTransformations"):
            namespace, name = entry.get("MetricNamespace"), entry.get("MetricName")
            if not isinstance(namespace, str) or not isinstance(name, str):
                return None
            dimensions = frozenset(known_pairs(entry.get("Dimensions")))
            made.setdefault((namespace, name), set()).add(dimensions)
    return made
