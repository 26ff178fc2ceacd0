"""Policies of any templates: what is known of them, and whose they are."""

from pathlib import Path

import pytest

from tasktracker_cfn.model.policies.statements import policy_statements, statements_by_holder
from tasktracker_cfn.model.policies.trust import trusted_services
from tasktracker_cfn.model.system import System

TEMPLATE = """
Parameters: {Given: {Type: String}}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: %s}, Action: 'sts:AssumeRole'}
      ManagedPolicyArns: [!Ref Listed]
      Policies: [{PolicyName: own, PolicyDocument: {Statement: [{Effect: Allow, Action: 'S3:GetObject'}, 3, []]}}]
  Listed:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: {Effect: Allow, Action: [!Ref Given, 'sns:Publish']}}}
  Attached:
    Type: AWS::IAM::Policy
    Properties: {Roles: [!Ref Role], PolicyDocument: {Statement: [{Effect: Deny, Action: '*'}]}}
  Broken: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: text}}
"""


def system(folder: Path, services: str = "ecs-tasks.amazonaws.com") -> System:
    """Write the template and read it."""
    (folder / "root.yaml").write_text(TEMPLATE % services, encoding="utf-8")
    return System(folder)


def test_statements_with_their_places(tmp_path: Path) -> None:
    """Every statement that is one is found, with the path to it, a single one as well; what is none is passed over."""
    found = [(str(held.owner), held.kind, held.path, held.actions) for held in policy_statements(system(tmp_path))]
    assert found == [
        ("Role", "trust", ("AssumeRolePolicyDocument", "Statement"), ("sts:assumerole",)),
        ("Role", "identity", ("Policies", 0, "PolicyDocument", "Statement", 0), ("s3:getobject",)),
        ("Listed", "identity", ("PolicyDocument", "Statement"), ("sns:publish",)),
        ("Attached", "identity", ("PolicyDocument", "Statement", 0), ("*",)),
    ]


def test_what_is_open_is_not_plain(tmp_path: Path) -> None:
    """A statement with an action that only a deployment knows is not plain, and a denial grants nothing."""
    _, own, listed, attached = policy_statements(system(tmp_path))
    assert own.is_plain
    assert not listed.is_plain
    assert listed.grants("sns:publish")
    assert not attached.grants("sns:publish")


def test_by_holder(tmp_path: Path) -> None:
    """A role holds its own policies, those that it lists, and those that are attached to it."""
    found = system(tmp_path)
    (role,) = found.of("AWS::IAM::Role")
    assert [str(held.owner) for held in statements_by_holder(found)[role]] == ["Role", "Listed", "Attached"]


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        ("ecs-tasks.amazonaws.com", ("ecs-tasks",)),
        ("[ec2.amazonaws.com.cn, !Sub 'monitoring.rds.${AWS::URLSuffix}']", ("ec2", "monitoring.rds")),
        ("!Ref Given", None),
        ("!Sub 'logs.${AWS::Region}.amazonaws.com'", None),
        ("'*'", None),
    ],
)
def test_trusted_services(services: str, expected: tuple[str, ...] | None, tmp_path: Path) -> None:
    """The services that a role trusts are known by their names, or not at all."""
    (role,) = system(tmp_path, services).of("AWS::IAM::Role")
    assert trusted_services(role) == expected


def test_a_folder_that_changes(tmp_path: Path) -> None:
    """A folder that is read again is judged by what it says then."""
    assert len(policy_statements(system(tmp_path))) == 4
    (tmp_path / "root.yaml").write_text("Resources: {Bucket: {Type: 'AWS::S3::Bucket'}}", encoding="utf-8")
    assert policy_statements(System(tmp_path)) == ()
