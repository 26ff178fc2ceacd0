"""Judging: a breach is allowed by the exemption that fits, and an exemption that is of no use is noticed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tasktracker_cfn.errors import CommandError
from tasktracker_cfn.gate.exemptions import Exemption, Exemptions
from tasktracker_cfn.gate.goals.goal import Area, Breach, Goal
from tasktracker_cfn.gate.goals.judging import complaints, judge, systems_in, unexempted
from tasktracker_cfn.gate.goals.page import Judgement, page
from tasktracker_cfn.model.system import System

TODAY = date(2030, 1, 1)
THINGS = Area("Things")


def _queues(system: System) -> Iterator[Breach]:
    """No queue is there."""
    yield from ((queue, "is there") for queue in system.of("AWS::SQS::Queue"))


ALWAYS = THINGS.always("no-queues", "XX-1")(_queues)
PRODUCTION = THINGS.production("no-queues-in-production", "XX-2 XX-3")(_queues)
GOALS = (ALWAYS, PRODUCTION)


def exemption(rule: str, *systems: str, resource: str = "*", ground: str = "design") -> Exemption:
    """Give an exemption that ends a day after today."""
    assert ground in {"design", "cost"}
    return Exemption(
        rule, systems, resource, "cost" if ground == "cost" else "design", "because of a reason", date(2030, 1, 2)
    )


@pytest.fixture
def systems(tmp_path: Path) -> dict[str, System]:
    """Give two environments of a system, each with two queues."""
    for environment in ("dev", "production"):
        folder = tmp_path / "mine" / environment
        folder.mkdir(parents=True)
        (folder / "root.yaml").write_text("Resources: {One: {Type: 'AWS::SQS::Queue'}, Two: {Type: 'AWS::SQS::Queue'}}")
    return systems_in(tmp_path)


def judged(systems: dict[str, System], *entries: Exemption, goals: tuple[Goal, ...] = GOALS) -> Judgement:
    """Judge two environments, of which the one named so is in production."""
    exemptions = Exemptions(("*/production",), entries)
    return Judgement(tuple(systems), goals, judge(systems, goals, exemptions), exemptions)


def wrong(judgement: Judgement, today: date = TODAY) -> list[str]:
    """Say what is wrong with the exemptions."""
    return list(complaints(judgement.exemptions, judgement.goals, judgement.builds, judgement.breaches, today))


def test_breaches(systems: dict[str, System]) -> None:
    """Each resource that breaks a goal is a breach, in each build."""
    found = judged(systems, goals=(ALWAYS,)).breaches
    assert [str(breach) for breach in unexempted(found)] == [
        "mine/dev: no-queues: One is there",
        "mine/dev: no-queues: Two is there",
        "mine/production: no-queues: One is there",
        "mine/production: no-queues: Two is there",
    ]


def test_exemption_fits(systems: dict[str, System]) -> None:
    """An exemption allows a rule to be broken in its builds by its resources, and nothing else."""
    judgement = judged(systems, exemption("no-queues", "mine/dev", resource="O*"))
    left = [(breach.build, breach.goal.id, breach.complaint.address) for breach in unexempted(judgement.breaches)]
    assert ("mine/dev", "no-queues", "One") not in left
    assert len(left) == 7
    assert wrong(judgement) == []


def test_cost_is_no_reason_in_production(systems: dict[str, System]) -> None:
    """An exemption for cost does not reach production, also when it is for every build."""
    judgement = judged(systems, exemption(PRODUCTION.id, "*/*", ground="cost"), goals=(PRODUCTION,))
    assert {breach.build for breach in unexempted(judgement.breaches)} == {"mine/production"}
    assert wrong(judgement) == []


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (exemption("no-such-rule", "mine/dev"), "there is no such rule"),
        (exemption("no-queues", "yours/dev"), "no build is named yours/dev"),
        (exemption("no-queues", "mine/dev", "mine/stag*"), "no build is named mine/stag*"),
        (exemption("no-queues", "mine/dev", resource="Three"), "nothing in mine/dev breaks the rule there"),
        (exemption("no-queues", "mine/dev", ground="cost"), "cost is no reason to break what holds always"),
        (
            exemption(PRODUCTION.id, "mine/production", ground="cost"),
            "nothing in mine/production breaks the rule there",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_useless_exemption(entry: Exemption, message: str, systems: dict[str, System]) -> None:
    """An exemption that is for nothing, or may not be, is noticed."""
    assert any(said.endswith(message) for said in wrong(judged(systems, entry)))


def test_second_exemption_for_the_same(systems: dict[str, System]) -> None:
    """Where one exemption is enough, another one is of no use."""
    entries = (exemption("no-queues", "mine/*"), exemption("no-queues", "mine/dev", resource="One"))
    assert wrong(judged(systems, *entries)) == [
        "no-queues for mine/dev at One: nothing in mine/dev breaks the rule there"
    ]


def test_expired_exemption(systems: dict[str, System]) -> None:
    """An exemption has expired on its day."""
    judgement = judged(systems, exemption("no-queues", "*/*"))
    assert wrong(judgement, date(2030, 1, 1)) == []
    assert wrong(judgement, date(2030, 1, 2)) == ["no-queues for */* at *: expired on 2030-01-02"]


def test_no_build(tmp_path: Path) -> None:
    """A folder without builds is no folder in which everything holds."""
    with pytest.raises(CommandError, match="run a build first"):
        systems_in(tmp_path)


def test_page(systems: dict[str, System]) -> None:
    """The page says of each goal where it holds, what is exempted why, and its other names."""
    text = page(judged(systems, exemption("no-queues", "mine/dev", resource="O*")), ())
    assert "| mine/dev | 0 | 0 | 2 |" in text
    assert "| **mine/production** | 0 | 0 | 2 |" in text
    assert "| `no-queues` | No queue is there. | always | none; **broken** in mine/dev, mine/production |" in text
    assert "- `no-queues`\n  - mine/dev, `O*`: because of a reason (design, until 2030-01-02)" in text
    assert "| `no-queues-in-production` | `XX-2` `XX-3` |" in text


def test_page_where_a_goal_holds(systems: dict[str, System]) -> None:
    """The page names the builds in which a goal holds, or does not, whichever are fewer."""
    (systems["mine/dev"].folder / "root.yaml").write_text("Resources: {One: {Type: 'AWS::SNS::Topic'}}")
    fresh = {name: System(system.folder) for name, system in systems.items()}
    text = page(judged(fresh, exemption("no-queues", "*/production"), goals=(ALWAYS,)), ())
    assert "| `no-queues` | No queue is there. | always | mine/dev |" in text
    third = fresh | {"mine/test": fresh["mine/dev"]}
    text = page(judged(third, exemption("no-queues", "*/production"), goals=(ALWAYS,)), ())
    assert "| always | all but mine/production |" in text
    none = {"mine/dev": fresh["mine/dev"]}
    assert "| always | every build |" in page(judged(none, goals=(ALWAYS,)), ())
