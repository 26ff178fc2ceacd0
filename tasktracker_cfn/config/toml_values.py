"""What TOML can say and no key here takes, and how a key is spelled in a message."""

import json
import re
from collections.abc import Iterator
from datetime import date, time

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# Tables of a system are five deep. The limit keeps a message readable, and readers from their own limits.
DEEPEST = 16
# What TOML promises to carry.
LARGEST_INTEGER = 2**63 - 1

Step = tuple[str, ...]


def foreign_values(document: object) -> Iterator[tuple[Step, str]]:
    """Give the place of each date, number beyond 64 bits and nesting too deep, with what is allowed."""
    waiting: list[tuple[Step, object]] = [((), document)]
    while waiting:
        key, value = waiting.pop()
        if len(key) > DEEPEST:
            yield key, f"is nested too deeply; {DEEPEST} levels are the most"
        elif isinstance(value, dict):
            waiting.extend(((*key, name), inner) for name, inner in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend(((*key, str(index)), inner) for index, inner in reversed(list(enumerate(value))))
        elif isinstance(value, (date, time)):
            yield key, f"{value} is a date or a time, which no key takes; put it in quotes for a text"
        elif isinstance(value, int) and not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            yield key, "is out of range; a whole number has at most 64 bits"


def without(document: object, keys: frozenset[Step], at: Step = ()) -> object:
    """Give a document without the values at some places, so that the rest can still be checked."""
    if isinstance(document, dict):
        inner = {name: (*at, name) for name in document}
        return {name: without(document[name], keys, key) for name, key in inner.items() if key not in keys}
    if isinstance(document, list):
        places = [(*at, str(index)) for index in range(len(document))]
        return [without(value, keys, key) for value, key in zip(document, places, strict=True) if key not in keys]
    return document


def spelled(key: Step) -> str:
    """Give a key as TOML spells it: parts that are no plain words are in quotes."""
    return ".".join(
        part if BARE_KEY.fullmatch(part) else json.dumps(part, ensure_ascii=not part.isprintable()) for part in key
    )
