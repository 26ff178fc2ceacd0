"""Judge builds by the goals and the exemptions: what breaks a goal, what may, and which exemptions are of no use."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tasktracker_cfn.errors import CommandError
from tasktracker_cfn.gate.exemptions import Exemption, Exemptions
from tasktracker_cfn.gate.goals.goal import Complaint, Goal
from tasktracker_cfn.model.system import System


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
    """Say what is wrong with exemptions: unknown, misplaced, expired, for nobody, or for nothing."""
    bindings = {goal.id: goal.binding for goal in goals}
    found = list(breaches)
    for entry in exemptions.entries:
        name = f"{entry.rule} for {', '.join(entry.systems)} at {entry.resource}"
        if entry.rule not in bindings:
            yield f"{name}: there is no such rule"
        elif entry.ground == "cost" and bindings[entry.rule] == "always":
            yield f"{name}: cost is no reason to break what holds always"
        if entry.expires <= today:
            yield f"{name}: expired on {entry.expires}"
        yield from (f"{name}: {problem}" for problem in _useless(entry, builds, found))


def _useless(entry: Exemption, builds: Sequence[str], breaches: Sequence[Breach]) -> Iterator[str]:
    used = {breach.build for breach in breaches if breach.exemption == entry}
    for pattern in entry.systems:
        one = entry._replace(systems=(pattern,))
        meant = {build for build in builds if one.is_for(build)}
        if not meant:
            yield f"no build is named {pattern}"
        elif not meant & used:
            yield f"nothing in {pattern} breaks the rule there"
