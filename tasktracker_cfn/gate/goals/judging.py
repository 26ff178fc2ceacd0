"""Judge builds by the goals and the exemptions: what breaks a goal, what may, and which exemptions are of no use."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tasktracker_cfn.errors import CommandError
from tasktracker_cfn.gate.exempting import Use, useless
from tasktracker_cfn.gate.exemptions import Exemption, Exemptions
from tasktracker_cfn.gate.goals.goal import Binding, Complaint, Goal
from tasktracker_cfn.gate.rules.every import rules
from tasktracker_cfn.model.system import System

BY_REQUEST: Binding = "exempted"


class Breach(NamedTuple):
    """One breach of a goal in a build, and the exemption that allows it."""

    build: str
    goal: Goal
    complaint: Complaint
    exemption: Exemption | None

    def __str__(self) -> str:
        """Give the line that a person reads."""
        return f"{self.build}: {self.goal.id}: {self.complaint.address} {self.complaint.message}"


def systems_in(out: Path) -> dict[str, System]:
    """Give the builds below a folder, by their names as in ``tasktracker/demo``.

    :raises CommandError: when there are none
    """
    roots = sorted(out.glob("*/*/root.yaml"))
    if not roots:
        message = f"there is no build below {out}; run a build first, or name its folder with --out"
        raise CommandError(message)
    return {root.parent.relative_to(out).as_posix(): System(root.parent) for root in roots}


def judge(systems: Mapping[str, System], goals: Iterable[Goal], exemptions: Exemptions) -> tuple[Breach, ...]:
    """Give every breach of a goal, in any build, with its exemption."""
    return tuple(
        Breach(build, goal, complaint, exemptions.find(goal.id, build, complaint.address))
        for build, system in systems.items()
        for goal in goals
        for complaint in goal.complaints(system)
    )


def unexempted(breaches: Iterable[Breach]) -> tuple[Breach, ...]:
    """Give the breaches that nothing allows; outside production a goal for production needs an exemption as well."""
    return tuple(breach for breach in breaches if breach.exemption is None)


def complaints(
    exemptions: Exemptions, goals: Sequence[Goal], builds: Sequence[str], breaches: Iterable[Breach], today: date
) -> Iterator[str]:
    """Say what is wrong with exemptions of goals, after all goals and builds: see `exempting`."""
    bindings: dict[str, Binding] = {goal.id: goal.binding for goal in goals}
    used = {(breach.exemption, breach.build) for breach in breaches if breach.exemption}
    # Exemptions of rules stand in the same file, and are judged when rules are.
    known = dict.fromkeys((rule.id for rule in rules()), BY_REQUEST) | bindings
    use = Use(known, bindings.keys(), builds, used, whole=True)
    yield from map(str, useless(exemptions, use, today))
