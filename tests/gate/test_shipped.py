"""What this project builds passes its own gate: the shipped builds, and the kitchen sinks."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasktracker_cfn.gate.checking import Verdict, check, everything
from tasktracker_cfn.gate.exemptions import SHIPPED, load
from tasktracker_cfn.model.finding_nests import find_nests
from tasktracker_cfn.model.system import System
from tests.commands import REPOSITORY
from tests.systems import sinks
from tests.systems.conftest import built

__all__ = ["built"]

TODAY = datetime.now(UTC).date()


def _said(verdict: Verdict) -> list[str]:
    return [str(finding) for finding in verdict.findings]


def test_shipped_builds() -> None:
    """No rule and no goal finds anything in a shipped build that is not exempted, and no exemption is of no use."""
    nests = find_nests([REPOSITORY / "out"])
    verdict = check(nests, everything(load(SHIPPED), TODAY), whole=True)
    assert _said(verdict) == []
    assert verdict.nests == 7
    assert verdict.exempted > 0


@pytest.fixture(scope="module")
def kitchen_sinks(built: Callable[[str], System]) -> Mapping[str, System]:
    """Give the kitchen sink of each engine."""
    return {folder: built(folder) for folder in sinks.FOLDERS}


def test_kitchen_sinks(kitchen_sinks: Mapping[str, System]) -> None:
    """With everything on that can be on together, no rule finds anything either, nor a goal that is not by request."""
    judges = everything(load(Path(__file__).parents[1] / "sinks/exemptions.toml"), TODAY)
    asked = tuple(goal for goal in judges.goals if goal.binding != "exempted")
    verdict = check(kitchen_sinks, judges._replace(goals=asked), whole=True)
    assert _said(verdict) == []


def test_companions(kitchen_sinks: Mapping[str, System]) -> None:
    """The templates that are deployed beside a nest, for another region, pass alone."""
    files = [path for system in kitchen_sinks.values() for path in sorted(system.folder.glob("replica.yaml"))]
    assert files
    verdict = check(find_nests(files), everything(load(SHIPPED), TODAY)._replace(goals=()), whole=False)
    assert _said(verdict) == []
