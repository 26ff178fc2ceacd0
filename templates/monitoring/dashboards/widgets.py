"""What dashboards are made of: graphs of metrics and metric math, the state of alarms, and their places on the grid.

References stand in the texts as CloudFormation writes them, ``${LoadBalancerFullName}``, for one `!Sub` in the end.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from troposphere import AWSObject, GetAtt, Sub, cloudwatch

from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Name

GRID_WIDTH = 24
HEIGHT = 6
STATE_HEIGHT = 3
LINE_LENGTH = 110
HERE = "${AWS::Region}"


class Series(NamedTuple):
    """One metric in a graph; one that is hidden only feeds an expression."""

    namespace: str
    name: str
    dimensions: Mapping[str, str]
    stat: str
    label: str
    id: str | None = None
    hidden: bool = False

    def row(self) -> list[object]:
        """Give the metric as a dashboard's body has it."""
        told: dict[str, object] = {"stat": self.stat, "label": self.label}
        if self.id is not None:
            told["id"] = self.id
        if self.hidden:
            told["visible"] = False
        flat = [part for pair in self.dimensions.items() for part in pair]
        return [self.namespace, self.name, *flat, told]


class Expression(NamedTuple):
    """Metric math in a graph."""

    expression: str
    label: str
    id: str
    hidden: bool = False

    def row(self) -> list[object]:
        """Give the expression as a dashboard's body has it."""
        told: dict[str, object] = {"expression": self.expression, "label": self.label, "id": self.id}
        if self.hidden:
            told["visible"] = False
        return [told]


class Line(NamedTuple):
    """A line across a graph, such as a threshold."""

    label: str
    value: float


class Graph(NamedTuple):
    """A graph, or a number, of some series."""

    title: str
    series: Sequence[Series | Expression]
    period: int = 60
    region: str = HERE
    lines: Sequence[Line] = ()
    view: Literal["timeSeries", "singleValue"] = "timeSeries"

    def properties(self) -> dict[str, object]:
        """Give the widget's properties as a dashboard's body has them."""
        made: dict[str, object] = {
            "title": self.title,
            "view": self.view,
            "region": self.region,
            "period": self.period,
            "metrics": [series.row() for series in self.series],
        }
        if self.view == "singleValue":
            # One number for all of the time that is shown.
            made["setPeriodToTimeRange"] = True
        else:
            made["yAxis"] = {"left": {"min": 0}}
        if self.lines:
            made["annotations"] = {"horizontal": [line._asdict() for line in self.lines]}
        return made


class Place(NamedTuple):
    """A place on the grid of a dashboard, which is 24 wide."""

    x: int
    y: int
    width: int
    height: int


def reference(name: Name) -> str:
    """Give a wire as it stands inside a `!Sub`."""
    return str(text("{name}", name=name).data["Fn::Sub"])


def dashboard(
    logical_id: str, title: str, alarms: Sequence[AWSObject], rows: Sequence[Sequence[Graph]]
) -> cloudwatch.Dashboard:
    """Give a dashboard: the state of the alarms on top, then rows of graphs. CloudFormation makes its name (O12)."""
    arns = [reference(Name(GetAtt(alarm, "Arn"))) for alarm in alarms]
    state = Place(0, 0, GRID_WIDTH, STATE_HEIGHT)
    widgets = [_placed("alarm", state, {"title": title, "alarms": arns})] if arns else []
    top = STATE_HEIGHT if arns else 0
    for row in filter(None, rows):
        width = GRID_WIDTH // len(row)
        widgets += [
            _placed("metric", Place(number * width, top, width, HEIGHT), graph.properties())
            for number, graph in enumerate(row)
        ]
        top += HEIGHT
    # O11: text of JSON, in which nothing but the references may look like one.
    body = {"start": "-PT6H", "periodOverride": "inherit", "widgets": widgets}
    return cloudwatch.Dashboard(logical_id, DashboardBody=Sub(_readable(body) + "\n"))


def _placed(kind: str, place: Place, properties: dict[str, object]) -> dict[str, object]:
    return {"type": kind, **place._asdict(), "properties": properties}


def _readable(value: object, depth: int = 0, before: int = 0) -> str:
    """Give JSON that breaks only what does not fit on a line, so that a metric stays in one."""
    flat = json.dumps(value)
    indent = "  " * (depth + 1)
    if len(flat) + len(indent) + before <= LINE_LENGTH:
        return flat
    if isinstance(value, Mapping):
        parts = [f"{json.dumps(key)}: {_readable(item, depth + 1, len(key))}" for key, item in value.items()]
        opening, closing = "{}"
    elif isinstance(value, list) and not (isinstance(value[-1], Mapping) and "label" in value[-1]):
        parts = [_readable(item, depth + 1) for item in value]
        opening, closing = "[]"
    else:
        # A text, a metric or an expression with its options: each in one line, however long it is.
        return flat
    return f"{opening}\n{indent}" + f",\n{indent}".join(parts) + f"\n{indent[2:]}{closing}"
