"""What a deployment in CI must never lose: what no list knows, what only AWS saw change, what a user has locked."""

import json
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.guarding.locking import ALLOW, DENIED
from tests.aws.commands import verb
from tests.aws.fake import Fake
from tests.aws.fixtures import aws
from tests.commands import Ended

__all__ = ["aws"]

UNKNOWN = """
Resources:
  Machine: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1}}
  Cluster: {Type: AWS::DSQL::Cluster}
  Bench: {Type: AWS::Evidently::Project, Properties: {Name: bench}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
  Rule: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day)}}
"""
LESS = "Resources: {Rule: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day)}}}"
ROOT = "Resources: {Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./child.yaml}}}"
CHILD = """
Parameters:
  Stored: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /shop/name}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties: {Engine: postgres, DBInstanceClass: db.t4g.micro, DBName: !Ref Stored}
  Stream:
    Type: AWS::Kinesis::Stream
    Properties: {Name: {'Fn::GetStackOutput': {StackName: names, OutputName: Name}}}
"""
OTHER = "Resources: {Topic: {Type: AWS::SNS::Topic}}\nOutputs: {Name: {Value: one}}"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)


def deploy(aws: Fake, root: str, *more: str, child: str = "") -> Ended:
    """Deploy a nest as CI does."""
    Path("root.yaml").write_text(root, encoding="utf-8")
    Path("child.yaml").write_text(child, encoding="utf-8")
    return verb(aws, "deploy", "--root", "root.yaml", "--stack-name", "shop", "--yes", *more)


def deployed(aws: Fake, root: str, child: str = "") -> None:
    """Have a nest deployed."""
    verb(aws, "bootstrap")
    ended = deploy(aws, root, child=child)
    assert ended.code == 0, ended


def test_unknown_types(aws: Fake) -> None:
    """Removed without being named, an instance, a database and what nobody knows stay; a role goes when they may."""
    deployed(aws, UNKNOWN)
    ended = deploy(aws, LESS)
    assert ended.code == 1
    assert aws.world.fates == []
    assert "at stake: all data in it" in " ".join(ended.out.split())
    assert "what it holds, if anything, is not known here" in " ".join(ended.out.split())
    assert "Role" not in ended.err
    allowed = [word for name in ("Machine", "Cluster", "Bench") for word in ("--allow", name)]
    assert deploy(aws, LESS, *allowed).code == 0
    assert {fate.path for fate in aws.world.fates} == {"Machine", "Cluster", "Bench", "Role"}


def test_replaced_by_a_value_elsewhere(aws: Fake) -> None:
    """What a value outside all templates replaces is told as replaced, and must be named."""
    aws.client("cloudformation").create_stack(StackName="names", TemplateBody=OTHER)
    aws.put_parameter("/shop/name", "one")
    aws.settle()
    deployed(aws, ROOT, CHILD)
    aws.client("cloudformation").update_stack(StackName="names", TemplateBody=OTHER.replace("one", "two"))
    aws.put_parameter("/shop/name", "two")
    aws.settle()
    ended = deploy(aws, ROOT, child=CHILD)
    assert (ended.code, ended.out.count("REPLACED"), ended.out.count("one → two")) == (1, 2, 4)
    assert "--allow Child/Database --allow Child/Stream" in ended.err
    assert deploy(aws, ROOT, "--allow", "Child/Database", "--allow", "Child/Stream", child=CHILD).code == 0
    assert {fate.path for fate in aws.world.fates} == {"Child/Database", "Child/Stream"}


def test_what_a_user_has_locked(aws: Fake) -> None:
    """A statement that a user has written, in the form of ours, outlasts deployments, and goes on refusing."""
    theirs = {"Effect": "Deny", "Action": DENIED, "Principal": "*", "Resource": "LogicalResourceId/Role"}
    deployed(aws, UNKNOWN)
    body = json.dumps({"Statement": [ALLOW, theirs]})
    aws.client("cloudformation").set_stack_policy(StackName="shop", StackPolicyBody=body)
    assert deploy(aws, UNKNOWN.replace("1 day", "2 days")).code == 0
    policy = aws.stack("shop").policy
    assert policy
    assert json.loads(policy)["Statement"][:2] == [ALLOW, theirs]
    role = UNKNOWN.partition("  Role:")
    ended = deploy(aws, role[0] + role[2].partition("{}\n")[2])
    assert (ended.code, "Action denied by stack policy" in ended.err) == (3, True)
    assert aws.world.fates == []
