"""What holds of every rule, whatever it is about."""

import re
from collections import Counter

import pytest

from tasktracker_cfn.gate.goals.every import GOALS
from tasktracker_cfn.gate.rules.every import rules
from tasktracker_cfn.gate.rules.rule import Rule
from tests.gate.rules.every_case import CASES

RULES = rules()


@pytest.fixture(params=RULES, ids=[rule.id for rule in RULES])
def rule(request: pytest.FixtureRequest) -> Rule:
    """Give each rule."""
    found: Rule = request.param
    return found


def test_ids_are_unique() -> None:
    """No two rules or goals have one id."""
    count = Counter([*(rule.id for rule in RULES), *(goal.id for goal in GOALS)])
    assert [name for name, number in count.items() if number > 1] == []


def test_a_rule_has_been_seen_to_fail(rule: Rule) -> None:
    """Every rule has a template that it accepts and a change of it that it refuses."""
    assert [change for case in CASES[rule.id] for change in case.changes if change.breaks]


def test_a_rule_explains_itself(rule: Rule) -> None:
    """Every rule has an id in kebab case, and says in whole sentences what holds, why, and what to do."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.id)
    for text in (rule.summary, rule.why, rule.remedy):
        assert re.fullmatch(r"[A-Z`/0-9][^\n]*\.", text), text


def test_what_has_no_source_only_warns(rule: Rule) -> None:
    """A rule that nothing but common knowledge speaks for stops nobody."""
    assert rule.source or rule.severity != "error"


def test_no_case_is_for_nobody() -> None:
    """Every case is for a rule that there is."""
    assert [name for name in CASES if name not in {rule.id for rule in RULES}] == []
