"""A plan is applied to the letter, once, or not at all."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.apply.progress import Placed, Progress
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE
from tasktracker_cfn.deploy.guarding.locking import MARK
from tasktracker_cfn.errors import CommandError, DataLossError, DeploymentError, StalePlanError, TimeError
from tests.aws.fake import Fake
from tests.deploy.plans import (
    NEW_IMAGE,
    NEW_SIZE,
    NEW_STORE,
    NEW_TOPIC,
    NEW_UPLOADS,
    SMALL,
    STACK,
    Notes,
    applied,
    deployed,
    nest,
    planned,
)


def executed(aws: Fake) -> int:
    """Count the executions that AWS has begun."""
    return sum(call.operation == "ExecuteChangeSet" and not call.error for call in aws.calls)


def denied(aws: Fake, stack: str) -> list[str]:
    """Give what a stack's policy protects."""
    policy = aws.stack(stack).policy
    statements = json.loads(policy)["Statement"] if policy else []
    return [name for one in statements if one["Effect"] == "Deny" for name in one["Resource"] if name != MARK]


def test_first_create(aws: Fake, tmp_path: Path) -> None:
    """A first deployment makes the nest, protects what holds state, and protects the root from being deleted."""
    watcher = Notes()
    done = applied(aws, planned(aws, nest(tmp_path)), watcher=watcher)
    assert (done.did, done.stack.status) == ("applied", "CREATE_COMPLETE")
    assert executed(aws) == 1
    assert aws.stack(STACK).termination_protection
    assert denied(aws, STACK) == [f"LogicalResourceId/{name}" for name in ("Data", "Service", "Uploads")]
    assert denied(aws, f"{STACK}/Data") == ["LogicalResourceId/Database", "LogicalResourceId/Deep"]
    assert denied(aws, f"{STACK}/Data/Deep") == ["LogicalResourceId/Store", "LogicalResourceId/Topic"]
    assert watcher.last
    assert {row.address for row in watcher.last.rows} >= {"Data/Database", "Data/Deep/Store", "Service/Service"}
    assert not watcher.last.waiting
    ids = [item.event.id for item in watcher.news]
    assert len(ids) == len(set(ids))
    assert set(ids) >= {event.id for event in aws.stack(f"{STACK}/Data/Deep").events[1:]}


def test_nothing_is_waited_for_that_is_done(aws: Fake, tmp_path: Path) -> None:
    """What is in a nested stack that is done is not shown as waited for."""
    wrong: list[str] = []

    class Watching(Notes):
        def seen(self, news: Sequence[Placed], progress: Progress) -> None:
            done = [row.address for row in progress.rows if row.type == STACK_TYPE and not row.is_waiting]
            wrong.extend(row.address for row in progress.waiting if row.address.rpartition("/")[0] in done)
            super().seen(news, progress)

    applied(aws, planned(aws, nest(tmp_path)), watcher=Watching())
    assert not wrong


def test_execution_says_rollback(aws: Fake, tmp_path: Path) -> None:
    """That a failure is to be rolled back is said with the execution, whose default nobody knows."""
    applied(aws, planned(aws, nest(tmp_path)))
    call = next(call for call in aws.calls if call.operation == "ExecuteChangeSet")
    assert call.parameters["DisableRollback"] is False
    assert call.parameters["ClientRequestToken"].startswith("apply-")


def test_update(aws: Fake, tmp_path: Path) -> None:
    """An update in place needs no allowance."""
    done = applied(aws, deployed(aws, tmp_path, NEW_SIZE))
    assert (done.did, done.stack.status) == ("applied", "UPDATE_COMPLETE")
    assert aws.stack(f"{STACK}/Data").resources["Database"].properties["DBInstanceClass"] == "db.t4g.small"


def test_same_plan_twice(aws: Fake, tmp_path: Path) -> None:
    """A plan that was applied is done."""
    plan = deployed(aws, tmp_path, NEW_IMAGE)
    applied(aws, plan)
    before = executed(aws)
    assert applied(aws, plan).did == "nothing"
    assert executed(aws) == before


@pytest.mark.parametrize(
    ("changes", "address"), [(NEW_UPLOADS, "Uploads"), (NEW_STORE, "Data/Deep/Store")], ids=["root", "grandchild"]
)
def test_replacement(aws: Fake, tmp_path: Path, changes: dict[str, tuple[str, str]], address: str) -> None:
    """A bucket is replaced only when it is named, in the root and in a grandchild; then the locks are closed again."""
    plan = deployed(aws, tmp_path, changes)
    before = executed(aws)
    with pytest.raises(DataLossError, match=f"--allow {address}") as refused:
        applied(aws, plan)
    assert refused.value.exit_code == 1
    assert executed(aws) == before
    assert applied(aws, plan, address).stack.status == "UPDATE_COMPLETE"
    assert executed(aws) == before + 1
    stack, _, name = f"{STACK}/{address}".rpartition("/")
    assert f"LogicalResourceId/{name}" in denied(aws, stack)


def test_allow_must_name_something(aws: Fake, tmp_path: Path) -> None:
    """To allow what the plan does not do is an error, for it may be misspelt."""
    plan = deployed(aws, tmp_path, NEW_STORE)
    wrong = r"--allow Data/Store names nothing .*; did you mean Data/Deep/Store\?\nit can name: Data/Deep/Store"
    with pytest.raises(CommandError, match=wrong):
        applied(aws, plan, "Data/Deep/Store", "Data/Store")


def test_policy_holds_what_no_review_saw(aws: Fake, tmp_path: Path) -> None:
    """What is not allowed is denied by the stack policy while the update runs."""
    plan = deployed(aws, tmp_path, NEW_STORE)
    seen: list[list[str]] = []
    aws.when("ExecuteChangeSet", lambda: seen.append(denied(aws, f"{STACK}/Data")))
    aws.when("ExecuteChangeSet", lambda: seen.append(denied(aws, f"{STACK}/Data/Deep")))
    applied(aws, plan, "Data/Deep/Store")
    assert seen == [["LogicalResourceId/Database"], ["LogicalResourceId/Topic"]]


def test_lost_answer(aws: Fake, tmp_path: Path) -> None:
    """When the answer to the execution is lost, whether it began is looked up, and nothing begins twice."""
    plan = planned(aws, nest(tmp_path))
    aws.lose_answer("ExecuteChangeSet", times=6)
    assert applied(aws, plan).stack.status == "CREATE_COMPLETE"
    assert len(aws.stack(STACK).stack.operations) == 1


def test_two_people(aws: Fake, tmp_path: Path) -> None:
    """Of two people who apply the same plan at once one executes it, and both see its end."""
    plan = planned(aws, nest(tmp_path, None, SMALL))
    other = aws.other_actor()
    aws.when("ExecuteChangeSet", lambda: other.execute(plan.change_set))
    assert applied(aws, plan).stack.status == "CREATE_COMPLETE"
    assert len(aws.stack(STACK).stack.operations) == 1


def test_two_plans_at_once(aws: Fake, tmp_path: Path) -> None:
    """Of two people who apply different plans at once one does, and the other is told; nothing is done twice."""
    mine = deployed(aws, tmp_path, NEW_TOPIC, SMALL)
    theirs = planned(aws, nest(tmp_path / "other", NEW_STORE, SMALL), "other")
    other = aws.other_actor()
    began = len(aws.stack(STACK).stack.operations)
    aws.when("ExecuteChangeSet", lambda: other.execute(theirs.change_set))
    with pytest.raises(StalePlanError, match="another operation is under way"):
        applied(aws, mine)
    aws.settle()
    assert len(aws.stack(STACK).stack.operations) == began + 1
    assert aws.stack(f"{STACK}/Data/Deep").resources["Topic"].properties["DisplayName"] == "first"
    with pytest.raises(StalePlanError, match="obsolete"):
        applied(aws, mine)


def test_another_operation_under_way(aws: Fake, tmp_path: Path) -> None:
    """While somebody else's operation is under way, a plan is refused, and not joined to it."""
    first = deployed(aws, tmp_path, NEW_IMAGE)
    second = planned(aws, nest(tmp_path / "other", NEW_SIZE), "other")
    aws.client("cloudformation").execute_change_set(ChangeSetName=second.change_set)
    with pytest.raises(StalePlanError, match="another operation is under way: shop-dev is in UPDATE_IN_PROGRESS"):
        applied(aws, first)
    aws.settle()
    with pytest.raises(StalePlanError, match="obsolete"):
        applied(aws, first)


def test_time_limit(aws: Fake, tmp_path: Path) -> None:
    """After the limit it says what is waited for; the same command joins, and sees the end."""
    plan = planned(aws, nest(tmp_path))
    began = aws.clock.now()
    with pytest.raises(TimeError, match=r"after 2m 00s it is still under way, waiting for Data/Database \(1m"):
        applied(aws, plan, limit=timedelta(minutes=2))
    assert aws.clock.now() - began < timedelta(minutes=3)
    done = applied(aws, plan)
    assert (done.did, done.stack.status) == ("joined", "CREATE_COMPLETE")
    assert executed(aws) == 1


def test_rolled_back(aws: Fake, tmp_path: Path) -> None:
    """A child that fails is the cause, not its parents; applied again, the plan tells the same and executes nothing."""
    plan = deployed(aws, tmp_path, {**NEW_TOPIC, **NEW_SIZE})
    aws.break_resource("Data/Deep/Topic", "no such display", on="update")
    before = executed(aws)
    for _ in range(2):
        with pytest.raises(DeploymentError) as failed:
            applied(aws, plan)
        assert failed.value.exit_code == 3
        assert "ended in UPDATE_ROLLBACK_COMPLETE" in str(failed.value)
        assert "first cause: Data/Deep/Topic (AWS::SNS::Topic) UPDATE_FAILED: no such display" in str(failed.value)
    assert executed(aws) == before + 1
    assert denied(aws, f"{STACK}/Data/Deep") == ["LogicalResourceId/Store", "LogicalResourceId/Topic"]
