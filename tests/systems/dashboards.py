"""Questions about dashboards: which metrics they show, of what, and where these are looked for."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tasktracker_cfn.model.values import Call, Reference, Text, Value
from tests.systems.built import Item, System


@dataclass(frozen=True)
class Graph:
    """One metric in one widget; a dimension is what it refers to, or a text. Statistics and regions are as written."""

    dashboard: Item
    namespace: str
    name: str
    dimensions: Mapping[str, Value]
    statistic: str
    region: Value


def graphs(system: System) -> list[Graph]:
    """Give every metric that a dashboard shows, with the statistic and the region of its widget."""
    return [graph for item in system.of("AWS::CloudWatch::Dashboard") for graph in _of_dashboard(item)]


def shown(system: System, namespace: str, *names: str, statistic: str | None = None) -> list[Graph]:
    """Give the graphs of one of these metrics, or those with a statistic."""
    return [
        graph
        for graph in graphs(system)
        if graph.namespace == namespace and graph.name in names and statistic in (None, graph.statistic)
    ]


def _of_dashboard(item: Item) -> Iterator[Graph]:
    body, symbols = _body(item)
    for widget in body["widgets"]:
        properties = widget.get("properties", {})
        for row in properties.get("metrics", []):
            if not isinstance(row[0], str):
                continue  # an expression
            options = row[-1] if isinstance(row[-1], dict) else {}
            words = [word for word in row if isinstance(word, str)]
            namespace, name, *pairs = words
            yield Graph(
                item,
                namespace,
                name,
                {key: symbols.get(value, value) for key, value in zip(pairs[::2], pairs[1::2], strict=True)},
                str(options.get("stat", properties.get("stat", "Average"))),
                symbols.get(properties["region"], properties["region"]),
            )


def _body(item: Item) -> tuple[dict[str, Any], dict[str, Value]]:
    """Give a dashboard's body, in which symbols stand as ``<0>``, and the symbols."""
    body = item.get("DashboardBody")
    parts = body.parts if isinstance(body, Text) else (body,)
    symbols: dict[str, Value] = {}
    text = ""
    for part in parts:
        if isinstance(part, (Reference, Call)):
            symbols[key := f"<{len(symbols)}>"] = part
            text += key
        else:
            text += str(part)
    return json.loads(text), symbols
