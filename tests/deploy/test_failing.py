"""When a deployment fails, the first real cause is told, with what is known about it, and what to do next."""

from pathlib import Path

import pytest

from tasktracker_cfn.deploy.aws.values.stacks import RollbackConfiguration, RollbackTrigger
from tasktracker_cfn.errors import DeploymentError, StalePlanError
from tests.aws.commands import verb
from tests.aws.fake import Fake
from tests.deploy.plans import NEW_IMAGE, NEW_TOPIC, SMALL, STACK, Notes, applied, deployed, nest, planned
from tests.deploy.test_applying import executed


def test_first_create_fails(aws: Fake, tmp_path: Path) -> None:
    """A first deployment that is rolled back names what failed in a grandchild, and what to do next."""
    plan = planned(aws, nest(tmp_path, None, SMALL))
    aws.break_resource("Data/Deep/Store", "store-one already exists")
    with pytest.raises(DeploymentError) as failed:
        applied(aws, plan)
    lines = str(failed.value).splitlines()
    assert lines[:2] == [
        "shop-dev ended in ROLLBACK_COMPLETE",
        "first cause: Data/Deep/Store (AWS::S3::Bucket) CREATE_FAILED: store-one already exists",
    ]
    assert lines[-1].startswith(
        "what was made is deleted again; repair the cause, then: python -m tasktracker_cfn plan "
    )
    assert not aws.stack(STACK).termination_protection


@pytest.mark.parametrize("is_new", [True, False], ids=["create", "update"])
def test_service_that_does_not_settle(aws: Fake, tmp_path: Path, is_new: bool) -> None:
    """Why its tasks stop, and what they wrote last, is told while it is waited for, and at the end."""
    plan = planned(aws, nest(tmp_path / "new")) if is_new else deployed(aws, tmp_path, NEW_IMAGE)
    aws.hang_service("Service/Service", logs=["starting", "no route to ADDRESS"], exit_code=137)
    watcher = Notes()
    seen: set[str] = set()
    watcher.note = seen.add
    with pytest.raises(DeploymentError) as failed:
        applied(aws, plan, watcher=watcher)
    text = str(failed.value)
    assert "first cause: Service/Service (AWS::ECS::Service)" in text
    assert "Circuit Breaker was triggered" in text
    assert "task stopped: Essential container in task exited; app exited with 137" in text
    assert "last lines of app:" in text
    assert "    no route to ADDRESS" in text
    assert any("app exited with 137" in note for note in seen)


@pytest.mark.parametrize("is_new", [True, False], ids=["create", "update"])
def test_events_tell_the_same_later(aws: Fake, tmp_path: Path, is_new: bool) -> None:
    """What apply says of a failure `events --failed` says later, as far as the service is still there."""
    plan = planned(aws, nest(tmp_path / "new")) if is_new else deployed(aws, tmp_path, NEW_IMAGE)
    aws.hang_service("Service/Service", logs=["starting", "no route to ADDRESS"], exit_code=137)
    with pytest.raises(DeploymentError) as failed:
        applied(aws, plan)
    said = str(failed.value).splitlines()[1:-1]
    assert "  last lines of app:" in said
    told = verb(aws, "events", "--stack-name", STACK, "--failed").out.splitlines()
    told = told[told.index("") + 1 :]
    if is_new:
        assert told == [said[0], "  the service is gone, and what its tasks said with it"]
    else:
        assert [line for line in told if "ECS:" not in line] == [line for line in said if "ECS:" not in line]


def test_service_that_may_not_be_asked(aws: Fake, tmp_path: Path) -> None:
    """Without the right to ask ECS the cause is told all the same, and what could not be asked."""
    plan = planned(aws, nest(tmp_path))
    aws.hang_service("Service/Service")
    aws.fault("DescribeServices", "AccessDeniedException", times=1000)
    with pytest.raises(DeploymentError, match="why its tasks stopped is not known: DescribeServices"):
        applied(aws, plan)


def test_rollback_fails(aws: Fake, tmp_path: Path) -> None:
    """When the rollback fails, too, both causes are told."""
    plan = deployed(
        aws, tmp_path, {**NEW_TOPIC, "data.yaml": ("SecretString", "Description: new\n      SecretString")}, SMALL
    )
    aws.break_resource("Data/Deep/Topic", "no such name", on="update")
    aws.break_resource("Data/Given", "still in use", on="rollback", times=9)
    with pytest.raises(DeploymentError) as failed:
        applied(aws, plan)
    text = str(failed.value)
    assert "ended in UPDATE_ROLLBACK_FAILED" in text
    assert "first cause: Data/Deep/Topic (AWS::SNS::Topic) UPDATE_FAILED: no such name" in text
    assert "the rollback failed, too: Data/Given (AWS::SecretsManager::Secret) UPDATE_FAILED: still in use" in text
    assert "the way out of UPDATE_ROLLBACK_FAILED" in text


@pytest.mark.parametrize("rollback_fails", [False, True])
def test_root_fails(aws: Fake, tmp_path: Path, rollback_fails: bool) -> None:
    """A resource of the root that fails is the cause as one of a child is, and so is one that cannot be rolled back."""
    topics = (
        "Resources:\n  Other: {Type: AWS::SNS::Topic, Properties: {DisplayName: %s}}\n"
        "  Note: {Type: AWS::SNS::Topic, DependsOn: Other, Properties: {DisplayName: %s}}\n"
    )
    first, second = ({"root.yaml": ("Resources:\n", topics % (name, name))} for name in ("first", "second"))
    applied(aws, planned(aws, nest(tmp_path / "old", first, SMALL), "old"))
    plan = planned(aws, nest(tmp_path / "new", second, SMALL), "new")
    aws.break_resource("Note", "no such name", on="update")
    if rollback_fails:
        aws.break_resource("Other", "still in use", on="rollback", times=9)
    with pytest.raises(DeploymentError) as failed:
        applied(aws, plan)
    lines = str(failed.value).splitlines()
    assert lines[0] == f"shop-dev ended in UPDATE_ROLLBACK_{'FAILED' if rollback_fails else 'COMPLETE'}"
    assert lines[1] == "first cause: Note (AWS::SNS::Topic) UPDATE_FAILED: no such name"
    told = "the rollback failed, too: Other (AWS::SNS::Topic) UPDATE_FAILED: still in use"
    assert (told in lines) is rollback_fails
    assert ("unstick" in lines[-1]) is rollback_fails


def test_alarm_goes_off(aws: Fake, tmp_path: Path) -> None:
    """An alarm that undoes an update is the cause, for no resource failed."""
    applied(aws, planned(aws, nest(tmp_path / "old", None, SMALL), "old"))
    arn = aws.alarm("errors")
    rollback = RollbackConfiguration((RollbackTrigger(arn),), 5)
    plan = planned(aws, nest(tmp_path / "new", NEW_TOPIC, SMALL), "new", rollback=rollback)
    aws.when("ExecuteChangeSet", lambda: aws.alarm("errors", "ALARM"))
    with pytest.raises(DeploymentError, match=r"first cause: the root stack .*Rollback triggered by alarm"):
        applied(aws, plan)


def test_alarm_gone(aws: Fake, tmp_path: Path) -> None:
    """An alarm that is to undo the update, and was deleted since, would fail it: the plan is refused."""
    applied(aws, planned(aws, nest(tmp_path / "old", None, SMALL), "old"))
    arn = aws.alarm("errors")
    rollback = RollbackConfiguration((RollbackTrigger(arn),), 5)
    plan = planned(aws, nest(tmp_path / "new", NEW_TOPIC, SMALL), "new", rollback=rollback)
    del aws.world.alarms[arn]
    before = executed(aws)
    with pytest.raises(StalePlanError, match=r"the alarm that would undo the deployment is gone: .*:errors"):
        applied(aws, plan)
    assert executed(aws) == before


def test_deleted_while_it_runs(aws: Fake, tmp_path: Path) -> None:
    """A stack that somebody deletes while it is made ends the run."""
    plan = planned(aws, nest(tmp_path, None, SMALL))
    other = aws.other_actor()
    aws.when("DescribeStackEvents", lambda: other.call("cloudformation", "DeleteStack", StackName=STACK), after=8)
    with pytest.raises(DeploymentError, match="ended in DELETE_COMPLETE"):
        applied(aws, plan)


def test_first_create_fails_and_is_deleted(aws: Fake, tmp_path: Path) -> None:
    """A first deployment that is to leave nothing behind tells why it failed, also when it is asked again."""
    plan = planned(aws, nest(tmp_path, None, SMALL), on_failure="DELETE")
    aws.break_resource("Data/Deep/Store", "store-one already exists")
    for _ in range(2):
        with pytest.raises(DeploymentError) as failed:
            applied(aws, plan)
        lines = str(failed.value).splitlines()
        assert lines[0] == "shop-dev ended in DELETE_COMPLETE"
        assert "first cause: Data/Deep/Store (AWS::S3::Bucket) CREATE_FAILED: store-one already exists" in lines
        assert "the stack is gone again" in lines[-1]
    assert executed(aws) == 1
    call = next(call for call in aws.calls if call.operation == "ExecuteChangeSet")
    assert "DisableRollback" not in call.parameters
