"""How long a deployment should take, as a plan keeps it for whoever watches."""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

NONE: Mapping[str, int] = {}


class Expected(NamedTuple):
    """What is likely, in whole seconds: for all (0 when it is not known), and by address, being made and going."""

    whole: int = 0
    made: Mapping[str, int] = NONE
    gone: Mapping[str, int] = NONE

    def of(self, address: str, status: str) -> timedelta | None:
        """Give how long a resource should be in a status; None when it is not known."""
        found = (self.gone if status.startswith("DELETE_") else self.made).get(address)
        return timedelta(seconds=found) if found else None


NOT_KNOWN = Expected()
