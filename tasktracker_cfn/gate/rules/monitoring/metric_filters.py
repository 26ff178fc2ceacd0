"""Metric filters."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System


@rule(
    "metric-filter-form",
    rows="O08",
    severity="error",
    why="CloudWatch Logs refuses a default value beside dimensions: it would not know of which of them it is.",
    remedy="Leave DefaultValue out, or the dimensions.",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html",
)
def form(system: System) -> Iterator[Fault]:
    """A metric of a log has dimensions or a default value, not both."""
    for item in system.of("AWS::Logs::MetricFilter"):
        for number, entry in enumerate(item.mappings("MetricTransformations")):
            if isinstance(entry.get("Dimensions"), tuple) and isinstance(entry.get("DefaultValue"), (int, float, str)):
                message = "has a default value beside dimensions"
                yield Fault(item, message, "MetricTransformations", number, "DefaultValue")
