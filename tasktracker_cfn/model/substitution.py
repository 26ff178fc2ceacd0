"""Take the text of a Fn::Sub apart, and find what a written value mentions."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

VARIABLE = re.compile(r"\$\{(?P<escape>!?)(?P<name>[^{}]*)\}")


class Mention(NamedTuple):
    """A resource, parameter or pseudo parameter as a template names it; a plain Ref has no attribute."""

    name: str
    attribute: str | None = None


@lru_cache(maxsize=4096)
def pieces(text: str) -> tuple[str | Mention, ...]:
    """Give the literal and the variable parts of a text for Fn::Sub; ``${!X}`` is the literal ``${X}``."""
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[str | Mention]:
    end = 0
    for match in VARIABLE.finditer(text):
        if match.start() > end:
            yield text[end : match.start()]
        if match["escape"]:
            yield f"${{{match['name']}}}"
        else:
            name, dot, attribute = match["name"].strip().partition(".")
            yield Mention(name, attribute if dot else None)
        end = match.end()
    if end < len(text):
        yield text[end:]


def template_of(argument: object) -> tuple[str, Mapping[str, object]] | None:
    """Give the text and the variables of a Fn::Sub, or None when it has neither of its two forms."""
    if isinstance(argument, str):
        return argument, {}
    if isinstance(argument, list) and len(argument) == 2:  # noqa: PLR2004 - the text and its variables
        text, variables = argument
        if isinstance(text, str) and isinstance(variables, Mapping):
            return text, variables
    return None


def function(value: Mapping[str, object]) -> tuple[str, object] | None:
    """Give the name and the argument of an intrinsic function, or None for any other mapping."""
    if len(value) != 1:
        return None
    name, argument = next(iter(value.items()))
    return (name, argument) if name == "Ref" or name.startswith("Fn::") else None


def direct(name: str, argument: object) -> Iterator[Mention]:
    """Give what a function mentions by itself, leaving out the functions within its argument."""
    if name == "Ref" and isinstance(argument, str):
        yield Mention(argument)
    elif name == "Fn::GetAtt" and isinstance(argument, list) and argument and isinstance(argument[0], str):
        attribute = argument[1] if len(argument) > 1 else ""
        yield Mention(argument[0], attribute if isinstance(attribute, str) else "")
    elif name == "Fn::Sub" and (parts := template_of(argument)):
        text, variables = parts
        yield from (
            piece
            for piece in pieces(text)
            if isinstance(piece, Mention) and (piece.attribute is not None or piece.name not in variables)
        )


def mentions(value: object) -> Iterator[Mention]:
    """Give everything that a written value mentions by Ref, GetAtt or Sub, at any depth."""
    if isinstance(value, dict):
        called = function(value)
        if called:
            yield from direct(*called)
        for item in value.values():
            yield from mentions(item)
    elif isinstance(value, list):
        for item in value:
            yield from mentions(item)
