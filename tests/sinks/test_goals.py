"""With everything on, every security goal holds that is asked of production, but for what no such system can hold."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from tasktracker_cfn.gate.exemptions import Exemptions, load
from tasktracker_cfn.gate.goals.every import GOALS
from tasktracker_cfn.gate.goals.judging import Breach, complaints, judge, unexempted
from tests.systems import sinks
from tests.systems.built import System
from tests.systems.conftest import built

__all__ = ["built"]

EXEMPTIONS = Path(__file__).with_name("exemptions.toml")
# What others ask for and is mostly not wanted is for each system to say.
ASKED = tuple(goal for goal in GOALS if goal.binding != "exempted")


class Judged(NamedTuple):
    """What breaks a goal, and what may."""

    breaches: tuple[Breach, ...]
    exemptions: Exemptions


@pytest.fixture(scope="module")
def judged(built: Callable[[str], System]) -> Judged:
    """Judge the kitchen sink of each engine."""
    exemptions = load(EXEMPTIONS)
    systems = {folder: built(folder) for folder in sinks.FOLDERS}
    return Judged(judge(systems, ASKED, exemptions), exemptions)


def test_goals_hold(judged: Judged) -> None:
    """Whatever breaks a goal is exempted, and cost is no reason."""
    assert [str(breach) for breach in unexempted(judged.breaches)] == []
    assert all(judged.exemptions.is_production(folder) for folder in sinks.FOLDERS)
    assert {entry.ground for entry in judged.exemptions.entries} == {"design", "platform", "requirement"}


def test_exemptions(judged: Judged) -> None:
    """Every exemption allows something, and has not expired."""
    today = datetime.now(UTC).date()
    assert list(complaints(judged.exemptions, ASKED, sinks.FOLDERS, judged.breaches, today)) == []
