"""Planning that is refused or meets others: what is missing, whose the bucket is, and who comes in between."""

from pathlib import Path

import pytest
from botocore.session import Session

from tasktracker_cfn.deploy.plan.planning import Asked, make_plan
from tasktracker_cfn.deploy.plan.preparing import change_set_type
from tasktracker_cfn.errors import DeploymentError, ParametersError, StalePlanError, TargetError, TemplateError
from tests.aws.fake import Fake
from tests.deploy.planned_nest import (
    CANARY,
    ROOT,
    STACK,
    deployed,
    gateway_of,
    nest,
    plan,
    ready,
    target_of,
)

MODEL = Session().get_service_model("cloudformation")
WAIT = f"wait until it has ended; to see it: python -m tasktracker_cfn status --stack-name {STACK}$"
STUCK = f"the way out: python -m tasktracker_cfn unstick --stack-name {STACK}$"
# Not made of the program's own table: AWS's pages on each status are what it must agree with.
CHANGE_SETS = {
    None: "CREATE",
    "REVIEW_IN_PROGRESS": "CREATE",
    "DELETE_COMPLETE": "CREATE",
    "ROLLBACK_COMPLETE": "CREATE",
    "CREATE_COMPLETE": "UPDATE",
    "UPDATE_COMPLETE": "UPDATE",
    "UPDATE_ROLLBACK_COMPLETE": "UPDATE",
    "IMPORT_COMPLETE": "UPDATE",
    "IMPORT_ROLLBACK_COMPLETE": "UPDATE",
    "CREATE_FAILED": "UPDATE",
    "UPDATE_FAILED": "UPDATE",
    "CREATE_IN_PROGRESS": WAIT,
    "ROLLBACK_IN_PROGRESS": WAIT,
    "DELETE_IN_PROGRESS": WAIT,
    "UPDATE_IN_PROGRESS": WAIT,
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": WAIT,
    "UPDATE_ROLLBACK_IN_PROGRESS": WAIT,
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": WAIT,
    "IMPORT_IN_PROGRESS": WAIT,
    "IMPORT_ROLLBACK_IN_PROGRESS": WAIT,
    "ROLLBACK_FAILED": STUCK,
    "DELETE_FAILED": STUCK,
    "UPDATE_ROLLBACK_FAILED": STUCK,
    "IMPORT_ROLLBACK_FAILED": STUCK,
    "SOMETHING_NEW": STUCK,
}


def test_missing_parameter(aws: Fake, tmp_path: Path) -> None:
    """A missing parameter is named before anything is uploaded."""
    ready(aws)
    before = len(aws.calls)
    with pytest.raises(ParametersError, match="Password has no value"):
        plan(aws, nest(tmp_path), {})
    assert {call.operation for call in aws.calls[before:]} <= {"GetCallerIdentity", "DescribeStacks"}


def test_no_bucket(aws: Fake, tmp_path: Path) -> None:
    """Without the artifact bucket the command that makes it is named, and nothing is made."""
    with pytest.raises(DeploymentError, match="bootstrap --region us-east-1"):
        plan(aws, nest(tmp_path))
    assert aws.world.stacks == []


def test_foreign_bucket(aws: Fake, tmp_path: Path) -> None:
    """A bucket that now belongs to somebody else gets no template."""
    ready(aws)
    for bucket in aws.store.buckets.values():
        bucket.owner = "999999999999"
    with pytest.raises(DeploymentError, match="another account"):
        plan(aws, nest(tmp_path))
    assert not any(call.operation == "PutObject" and not call.error for call in aws.calls[-3:])


def test_pinned_account(aws: Fake, tmp_path: Path) -> None:
    """Credentials of another account than the configuration's are refused."""
    gateway = ready(aws)
    target = target_of(nest(tmp_path))._replace(account="210987654321")
    with pytest.raises(TargetError, match="210987654321"):
        make_plan(gateway, Asked(target, gateway.identity(), "token", "salt", {}), lambda _: None)


def test_every_status_is_judged() -> None:
    """What planning makes of a status is written down here for each that botocore's model has."""
    assert set(CHANGE_SETS) - {None, "SOMETHING_NEW"} == set(MODEL.shape_for("StackStatus").enum)


@pytest.mark.parametrize(("status", "expected"), CHANGE_SETS.items())
def test_statuses(status: str | None, expected: str) -> None:
    """The type of a change set follows from the status; what cannot be updated names the command that helps."""
    if expected in {"CREATE", "UPDATE"}:
        assert change_set_type(STACK, status) == expected
        return
    with pytest.raises(DeploymentError, match=expected):
        change_set_type(STACK, status)


def test_failed_change_set(aws: Fake, tmp_path: Path) -> None:
    """What AWS refuses in a grandchild is told with its real reason, without secrets, and leaves nothing."""
    ready(aws)
    aws.fail_validation("Data/Deep/Store", f"the bucket of {CANARY} exists")
    with pytest.raises(DeploymentError) as caught:
        plan(aws, nest(tmp_path))
    assert "exists" in str(caught.value)
    assert CANARY not in str(caught.value)
    aws.settle()
    assert gateway_of(aws).stack(STACK) is None


def test_somebody_else(aws: Fake, tmp_path: Path) -> None:
    """A stack that somebody changes while the plan is made makes it stale."""
    deployed(aws, tmp_path)
    aws.when("ListStackResources", lambda: aws.touch(STACK), after=4)
    with pytest.raises(StalePlanError, match="somebody else"):
        plan(aws, nest(tmp_path / "second", {"data.yaml": ("'20'", "'30'")}), {})


def test_change_set_deleted(aws: Fake, tmp_path: Path) -> None:
    """A change set that somebody deletes under the plan's hands is told as that."""
    deployed(aws, tmp_path)
    aws.when("DescribeChangeSet", lambda: aws.lose_change_sets(STACK), after=1)
    with pytest.raises(StalePlanError, match="deleted by somebody else"):
        plan(aws, nest(tmp_path / "second", {"data.yaml": ("'20'", "'30'")}), {})


@pytest.mark.parametrize("size", [60_000, 900_000])
def test_large_template(aws: Fake, tmp_path: Path, size: int) -> None:
    """A template that is too large to be sent inline goes by the bucket."""
    ready(aws)
    root = nest(tmp_path)
    filled = ROOT.replace("Outputs:", f"Metadata:\n  Filler: {'x' * size}\nOutputs:")
    root.write_text(filled, encoding="utf-8")
    assert plan(aws, root).plan is not None


@pytest.mark.parametrize("name", ["root.yaml", "deep.yaml"])
def test_too_large_template(aws: Fake, tmp_path: Path, name: str) -> None:
    """A template beyond a megabyte, at any depth, is refused with its size before anything is uploaded or made."""
    ready(aws)
    root = nest(tmp_path)
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write(f"\n# {'x' * 1_048_576}\n")
    before = len(aws.calls)
    size = (tmp_path / name).stat().st_size
    with pytest.raises(
        TemplateError, match=f"{name}: has {size} bytes; CloudFormation takes 1048576 at most: split it"
    ):
        plan(aws, root)
    assert not {call.operation for call in aws.calls[before:]} & {"PutObject", "CreateChangeSet"}


def test_too_large_with_addresses(aws: Fake, tmp_path: Path) -> None:
    """A template that addresses in the place of paths make too large is refused before anything is uploaded."""
    ready(aws)
    root = nest(tmp_path)
    filler = 1_048_576 - len(ROOT.encode()) - 4
    root.write_text(f"{ROOT}\n# {'x' * filler}\n", encoding="utf-8")
    assert root.stat().st_size <= 1_048_576
    before = len(aws.calls)
    with pytest.raises(TemplateError, match=r"bytes as it is uploaded, .* into a nested stack of their own"):
        plan(aws, root)
    assert not {call.operation for call in aws.calls[before:]} & {"PutObject", "CreateChangeSet"}
