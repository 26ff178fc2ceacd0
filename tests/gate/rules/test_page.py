"""The page of rules is current, and says of every trap what decides it or why nothing does."""

from tasktracker_cfn.gate.goals.every import GOALS
from tasktracker_cfn.gate.rules.elsewhere import BY_GOALS, ELSEWHERE
from tasktracker_cfn.gate.rules.page import covered, page
from tests.commands import REPOSITORY

# How many traps each letter has.
TRAPS = {
    "K": 21,
    "N": 18,
    "G": 9,
    "E": 33,
    "L": 12,
    "D": 29,
    "S": 12,
    "B": 12,
    "F": 22,
    "W": 6,
    "I": 10,
    "O": 14,
    "X": 17,
}
EVERY = [f"{letter}{number:02}" for letter, count in TRAPS.items() for number in range(1, count + 1)]


def test_the_page_in_docs_is_current() -> None:
    """`make reference` has been run since a rule changed."""
    assert (REPOSITORY / "docs/rules.md").read_text(encoding="utf-8") == page()


def test_every_trap_is_accounted_for() -> None:
    """Each trap is decided, or is said not to be, with a reason, and not both."""
    decided = covered()
    others = [entry.row for entry in ELSEWHERE]
    assert len(set(others)) == len(others)
    assert not set(others) & decided.keys()
    assert [row for row in EVERY if row not in decided and row not in others] == []
    assert set(decided) | set(others) == set(EVERY)
    assert len(decided) >= 150


def test_goals_that_decide_a_trap_are_there() -> None:
    """A trap is said to be decided by goals that exist."""
    goals = {goal.id for goal in GOALS}
    assert {name for names in BY_GOALS.values() for name in names} <= goals
