"""Texts, statements, roles, names and log groups, as template modules write them."""

import pytest
from awacs import ecr, s3
from awacs.aws import Action
from troposphere import GetAtt, GetAZs, Join, Ref, Region, Sub
from troposphere import s3 as buckets

from tasktracker_cfn.authoring.iam import (
    WITHOUT_RESOURCE,
    allow,
    allow_everywhere,
    managed_policy,
    service_role,
    tls_only,
)
from tasktracker_cfn.authoring.log_groups import log_group
from tasktracker_cfn.authoring.names import kebab, pascal, zone_letter
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Arn

STAR = "*"


def test_text() -> None:
    """References stand inside a text by the names given to them."""
    written = text("{a}/{b}/${AWS::Region}", a=Ref("Bucket"), b=GetAtt("Role", "Arn"))
    assert written.to_dict() == {"Fn::Sub": "${Bucket}/${Role.Arn}/${AWS::Region}"}


def test_text_with_wire() -> None:
    """A wire stands inside a text as what it carries."""
    assert text("{arn}/*", arn=Arn(GetAtt("B", "Arn"))).to_dict() == {"Fn::Sub": "${B.Arn}/*"}


def test_text_keeps_other_braces() -> None:
    """Braces that no reference is given for stay, as in dynamic references."""
    written = text("{{resolve:secretsmanager:{secret}:SecretString:password}}", secret=Ref("S"))
    assert written.to_dict() == {"Fn::Sub": "{{resolve:secretsmanager:${S}:SecretString:password}}"}


@pytest.mark.parametrize("value", [Sub("x"), Join("", ["a"]), GetAZs("")])
def test_text_refuses(value: Sub | Join | GetAZs) -> None:
    """Only a reference or an attribute can stand inside a text."""
    with pytest.raises(TypeError, match="only a Ref or a GetAtt"):
        text("{a}", a=value)


def test_allow() -> None:
    """A statement names its actions and its resources."""
    statement = allow(s3.GetObject, s3.PutObject, on=["arn:x"], sid="Use")
    assert statement.JSONrepr() == {
        "Sid": "Use",
        "Effect": "Allow",
        "Action": [s3.GetObject, s3.PutObject],
        "Resource": ["arn:x"],
    }


@pytest.mark.parametrize("on", [[STAR], ["arn:x", STAR]])
def test_allow_refuses_star(on: list[str]) -> None:
    """No action is allowed on everything by the way."""
    with pytest.raises(ValueError, match="Use: name the resources"):
        allow(s3.GetObject, on=on, sid="Use")


def test_allow_everywhere() -> None:
    """An action that takes no resource is allowed on everything."""
    assert allow_everywhere(ecr.GetAuthorizationToken, sid="SignIn").JSONrepr()["Resource"] == [STAR]


@pytest.mark.parametrize("actions", [(s3.GetObject,), (ecr.GetAuthorizationToken, s3.GetObject), (Action("s3", STAR),)])
def test_allow_everywhere_refuses(actions: tuple[Action, ...]) -> None:
    """An action that takes a resource is not allowed everywhere."""
    with pytest.raises(ValueError, match="takes a resource; name it"):
        allow_everywhere(*actions, sid="Use")


def test_table_of_actions_without_resource() -> None:
    """Each action of the table is a single one, and has its reason."""
    assert WITHOUT_RESOURCE
    for action, reason in WITHOUT_RESOURCE.items():
        assert STAR not in action
        assert len(reason.split()) > 3


def test_service_role() -> None:
    """A role trusts one service, for this account, and for the resources that are named."""
    policy = managed_policy("P", "d", allow(s3.GetObject, on=["arn:x"], sid="Use"))
    role = service_role("R", "ecs-tasks", "d", [policy], source="ecs:x").to_dict()["Properties"]
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": ["ecs-tasks.amazonaws.com"]}
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        "ArnLike": {"aws:SourceArn": {"Fn::Sub": "arn:${AWS::Partition}:ecs:x"}},
    }
    assert role["ManagedPolicyArns"] == [{"Ref": "P"}]
    bare = service_role("R", "ec2", "d", []).to_dict()["Properties"]
    assert "ManagedPolicyArns" not in bare
    assert "ArnLike" not in bare["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]


def test_tls_only() -> None:
    """A bucket and its objects refuse what does not come over TLS."""
    statement = tls_only(buckets.Bucket("B"))
    written = managed_policy("P", "d", statement).to_dict()["Properties"]["PolicyDocument"]["Statement"][0]
    assert written["Effect"] == "Deny"
    assert written["Resource"][1] == {"Fn::Join": ["", [{"Fn::GetAtt": ["B", "Arn"]}, "/*"]]}
    assert written["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize(
    ("name", "logical_id"),
    [
        ("api", "Api"),
        ("task-logs", "TaskLogs"),
        ("vpc_id", "VpcId"),
        ("aB", "AB"),
        ("a1-b2", "A1B2"),
        ("", ""),
    ],
)
def test_pascal(name: str, logical_id: str) -> None:
    """A name becomes a logical id."""
    assert pascal(name) == logical_id


@pytest.mark.parametrize(("logical_id", "name"), [("Vpc", "vpc"), ("PublicSubnetA", "public-subnet-a"), ("", "")])
def test_kebab(logical_id: str, name: str) -> None:
    """A logical id becomes a name as people write it."""
    assert kebab(logical_id) == name


def test_zone_letter() -> None:
    """Zones are lettered from A."""
    assert [zone_letter(zone) for zone in range(3)] == ["A", "B", "C"]


def test_log_group() -> None:
    """A log group has a limit, goes with its stack, and has a name only when it is given one."""
    group = log_group("G", None, 7).to_dict()
    assert group == {
        "Type": "AWS::Logs::LogGroup",
        "DeletionPolicy": "Delete",
        "UpdateReplacePolicy": "Delete",
        "Properties": {"RetentionInDays": 7},
    }
    assert log_group("G", Region, 7).to_dict()["Properties"]["LogGroupName"] == {"Ref": "AWS::Region"}
