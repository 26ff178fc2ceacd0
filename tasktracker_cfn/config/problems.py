"""How a model reports what no single field can see: a rule over several of its keys that does not hold."""

from collections.abc import Iterator
from typing import NamedTuple


class Violation(NamedTuple):
    """A rule that does not hold; `key` is the path of table keys, relative to the model that reports it."""

    key: tuple[str, ...]
    message: str

    def under(self, *parents: str) -> "Violation":
        """Give the same violation as seen from a table further out."""
        return Violation((*parents, *self.key), self.message)


Violations = Iterator[Violation]
