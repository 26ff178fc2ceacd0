"""A small template that holds a goal, and the changes by which it does not."""

from typing import NamedTuple


class Case(NamedTuple):
    """The resources of a template that holds a goal; each break replaces a text, wherever it stands, by another."""

    resources: str
    breaks: tuple[tuple[str, str], ...]
    # The other sections of the template.
    rest: str = ""


def case(resources: str, *breaks: tuple[str, str], rest: str = "") -> Case:
    """Give a case."""
    return Case(resources, breaks, rest)
