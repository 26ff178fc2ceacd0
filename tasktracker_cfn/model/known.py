"""What is surely known of a value: nothing raises here, and what is symbolic or of another kind is not known.

For whoever asks about templates of others; `system` has the strict counterparts, for templates that must be plain.
"""

from collections.abc import Mapping
from math import isfinite

from tasktracker_cfn.model.symbols import Reference, Text, Value

DYNAMIC = "{{resolve:"
# What stands in a flat text for a part of it that only a deployment knows.
OPEN = "\0"


def known_text(value: Value) -> str | None:
    """Give a literal text, also where the template writes a number or a boolean for it.

    One that CloudFormation fills in when it deploys is not known: ``{{resolve:ssm:...}}``.
    """
    if isinstance(value, str) and DYNAMIC in value:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    return value if isinstance(value, str) else None


def known_number(value: Value) -> float | None:
    """Give a number, also where the template writes it as a text."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    # Texts such as "nan" and "1e999" are read as well.
    return number if isfinite(number) else None


def known_flag(value: Value) -> bool | None:
    """Give a boolean, also where the template writes it as a text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower())
    return None


def known_items(value: Value) -> tuple[Value, ...]:
    """Give the items of a list; a single literal, mapping or symbol is a list of one, None an empty one."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def known_mappings(value: Value) -> tuple[Mapping[str, Value], ...]:
    """Give the mappings among the items of a list."""
    return tuple(item for item in known_items(value) if isinstance(item, Mapping))


def known_texts(value: Value) -> tuple[str, ...]:
    """Give the literal texts among the items of a list."""
    return tuple(text for item in known_items(value) if (text := known_text(item)) is not None)


def known_pairs(value: Value, key: str = "Key", content: str = "Value") -> Mapping[str, Value]:
    """Give a list of key and value pairs (tags, attributes, dimensions) as a mapping, the last of equal keys."""
    entries = ((known_text(entry.get(key)), entry.get(content)) for entry in known_mappings(value))
    return {name: held for name, held in entries if name is not None}


def outline(value: Value) -> str:
    """Give a text with an asterisk for each part that is not known."""
    if isinstance(value, Text):
        return "".join(outline(part) for part in value.parts)
    text = known_text(value)
    return "*" if text is None else text


def flat(value: Value) -> str | None:
    """Give a text with `OPEN` in place of what is not known; None for what is no text at all."""
    if isinstance(value, Text):
        return "".join(part if isinstance(part, str) else OPEN for part in value.parts)
    return OPEN if isinstance(value, Reference) else known_text(value)


def lacks(value: Value, *path: str) -> bool:
    """Tell whether a value surely has nothing at a path; behind a symbol there may be anything."""
    for step in path:
        if value is None:
            return True
        if not isinstance(value, Mapping):
            return False
        value = value.get(step)
    return value is None
