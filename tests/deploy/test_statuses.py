"""The table of statuses is whole, and no two of its columns contradict each other."""

import inspect
import re

import pytest
from botocore.session import Session

from tasktracker_cfn.deploy.aws.asking import stacks as asking_stacks
from tasktracker_cfn.deploy.statuses import ABSENT, STATUSES, about

MODEL = Session().get_service_model("cloudformation")
# RollbackStack, ContinueUpdateRollback and CancelUpdateStack name in botocore's model what they are for.
ALLOWED = {
    "RollbackStack": {"CREATE_FAILED", "UPDATE_FAILED"},
    "ContinueUpdateRollback": {"UPDATE_ROLLBACK_FAILED"},
    "CancelUpdateStack": {"UPDATE_IN_PROGRESS"},
}


def test_every_status_of_the_model_is_known() -> None:
    """The table has the statuses that botocore's model has, each once, with something to say about each."""
    assert set(STATUSES) == set(MODEL.shape_for("StackStatus").enum)
    assert all(row.meaning and row.risk for row in STATUSES.values())
    assert len({row.meaning for row in STATUSES.values()}) == len(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_family_says_what_verbs_may_do(status: str) -> None:
    """What is under way is waited for, what is stable can be updated, what is stuck has a way on, before any plan."""
    row = about(status)
    match row.family:
        case "none":
            assert row.plan == "create"
        case "stable":
            assert (row.plan, row.apply, row.destroy, row.steps) == ("update", "execute", "delete", ())
        case "in progress":
            assert row.plan == "wait"
            assert row.apply != "execute"
            assert row.destroy in {"join", "wait"}
            assert row.step is not None
        case "stuck":
            resumes = status in {"CREATE_FAILED", "UPDATE_FAILED"}
            assert (row.apply, row.destroy) == ("execute" if resumes else "refuse", "delete")
            assert row.plan == ("update" if resumes else "create" if status == "ROLLBACK_COMPLETE" else "refuse")
            assert row.steps
            assert row.outcome is False


@pytest.mark.parametrize("status", STATUSES)
def test_steps_are_calls_that_the_status_allows(status: str) -> None:
    """Each step is an operation of CloudFormation that the gateway can do, in a status for which AWS documents it."""
    for step in about(status).steps:
        if step.operation:
            assert step.operation in MODEL.operation_names
            assert status in ALLOWED.get(step.operation, {status})
            assert about(status).way(step.way) is not None
            if step.operation != "DescribeStackEvents":
                snake = re.sub(r"(?<!^)(?=[A-Z])", "_", step.operation).lower()
                assert f'"{snake}"' in inspect.getsource(asking_stacks)


def test_only_what_deletes_says_so() -> None:
    """A step that deletes resources is marked, and one that only goes on with a rollback is not."""
    deleting = {row.status for row in STATUSES.values() if any(step.deletes for step in row.steps)}
    assert deleting == {"CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED"}


def test_other_ways_are_found_by_name() -> None:
    """A rollback that failed can be gone on with by skipping or by force; an update under way can be cancelled."""
    stuck = about("UPDATE_ROLLBACK_FAILED")
    assert [step.way for step in stuck.steps] == ["", "skip", "force"]
    assert stuck.way("cancel") is None
    cancel = about("UPDATE_IN_PROGRESS").way("cancel")
    assert cancel is not None
    assert cancel.operation == "CancelUpdateStack"


def test_no_stack_can_be_created() -> None:
    """Where there is no stack, or only a shell of a review, a change set of type CREATE is made."""
    assert about(None) is ABSENT
    assert about("") is ABSENT
    assert (ABSENT.plan, ABSENT.destroy) == ("create", "nothing")
    assert about("REVIEW_IN_PROGRESS").plan == "create"


def test_unknown_status_is_never_changed() -> None:
    """A status that AWS adds is waited for when in progress and refused otherwise; nothing is deleted in it."""
    moving, other = about("REFACTOR_IN_PROGRESS"), about("REFACTOR_FAILED")
    assert (moving.family, moving.plan, moving.apply, moving.destroy) == ("in progress", "wait", "refuse", "wait")
    assert (other.family, other.plan, other.apply, other.destroy) == ("stuck", "refuse", "refuse", "wait")
    assert "does not know" in other.meaning


def test_an_update_is_not_without_risk() -> None:
    """Of an update under way it is not said that nothing was lost yet: some types are deleted before they are made."""
    risk = about("UPDATE_IN_PROGRESS").risk
    assert "none" not in risk
    assert "some types are deleted before the new one is made" in risk
