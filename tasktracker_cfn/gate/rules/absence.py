"""What is surely not there, and what may be something: the two questions behind most findings."""

from collections.abc import Mapping

from tasktracker_cfn.model.symbols import Text, Value


def lacks(value: Value, *path: str) -> bool:
    """Tell whether a value surely has nothing at a path; behind a symbol there may be anything."""
    for step in path:
        if value is None:
            return True
        if not isinstance(value, Mapping):
            return False
        value = value.get(step)
    return value is None


def may_be(value: Value, wanted: str) -> bool:
    """Tell whether a value is a text, or may come to it; a literal may hold ``*`` and ``?``, as in a policy."""
    if isinstance(value, str):
        return _fits([value], wanted)
    if isinstance(value, Text):
        return _fits([part if isinstance(part, str) else "*" for part in value.parts], wanted)
    return not isinstance(value, (bool, int, float, tuple, Mapping)) and value is not None


def _fits(parts: list[str], wanted: str) -> bool:
    # In one pass: a regular expression takes for ever with a hostile row of asterisks.
    first, *others = "".join(parts).lower().replace("?", "*").split("*")
    rest = wanted.lower()
    if not others or not rest.startswith(first):
        return rest == first
    place = len(first)
    for piece in others[:-1]:
        found = rest.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return len(rest) - place >= len(others[-1]) and rest.endswith(others[-1])
