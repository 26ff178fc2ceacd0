"""Each rule is silent on what is right, and speaks on what is not."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tasktracker_cfn.gate.rules.every import rules
from tasktracker_cfn.gate.rules.rule import Fault, Rule
from tasktracker_cfn.model.system import System
from tests.gate.rules.case import Case, Change, write
from tests.gate.rules.every_case import CASES

RULES = {rule.id: rule for rule in rules()}
WHOLE = [pytest.param(RULES[name], case, id=name) for name, cases in CASES.items() for case in cases]
CHANGED = [
    pytest.param(RULES[name], case, change, id=f"{name}-{number}")
    for name, cases in CASES.items()
    for case in cases
    for number, change in enumerate(case.changes, start=1)
]


def _faults(rule: Rule, system: System) -> list[Fault]:
    return list(rule.check(system))


def _read(files: Mapping[str, str], folder: Path, change: Change | None = None) -> System:
    return System(write(files, folder), dict(change.given) if change else {}, region=change.region if change else None)


@pytest.mark.parametrize(("rule", "case"), WHOLE)
def test_a_case_holds_its_rule(rule: Rule, case: Case, tmp_path: Path) -> None:
    """A rule finds nothing where what it asks for is there."""
    assert [(fault.address, fault.message) for fault in _faults(rule, _read(case.files, tmp_path))] == []


@pytest.mark.parametrize(("rule", "case", "change"), CHANGED)
def test_a_change(rule: Rule, case: Case, change: Change, tmp_path: Path) -> None:
    """A rule finds what a change has broken, where it was broken, and nothing after a change that breaks nothing."""
    assert any(change.old in text for text in case.files.values()), f"{change.old!r} stands nowhere"
    assert change.old != change.new or change.given or change.region, "nothing is changed"
    system = _read(case.changed(change), tmp_path, change)
    faults = _faults(rule, system)
    assert bool(faults) is change.breaks, [(fault.address, fault.message) for fault in faults]
    if change.at is not None:
        assert change.at in {fault.address for fault in faults}
    if change.line is not None:
        assert change.line in {_line(fault, system) for fault in faults}


def _line(fault: Fault, system: System) -> str:
    file, number = fault.line(system)
    return Path(file).read_text(encoding="utf-8").splitlines()[number - 1].strip()
