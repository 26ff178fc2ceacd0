"""Join, split and select, over texts that may hold symbols.

What cannot be decided stays a call. In particular a symbol is an item of a split list only where it surely is
one text without the delimiter, which is known of commas in ids and ARNs and of nothing else.
"""

from collections.abc import Callable, Sequence
from itertools import groupby

from tasktracker_cfn.model.symbols import Call, Reference, Text, Value

Part = str | Reference | Call
PAIR = 2


def concatenate(values: Sequence[Value]) -> Value:
    """Give the text of some values side by side; the symbol itself when there is nothing beside it."""
    parts: list[Part] = []
    for value in values:
        found = _parts(value)
        if found is None:
            return Call("Fn::Join", ("", tuple(values)))
        parts.extend(found)
    return _text(parts)


def join(delimiter: str, items: Value) -> Value:
    """Give the text of a list."""
    if isinstance(items, tuple) and all(_parts(item) is not None for item in items):
        return concatenate([value for item in items for value in (delimiter, item)][1:])
    if _is_call(items, "Fn::Split", delimiter):
        return _second(items)
    return Call("Fn::Join", (delimiter, items))


def split(delimiter: str, text: Value, is_whole: Callable[[Reference], bool]) -> Value:
    """Give the list that a text holds; `is_whole` tells which references surely hold no comma."""
    if isinstance(text, tuple):
        return text
    if _is_call(text, "Fn::Join", delimiter):
        return _second(text)
    parts = _parts(text)
    if parts is None or not all(_is_item(part, delimiter, is_whole) for part in parts):
        return Call("Fn::Split", (delimiter, text))
    items: list[list[Part]] = [[]]
    for part in parts:
        if isinstance(part, str):
            first, *others = part.split(delimiter)
            items[-1].append(first)
            items.extend([other] for other in others)
        else:
            items[-1].append(part)
    return tuple(map(_text, items))


def select(index: Value, items: Value) -> Value:
    """Give an item of a list."""
    number = int(index) if isinstance(index, str) and index.isdecimal() else index
    if isinstance(number, int) and isinstance(items, tuple) and 0 <= number < len(items):
        return items[number]
    return Call("Fn::Select", (number, items))


def _is_call(value: Value, function: str, delimiter: str) -> bool:
    """Tell whether a value is a join or a split that could not be worked out, by a delimiter."""
    if not isinstance(value, Call) or value.function != function:
        return False
    return isinstance(value.argument, tuple) and value.argument[:1] == (delimiter,) and len(value.argument) == PAIR


def _second(call: Value) -> Value:
    return call.argument[1] if isinstance(call, Call) and isinstance(call.argument, tuple) else call


def _is_item(part: Part, delimiter: str, is_whole: Callable[[Reference], bool]) -> bool:
    if isinstance(part, str):
        return True
    if delimiter != ",":
        return False
    # One item of a list of zones is a zone; another call may be a whole list.
    return is_whole(part) if isinstance(part, Reference) else part.function == "Fn::Select"


def _parts(value: Value) -> tuple[Part, ...] | None:
    if isinstance(value, Text):
        return value.parts
    if isinstance(value, bool):
        return ("true" if value else "false",)
    if isinstance(value, (str, Reference, Call)):
        return (value,)
    return (str(value),) if isinstance(value, (int, float)) else None


def _text(parts: Sequence[Part]) -> Value:
    merged: list[Part] = []
    for literal, group in groupby(parts, key=lambda part: isinstance(part, str)):
        if literal:
            text = "".join(part for part in group if isinstance(part, str))
            merged.extend([text] if text else [])
        else:
            merged.extend(group)
    if not merged:
        return ""
    return merged[0] if len(merged) == 1 else Text(tuple(merged))
