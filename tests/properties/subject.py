"""What properties are about: the environments of one system, each with what was asked for and what was built."""

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import NamedTuple

from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.errors import UnclearError
from tests.systems.built import System


class Environment(NamedTuple):
    """One environment: its configuration, and its templates read back."""

    config: SystemConfig
    built: System


Complaints = Iterator[str]
# A property gives what does not hold; nothing when it does.
Property = Callable[[Sequence[Environment]], Complaints]


def of_each(check: Callable[[Environment], Complaints]) -> Property:
    """Give the property that holds when it holds of each environment by itself."""

    @wraps(check)
    def check_each(environments: Sequence[Environment]) -> Complaints:
        for environment in environments:
            yield from (f"{environment.config.environment}: {complaint}" for complaint in check(environment))

    return check_each


def broken(check: Property, environments: Sequence[Environment]) -> list[str]:
    """Give all complaints; a question that the templates do not answer is one, too."""
    found: list[str] = []
    try:
        found.extend(check(environments))
    except (AssertionError, UnclearError) as error:
        found.append(str(error) or "an assertion fails")
    return found
