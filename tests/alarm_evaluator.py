"""CloudWatch's evaluation of alarms over series of minutes, as far as the alarms of this project use it.

It reads the properties as they are emitted. The rules are those of
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html and
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html; what is not emitted is refused.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Never

# What was sent in each minute: one sample, several, or nothing.
Minutes = Sequence[float | Sequence[float] | None]
# What one period comes to; None is missing.
Points = list[float | None]
Properties = Mapping[str, Any]

# CloudWatch looks back a little further than it evaluates, and takes real points before it fills gaps.
LOOK_BACK = 2
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": operator.gt,
    "GreaterThanOrEqualToThreshold": operator.ge,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
OPERATORS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def fires(alarm: Properties, series: Mapping[str, Minutes], *, empty_fills: bool = True) -> bool:
    """Tell whether an alarm is in ALARM at the end of the series, which are given by the names of the metrics.

    :param empty_fills: FILL fills also a series without any point; what CloudWatch does then is not documented
    """
    points = _points(alarm, series, empty_fills=empty_fills)
    wanted = alarm["EvaluationPeriods"]
    real = [point for point in points[-(wanted + LOOK_BACK) :] if point is not None][-wanted:]
    compare = COMPARISONS[alarm["ComparisonOperator"]]
    bad = sum(compare(point, float(alarm["Threshold"])) for point in real)
    if alarm["TreatMissingData"] == "breaching":
        bad += wanted - len(real)
    elif alarm["TreatMissingData"] != "notBreaching":
        message = f"nothing is emitted with {alarm['TreatMissingData']}"
        raise ValueError(message)
    return bool(bad >= alarm.get("DatapointsToAlarm", wanted))


def composite_fires(rule: str, states: Mapping[str, bool]) -> bool:
    """Tell whether the rule of a composite alarm is met, by the states of the alarms that its `!Sub` names."""
    terms = [re.fullmatch(r'ALARM\("\$\{(\w+)\}"\)', term) for term in rule.split(" AND ")]
    return all(states[term[1]] if term else _refuse(rule) for term in terms)


def _points(alarm: Properties, series: Mapping[str, Minutes], *, empty_fills: bool) -> Points:
    if "Metrics" not in alarm:
        statistic = alarm.get("Statistic") or alarm["ExtendedStatistic"]
        return _periods(series.get(alarm["MetricName"], ()), statistic, alarm["Period"], _length(series))
    queries = {query["Id"]: query for query in alarm["Metrics"]}
    assert len(queries) == len(alarm["Metrics"]), "two queries have one id"
    (returned,) = [query_id for query_id, query in queries.items() if query.get("ReturnData", True)]
    (_,) = {query["MetricStat"]["Period"] for query in queries.values() if "MetricStat" in query}

    def value(query_id: str) -> Points:
        query = queries[query_id]
        if "Expression" in query:
            return _expression(ast.parse(query["Expression"], mode="eval").body, value, empty_fills=empty_fills)
        stat = query["MetricStat"]
        minutes = series.get(stat["Metric"]["MetricName"], ())
        return _periods(minutes, stat["Stat"], stat["Period"], _length(series))

    return value(returned)


def _length(series: Mapping[str, Minutes]) -> int:
    return max(len(minutes) for minutes in series.values())


def _periods(minutes: Minutes, statistic: str, period: int, length: int) -> Points:
    """Give one point for each whole period, counted back from the end."""
    step = period // 60
    padded = [*[None] * (length - len(minutes)), *minutes]
    starts = range(length % step, length, step)
    return [_statistic(_samples(padded[start : start + step]), statistic) for start in starts]


def _samples(minutes: Minutes) -> list[float]:
    found: list[float] = []
    for minute in minutes:
        if isinstance(minute, Sequence):
            found += minute
        elif minute is not None:
            found.append(minute)
    return sorted(found)


def _statistic(samples: list[float], name: str) -> float | None:
    if not samples:
        return None
    if name.startswith("p"):
        return samples[max(0, math.ceil(len(samples) * float(name[1:]) / 100) - 1)]
    return {"Sum": sum(samples), "Average": sum(samples) / len(samples), "Minimum": samples[0], "Maximum": samples[-1]}[
        name
    ]


def _expression(node: ast.expr, value: Callable[[str], Points], *, empty_fills: bool) -> Points:
    """Give the points of an expression; metric math is written as Python is, as far as it is used here."""

    def of(inner: ast.expr) -> Points:
        return _expression(inner, value, empty_fills=empty_fills)

    match node:
        case ast.Name(id=query_id):
            return value(query_id)
        case ast.Constant(value=int() | float() as number):
            return [float(number)]
        case ast.BinOp(left=left, op=op, right=right):
            return _pairwise(OPERATORS[type(op)], of(left), of(right))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _pairwise(OPERATORS[type(op)], of(left), of(right))
        case ast.Call(func=ast.Name(id="FILL"), args=[inner, ast.Constant(value=int() | float() as number)]):
            points = of(inner)
            silent = not empty_fills and all(point is None for point in points)
            return points if silent else [float(number) if point is None else point for point in points]
        case ast.Call(func=ast.Name(id="IF"), args=[condition, then, otherwise]):
            return [_chosen(*row) for row in _rows(of(condition), of(then), of(otherwise))]
        case _:
            return _refuse(ast.unparse(node))


def _pairwise(operation: Callable[[float, float], float], left: Points, right: Points) -> Points:
    return [_applied(operation, *row) for row in _rows(left, right)]


def _applied(operation: Callable[[float, float], float], left: float | None, right: float | None) -> float | None:
    # A division by zero has no point.
    if left is None or right is None or (operation is operator.truediv and right == 0):
        return None
    return float(operation(left, right))


def _chosen(condition: float | None, then: float | None, otherwise: float | None) -> float | None:
    if condition is None:
        return None
    return then if condition else otherwise


def _rows(*columns: Points) -> list[tuple[float | None, ...]]:
    """Give what stands at the same time; a number stands at every time."""
    length = max(len(column) for column in columns)
    return list(zip(*(column * length if len(column) == 1 else column for column in columns), strict=True))


def _refuse(what: str) -> Never:
    message = f"nothing of this form is emitted: {what}"
    raise ValueError(message)
