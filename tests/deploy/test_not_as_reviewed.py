"""What is no longer as it was reviewed is not applied."""

from pathlib import Path

import pytest

from tasktracker_cfn.errors import StalePlanError, TargetError
from tests.aws.fake import Fake
from tests.deploy.plans import (
    NEW_IMAGE,
    NEW_TOPIC,
    STACK,
    applied,
    deployed,
    nest,
    planned,
)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("deep.yaml", "second", "the template of Data/Deep is not the one that was reviewed"),
        ("root.yaml", "three", "the root template is not the one that was reviewed"),
    ],
)
def test_templates_changed(aws: Fake, tmp_path: Path, file: str, text: str, message: str) -> None:
    """A template that is no longer the one that was reviewed is refused by its name."""
    plan = deployed(aws, tmp_path, NEW_IMAGE)
    path = tmp_path / "new" / file
    path.write_text(path.read_text(encoding="utf-8").replace("first" if text == "second" else "two", text))
    with pytest.raises(StalePlanError, match=message):
        applied(aws, plan)


def test_templates_gone(aws: Fake, tmp_path: Path) -> None:
    """Without the templates nobody knows what was reviewed."""
    plan = deployed(aws, tmp_path, NEW_IMAGE)
    Path(plan.root).unlink()
    with pytest.raises(StalePlanError, match="are not there"):
        applied(aws, plan)


def test_artifact_gone(aws: Fake, tmp_path: Path) -> None:
    """A template that somebody has deleted from the bucket, or put another in its place, is refused."""
    plan = deployed(aws, tmp_path, NEW_IMAGE)
    key = next(stack.key for stack in plan.stacks if stack.address == "Data")
    aws.client("s3").put_object(Bucket="artifacts", Key=key, Body=b"other", ChecksumAlgorithm="SHA256")
    with pytest.raises(StalePlanError, match="the template of Data is another one in the bucket"):
        applied(aws, plan)
    aws.client("s3").delete_object(Bucket="artifacts", Key=key)
    with pytest.raises(StalePlanError, match="the template of Data is gone from the bucket"):
        applied(aws, plan)


def test_other_account_and_region(aws: Fake, tmp_path: Path) -> None:
    """Credentials of another account than the plan's, or another region, are refused before anything is asked."""
    plan = planned(aws, nest(tmp_path))
    calls = len(aws.calls)
    with pytest.raises(TargetError, match="the plan is for account 210987654321"):
        applied(aws, plan._replace(account="210987654321"))
    with pytest.raises(TargetError, match="the plan is for region eu-west-1"):
        applied(aws, plan._replace(region="eu-west-1"))
    assert {call.operation for call in aws.calls[calls:]} == {"GetCallerIdentity"}


def test_parameters_changed(aws: Fake, tmp_path: Path) -> None:
    """A parameter with another value than the plan's is refused by its name, without the value."""
    plan = deployed(aws, tmp_path, NEW_IMAGE)
    with pytest.raises(StalePlanError, match="the parameter Password has another value"):
        applied(aws, plan, differing=("Password",))
    with pytest.raises(StalePlanError, match="the change set has another value of the parameter Image"):
        applied(aws, plan._replace(parameters={**plan.parameters, "Image": "three"}))


def test_tags_changed(aws: Fake, tmp_path: Path) -> None:
    """A change set with other tags than the plan's is refused."""
    plan = deployed(aws, tmp_path, NEW_IMAGE)
    with pytest.raises(StalePlanError, match="other tags"):
        applied(aws, plan._replace(tags={}))


def test_stack_touched(aws: Fake, tmp_path: Path) -> None:
    """A stack that was updated after the plan was made is refused."""
    plan = deployed(aws, tmp_path, NEW_IMAGE)
    aws.clock.sleep(60)
    aws.touch(STACK)
    with pytest.raises(StalePlanError, match="was changed after the plan was made"):
        applied(aws, plan)


def test_change_sets_gone_or_obsolete(aws: Fake, tmp_path: Path) -> None:
    """A change set that was deleted, or made obsolete, between plan and apply is refused."""
    plan = deployed(aws, tmp_path, NEW_IMAGE)
    aws.obsolete_change_sets(STACK)
    with pytest.raises(StalePlanError, match="the change set is obsolete"):
        applied(aws, plan)
    aws.lose_change_sets(STACK)
    with pytest.raises(StalePlanError, match="the change set was deleted"):
        applied(aws, plan)


def test_gone_at_the_last_moment(aws: Fake, tmp_path: Path) -> None:
    """A change set that becomes obsolete between the look and the execution is refused, too."""
    plan = deployed(aws, tmp_path, NEW_IMAGE)
    aws.when("ExecuteChangeSet", lambda: aws.obsolete_change_sets(STACK))
    with pytest.raises(StalePlanError, match="obsolete"):
        applied(aws, plan)
    assert aws.stack(STACK).status == "UPDATE_COMPLETE"


def test_stack_deleted(aws: Fake, tmp_path: Path) -> None:
    """A stack that was deleted after the plan was made is refused."""
    plan = planned(aws, nest(tmp_path))
    aws.client("cloudformation").delete_stack(StackName=STACK)
    aws.settle()
    with pytest.raises(StalePlanError, match="was deleted after the plan was made"):
        applied(aws, plan)


def test_applied_and_changed_since(aws: Fake, tmp_path: Path) -> None:
    """A plan that was applied, after which another one was, is not called done."""
    first = deployed(aws, tmp_path, NEW_IMAGE)
    applied(aws, first)
    applied(aws, planned(aws, nest(tmp_path / "other", NEW_TOPIC), "other"))
    with pytest.raises(StalePlanError, match="has been changed since"):
        applied(aws, first)
