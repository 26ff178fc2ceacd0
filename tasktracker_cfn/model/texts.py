"""Join, split and select, over texts that may hold symbols.

What cannot be decided stays a call. In particular a symbol is an item of a split list only where it surely is
one text without the delimiter, which is known of commas in ids and ARNs and of nothing else.
"""

from collections.abc import Callable, Sequence
from itertools import groupby

from tasktracker_cfn.model.symbols import NO_VALUE, Call, Reference, Text, Value

Part = str | Reference | Call
PAIR = 2
# A condition, and what holds with it and without.
BRANCHES = 3
# No template is longer.
LONGEST = 1_048_576
# Longer digits are no position and no count.
DIGITS = 9


def concatenate(values: Sequence[Value]) -> Value:
    """Give the text of some values side by side; the symbol itself when there is nothing beside it."""
    parts: list[Part] = []
    length = 0
    for value in values:
        found = _parts(value)
        length += sum(len(part) if isinstance(part, str) else 1 for part in found or ())
        if found is None or length > LONGEST:
            return Call("Fn::Join", ("", tuple(values)))
        parts.extend(found)
    return _text(parts)


def join(delimiter: str, items: Value) -> Value:
    """Give the text of a list."""
    if isinstance(items, tuple) and all(_parts(item) is not None and not may_vanish(item) for item in items):
        if len(delimiter) * len(items) > LONGEST:
            return Call("Fn::Join", (delimiter, items))
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
    if parts is None or not delimiter or not all(_is_item(part, delimiter, is_whole) for part in parts):
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
    number = whole_number(index)
    if number is None or not isinstance(items, tuple) or not 0 <= number < len(items):
        return Call("Fn::Select", (index if number is None else number, items))
    if any(may_vanish(item) for item in items[: number + 1]):
        return Call("Fn::Select", (number, items))
    return items[number]


def literal(value: Value) -> str | None:
    """Give a literal as the text that CloudFormation compares and looks up, or None for a symbol and a list."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else None


def whole_number(value: Value) -> int | None:
    """Give a position or a count in either spelling, or None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= DIGITS:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def may_vanish(value: Value) -> bool:
    """Tell whether an item of a list may be AWS::NoValue, so that those after it stand elsewhere."""
    if not isinstance(value, Call) or value.function != "Fn::If":
        return False
    branches = value.argument[1:] if isinstance(value.argument, tuple) else ()
    return len(branches) != BRANCHES - 1 or any(branch == NO_VALUE or may_vanish(branch) for branch in branches)


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
    if isinstance(value, (str, Reference, Call)):
        return (value,)
    text = literal(value)
    return None if text is None else (text,)


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
