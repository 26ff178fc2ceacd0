"""Whether a plan may be applied is decided by values alone, in every status of the stack."""

from datetime import UTC, datetime, timedelta

import pytest

from tasktracker_cfn.deploy.apply.deciding import SUCCESS, Done, Go, Join, Observed, Refuse, may_apply
from tasktracker_cfn.deploy.apply.executions import Execution, execution_in
from tasktracker_cfn.deploy.aws.values.changes import ChangeSet, ResourceChange
from tasktracker_cfn.deploy.aws.values.events import Event
from tasktracker_cfn.deploy.aws.values.stacks import Identity, Stack
from tasktracker_cfn.deploy.plan.plan_file import Plan, PlannedStack
from tasktracker_cfn.errors import CommandError, DataLossError, StalePlanError

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
STACK_ID = "arn:aws:cloudformation:us-east-1:123456789012:stack/shop/1"
ROOT, CHILD = "arn:root-set", "arn:child-set"
STATUSES = (
    "CREATE_COMPLETE",
    "CREATE_FAILED",
    "CREATE_IN_PROGRESS",
    "DELETE_COMPLETE",
    "DELETE_FAILED",
    "DELETE_IN_PROGRESS",
    "IMPORT_COMPLETE",
    "IMPORT_IN_PROGRESS",
    "IMPORT_ROLLBACK_COMPLETE",
    "IMPORT_ROLLBACK_FAILED",
    "IMPORT_ROLLBACK_IN_PROGRESS",
    "REVIEW_IN_PROGRESS",
    "ROLLBACK_COMPLETE",
    "ROLLBACK_FAILED",
    "ROLLBACK_IN_PROGRESS",
    "UPDATE_COMPLETE",
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
    "UPDATE_FAILED",
    "UPDATE_IN_PROGRESS",
    "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
    "UPDATE_ROLLBACK_FAILED",
    "UPDATE_ROLLBACK_IN_PROGRESS",
)
MAY_START = {
    "CREATE_COMPLETE",
    "CREATE_FAILED",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
    "REVIEW_IN_PROGRESS",
    "UPDATE_COMPLETE",
    "UPDATE_FAILED",
    "UPDATE_ROLLBACK_COMPLETE",
}


def plan(status: str = "UPDATE_COMPLETE", *needs_allow: str) -> Plan:
    """Give a plan of two stacks."""
    return Plan(
        label="shop/dev",
        root="out/shop/dev/root.yaml",
        account="123456789012",
        region="us-east-1",
        stack_name="shop",
        stack_id=STACK_ID,
        status=status,
        updated=NOW,
        change_set=ROOT,
        bucket="artifacts",
        stacks=(PlannedStack("", "a.yaml", "a", ROOT), PlannedStack("Data", "b.yaml", "b", CHILD)),
        parameters={"Image": "one"},
        secrets={},
        salt="",
        tags={},
        needs_allow=needs_allow,
        created=NOW,
    )


def change_set(identifier: str, execution: str = "AVAILABLE", *changes: ResourceChange) -> ChangeSet:
    """Give a change set that is ready."""
    return ChangeSet(identifier, "plan", STACK_ID, "shop", "CREATE_COMPLETE", execution, changes=changes)


def observed(
    status: str = "UPDATE_COMPLETE",
    execution: str = "AVAILABLE",
    own: Execution = "none",
    *changes: ResourceChange,
    updated: datetime = NOW,
) -> Observed:
    """Give what there is, as it was when the plan was made but for what is said."""
    return Observed(
        Identity("123456789012", "arn:aws:iam::123456789012:user/me", "us-east-1"),
        Stack(STACK_ID, "shop", status, NOW, updated=updated),
        local={"": "a", "Data": "b"},
        stored={"a.yaml": "a", "b.yaml": "b"},
        change_sets={"": change_set(ROOT, execution), "Data": change_set(CHILD, execution, *changes)},
        execution=own,
    )


def reasons(verdict: object) -> str:
    """Give why a plan was refused as stale."""
    assert isinstance(verdict, Refuse)
    assert verdict.kind is StalePlanError
    return "\n".join(verdict.reasons)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_before_it_is_executed(status: str) -> None:
    """Where CloudFormation begins an operation it goes; while another is under way, or none leads on, it is refused."""
    verdict = may_apply(plan(status), observed(status))
    assert isinstance(verdict, Go) == (status in MAY_START)
    if status not in MAY_START:
        assert any(word in reasons(verdict) for word in ("under way", "unstick", "was deleted"))


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "UPDATE_COMPLETE"])
def test_every_status_that_came_since(status: str) -> None:
    """A stack in any other status than at the time of the plan is refused."""
    assert reasons(may_apply(plan(), observed(status)))


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "REVIEW_IN_PROGRESS"])
@pytest.mark.parametrize("forgotten", [False, True], ids=["remembered", "forgotten"])
def test_every_status_after_it_was_executed(status: str, forgotten: bool) -> None:
    """What was executed is done where it went well, and else joined: it goes on, or tells how it failed."""
    execution = "EXECUTE_IN_PROGRESS" if status.endswith("IN_PROGRESS") else "EXECUTE_COMPLETE"
    there = observed(status, execution, "last", updated=NOW + timedelta(minutes=1))
    if forgotten:
        gone: dict[str, ChangeSet | None] = {"": None, "Data": None}
        there = Observed(there.identity, there.stack, there.local, there.stored, gone, execution="last")
    assert isinstance(may_apply(plan(), there), Done if status in SUCCESS else Join)


@pytest.mark.parametrize("status", sorted(SUCCESS))
def test_begun_before_events_tell(status: str) -> None:
    """What has begun and of which no event tells yet is joined: the status is still the one of before."""
    assert isinstance(may_apply(plan(), observed(status, "EXECUTE_IN_PROGRESS")), Join)


@pytest.mark.parametrize(("token", "expected"), [("own", "last"), ("other", "earlier"), (None, "earlier")])
def test_own_by_token(token: str | None, expected: str) -> None:
    """An operation is the plan's own by the token of its events; one that came later has another, or none."""
    events = [Event("2", STACK_ID, "shop", NOW + timedelta(hours=2), token=token)]
    events += [Event("1", STACK_ID, "shop", NOW + timedelta(hours=1), token="own")]
    assert execution_in(events, "own", NOW) == expected
    assert execution_in(events, "own", NOW + timedelta(hours=3)) == "none"
    assert execution_in(events, "never", NOW) == "none"


def test_another_executed_since() -> None:
    """A plan that was applied, and another one after it, is stale."""
    assert "changed since" in reasons(may_apply(plan(), observed("UPDATE_COMPLETE", "EXECUTE_COMPLETE", "earlier")))


def test_all_reasons_at_once() -> None:
    """Everything that is stale is told at once."""
    there = observed(updated=NOW + timedelta(hours=1))
    there = Observed(there.identity, there.stack, {"": "x", "New": "n"}, {"a.yaml": None}, {"": None}, {}, ("Image",))
    assert reasons(may_apply(plan(), there)).splitlines() == [
        "shop was changed after the plan was made, 2026-01-05 10:00:00 UTC",
        "the change set was deleted: arn:root-set",
        "the change set of Data was deleted: arn:child-set",
        "the root template is not the one that was reviewed: it was built anew or changed",
        "the root template is gone from the bucket artifacts: a.yaml",
        "the template of Data is no longer among those built",
        "the template of Data is gone from the bucket artifacts: b.yaml",
        "the template of New is not in the plan",
        "the parameter Image has another value than the plan was made with",
    ]


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (ResourceChange("Modify", "Database", "AWS::RDS::DBInstance", replacement="True"), True),
        (ResourceChange("Modify", "Database", "AWS::RDS::DBInstance", replacement="False"), False),
        (ResourceChange("Modify", "Database", "AWS::RDS::DBInstance", replacement="Conditional"), False),
        (ResourceChange("Modify", "Database", "AWS::RDS::DBInstance", policy_action="ReplaceAndDelete"), True),
        (ResourceChange("Modify", "Database", "AWS::RDS::DBInstance", None, "False", "ReplaceAndRetain"), True),
        (ResourceChange("Modify", "Database", "AWS::RDS::DBInstance", None, "Conditional", "ReplaceAndDelete"), False),
        (ResourceChange("Remove", "Database", "AWS::RDS::DBInstance", policy_action="Snapshot"), True),
        (ResourceChange("Remove", "Role", "AWS::IAM::Role", policy_action="Delete"), False),
        (ResourceChange("Add", "Database", "AWS::RDS::DBInstance"), False),
    ],
)
def test_loss_by_change_sets_alone(change: ResourceChange, lost: bool) -> None:
    """What change sets say is lost is refused, also when the plan file does not say that it needs to be allowed."""
    verdict = may_apply(plan(), observed("UPDATE_COMPLETE", "AVAILABLE", "none", change))
    assert isinstance(verdict, Refuse) == lost
    if isinstance(verdict, Refuse):
        assert verdict.kind is DataLossError
        assert "--allow Data/Database" in str(verdict.error())
        allowed = may_apply(plan(), observed("UPDATE_COMPLETE", "AVAILABLE", "none", change), {"Data/Database"})
        assert isinstance(allowed, Go)


def test_loss_by_review_alone() -> None:
    """What the review found besides is refused, too, where change sets only say that it may be."""
    verdict = may_apply(plan("UPDATE_COMPLETE", "Data/Store"), observed())
    assert isinstance(verdict, Refuse)
    assert verdict.kind is DataLossError
    assert isinstance(may_apply(plan("UPDATE_COMPLETE", "Data/Store"), observed(), {"Data/Store"}), Go)
    wrong = may_apply(plan("UPDATE_COMPLETE", "Data/Store"), observed(), {"Data/Store", "Store"})
    assert isinstance(wrong, Refuse)
    assert wrong.kind is CommandError
