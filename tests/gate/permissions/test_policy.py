"""The policy for CloudFormation's role covers what a nest needs, and no more than the table of reasons says."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from tasktracker_cfn.gate.goals.actions import exists, takes_resource
from tasktracker_cfn.gate.permissions.actions import taken
from tasktracker_cfn.gate.permissions.documents import LIMIT, document, size, split
from tasktracker_cfn.gate.permissions.policy import Policy, policy
from tasktracker_cfn.gate.permissions.setting import Setting
from tasktracker_cfn.model.system import System
from tests.commands import REPOSITORY

SETTING = Setting("my-stack", "aws", "eu-central-1", "123456789012", "my-templates")
BUILDS = sorted((REPOSITORY / "out").glob("*/*/root.yaml"))
# By these a role gets more than it was given, so they are for the nest's own roles and policies only.
ESCALATING = re.compile(r"iam:(Create|Put|Attach|Update|Set|Add|Pass|Delete|Detach)")
OF_THE_NEST = re.compile(
    r"arn:aws:iam::123456789012:(role|policy|instance-profile)(/[^*]+)*/(my-stack|aws-service-role)"
)
# Conditions without which these would be open to all that an account has.
CONDITIONS = {
    "iam:PassRole": "iam:PassedToService",
    "iam:CreateServiceLinkedRole": "iam:AWSServiceName",
    "iam:AttachRolePolicy": "iam:PolicyARN",
    "iam:DetachRolePolicy": "iam:PolicyARN",
    "kms:CreateGrant": "kms:ViaService",
    "kms:Decrypt": "kms:ViaService",
    "kms:GenerateDataKey": "kms:ViaService",
}


@pytest.fixture(
    params=BUILDS, ids=[str(root.parent.relative_to(REPOSITORY / "out")) for root in BUILDS], scope="module"
)
def system(request: pytest.FixtureRequest) -> System:
    """Give each shipped build."""
    root: Path = request.param
    return System(root.parent)


@pytest.fixture(scope="module")
def found(system: System) -> Policy:
    """Give its policy."""
    return policy(system, SETTING)


def _grants(found: Policy) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for statement in found.statements:
        actions: Any = statement["Action"]
        yield from ((action, statement) for action in actions)


def test_every_resource_is_covered(system: System, found: Policy) -> None:
    """Whatever the schemas say that a resource needs stands in the policy, and no type is left out."""
    granted = {action.lower() for action, _ in _grants(found)}
    for item in system.items:
        actions = taken(item, system)
        assert actions is not None, item
        assert {action.lower() for action in actions} <= granted, item


def test_every_action_exists(found: Policy) -> None:
    """The policy names actions that there are, each by itself."""
    actions = [action for action, _ in _grants(found)]
    assert [action for action in actions if not exists(action)] == []
    # Lambda@Edge's own names end so: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html
    assert [action for action in actions if "*" in action and "Replication*" not in action] == []


def test_everything_only_where_nothing_can_be_named(found: Policy) -> None:
    """An action is about everything only when it takes no resource."""
    everywhere = [action for action, statement in _grants(found) if "*" in statement["Resource"]]
    assert [action for action in everywhere if takes_resource(action)] == []


def test_statements_are_named_once(found: Policy) -> None:
    """Every statement has a name of its own, which IAM takes."""
    sids = [str(statement["Sid"]) for statement in found.statements]
    assert len(set(sids)) == len(sids)
    assert [sid for sid in sids if not re.fullmatch(r"[A-Z][A-Za-z0-9]+", sid)] == []


def test_no_escalation(found: Policy) -> None:
    """Roles and policies are changed, attached and handed over only where they are the nest's own."""
    for action, statement in _grants(found):
        if ESCALATING.match(action):
            assert [arn for arn in statement["Resource"] if not OF_THE_NEST.match(arn)] == [], action


def test_conditions(found: Policy) -> None:
    """What a resource cannot narrow is narrowed by a condition."""
    for action, statement in _grants(found):
        key = CONDITIONS.get(action)
        if key:
            conditions = [held for operator in statement.get("Condition", {}).values() for held in operator]
            assert key in conditions, action


def test_region_and_account_are_said(found: Policy) -> None:
    """Every ARN that has a region or an account names ours."""
    for _, statement in _grants(found):
        for arn in statement["Resource"]:
            if arn == "*":
                continue
            _, partition, service, region, account, _ = arn.split(":", 5)
            assert partition == "aws"
            assert region in {"eu-central-1", ""}, arn
            assert account in {"123456789012", "aws"} or service in {"s3", "route53", "ec2"}, arn


def test_split_loses_nothing(found: Policy) -> None:
    """The parts are small enough for managed policies, few enough for one role, and grant the same."""
    parts = split(found.statements)
    assert all(size(part) <= LIMIT for part in parts)
    assert len(parts) <= 10

    def pairs(statements: Any) -> set[tuple[str, str]]:
        return {
            (action, arn) for statement in statements for action in statement["Action"] for arn in statement["Resource"]
        }

    assert set().union(*(pairs(part["Statement"]) for part in parts)) == pairs(document(found.statements)["Statement"])


def test_physical_names_are_kept(tmp_path: Path) -> None:
    """What has a name is named, and what CloudFormation names is known by the name of its stack."""
    (tmp_path / "root.yaml").write_text(
        """
Parameters: {Suffix: {Type: String}}
Resources:
  Named: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: /ecs/app}}
  Open: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub 'logs-${AWS::AccountId}-${Suffix}'}}
  Generated: {Type: 'AWS::SNS::Topic'}
  Lower: {Type: 'AWS::ECR::Repository'}
  Secret: {Type: 'AWS::SecretsManager::Secret', Properties: {Name: db/password}}
  AVeryLongNameOfATargetGroup: {Type: 'AWS::ElasticLoadBalancingV2::TargetGroup'}
""",
        encoding="utf-8",
    )
    arns = {arn for _, statement in _grants(policy(System(tmp_path), SETTING)) for arn in statement["Resource"]}
    here = "eu-central-1:123456789012"
    for expected in (
        f"arn:aws:logs:{here}:log-group:/ecs/app",
        "arn:aws:s3:::logs-123456789012-*",
        f"arn:aws:sns:{here}:my-stack-Generated-*",
        f"arn:aws:ecr:{here}:repository/my-stack-lower-*",
        f"arn:aws:secretsmanager:{here}:secret:db/password-??????",
        f"arn:aws:elasticloadbalancing:{here}:targetgroup/my-st*/*",
    ):
        assert expected in arns


def test_only_what_is_used(tmp_path: Path) -> None:
    """What a type's handlers need for a property that is not there is not granted."""
    text = "Resources: {Bucket: {Type: 'AWS::S3::Bucket'%s}}"
    metadata = ", Properties: {MetadataTableConfiguration: {S3TablesDestination: {TableName: t}}}"
    for addition, expected in (("", False), (metadata, True)):
        (tmp_path / "root.yaml").write_text(text % addition, encoding="utf-8")
        actions = [action for action, _ in _grants(policy(System(tmp_path), SETTING))]
        assert any(fnmatchcase(action, "s3tables:*") for action in actions) is expected


def test_what_nobody_knows_is_said(tmp_path: Path) -> None:
    """A type without permissions and a role from outside are named in notes, and get nothing."""
    (tmp_path / "root.yaml").write_text(
        """
Parameters: {Role: {Type: String}}
Resources:
  Mystery: {Type: 'Acme::Some::Thing'}
  Task: {Type: 'AWS::ECS::TaskDefinition', Properties: {TaskRoleArn: !Ref Role}}
""",
        encoding="utf-8",
    )
    found = policy(System(tmp_path), SETTING)
    assert found.notes == (
        "Mystery: no schema says what Acme::Some::Thing needs, so the policy allows nothing for it",
        "Task: TaskRoleArn is given at deployment, so the policy allows to hand over no such role",
    )
    assert "iam:PassRole" not in [action for action, _ in _grants(found)]


def test_nested_stacks_and_references(tmp_path: Path) -> None:
    """Templates below, types of parameters, dynamic references and custom resources get what they ask for."""
    (tmp_path / "root.yaml").write_text(
        """
Parameters:
  Vpc: {Type: 'AWS::EC2::VPC::Id'}
  Image: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /aws/service/ami-amazon-linux-latest/x}
Resources:
  Child: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: 'https://bucket.s3.amazonaws.com/child.yaml'}}
  Own:
    Type: Custom::Thing
    Properties:
      ServiceToken: arn:aws:lambda:eu-central-1:123456789012:function:own
      Password: '{{resolve:ssm:/db/password:1}}'
  Told: {Type: 'AWS::CloudFormation::CustomResource', Properties: {ServiceToken: 'arn:aws:sns:eu-central-1:1:told'}}
""",
        encoding="utf-8",
    )
    granted = {(action, arn) for action, held in _grants(policy(System(tmp_path), SETTING)) for arn in held["Resource"]}
    assert {
        ("s3:GetObject", "arn:aws:s3:::bucket/child.yaml"),
        ("ec2:DescribeVpcs", "*"),
        ("ssm:GetParameters", "arn:aws:ssm:eu-central-1::parameter/aws/service/ami-amazon-linux-latest/x"),
        ("ssm:GetParameters", "arn:aws:ssm:eu-central-1:123456789012:parameter/db/password"),
        ("lambda:InvokeFunction", "arn:aws:lambda:eu-central-1:123456789012:function:own"),
        ("sns:Publish", "arn:aws:sns:eu-central-1:1:told"),
        ("cloudformation:CreateStack", "arn:aws:cloudformation:eu-central-1:123456789012:stack/my-stack-Child-*/*"),
    } <= granted
