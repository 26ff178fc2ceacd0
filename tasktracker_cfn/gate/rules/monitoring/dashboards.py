"""The bodies of dashboards: JSON with symbols in it, read as CloudWatch will once they are filled in."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from tasktracker_cfn.model.symbols import Call, Reference, Text, Value
from tasktracker_cfn.model.system import Item, System

DASHBOARD = "AWS::CloudWatch::Dashboard"
# A number stands for each symbol: it is valid within a text and as a value of its own.
FIRST = 8_000_000_000_000_000
MARK = re.compile(r"(8\d{15})")

Widget = Mapping[str, object]
Symbol = Reference | Call


class Board(NamedTuple):
    """One dashboard: its body, or what is wrong with its JSON, and the symbols by the numbers in their place."""

    item: Item
    body: object
    problem: str | None
    symbols: tuple[Symbol, ...]

    def value(self, found: object) -> Value:
        """Give what a text or a number of the body comes to."""
        if isinstance(found, bool) or not isinstance(found, (str, int)):
            return None
        text = str(found)
        if not MARK.search(text):
            return text
        parts = [part for part in MARK.split(text) if part]
        values = tuple(self._symbol(part) for part in parts)
        return Text(values) if len(values) > 1 else values[0]

    def _symbol(self, part: str) -> str | Symbol:
        number = int(part) - FIRST if MARK.fullmatch(part) else -1
        return self.symbols[number] if 0 <= number < len(self.symbols) else part

    def widgets(self) -> Iterator[tuple[int, Widget]]:
        """Give the widgets that are plain objects."""
        found = self.body.get("widgets") if isinstance(self.body, dict) else None
        for number, widget in enumerate(found if isinstance(found, list) else ()):
            if isinstance(widget, dict):
                yield number, widget


@lru_cache(maxsize=8)
def boards(system: System) -> tuple[Board, ...]:
    """Give the dashboards whose bodies can be read."""
    return tuple(_boards(system))


def _boards(system: System) -> Iterator[Board]:
    for item in system.of(DASHBOARD):
        parts = _parts(item.get("DashboardBody"))
        if not parts or not isinstance(parts[0], str):
            # What begins with a symbol may be anything.
            continue
        symbols = tuple(part for part in parts if not isinstance(part, str))
        numbers = iter(range(FIRST, FIRST + len(symbols)))
        text = "".join(part if isinstance(part, str) else str(next(numbers)) for part in parts)
        yield _read(item, text, symbols)


def properties(widget: Widget) -> Widget:
    """Give the properties of a widget."""
    found = widget.get("properties")
    return found if isinstance(found, dict) else {}


def rows(widget: Widget) -> Iterator[tuple[object, ...]]:
    """Give the metrics of a widget, each with its namespace, name and dimensions, without its options."""
    before: list[object] = []
    metrics = properties(widget).get("metrics")
    for row in metrics if isinstance(metrics, list) else ():
        if not isinstance(row, list):
            continue
        plain = [part for part in row if not isinstance(part, dict)]
        if not plain:
            # An expression.
            continue
        if plain[0] == "...":
            plain = [*before[: max(len(before) - len(plain) + 1, 0)], *plain[1:]]
        before = [before[at] if part == "." and at < len(before) else part for at, part in enumerate(plain)]
        yield tuple(before)


def _parts(body: Value) -> tuple[str | Symbol, ...]:
    if isinstance(body, Text):
        return body.parts
    return (body,) if isinstance(body, str) else ()


def _read(item: Item, text: str, symbols: tuple[Symbol, ...]) -> Board:
    try:
        return Board(item, json.loads(text), None, symbols)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, json.JSONDecodeError) else "it is nested too deeply"
        return Board(item, None, reason, symbols)
