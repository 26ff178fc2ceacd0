"""Who can talk to whom: what is open, what is shut and why, and what cannot be known."""

from pathlib import Path

import pytest

from tasktracker_cfn.model.reach.answer import NO, YES
from tasktracker_cfn.model.reach.naming import named
from tasktracker_cfn.model.reach.proof import reach, who_reaches
from tests.model.reach.asked import ASKED, Asked
from tests.model.reach.small import VPN, small


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_an_answer(asked: Asked, tmp_path: Path) -> None:
    """What is open is open, what is shut is shut at the step that says so, and what is not known is neither."""
    system = small(tmp_path, *asked.changes, more=asked.more)
    source, target, port = asked.question.split()
    answer = reach(system, named(system, source), named(system, target), int(port))
    assert answer.verdict == asked.verdict, answer
    assert any(asked.why in step.text for step in answer.best.decisive) or not asked.why, answer.best


def test_who_reaches_a_database(tmp_path: Path) -> None:
    """Everything that opens connections is asked about, with the internet first and networks elsewhere last."""
    system = small(tmp_path, more=VPN)
    answers = who_reaches(system, named(system, "Database"), 5432)
    assert [(answer.source, answer.verdict) for answer in answers] == [
        ("the internet", NO),
        ("Balancer", NO),
        ("Service", YES),
        ("Bastion", NO),
        ("Function", NO),
        ("192.168.4.0/22", YES),
    ]


def test_every_subnet_counts(tmp_path: Path) -> None:
    """What runs in two subnets reaches something, and yet not from everywhere, when one of them has no way there."""
    system = small(tmp_path, ("Subnets: [!Ref Private], Sec", "Subnets: [!Ref Private, !Ref Isolated], Sec"))
    answer = reach(system, named(system, "Service"), named(system, "logs"), 443)
    assert (answer.verdict, answer.everywhere) == (YES, NO)
    assert answer.worst.source == "Service in Isolated"
