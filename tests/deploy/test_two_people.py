"""Two people apply one plan: whenever the other one moves, both end alike, and soon."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.plan.plan_file import Plan
from tests.aws.fake import Fake
from tests.aws.refusal import Refused
from tests.deploy.plans import SMALL, STACK, applied, nest, planned

# To apply the small nest makes fewer calls than this before it is executed.
MOST = 60


def plans(aws: Fake, folder: Path, kind: str) -> Iterator[Plan]:
    """Make plan after plan, each for a stack that is not there, or each of another update of one that is."""
    if kind == "update":
        applied(aws, planned(aws, nest(folder / "first", None, SMALL)))
    for number in range(MOST):
        # The bucket of one that was deleted is kept, and so is its name.
        changes = {"deep.yaml": ("store-one", f"store-{number}") if kind == "create" else ("first", f"topic-{number}")}
        yield planned(aws, nest(folder / str(number), changes, SMALL), f"plan-{number}")
        if kind == "create":
            aws.client("cloudformation").update_termination_protection(
                StackName=STACK, EnableTerminationProtection=False
            )
            aws.other_actor().delete(STACK)
            aws.settle()


def is_executed_before(aws: Fake, plan: Plan, call: int, ahead: timedelta) -> list[bool]:
    """Let the other one execute a plan at a later call; the list tells then whether that was in time."""
    done: list[bool] = []

    def move() -> None:
        try:
            aws.other_actor().execute(plan.change_set)
        except Refused:
            done.append(False)
        else:
            done.append(True)
            aws.timeline.advance(ahead.total_seconds())

    aws.when("*", move, after=call)
    return done


@pytest.mark.parametrize(
    ("kind", "ahead", "step"),
    [
        ("create", timedelta(seconds=5), 1),
        # Each moment takes a second, of which nothing new is seen at every one.
        ("update", timedelta(seconds=5), 2),
        ("update", timedelta(hours=1), 4),
    ],
    ids=["create, under way", "update, under way", "update, ended"],
)
def test_at_every_moment(aws: Fake, tmp_path: Path, kind: str, ahead: timedelta, step: int) -> None:
    """Whatever call the other one is quicker at, the plan is joined or was applied, soon, and all ends locked."""
    tried = 0
    for number, plan in enumerate(plans(aws, tmp_path, kind)):
        call = number * step
        in_time = is_executed_before(aws, plan, call, ahead)
        before = aws.clock.now()
        did = applied(aws, plan).did
        if in_time != [True]:
            break
        tried += 1
        assert did in {"joined", "nothing"}, call
        assert aws.clock.now() - before < timedelta(hours=2), call
        assert aws.stack(STACK).status == f"{kind.upper()}_COMPLETE", call
        assert aws.stack(STACK).termination_protection, call
    assert tried * step >= 10
