"""What Grafana dashboards are made of: queries, panels in rows, variables, annotations, links."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tasktracker_cfn.config import SystemConfig
from templates.monitoring.boards.surroundings import SOURCE, Plain, annotations, links

# https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
SCHEMA_VERSION = 41
GRID = 24
HEIGHT = 8
STAT_HEIGHT = 4
GREEN, YELLOW, RED = "green", "yellow", "red"


class Query(NamedTuple):
    """A PromQL expression, and what its series are called."""

    expression: str
    legend: str


class Limits(NamedTuple):
    """From which values on a panel is yellow and red; a falling one is so below them."""

    warning: float | None = None
    bad: float | None = None
    falling: bool = False


class Row(NamedTuple):
    """A heading and the panels below it, side by side."""

    title: str
    panels: Sequence[Plain]


class Board(NamedTuple):
    """A dashboard before its panels have places."""

    kind: str
    title: str
    description: str
    variables: Sequence[Plain]
    rows: Sequence[Row]


NO_LIMITS = Limits()


def text_of(board: Board, system: SystemConfig, source: str) -> str:
    """Give a dashboard as JSON, ready to import."""
    return json.dumps(_model(board, system, source), indent=2, ensure_ascii=False) + "\n"


def uid(system: SystemConfig, kind: str) -> str:
    """Give the id of a dashboard, which stays; Grafana takes 40 characters, so the system's name is in it as a mark."""
    return f"{kind}-{hashlib.sha256(system.name.encode()).hexdigest()[:12]}"


def over_time(title: str, queries: Iterable[Query], unit: str, about: str, limits: Limits = NO_LIMITS) -> Plain:
    """Give a panel of lines."""
    custom: Plain = {
        "drawStyle": "line",
        "fillOpacity": 10,
        "lineWidth": 1,
        "showPoints": "never",
        "spanNulls": False,
        "thresholdsStyle": {"mode": "dashed" if limits != NO_LIMITS else "off"},
    }
    options: Plain = {
        "legend": {"displayMode": "table", "placement": "bottom", "calcs": ["mean", "max", "lastNotNull"]},
        "tooltip": {"mode": "multi", "sort": "desc"},
    }
    return _panel("timeseries", title, queries, about, _fields(unit, limits, {"min": 0, "custom": custom}), options)


def at_once(title: str, query: Query, unit: str, about: str, limits: Limits = NO_LIMITS) -> Plain:
    """Give a panel of one number."""
    options: Plain = {
        "colorMode": "value",
        "graphMode": "area",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        "textMode": "auto",
    }
    return _panel("stat", title, [query], about, _fields(unit, limits, {}), options)


def spread(title: str, query: Query, unit: str, about: str) -> Plain:
    """Give a panel that shows how values are spread, from the buckets of a histogram."""
    options: Plain = {
        "calculate": False,
        "cellGap": 1,
        "color": {"mode": "scheme", "scheme": "Oranges", "steps": 64},
        "yAxis": {"unit": unit},
        "tooltip": {"mode": "single"},
    }
    panel = _panel("heatmap", title, [query], about, {"defaults": {}, "overrides": []}, options)
    return {**panel, "targets": [{**_target(query, 0), "format": "heatmap"}]}


def choice(name: str, label: str, expression: str, *, several: bool = True) -> Plain:
    """Give a variable that is chosen from the values of a label."""
    return {
        "type": "query",
        "name": name,
        "label": label,
        "datasource": SOURCE,
        "definition": expression,
        "query": {"qryType": 1, "query": expression, "refId": f"{name}Values"},
        "refresh": 2,
        "sort": 1,
        "multi": several,
        "includeAll": several,
        "allValue": ".*",
        "current": {"text": ["All"], "value": ["$__all"]},
    }


def _panel(  # noqa: PLR0913, PLR0917 - these are what any panel has, and only this module gives them
    kind: str, title: str, queries: Iterable[Query], about: str, fields: Plain, options: Plain
) -> Plain:
    return {
        "type": kind,
        "title": title,
        "description": about,
        "datasource": SOURCE,
        "fieldConfig": fields,
        "options": options,
        "targets": [_target(query, place) for place, query in enumerate(queries)],
    }


def _target(query: Query, place: int) -> Plain:
    return {
        "refId": chr(ord("A") + place),
        "datasource": SOURCE,
        "editorMode": "code",
        "expr": query.expression,
        "legendFormat": query.legend,
        "range": True,
    }


def _fields(unit: str, limits: Limits, more: Plain) -> Plain:
    return {"defaults": {"unit": unit, "thresholds": _thresholds(limits), **more}, "overrides": []}


def _thresholds(limits: Limits) -> Plain:
    marks = [(limits.warning, YELLOW), (limits.bad, RED)]
    # Grafana colours from a value upwards, so what is bad below a value starts out red.
    colours = [RED, YELLOW, GREEN] if limits.falling else [GREEN, YELLOW, RED]
    values = [value for value, _ in (reversed(marks) if limits.falling else marks)]
    steps: list[Plain] = [{"color": colours[0], "value": None}]
    steps += [
        {"color": colour, "value": value}
        for colour, value in zip(colours[1:], values, strict=True)
        if value is not None
    ]
    return {"mode": "absolute", "steps": steps}


def _model(board: Board, system: SystemConfig, source: str) -> Plain:
    return {
        "description": f"Generated from {source} by build.py. {board.description}",
        "uid": uid(system, board.kind),
        "title": f"{system.name}: {board.title}",
        "tags": [system.name, "tasktracker-cfn"],
        "schemaVersion": SCHEMA_VERSION,
        "editable": True,
        "graphTooltip": 1,
        "time": {"from": "now-6h", "to": "now"},
        "refresh": "1m",
        "timezone": "browser",
        "annotations": {"list": annotations(system)},
        "links": links(system),
        "templating": {"list": [_datasource(), *board.variables]},
        "panels": _placed(board.rows),
    }


def _datasource() -> Plain:
    return {
        "type": "datasource",
        "name": "datasource",
        "label": "Data source",
        "query": "prometheus",
        "refresh": 1,
        "current": {},
    }


def _placed(rows: Sequence[Row]) -> list[Plain]:
    """Give all panels with an id and a place: each row as wide as the screen, shared by its panels."""
    found: list[Plain] = []
    y = 0
    for row in rows:
        heading: Plain = {"type": "row", "title": row.title, "collapsed": False, "panels": []}
        found.append({**heading, "id": len(found) + 1, "gridPos": {"x": 0, "y": y, "w": GRID, "h": 1}})
        y += 1
        height = STAT_HEIGHT if all(panel["type"] == "stat" for panel in row.panels) else HEIGHT
        width = GRID // len(row.panels)
        for place, panel in enumerate(row.panels):
            spot: Plain = {"x": place * width, "y": y, "w": width, "h": height}
            found.append({"id": len(found) + 1, "gridPos": spot, **panel})
        y += height
    return found
