"""The metrics that alarms watch, dashboards show and scaling policies follow."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from tasktracker_cfn.gate.rules.monitoring.dashboards import Board, boards, properties, rows
from tasktracker_cfn.model.known import known_items, known_pairs, known_text
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow

ALARM = "AWS::CloudWatch::Alarm"
SCALING = "AWS::ApplicationAutoScaling::ScalingPolicy"
OF_SCALING = ("TargetTrackingScalingPolicyConfiguration", "CustomizedMetricSpecification")


class Metric(NamedTuple):
    """One metric that is looked at, and where; the dimensions are None when not all of them are known."""

    item: Item
    path: tuple[str | int, ...]
    namespace: str
    name: str
    dimensions: Mapping[str, Value] | None
    # The region of a widget; None for what looks at its own region.
    region: Value = None

    def __str__(self) -> str:
        """Give what a message names."""
        return f"{self.namespace} {self.name}"


@lru_cache(maxsize=8)
def metrics(system: System) -> tuple[Metric, ...]:
    """Give every metric that is looked at and whose name and namespace are known."""
    return tuple(_metrics(system))


def _metrics(system: System) -> Iterator[Metric]:
    for item in system.of(ALARM):
        yield from of_alarm(item)
    for item in system.of(SCALING):
        yield from _metric(item, OF_SCALING, item.get(*OF_SCALING))
    for board in boards(system):
        yield from _of_board(board)


def of_alarm(item: Item) -> Iterator[Metric]:
    """Give the metrics of an alarm."""
    yield from _metric(item, (), item.properties)
    for number, query in enumerate(item.listed("Metrics")):
        path = ("Metrics", number, "MetricStat", "Metric")
        yield from _metric(item, path, follow(query, "MetricStat", "Metric"))


def _metric(item: Item, path: tuple[str | int, ...], entry: Value) -> Iterator[Metric]:
    namespace, name = known_text(follow(entry, "Namespace")), known_text(follow(entry, "MetricName"))
    if namespace is not None and name is not None:
        yield Metric(item, path, namespace, name, _dimensions(follow(entry, "Dimensions")))


def _dimensions(value: Value) -> Mapping[str, Value] | None:
    found = known_pairs(value, "Name")
    return found if len(found) == len(known_items(value)) else None


def _of_board(board: Board) -> Iterator[Metric]:
    for _, widget in board.widgets():
        region = board.value(properties(widget).get("region"))
        for row in rows(widget):
            namespace, name, *flat = map(board.value, (*row, None, None)[: max(len(row), 2)])
            if not isinstance(namespace, str) or not isinstance(name, str):
                continue
            names, values = flat[::2], flat[1::2]
            known = len(names) == len(values) and all(isinstance(one, str) for one in names)
            pairs = {str(key): value for key, value in zip(names, values, strict=False)} if known else None
            yield Metric(board.item, ("DashboardBody",), namespace, name, pairs, region)
