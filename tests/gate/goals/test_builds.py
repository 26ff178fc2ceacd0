"""The shipped builds hold the goals, or are exempted; the exemptions are of use; the page about both is current."""

from datetime import UTC, datetime

from tasktracker_cfn.gate.goals.judging import complaints, unexempted
from tasktracker_cfn.gate.goals.page import Judgement, page
from tasktracker_cfn.gate.goals.unchecked import UNCHECKED
from tests.commands import REPOSITORY

# Goals whose switches a production build does not use yet. A goal that comes to hold leaves, so this only shrinks.
PENDING = {
    "community-tracker/production": {
        "bucket-access-log",
        "database-backup-plan",
        "database-enhanced-monitoring",
        "database-events",
        "distribution-access-log",
        "distribution-firewall",
        "endpoint-policies",
        "load-balancer-access-log",
        "load-balancer-firewall",
        "log-key",
        "secret-key",
        "topic-encryption",
    }
}


def test_goals_hold(judgement: Judgement) -> None:
    """Whatever breaks a goal is exempted, in every build."""
    left = [b for b in unexempted(judgement.breaches) if b.goal.id not in PENDING.get(b.build, ())]
    assert [str(breach) for breach in left] == []


def test_pending_goals_are_broken(judgement: Judgement) -> None:
    """No goal is said to be pending that holds."""
    broken = {(breach.build, breach.goal.id) for breach in unexempted(judgement.breaches)}
    assert {(build, name) for build, names in PENDING.items() for name in names} - broken == set()


def test_exemptions(judgement: Judgement) -> None:
    """Every exemption is for a rule and builds that there are, allows something in each, and has not expired."""
    today = datetime.now(UTC).date()
    found = complaints(judgement.exemptions, judgement.goals, judgement.builds, judgement.breaches, today)
    assert list(found) == []


def test_production(judgement: Judgement) -> None:
    """The builds in production are those that are named so."""
    named = [build for build in judgement.builds if build.endswith("/production")]
    assert [build for build in judgement.builds if judgement.exemptions.is_production(build)] == named
    assert "community-tracker/production" in named


def test_the_page_in_docs_is_current(judgement: Judgement) -> None:
    """`make reference` has been run since a build, a goal or an exemption changed."""
    assert (REPOSITORY / "docs/security-goals.md").read_text(encoding="utf-8") == page(judgement, UNCHECKED)
