"""What an expression of a template depends on, and how a person reads it."""

import json
from collections.abc import Callable, Iterator, Mapping

from tasktracker_cfn.model.substitution import Mention, direct, function, pieces, template_of

# What a mention comes to, where that is known.
Lookup = Callable[[Mention], str | None]
PAIR = 2


def named_conditions(value: object) -> Iterator[str]:
    """Give the conditions that a value depends on, at any depth."""
    if isinstance(value, Mapping):
        chosen = value.get("Fn::If")
        if isinstance(chosen, list) and chosen and isinstance(chosen[0], str):
            yield chosen[0]
        if isinstance(value.get("Condition"), str) and (len(value) == 1 or "Type" in value):
            yield str(value["Condition"])
        for item in value.values():
            yield from named_conditions(item)
    elif isinstance(value, list):
        for item in value:
            yield from named_conditions(item)


def named_maps(value: object) -> Iterator[str]:
    """Give the mappings that a value is looked up in."""
    if isinstance(value, Mapping):
        found = value.get("Fn::FindInMap")
        if isinstance(found, list) and found and isinstance(found[0], str):
            yield found[0]
        for item in value.values():
            yield from named_maps(item)
    elif isinstance(value, list):
        for item in value:
            yield from named_maps(item)


def known_text(value: object, lookup: Lookup) -> str | None:
    """Give the text that an expression comes to, a list with commas; None when it is not known."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, list):
        return _joined(",", value, lookup)
    called = function(value) if isinstance(value, Mapping) else None
    if called is None:
        return None
    name, argument = called
    if name in {"Ref", "Fn::GetAtt"}:
        mention = next(direct(name, argument), None)
        return lookup(mention) if mention else None
    if name == "Fn::Sub":
        return _substituted(argument, lookup)
    if name == "Fn::Join" and isinstance(argument, list) and len(argument) == PAIR and isinstance(argument[1], list):
        return _joined(str(argument[0]), argument[1], lookup)
    return None


def readable(value: object, lookup: Lookup) -> str:
    """Give an expression as a person reads it: values where they are known, ``${Bucket.Arn}`` where not."""
    return _flat(value, lambda mention: lookup(mention) or _named(mention))


def _flat(value: object, lookup: Lookup) -> str:
    text = known_text(value, lookup)
    return json.dumps(value, sort_keys=True) if text is None else text


def simplified(value: object, lookup: Lookup) -> object:
    """Give a structure in which every expression is a readable text."""
    if isinstance(value, Mapping):
        if function(value) is not None:
            return readable(value, lookup)
        return {str(key): simplified(item, lookup) for key, item in value.items()}
    if isinstance(value, list):
        return [simplified(item, lookup) for item in value]
    return value


def _named(mention: Mention) -> str:
    name = f"{mention.name}.{mention.attribute}" if mention.attribute else mention.name
    return f"${{{name}}}"


def _joined(delimiter: str, items: list[object], lookup: Lookup) -> str | None:
    texts = [known_text(item, lookup) for item in items]
    return None if None in texts else delimiter.join(text for text in texts if text is not None)


def _substituted(argument: object, lookup: Lookup) -> str | None:
    parts = template_of(argument)
    if parts is None:
        return None
    text, variables = parts
    found: list[str] = []
    for piece in pieces(text):
        if isinstance(piece, str):
            found.append(piece)
            continue
        is_variable = piece.attribute is None and piece.name in variables
        known = known_text(variables[piece.name], lookup) if is_variable else lookup(piece)
        if known is None:
            return None
        found.append(known)
    return "".join(found)
