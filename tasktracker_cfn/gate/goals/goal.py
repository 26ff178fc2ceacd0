"""What a goal is: a statement about a system's templates, how binding it is, and the check that finds its breaches."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from tasktracker_cfn.errors import UnclearError
from tasktracker_cfn.model.system import System

# "always": in every build. "production": there; elsewhere cost is a reason to do without. "exempted": what others ask
# and is not wanted or not possible here, so whoever breaks it says why.
Binding = Literal["always", "production", "exempted"]
# What breaks a goal (a resource, or anything else whose text is an address), and how it does.
Breach = tuple[object, str]
Check = Callable[[System], Iterator[Breach]]


class Complaint(NamedTuple):
    """One breach of a goal; the address is that of a resource, such as ``Network/Vpc``, or a part of one."""

    address: str
    message: str


class Goal(NamedTuple):
    """One goal; `covers` are the ids under which scanners and standards know it."""

    id: str
    area: str
    binding: Binding
    statement: str
    covers: tuple[str, ...]
    check: Check

    def complaints(self, system: System) -> tuple[Complaint, ...]:
        """Give all breaches; what the templates leave unclear is one, too."""
        found: list[Complaint] = []
        try:
            found.extend(Complaint(str(where), message) for where, message in self.check(system))
        except UnclearError as error:
            found.append(Complaint("", f"cannot be told: {error}"))
        return tuple(found)


class Area(NamedTuple):
    """What some goals are about; makes a goal of a check, whose docstring is the statement."""

    name: str

    def always(self, goal_id: str, covers: str) -> Callable[[Check], Goal]:
        """Make a goal that every build holds."""
        return self._goal(goal_id, "always", covers)

    def production(self, goal_id: str, covers: str) -> Callable[[Check], Goal]:
        """Make a goal that every build in production holds."""
        return self._goal(goal_id, "production", covers)

    def exempted(self, goal_id: str, covers: str) -> Callable[[Check], Goal]:
        """Make a goal that others ask for, and that needs an exemption wherever it does not hold."""
        return self._goal(goal_id, "exempted", covers)

    def _goal(self, goal_id: str, binding: Binding, covers: str) -> Callable[[Check], Goal]:
        def made(check: Check) -> Goal:
            return Goal(goal_id, self.name, binding, check.__doc__ or "", tuple(covers.split()), check)

        return made
