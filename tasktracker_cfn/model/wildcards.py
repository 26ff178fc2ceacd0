"""Texts with wildcards of their own, and with parts that are not known: what they may come to."""

from tasktracker_cfn.model.known import outline
from tasktracker_cfn.model.symbols import Value


def could_be(value: Value, wanted: str) -> bool:
    """Tell whether a text, with wildcards of its own or parts that are not known, may stand for another one.

    Capitals do not matter: IAM takes the names of actions, services and keys in either.
    """
    return _fits(outline(value).lower(), wanted.lower())


def _fits(pattern: str, text: str) -> bool:
    # One pass over the pieces, not a regular expression: a hostile one would take for ever.
    first, *others = pattern.replace("?", "*").split("*")
    if not others:
        return first == text
    if not text.startswith(first):
        return False
    place = len(first)
    for piece in others[:-1]:
        found = text.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return len(text) - place >= len(others[-1]) and text.endswith(others[-1])


def may_equal(one: Value, other: Value) -> bool:
    """Tell whether two texts may be the same, whatever their symbols stand for; capitals matter."""
    if one == other:
        return True
    if isinstance(one, str):
        return _fits(outline(other), one)
    if isinstance(other, str):
        return _fits(outline(one), other)
    mine, theirs = outline(one).split("*"), outline(other).split("*")
    begins = mine[0].startswith(theirs[0]) or theirs[0].startswith(mine[0])
    return begins and (mine[-1].endswith(theirs[-1]) or theirs[-1].endswith(mine[-1]))
