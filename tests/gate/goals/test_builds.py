"""The shipped builds hold the goals, or are exempted; the exemptions are of use; the page about both is current."""

from datetime import UTC, datetime

from tasktracker_cfn.gate.goals.judging import complaints, unexempted
from tasktracker_cfn.gate.goals.page import Judgement, page
from tasktracker_cfn.gate.goals.unchecked import UNCHECKED
from tests.commands import REPOSITORY


def test_goals_hold(judgement: Judgement) -> None:
    """Whatever breaks a goal is exempted, in every build."""
    assert [str(breach) for breach in unexempted(judgement.breaches)] == []


def test_exemptions(judgement: Judgement) -> None:
    """Every exemption is for a rule and builds that there are, allows something in each, and has not expired."""
    today = datetime.now(UTC).date()
    found = complaints(judgement.exemptions, judgement.goals, judgement.builds, judgement.breaches, today)
    assert list(found) == []


def test_production(judgement: Judgement) -> None:
    """The builds in production are those that are named so."""
    named = [build for build in judgement.builds if build.endswith("/production")]
    assert [build for build in judgement.builds if judgement.exemptions.is_production(build)] == named
    assert named == ["community-tracker/production", "task-tracker-mysql/production"]


def test_the_page_in_docs_is_current(judgement: Judgement) -> None:
    """`make reference` has been run since a build, a goal or an exemption changed."""
    assert (REPOSITORY / "docs/security-goals.md").read_text(encoding="utf-8") == page(judgement, UNCHECKED)
