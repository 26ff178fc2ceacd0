"""What is surely not there, as against what is only not known."""

from collections.abc import Mapping

from tasktracker_cfn.model.symbols import Value


def lacks(value: Value, *path: str) -> bool:
    """Tell whether a value surely has nothing at a path; behind a symbol there may be anything."""
    for step in path:
        if value is None:
            return True
        if not isinstance(value, Mapping):
            return False
        value = value.get(step)
    return value is None
