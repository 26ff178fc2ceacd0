"""Bodies of dashboards that CloudWatch takes."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.monitoring.dashboards import DASHBOARD, FIRST, Widget, boards
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.symbols import Text
from tasktracker_cfn.model.system import System

BODY = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html"
# What a graph can be of.
SHOWN = ("metrics", "insightRule", "annotations")
COLUMNS, HIGHEST, WIDGETS, LONGEST = 24, 1000, 500, 255
NAME = re.compile(r"[A-Za-z0-9_-]+")
# What the properties of a widget must have, by its type, but for graphs.
NEEDED = {
    "log": ("query", "region"),
    "text": ("markdown",),
    "alarm": ("alarms",),
}


@rule(
    "dashboard-body-is-json",
    rows="O11",
    severity="error",
    why="CloudWatch refuses a dashboard whose body is no JSON object with a list of widgets.",
    remedy="Look for a comma, a quotation mark or a bracket; within Fn::Sub, braces after a dollar sign are variables.",
    source=BODY,
)
def body_is_json(system: System) -> Iterator[Fault]:
    """The body of a dashboard is JSON, with the symbols filled in."""
    for board in boards(system):
        widgets = board.body.get("widgets") if isinstance(board.body, dict) else None
        if board.problem:
            yield Fault(board.item, f"has a body that is no JSON: {board.problem}", "DashboardBody")
        elif not isinstance(board.body, dict) or isinstance(widgets, (str, dict)):
            yield Fault(board.item, "has a body without a list of widgets", "DashboardBody")


@rule(
    "dashboard-widgets",
    rows="O11",
    severity="error",
    why="CloudWatch refuses a dashboard with a widget that leaves the grid of 24 columns or lacks what its type needs.",
    remedy="Give each widget its properties: a metric its region, a log its query, a text its markdown.",
    source="https://github.com/aws-samples/aws-eda-slurm-cluster/issues/116",
)
def widgets(system: System) -> Iterator[Fault]:
    """Every widget of a dashboard lies within the grid and has what its type needs."""
    for board in boards(system):
        found = list(board.widgets())
        if len(found) > WIDGETS:
            yield Fault(board.item, f"has {len(found)} widgets; {WIDGETS} are allowed", "DashboardBody")
        for number, widget in found:
            for problem in (*_places(widget), *_lacking(widget)):
                yield Fault(board.item, f"has a widget {number} {problem}", "DashboardBody")


@rule(
    "dashboard-name",
    rows="O11",
    severity="error",
    why="The name of a dashboard has letters, digits, hyphens and underscores only.",
    remedy="Leave the name out, or write it without blanks, dots and slashes.",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
)
def name(system: System) -> Iterator[Fault]:
    """The name of a dashboard has no other characters than CloudWatch takes."""
    for item in system.of(DASHBOARD):
        found = item.get("DashboardName")
        parts = found.parts if isinstance(found, Text) else (found,)
        literals = [part for part in parts if isinstance(part, str)]
        if not all(map(NAME.fullmatch, literals)) or sum(map(len, literals)) > LONGEST:
            yield Fault(item, f"has the name {''.join(literals)}", "DashboardName")


def _places(widget: Widget) -> Iterator[str]:
    """Say where a widget leaves the grid."""
    x, width = _number(widget.get("x")), _number(widget.get("width"))
    if x is not None and not 0 <= x < COLUMNS:
        yield f"at column {x}"
    elif width is not None and not 1 <= width <= COLUMNS:
        yield f"of {width} columns"
    elif (x or 0) + (width or 0) > COLUMNS:
        yield f"that ends in column {(x or 0) + (width or 0)}"
    height = _number(widget.get("height"))
    if height is not None and not 1 <= height <= HIGHEST:
        yield f"of {height} rows"


def _lacking(widget: Widget) -> Iterator[str]:
    kind, inner = widget.get("type"), widget.get("properties")
    if kind is None:
        yield "without a type"
    if inner is None:
        yield "without properties"
    elif isinstance(kind, str) and isinstance(inner, dict):
        yield from (f"of type {kind} without {key}" for key in NEEDED.get(kind, ()) if key not in inner)
        if kind == "metric":
            yield from _graph(inner)


def _graph(inner: Widget) -> Iterator[str]:
    """Say what a graph lacks: an alarm that it shows, or a region and what it shows of there."""
    annotations = inner.get("annotations")
    if isinstance(annotations, dict) and "alarms" in annotations:
        return
    if "region" not in inner:
        yield "of type metric without region"
    if not any(key in inner for key in SHOWN):
        yield "of type metric without metrics"
    yield from _rows(inner.get("metrics"))


def _rows(found: object) -> Iterator[str]:
    """Say which metrics are no pairs of names and values after namespace and name."""
    for row in found if isinstance(found, list) else ():
        if isinstance(row, list) and row and row[0] != "...":
            plain = [part for part in row if not isinstance(part, dict)]
            # Namespace and name, then a name and a value for each dimension; or an expression alone.
            if len(plain) % 2:
                yield f"with a metric of {len(plain)} parts: {', '.join(map(str, plain))}"


def _number(value: object) -> int | None:
    """Give a number that is written down."""
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < FIRST else None
