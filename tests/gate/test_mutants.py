"""Whatever is done to a template, the gate says what it finds, or that it cannot read it; it never falls over."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tasktracker_cfn.cli.formats import github, sarif
from tasktracker_cfn.gate.checking import check, everything
from tasktracker_cfn.gate.exemptions import Exemptions
from tasktracker_cfn.model.system import System
from tests.gate.mutants import Files, mutants
from tests.gate.rules.case import Case, write
from tests.gate.rules.every_case import CASES
from tests.hypothesis_profile import DETERMINISTIC

JUDGES = everything(Exemptions((), ()), date(2026, 1, 1))
# All together 5,000 or more.
EACH = max(10, -(-5000 // sum(map(len, CASES.values()))))
BASES = [pytest.param(case, id=f"{name}-{number}") for name, held in CASES.items() for number, case in enumerate(held)]


def test_there_are_enough() -> None:
    """At least 5,000 mutants are tried."""
    assert len(BASES) * EACH >= 5000


@pytest.mark.parametrize("case", BASES)
def test_mutants(case: Case, tmp_path: Path) -> None:
    """A damaged template gives findings, each in a file of the nest and on a line of it."""
    base = tmp_path / "base"
    nest = tmp_path / "nest"

    @settings(DETERMINISTIC, max_examples=EACH, suppress_health_check=list(HealthCheck))
    @given(files=mutants(case, base))
    def tried(files: Files) -> None:
        shutil.rmtree(nest, ignore_errors=True)
        write(files, nest)
        verdict = check({"mine/dev": System(nest)}, JUDGES, whole=False)
        for finding in verdict.findings:
            path = Path(finding.file)
            assert path.parent == nest
            assert 1 <= finding.line <= len(path.read_text(encoding="utf-8").splitlines()) + 1
            assert str(finding).isprintable()
        assert json.loads(sarif.show(verdict))["version"] == "2.1.0"
        assert len(github.show(verdict).splitlines()) == len(verdict.findings)

    tried()
