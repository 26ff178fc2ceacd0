"""How long an alarm looks, and what it makes of what is missing."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.monitoring.metrics import ALARM, of_alarm
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_number, lacks
from tasktracker_cfn.model.system import Item, System, follow

HOUR, DAY, WEEK = 3_600, 86_400, 604_800
API = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"
MISSING = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html"
# Nobody publishes them while nothing runs.
OF_WHAT_RUNS = frozenset({"RunningTaskCount", "TaskCount", "HealthyHostCount"})
BELOW = ("LessThanThreshold", "LessThanOrEqualToThreshold")
OF_ERRORS = ("HTTPCode_", "5xx", "4xx")
# In seconds; 100 of them are longer than anybody waits.
IN_SECONDS = frozenset({"TargetResponseTime", "ReadLatency", "WriteLatency"})
TOO_LONG = 100


@rule(
    "alarm-window",
    severity="error",
    why="CloudWatch looks back a day at most for periods below an hour, a week for longer ones, and over no more "
    "periods than it evaluates.",
    remedy="Lower EvaluationPeriods or Period; DatapointsToAlarm is at most EvaluationPeriods.",
    source=API,
)
def alarm_window(system: System) -> Iterator[Fault]:
    """An alarm looks back no longer than CloudWatch allows."""
    for item in system.of(ALARM):
        number, needed = item.number("EvaluationPeriods"), item.number("DatapointsToAlarm")
        if number is None:
            continue
        if needed is not None and needed > number:
            yield Fault(item, f"wants {needed:g} bad points of {number:g}", "DatapointsToAlarm")
        for period in _periods(item):
            if period * number > (DAY if period < HOUR else WEEK):
                yield Fault(item, f"looks back {number:g} times {period:g} seconds", "EvaluationPeriods")


@rule(
    "missing-data-decided",
    rows="O09",
    severity="warning",
    why="Without TreatMissingData an alarm without data falls back to INSUFFICIENT_DATA, which tells nobody anything.",
    remedy="Say notBreaching for errors and latency, breaching for what must always be there.",
    source=MISSING,
)
def missing_data_decided(system: System) -> Iterator[Fault]:
    """Every alarm says what missing data means."""
    for item in system.of(ALARM):
        if lacks(item.properties, "TreatMissingData"):
            yield Fault(item, "does not say what missing data means", "TreatMissingData")


@rule(
    "missing-data-fits",
    rows="O09",
    severity="warning",
    why="Nobody counts tasks while none runs, so an alarm that takes this for good never fires; errors are published "
    "only when there are some, so an alarm that takes their absence for bad always does.",
    remedy="Say breaching for the number of tasks and targets, notBreaching for errors.",
    source=MISSING,
)
def missing_data_fits(system: System) -> Iterator[Fault]:
    """An alarm takes missing data for bad where something must run, and for good where it counts errors."""
    for item in system.of(ALARM):
        treated, name = item.get("TreatMissingData"), item.get("MetricName")
        if not isinstance(name, str):
            continue
        if name in OF_WHAT_RUNS and item.get("ComparisonOperator") in BELOW and treated in ("notBreaching", "ignore"):
            yield Fault(item, f"takes it for good when nobody publishes {name}", "TreatMissingData")
        if name.startswith(OF_ERRORS) and item.get("ComparisonOperator") not in BELOW and treated == "breaching":
            yield Fault(item, f"takes it for bad when there is no {name}", "TreatMissingData")


@rule(
    "latency-in-seconds",
    rows="O04",
    severity="warning",
    why="The load balancer and RDS publish latency in seconds, so a threshold in milliseconds is never reached.",
    remedy="Write the threshold in seconds: 2, not 2000.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html",
)
def latency_in_seconds(system: System) -> Iterator[Fault]:
    """The threshold of a latency in seconds is not one in milliseconds."""
    for item in system.of(ALARM):
        threshold = item.number("Threshold")
        name = item.get("MetricName") if lacks(item.properties, "Metrics") else _only(item)
        if isinstance(name, str) and name in IN_SECONDS and threshold is not None and threshold >= TOO_LONG:
            yield Fault(item, f"waits until {name} is {threshold:g} seconds", "Threshold")


def _periods(item: Item) -> set[float]:
    found = {known_number(follow(query, "MetricStat", "Period")) for query in item.mappings("Metrics")}
    return {period for period in (*found, item.number("Period")) if period is not None}


def _only(item: Item) -> str | None:
    """Give the name of the metric of an alarm without expressions."""
    if any(not lacks(query, "Expression") for query in item.mappings("Metrics")):
        return None
    return next((metric.name for metric in of_alarm(item)), None)
