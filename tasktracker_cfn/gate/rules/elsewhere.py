"""The traps that no rule decides: cfn-lint does, or a deployment's comparison, or no template shows them."""

from collections.abc import Mapping
from typing import NamedTuple


class Elsewhere(NamedTuple):
    """One trap by its number, what it is, and why no rule decides it."""

    row: str
    what: str
    why: str


# Those that security goals decide, by the goals' ids.
BY_GOALS: Mapping[str, tuple[str, ...]] = {}

ELSEWHERE: tuple[Elsewhere, ...] = ()
