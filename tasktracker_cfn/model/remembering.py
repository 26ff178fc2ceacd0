"""Compute a thing once for each system that was read."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from tasktracker_cfn.model.system import System

T = TypeVar("T")


def remembered(compute: Callable[[System], T]) -> Callable[[System], T]:
    """Make a function of a system remember its answer with the system itself.

    A cache beside it would take a folder that was read again, after a change, for the one that was read before.
    """
    name = f"{compute.__module__}.{compute.__qualname__}"

    @wraps(compute)
    def found(system: System) -> T:
        held: dict[str, T] = vars(system)
        if name not in held:
            held[name] = compute(system)
        return held[name]

    return found
