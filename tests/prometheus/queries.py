"""Every PromQL expression in rules and dashboards, and the names of the metrics in one."""

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

_WORDS = "and or unless by without on ignoring group_left group_right offset bool inf nan"
WORDS = frozenset(_WORDS.split())
TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
ASIDE = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)")
NAME = re.compile(r"(?<![\w:.])[a-zA-Z_:][\w:]*(?!\s*\()(?![\w:])")
DURATION = re.compile(r"\boffset\s+\S+")
# What Grafana puts in when a panel asks.
FILLED = {"$__rate_interval": "5m", "$__range": "6h", "$instance": ".*", "$route": ".*", "$container": ".*"}


def filled(expression: str) -> str:
    """Give an expression as Grafana sends it."""
    for variable, value in FILLED.items():
        expression = expression.replace(variable, value)
    assert "$" not in expression, expression
    return expression


def metrics(expression: str) -> set[str]:
    """Give the names of the metrics that an expression asks for."""
    bare = ASIDE.sub(" ", TEXTS.sub(" ", expression))
    return {name for name in NAME.findall(DURATION.sub(" ", bare)) if name not in WORDS}


def rules_of(text: str) -> list[dict[str, Any]]:
    """Give every rule of a file of rules."""
    return [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]


def expressions(board: dict[str, Any]) -> Iterator[str]:
    """Give every expression of a dashboard: of its panels, its annotations, and the selector of each variable."""
    for panel in board["panels"]:
        yield from (target["expr"] for target in panel.get("targets", ()))
    yield from (mark["expr"] for mark in board["annotations"]["list"])
    for variable in board["templating"]["list"]:
        if variable["type"] == "query":
            yield re.sub(r"^label_values\((.*), \w+\)$", r"\1", variable["query"]["query"])


def boards_of(files: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Give the dashboards among the files, by their kind."""
    return {
        name.removeprefix("grafana/").removesuffix(".json"): json.loads(text)
        for name, text in files.items()
        if name.endswith(".json")
    }
