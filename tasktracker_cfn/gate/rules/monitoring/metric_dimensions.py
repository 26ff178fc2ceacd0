"""Dimensions under which a metric is published, and what each of them names."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.monitoring.dimension_sources import right_value, wrong_value
from tasktracker_cfn.gate.rules.monitoring.metrics import Metric, metrics
from tasktracker_cfn.gate.rules.monitoring.published import CLOUDFRONT, PUBLISHED, may_have
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.symbols import Reference
from tasktracker_cfn.model.system import System

HOME = "us-east-1"
GLOBAL = "Global"
WAF = "AWS/WAFV2"
METRIC_NAME = ("VisibilityConfig", "MetricName")


@rule(
    "metric-dimensions",
    rows="O06",
    severity="warning",
    why="A metric is found only under exactly the dimensions that it is published with; under others it is empty.",
    remedy="Name the dimensions of this metric, all of them and no others.",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Dimension",
)
def metric_dimensions(system: System) -> Iterator[Fault]:
    """Every metric of AWS is looked at under dimensions that it is published with."""
    for metric in metrics(system):
        if metric.dimensions is None or may_have(metric.namespace, metric.name, frozenset(metric.dimensions)):
            continue
        shown = ", ".join(sorted(metric.dimensions)) or "no dimensions"
        usual = min(PUBLISHED[metric.namespace, metric.name], key=lambda found: (len(found), sorted(found)))
        message = f"looks at {metric} by {shown}; it is published by {', '.join(sorted(usual)) or 'none'}"
        yield Fault(metric.item, message, *metric.path, "Dimensions")


@rule(
    "firewall-metrics-of-its-region",
    rows="O06",
    severity="warning",
    why="The metrics of a web ACL of a region have the region among their dimensions, those of one for CloudFront not.",
    remedy="Add the dimension Region for a web ACL with Scope REGIONAL, and leave it out for CLOUDFRONT.",
    source="https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html",
)
def firewall_metrics_of_its_region(system: System) -> Iterator[Fault]:
    """Metrics of a web ACL are looked at with its region, and those of one for CloudFront without."""
    acls = {item.text(*METRIC_NAME): item for item in system.of("AWS::WAFv2::WebACL")}
    for metric in metrics(system):
        acl = acls.get(known_text((metric.dimensions or {}).get("WebACL"))) if metric.namespace == WAF else None
        wanted = {"REGIONAL": True, "CLOUDFRONT": False}.get(acl.text("Scope") or "") if acl else None
        if wanted is not None and ("Region" in (metric.dimensions or {})) is not wanted:
            message = f"looks at {metric} of {acl} {'without' if wanted else 'with'} a region"
            yield Fault(metric.item, message, *metric.path, "Dimensions")


@rule(
    "metric-dimension-values",
    rows="O06",
    severity="warning",
    why="A dimension is a name as the service writes it; an ARN, or the name of another thing, finds nothing.",
    remedy="Take the attribute that the message names.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html",
)
def metric_dimension_values(system: System) -> Iterator[Fault]:
    """Every dimension names its resource as the service does."""
    for metric in metrics(system):
        for name, value in (metric.dimensions or {}).items():
            wrong = wrong_value(system, metric.namespace, name, value)
            if wrong:
                message = f"has {wrong} as {name} of {metric}, which is {right_value(name)}"
                yield Fault(metric.item, message, *metric.path, "Dimensions")


@rule(
    "distribution-metrics-are-global",
    rows="O06",
    severity="warning",
    why="The metrics of CloudFront are in us-east-1 only, with the region Global among their dimensions.",
    remedy="Set the dimension Region to Global, and look at them from us-east-1.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html",
)
def distribution_metrics_are_global(system: System) -> Iterator[Fault]:
    """Metrics of a distribution are looked at in us-east-1, as of the region Global."""
    for metric in metrics(system):
        if metric.namespace != CLOUDFRONT:
            continue
        value = (metric.dimensions or {}).get("Region")
        if (isinstance(value, str) and value != GLOBAL) or value == Reference((), "AWS::Region"):
            yield Fault(metric.item, f"looks at {metric} of another region than Global", *metric.path, "Dimensions")
        region = _region(system, metric)
        if region not in (None, HOME):
            yield Fault(metric.item, f"looks at {metric} in {region}", *metric.path, "Namespace")


def _region(system: System, metric: Metric) -> str | None:
    """Give the region in which a metric is looked for, when that is known."""
    if metric.region is None or metric.region == Reference((), "AWS::Region"):
        return system.region
    return metric.region if isinstance(metric.region, str) else None
