"""The verb `unstick`, against the fake."""

import json
from collections.abc import Callable

import pytest

from tasktracker_cfn.cli import unstick
from tasktracker_cfn.cli.acting import Talk
from tasktracker_cfn.cli.unstick import Wanted
from tasktracker_cfn.errors import CommandError, DeclinedError, DeploymentError, TasktrackerError
from tests.aws.packing import change_set, packed
from tests.deploy.shop import NAME, Shop

QUEUE = ("AWS::SQS::Queue}", "AWS::SQS::Queue, Properties: {VisibilityTimeout: 7}}")
IMAGE = ("Image: nginx", "Image: other")
CHANGING = {
    "ContinueUpdateRollback",
    "RollbackStack",
    "CancelUpdateStack",
    "DeleteStack",
    "UpdateTerminationProtection",
    "ExecuteChangeSet",
}


def typed(answer: str) -> Callable[[str], str]:
    """Give a person who types something."""
    return lambda _: answer


def stuck(shop: Shop, times: int = 1) -> None:
    """Let an update fail, and rolling it back fail in the grandchild, more than once if wanted."""
    shop.aws.break_resource("Service/Service", on="update")
    shop.aws.break_resource("Data/Deep/Queue", reason="the queue is gone", on="rollback", times=times)
    assert shop.deploy("UPDATE", {"deep.yaml": QUEUE, "service.yaml": IMAGE}) == "UPDATE_ROLLBACK_FAILED"


def changing(shop: Shop) -> list[str]:
    """Give the calls that change something."""
    return [call.operation for call in shop.aws.calls if call.operation in CHANGING]


def test_a_rollback_is_gone_on_with(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """After the name was typed the rollback goes on, is followed, and brings the stack back."""
    stuck(shop)
    assert unstick.run(shop.standing, Wanted(run=True), Talk(asked=typed(NAME))) == 0
    shown = capsys.readouterr()
    assert "Data/Deep/Queue (AWS::SQS::Queue) UPDATE_FAILED" in shown.out
    assert shown.out.splitlines()[-1].startswith("shop-dev is in UPDATE_ROLLBACK_COMPLETE")
    assert "UPDATE_ROLLBACK_IN_PROGRESS" in shown.err
    assert shop.aws.stack(NAME).status == "UPDATE_ROLLBACK_COMPLETE"


def test_a_rollback_that_fails_again(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """When going on does not help, the exit code says so and the ways on are told again."""
    stuck(shop, times=2)
    assert unstick.run(shop.standing, Wanted(run=True), Talk(confirm=NAME)) == 3
    assert capsys.readouterr().out.count("ways on, the first to try first:") == 2


def test_a_resource_of_a_grandchild_is_skipped(shop: Shop) -> None:
    """A resource is skipped by its address, which AWS is told as the nested stack's name and the logical id."""
    stuck(shop, times=5)
    assert unstick.run(shop.standing, Wanted(run=True, skip=("Data/Deep/Queue",)), Talk(confirm=NAME)) == 0
    (call,) = [call for call in shop.aws.calls if call.operation == "ContinueUpdateRollback"]
    assert call.parameters["ResourcesToSkip"] == [f"{shop.aws.stack(NAME + '/Data/Deep').name}.Queue"]
    assert shop.aws.stack(NAME).status == "UPDATE_ROLLBACK_COMPLETE"


def test_force(shop: Shop) -> None:
    """With --force the rollback goes on without whatever cannot be rolled back."""
    stuck(shop, times=5)
    assert unstick.run(shop.standing, Wanted(run=True, force=True), Talk(confirm=NAME)) == 0
    (call,) = [call for call in shop.aws.calls if call.operation == "ContinueUpdateRollback"]
    assert call.parameters["ForceRollback"] is True
    assert "ResourcesToSkip" not in call.parameters


def test_skip_of_what_did_not_fail(shop: Shop) -> None:
    """A resource that did not fail while rolling back cannot be skipped, and those that did are named."""
    stuck(shop)
    with pytest.raises(CommandError, match="those that did: Data/Deep/Queue"):
        unstick.run(shop.standing, Wanted(run=True, skip=("Service/Service",)), Talk(confirm=NAME))


def test_an_update_is_cancelled(shop: Shop) -> None:
    """An update that is under way can be stopped, and ends rolled back."""
    described = change_set(shop.aws, NAME, packed(shop.aws, shop.root, {"service.yaml": IMAGE}))
    client = shop.aws.client("cloudformation")
    client.execute_change_set(ChangeSetName=described["ChangeSetId"], DisableRollback=False)
    shop.aws.clock.sleep(5)
    assert unstick.run(shop.standing, Wanted(run=True, cancel=True), Talk(confirm=NAME)) == 0
    assert shop.aws.stack(NAME).status == "UPDATE_ROLLBACK_COMPLETE"


def test_only_one_way(shop: Shop) -> None:
    """Two ways at once are refused before AWS is asked anything."""
    before = len(shop.aws.calls)
    standing = shop.standing
    with pytest.raises(CommandError, match="only one of --skip and --force"):
        unstick.run(standing, Wanted(run=True, skip=("A/B",), force=True))
    assert len(shop.aws.calls) == before + 1


def test_the_empty_stack_of_a_failed_creation_is_deleted(shop: Shop) -> None:
    """What a creation that was rolled back leaves is deleted when that is confirmed, so that the next one can begin."""
    client = shop.aws.client("cloudformation")
    client.delete_stack(StackName=NAME)
    shop.aws.settle()
    shop.aws.break_resource("Service/Service", on="create")
    assert shop.deploy() == "ROLLBACK_COMPLETE"
    assert unstick.run(shop.standing, Wanted(run=True), Talk(confirm=NAME)) == 0
    assert shop.aws.stack(NAME).status == "DELETE_COMPLETE"


def test_another_name_is_refused(shop: Shop) -> None:
    """A name for another stack does nothing, neither typed nor given."""
    stuck(shop)
    before = changing(shop)
    with pytest.raises(CommandError, match="is not the name of the stack"):
        unstick.run(shop.standing, Wanted(run=True), Talk(confirm="shop-prod"))
    with pytest.raises(DeclinedError):
        unstick.run(shop.standing, Wanted(run=True), Talk(asked=typed("")))
    assert changing(shop) == before


def test_the_document(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get one document: before, with what failed and the ways on, or after, with where it went."""
    stuck(shop)
    assert unstick.run(shop.standing, Wanted(), Talk("json")) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "UPDATE_ROLLBACK_FAILED"
    assert [option["operation"] for option in found["options"]] == ["ContinueUpdateRollback"] * 3
    assert unstick.run(shop.standing, Wanted(run=True), Talk("json", NAME)) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "UPDATE_ROLLBACK_COMPLETE"


def test_what_is_not_deployed(shop: Shop) -> None:
    """A stack that is gone cannot be stuck, which is an error of its own."""
    shop.aws.set_status(NAME, "DELETE_COMPLETE")
    with pytest.raises(DeploymentError, match="there is no stack"):
        unstick.run(shop.standing, Wanted())
    assert issubclass(DeploymentError, TasktrackerError)
