"""Metric math in alarms."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.monitoring.metrics import ALARM
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_flag, known_number, lacks
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow

API = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html"
MATH = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html"
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
# An id begins with a small letter, a function with a capital one.
NAME = re.compile(r"(?<![\w.])[a-z]\w*\b(?!\s*\()")
FILLED = re.compile(r"FILL\(\s*([a-z]\w*)\s*,")
SPARSE = re.compile(r"HTTPCode_|.*Error|.*Rejected|5xx|4xx|Throttles")
WORDS = frozenset({"and", "or", "not"})

Query = Mapping[str, Value]


@rule(
    "alarm-metrics-return-one",
    rows="O05",
    severity="error",
    why="An alarm watches the one query that returns data, and beside it the band of an anomaly detection alone; "
    "ReturnData is true where it is left out.",
    remedy="Set ReturnData to false on every query but the one that the alarm watches.",
    source=API,
)
def return_one(system: System) -> Iterator[Fault]:
    """Exactly one query of an alarm returns data."""
    for item in system.of(ALARM):
        queries = _queries(item)
        flags = [True if lacks(query, "ReturnData") else known_flag(query.get("ReturnData")) for query in queries or ()]
        # With a band both return data, the metric and the band:
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
        if queries and item.get("ThresholdMetricId") is None and None not in flags and flags.count(True) != 1:
            yield Fault(item, f"has {flags.count(True)} queries that return data", "Metrics")


@rule(
    "alarm-metrics-defined",
    rows="O05",
    severity="error",
    why="CloudWatch refuses an expression with a name that no query has, two queries of one name, and a search.",
    remedy="Give every query an Id of its own, and use these in expressions; an alarm cannot search.",
    source=MATH,
)
def defined(system: System) -> Iterator[Fault]:
    """Every name in the expressions of an alarm is that of one query."""
    for item in system.of(ALARM):
        queries = _queries(item) or ()
        ids = [query.get("Id") for query in queries]
        if not all(isinstance(one, str) for one in ids):
            continue
        for name in (name for name, number in Counter(ids).items() if number > 1):
            yield Fault(item, f"has several queries {name}", "Metrics")
        for number, query in enumerate(queries):
            for problem in _problems(query.get("Expression"), ids):
                yield Fault(item, problem, "Metrics", number, "Expression")


@rule(
    "alarm-metrics-one-kind",
    rows="O05",
    severity="error",
    why="A query either fetches a metric or computes with others, and CloudWatch refuses one with both or neither.",
    remedy="Give each query either MetricStat or Expression.",
    source=API,
)
def one_kind(system: System) -> Iterator[Fault]:
    """Every query of an alarm has either a metric or an expression."""
    for item in system.of(ALARM):
        for number, query in enumerate(_queries(item) or ()):
            missing = [lacks(query, key) for key in ("MetricStat", "Expression")]
            if all(missing) or not any(missing):
                what = "neither a metric nor an expression" if all(missing) else "both a metric and an expression"
                yield Fault(item, f"has a query with {what}", "Metrics", number)


@rule(
    "alarm-metrics-one-period",
    rows="O05",
    severity="warning",
    why="An expression is computed point by point, so metrics of different periods meet only now and then.",
    remedy="Give all metrics of an alarm the same Period.",
    source=MATH,
)
def one_period(system: System) -> Iterator[Fault]:
    """All metrics of an alarm have one period."""
    for item in system.of(ALARM):
        found = [known_number(follow(query, "MetricStat", "Period")) for query in _queries(item) or ()]
        periods = sorted({period for period in found if period is not None})
        if len(periods) > 1:
            yield Fault(item, f"has metrics of {' and '.join(f'{one:g}' for one in periods)} seconds", "Metrics")


@rule(
    "missing-series-filled",
    rows="O05",
    severity="warning",
    why="Errors are published only when there are some, and a sum with a missing number is missing itself: the alarm "
    "does not see the other errors either.",
    remedy="Write FILL(errors, 0) for each series that may be missing.",
    source=MATH,
)
def missing_series_filled(system: System) -> Iterator[Fault]:
    """A sum of series of which one may be missing fills the gaps."""
    for item in system.of(ALARM):
        queries = _queries(item) or ()
        sparse = [query.get("Id") for query in queries if _is_sparse(query)]
        for number, query in enumerate(queries):
            text = query.get("Expression")
            names = _names(text) if isinstance(text, str) and "+" in text else []
            filled = FILLED.findall(text) if isinstance(text, str) else []
            bare = [name for name in names if name in sparse and name not in filled]
            if bare and len(names) > 1:
                message = f"adds {bare[0]}, which is missing when there is none of it"
                yield Fault(item, message, "Metrics", number, "Expression")


@rule(
    "division-guarded",
    rows="O05",
    severity="warning",
    why="A division by zero has no result, and this alarm takes a missing result for a bad one, or for unknown.",
    remedy="Write IF(requests > 0, errors / requests, 0), or take missing data for good ones.",
    source=MATH,
)
def division_guarded(system: System) -> Iterator[Fault]:
    """An expression that divides says what holds when there is nothing to divide by, or the alarm does."""
    for item in system.of(ALARM):
        treated = item.get("TreatMissingData")
        if treated not in (None, "missing", "breaching"):
            continue
        for number, query in enumerate(_queries(item) or ()):
            text = query.get("Expression")
            plain = QUOTED.sub("", text) if isinstance(text, str) else ""
            if re.search(r"/[\s(]*[a-z]", plain) and "IF(" not in plain:
                message = f"divides without a guard, and treats missing data as {treated or 'missing'}"
                yield Fault(item, message, "Metrics", number, "Expression")


def _queries(item: Item) -> tuple[Query, ...] | None:
    """Give the queries of an alarm, when all of them are known."""
    listed = item.listed("Metrics")
    found = tuple(query for query in listed if isinstance(query, Mapping))
    return found if len(found) == len(listed) else None


def _names(expression: str) -> list[str]:
    return [name for name in NAME.findall(QUOTED.sub("", expression)) if name not in WORDS]


def _problems(expression: Value, ids: list[Value]) -> Iterator[str]:
    # Metrics Insights is a language of its own.
    if not isinstance(expression, str) or expression.lstrip().upper().startswith("SELECT"):
        return
    if re.search(r"\bSEARCH\s*\(", QUOTED.sub("", expression)):
        yield "searches, which an alarm cannot"
    for name in dict.fromkeys(_names(expression)):
        if name not in ids:
            yield f"computes with {name}, and has no such query"


def _is_sparse(query: Query) -> bool:
    name = follow(query, "MetricStat", "Metric", "MetricName")
    return isinstance(name, str) and SPARSE.match(name) is not None
