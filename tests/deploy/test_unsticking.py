"""Ways out of a status, over values."""

import pytest

from tasktracker_cfn.deploy.aws.tree import Node
from tasktracker_cfn.deploy.commands import Place, Spelling
from tasktracker_cfn.deploy.standing.unsticking import advise, chosen, skip_names
from tasktracker_cfn.deploy.statuses import RESUME, STATUSES, Way
from tasktracker_cfn.deploy.telling import unstick as telling
from tasktracker_cfn.errors import CommandError
from tests.deploy.trees import NOON, later, stack, thing, tree

CALL = "aws cloudformation continue-update-rollback --stack-name shop"
THERE = "--region eu-west-1 --profile p"
SHOP = Spelling(Place("shop/dev"), "us-east-1")
FAILED = "UPDATE_ROLLBACK_FAILED"
STUCK = tree(
    Node((), stack("shop", FAILED), (thing("Topic", status="UPDATE_FAILED", status_reason="no"),)),
    Node(("Data",), stack("shop-Data-1A", FAILED)),
    Node(
        ("Data", "Deep"),
        stack("shop-Data-1A-Deep-2B", FAILED),
        (
            thing("Queue", status="UPDATE_FAILED", status_reason="gone"),
            thing("Other", status="UPDATE_FAILED", status_reason="Resource update cancelled"),
        ),
    ),
    Node(("Web",), stack("shop-Web-3C", FAILED), (thing("Before", status="UPDATE_FAILED", status_reason="broken"),)),
)
# What failed at noon in Web made the rollback necessary, which began later.
SINCE = {(): NOON, ("Data", "Deep"): NOON, ("Web",): later(1)}


def test_only_what_failed_while_rolling_back_can_be_skipped() -> None:
    """What was cancelled, what made the rollback necessary, and nested stacks are not skipped."""
    advice = advise(STUCK, SINCE, SHOP)
    assert {item.address: item.can_be_skipped for item in advice.failed} == {
        "Topic": True,
        "Data/Deep/Queue": True,
        "Data/Deep/Other": False,
        "Web/Before": False,
    }


def test_skipped_resources_are_named_by_their_stacks_name() -> None:
    """ResourcesToSkip takes the name of the nested stack at any depth, and nothing before the id in the root."""
    advice = advise(STUCK, SINCE, SHOP)
    assert skip_names(advice, ("Data/Deep/Queue", "Topic")) == ("shop-Data-1A-Deep-2B.Queue", "Topic")
    with pytest.raises(CommandError, match=r"Web/Before did not fail while rolling back.*Topic, Data/Deep/Queue"):
        skip_names(advice, ("Web/Before",))


def test_commands_are_whole() -> None:
    """Each way has the command of this program and the call of AWS's own, with all names filled in."""
    options = advise(STUCK, SINCE, Spelling(Place("shop/dev", profile="p"), "eu-west-1")).options
    assert [option.command for option in options] == [
        "python -m tasktracker_cfn unstick shop/dev --profile p --run",
        "python -m tasktracker_cfn unstick shop/dev --profile p --skip Topic --skip Data/Deep/Queue --run",
        "python -m tasktracker_cfn unstick shop/dev --profile p --force --run",
    ]
    assert [option.call for option in options] == [
        f"{CALL} {THERE}",
        f"{CALL} --resources-to-skip Topic shop-Data-1A-Deep-2B.Queue {THERE}",
        f"{CALL} --force-rollback {THERE}",
    ]


def test_nothing_to_skip_is_no_way() -> None:
    """Where nothing failed that can be skipped, skipping is not offered."""
    ways = [option.step.way for option in advise(tree(Node((), stack("shop", FAILED))), {}, SHOP).options]
    assert ways == ["", "force"]


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_lines(status: str) -> None:
    """Every status says what it means and what is at risk; what is stuck has a way on, what is stable has none."""
    advice = advise(tree(Node((), stack("shop", status))), {}, SHOP)
    text = "\n".join(telling.lines(advice))
    assert STATUSES[status].meaning in text
    assert STATUSES[status].risk in text
    if advice.about.family in {"stable", "none"}:
        assert "not stuck" in text
    else:
        assert "way on" in text or "ways on" in text
    for option in advice.options:
        assert bool(option.command) is (bool(option.step.operation) or option.step is RESUME)
        assert option.command in text
    document = telling.document(advice)
    assert (document["status"], document["family"]) == (status, advice.about.family)


@pytest.mark.parametrize("status", ["ROLLBACK_FAILED", "DELETE_FAILED"])
def test_what_may_hold_data_is_not_deleted_here(status: str) -> None:
    """A stack in which something is left is deleted by the verb that says what is lost."""
    advice = advise(tree(Node((), stack("shop", status))), {}, SHOP)
    assert advice.options[0].command == "python -m tasktracker_cfn destroy shop/dev"
    with pytest.raises(CommandError, match="left to `destroy`"):
        chosen(advice, "")


def test_protection_is_ended_by_destroy_alone() -> None:
    """An empty stack with termination protection is not deleted here either."""
    root = stack("shop", "ROLLBACK_COMPLETE")._replace(termination_protection=True)
    assert advise(tree(Node((), root)), {}, SHOP).options[0].command.endswith("destroy shop/dev --unprotect")


@pytest.mark.parametrize(
    ("status", "way"), [("CREATE_COMPLETE", ""), ("UPDATE_FAILED", "force"), ("DELETE_IN_PROGRESS", "")]
)
def test_ways_that_a_status_has_not(status: str, way: Way) -> None:
    """A way that the status does not allow is refused, and it is said what the status means."""
    advice = advise(tree(Node((), stack("shop", status))), {}, SHOP)
    with pytest.raises(CommandError, match="is for nothing that"):
        chosen(advice, way)


def test_what_was_never_whole_is_not_rolled_back_unasked() -> None:
    """Where a creation and the update after it failed, a rollback deletes: that is said, and going on comes first."""
    nest = tree(Node((), stack("shop", "UPDATE_FAILED")))
    whole, never = (advise(nest, {}, SHOP, never_whole=never) for never in (False, True))
    assert [option.step.deletes for option in whole.options] == [False, False, False]
    assert never.options[0].command == "python -m tasktracker_cfn plan shop/dev"
    assert chosen(never, "").deletes
    assert "to roll back deletes it" in never.about.risk
