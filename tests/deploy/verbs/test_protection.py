"""What keeps data from updates and deletes: seen by `status`, and closed again by `unstick`."""

import json
from pathlib import Path

import pytest

from tasktracker_cfn.cli import status, unstick
from tasktracker_cfn.cli.acting import Talk
from tasktracker_cfn.cli.deploying import Connection
from tasktracker_cfn.cli.standing import Standing
from tasktracker_cfn.cli.unstick import Wanted
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.guarding.locking import Member, policy
from tasktracker_cfn.deploy.guarding.permitting import allows
from tasktracker_cfn.deploy.guarding.policies import Deployed, Unlocked, unlocked
from tasktracker_cfn.deploy.plan.target import Target
from tasktracker_cfn.errors import DeploymentError
from tests.aws.commands import interrupted, verb
from tests.aws.fake import Fake
from tests.aws.gateways import gateway_to
from tests.aws.packing import change_set, packed
from tests.deploy import plans
from tests.deploy.shop import NAME, Shop
from tests.deploy.trees import thing
from tests.deploy.verbs.test_unstick import IMAGE, QUEUE

DATABASE = thing("Database", "AWS::RDS::DBInstance")
ALLOW = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}
OPEN = json.dumps({"Statement": [ALLOW]})


def locking(name: str) -> str | None:
    """Give the policy of this program that keeps one resource."""
    return policy(None, [Member(name, "AWS::RDS::DBInstance", is_locked=True)])


def denying(**statement: object) -> str:
    """Give a policy that allows everything but what a statement denies."""
    return json.dumps({"Statement": [ALLOW, {"Effect": "Deny", "Principal": "*", **statement}]})


@pytest.mark.parametrize(
    ("body", "is_allowed"),
    [
        (None, True),
        (OPEN, True),
        (json.dumps({"Statement": []}), False),
        (locking("Database"), False),
        (locking("Other"), True),
        (denying(Action="Update:*", Resource="*"), False),
        (denying(Action="Update:Modify", Resource="*"), True),
        (denying(NotAction="Update:Modify", Resource="LogicalResourceId/Data*"), False),
        (denying(Action=["Update:Replace"], NotResource="LogicalResourceId/Database"), True),
        (denying(Action="Update:*", Condition={"StringEquals": {"ResourceType": ["AWS::RDS::DBInstance"]}}), False),
        (denying(Action="Update:*", Condition={"StringLike": {"ResourceType": "AWS::RDS::*"}}), False),
        (denying(Action="Update:*", Condition={"StringLike": {"ResourceType": "AWS::EC2::*"}}), True),
        (denying(Action="Update:*", Condition={"StringUnlike": {"Other": "x"}}), True),
    ],
)
def test_what_policies_allow(body: str | None, is_allowed: bool) -> None:
    """Whether a policy lets something be replaced is read from any policy, whoever wrote it."""
    assert allows(body, DATABASE, "Update:Replace") is is_allowed


def test_what_is_unlocked() -> None:
    """Open are stateful resources and nested stacks that hold such, in the stacks whose policy lets them go."""
    nested = thing("Data", "AWS::CloudFormation::Stack")
    deployed = {"": Deployed("root", (nested, thing("Role", "AWS::IAM::Role"))), "Data": Deployed("data", (DATABASE,))}
    locked = locking("Database")
    assert unlocked(deployed, {"Data": locked}) == (Unlocked("Data", "AWS::CloudFormation::Stack"),)
    assert unlocked(deployed, {"": locking("Data"), "Data": locked}) == ()


def test_status_says_what_is_open(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """What no policy keeps is told with the command that closes it, and so is termination protection that is off."""
    shop.aws.stack(f"{NAME}/Data").stack.policy = OPEN
    assert status.run(shop.standing) == 0
    out = capsys.readouterr().out
    assert "  Data/Database (AWS::RDS::DBInstance): the stack policy lets an update replace or delete it\n" in out
    assert "Data/Deep/Queue (" not in out
    assert "to close the policies: python -m tasktracker_cfn unstick shop/dev --run" in out
    assert f"--enable-termination-protection --stack-name {NAME} --region us-east-1\n" in out
    assert status.run(shop.standing, "json") == 0
    assert "Data/Database" in json.loads(capsys.readouterr().out)["unprotected"]


def test_status_of_what_is_protected(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Where all is protected nothing is said of it; where policies may not be seen, that is said."""
    shop.gateway.set_termination_protection(NAME, enabled=True)
    assert status.run(shop.standing) == 0
    assert "not protected" not in capsys.readouterr().out
    shop.aws.fault("GetStackPolicy", "AccessDenied", times=99)
    assert status.run(shop.standing) == 0
    assert "these credentials may not see them" in capsys.readouterr().out
    assert status.run(shop.standing, "json") == 0
    assert json.loads(capsys.readouterr().out)["unprotected"] is None


def opened(aws: Fake, tmp_path: Path) -> Standing:
    """Apply a plan that opens the policy of a bucket, and let both the update and its rollback fail."""
    given = ("SecretString", "Description: new\n      SecretString")
    plan = plans.deployed(aws, tmp_path, {**plans.NEW_STORE, "data.yaml": given}, plans.SMALL)
    aws.break_resource("Data/Deep/Store", "no such name", on="create")
    aws.break_resource("Data/Given", "still in use", on="rollback", times=2)
    with pytest.raises(DeploymentError, match="unstick"):
        plans.applied(aws, plan, *plan.needs_allow)
    gateway = gateway_to(aws)
    target = Target("", "", Path(plan.root), plans.STACK, aws.account.region, None, {})
    return Standing(Connection(target, gateway, gateway.identity(), Place(stack_name=plans.STACK)))


def test_unstick_closes_what_apply_opened(aws: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Policies that apply opened stay open while the rollback is stuck, which status says, and are then closed."""
    place = opened(aws, tmp_path)
    assert aws.stack(plans.STACK).status == "UPDATE_ROLLBACK_FAILED"
    assert status.run(place) == 1
    assert "Data/Deep/Store (AWS::S3::Bucket): the stack policy lets" in capsys.readouterr().out
    assert unstick.run(place, Wanted(run=True), Talk(confirm=plans.STACK)) == 3
    assert "are closed again" not in capsys.readouterr().err
    assert unstick.run(place, Wanted(run=True), Talk(confirm=plans.STACK)) == 0
    assert "are closed again" in capsys.readouterr().err
    assert status.run(place) == 0
    assert "the stack policy lets" not in capsys.readouterr().out


def test_unstick_that_is_interrupted(aws: Fake, tmp_path: Path) -> None:
    """Ctrl-C while a rollback goes on leaves it going; the same command joins it without a question, and closes."""
    opened(aws, tmp_path)
    aws.mend_resource("Data/Given")
    words = ("unstick", "--stack-name", plans.STACK, "--run", "--confirm", plans.STACK)
    ended = interrupted(aws, 1, *words)
    assert (ended.code, "the same command joins it again" in ended.err) == (130, True)
    again = verb(aws, *words)
    assert (again.code, "are closed again" in again.err) == (0, True), again
    assert aws.stack(plans.STACK).status == "UPDATE_ROLLBACK_COMPLETE"
    assert [call.operation for call in aws.calls].count("ContinueUpdateRollback") == 1


def test_policies_left_open_are_closed_on_demand(shop: Shop) -> None:
    """A stack that is well, and whose policies a killed apply left open, is not stuck; with --run they are closed."""
    shop.aws.stack(f"{NAME}/Data").stack.policy = OPEN
    ended = verb(shop.aws, "unstick", "--stack-name", NAME)
    assert (ended.code, "close the stack policies again" in ended.out) == (0, True)
    assert verb(shop.aws, "unstick", "--stack-name", NAME, "--run", answers="\n").code == 4
    assert shop.aws.stack(f"{NAME}/Data").policy == OPEN
    assert verb(shop.aws, "unstick", "--stack-name", NAME, "--run", "--confirm", NAME).code == 0
    assert "Database" in str(shop.aws.stack(f"{NAME}/Data").policy)
    assert verb(shop.aws, "unstick", "--stack-name", NAME, "--run", "--confirm", NAME).code == 2


@pytest.mark.parametrize("way", ["cancel", "roll back"])
def test_other_ways_back_close_too(shop: Shop, way: str) -> None:
    """An update that is cancelled, and one without rollback that is rolled back later, end with closed policies."""
    changes = {"deep.yaml": QUEUE, "service.yaml": IMAGE}
    described = change_set(shop.aws, NAME, packed(shop.aws, shop.root, changes))
    shop.aws.stack(f"{NAME}/Data").stack.policy = OPEN
    if way == "roll back":
        shop.aws.break_resource("Service/Service", on="update")
    client = shop.aws.client("cloudformation")
    client.execute_change_set(ChangeSetName=described["ChangeSetId"], DisableRollback=way == "roll back")
    shop.aws.clock.sleep(4)
    if way == "roll back":
        shop.aws.settle()
        assert shop.aws.stack(NAME).status == "UPDATE_FAILED"
    assert unstick.run(shop.standing, Wanted(run=True, cancel=way == "cancel"), Talk(confirm=NAME)) == 0
    assert shop.aws.stack(NAME).status == "UPDATE_ROLLBACK_COMPLETE"
    assert "Database" in str(shop.aws.stack(f"{NAME}/Data").policy)
