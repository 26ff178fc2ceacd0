"""Check nests of templates by the rules and the security goals, and judge what is found by the exemptions."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from tasktracker_cfn.errors import TemplateError, UnclearError
from tasktracker_cfn.gate.exempting import Use, useless
from tasktracker_cfn.gate.exemptions import Exemption, Exemptions
from tasktracker_cfn.gate.explaining import meanings
from tasktracker_cfn.gate.findings import Finding, Severity
from tasktracker_cfn.gate.goals import linting
from tasktracker_cfn.gate.goals.every import GOALS
from tasktracker_cfn.gate.goals.goal import Binding, Goal
from tasktracker_cfn.gate.rules.every import rules
from tasktracker_cfn.gate.rules.rule import Rule
from tasktracker_cfn.model.system import System

# Those that are cfn-lint's take a hundred times as long, and cfn-lint says them itself.
OWN_GOALS = tuple(goal for goal in GOALS if goal.area != linting.LINT.name)


class Judges(NamedTuple):
    """By what to judge."""

    rules: tuple[Rule, ...]
    goals: tuple[Goal, ...]
    exemptions: Exemptions
    today: date


class Verdict(NamedTuple):
    """What was found in some nests, and how many findings were exempted."""

    findings: tuple[Finding, ...]
    exempted: int
    nests: int


class _Breach(NamedTuple):
    """One thing that a nest has broken; the address is what exemptions go by."""

    build: str
    rule: str
    severity: Severity
    address: str
    message: str
    file: str
    line: int


def everything(exemptions: Exemptions, today: date) -> Judges:
    """Judge by every rule and every goal that needs no linter."""
    return Judges(rules(), OWN_GOALS, exemptions, today)


def check(systems: Mapping[str, System], judges: Judges, *, whole: bool) -> Verdict:
    """Check nests, by their names as exemptions have them.

    :param whole: whether there are no other builds, so that an exemption for none of these is for nobody
    """
    current = judges.exemptions.current(judges.today)
    findings: list[Finding] = []
    used: set[tuple[Exemption, str]] = set()
    exempted = 0
    for build, system in systems.items():
        for breach in _breaches(build, system, judges):
            exemption = current.find(breach.rule, build, breach.address)
            if exemption:
                used.add((exemption, build))
                exempted += 1
            else:
                findings.append(_finding(breach))
    findings.sort()
    tried = {rule.id for rule in judges.rules} | {goal.id for goal in judges.goals}
    use = Use(_bindings(), tried, systems.keys(), used, whole=whole)
    return Verdict((*findings, *_complaints(judges, use)), exempted, len(systems))


def _bindings() -> Mapping[str, Binding]:
    """Give how binding each id is: a rule has no cost that could be spared."""
    goals: dict[str, Binding] = {goal.id: goal.binding for goal in GOALS}
    return {**dict.fromkeys((rule.id for rule in rules()), "exempted"), **goals}


def _breaches(build: str, system: System, judges: Judges) -> Iterator[_Breach]:
    try:
        for rule in judges.rules:
            severity = rule.severity_in(system)
            for fault in rule.check(system):
                file, line = fault.line(system)
                yield _Breach(build, rule.id, severity, fault.address, fault.message, file, line)
        yield from _of_goals(build, system, judges)
    except TemplateError as error:
        yield _Breach(build, "template-unreadable", "error", "", error.message, error.file, max(error.line, 1))


def _of_goals(build: str, system: System, judges: Judges) -> Iterator[_Breach]:
    unclear: list[str] = []
    for goal in judges.goals:
        severity = meanings()[goal.id].severity
        try:
            for where, message in goal.check(system):
                address = str(where)
                yield _Breach(build, goal.id, severity, address, message, *_place(system, address))
        except UnclearError:
            unclear.append(goal.id)
    if unclear:
        message = f"the templates leave it open whether these hold: {', '.join(unclear)}"
        yield _Breach(build, "goals-unclear", "advice", "", message, *_place(system, ""))


def _place(system: System, address: str) -> tuple[str, int]:
    """Give the file and the line of an address, or of as much of it as is a resource."""
    steps = tuple(address.split("/"))
    while steps:
        resource = system.nest.resource(steps[:-1], steps[-1])
        if resource:
            return str(resource.file), resource.line
        steps = steps[:-1]
    return str(system.nest.root.template.file), 1


def _finding(breach: _Breach) -> Finding:
    meaning = meanings()[breach.rule]
    return Finding(
        file=breach.file,
        line=breach.line,
        rule=breach.rule,
        severity=breach.severity,
        logical_id=breach.address,
        message=breach.message,
        why=meaning.why,
        remedy=meaning.remedy,
    )


def _complaints(judges: Judges, use: Use) -> Iterable[Finding]:
    for wrong in useless(judges.exemptions, use, judges.today):
        meaning = meanings()[wrong.notice]
        entry = wrong.exemption
        yield Finding(entry.file, entry.line, meaning.id, meaning.severity, "", str(wrong), meaning.why, meaning.remedy)
