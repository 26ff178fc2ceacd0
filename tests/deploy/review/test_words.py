"""Changes of permissions and of rules, in words."""

import pytest

from tasktracker_cfn.deploy.review.iam import iam_changes
from tasktracker_cfn.deploy.review.network import network_changes

ROLE, GROUP = "AWS::IAM::Role", "AWS::EC2::SecurityGroup"
Value = dict[str, object]


def policy(*statements: Value) -> Value:
    """Give the properties of a managed policy."""
    return {"PolicyDocument": {"Version": "2012-10-17", "Statement": list(statements)}}


READ: Value = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "a/*"}
NAMED: Value = {**READ, "Sid": "Read"}
ANYBODY: Value = {"Effect": "Allow", "Action": "sns:Publish", "Principal": "*", "Resource": "t"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (policy(READ), policy(READ), []),
        (policy(), policy(READ), [("+", "allows s3:GetObject on a/*", False)]),
        (policy(READ), policy(), [("-", "no longer allows s3:GetObject on a/*", False)]),
        (policy(), policy({**READ, "Effect": "Deny"}), [("+", "denies s3:GetObject on a/*", False)]),
        (policy(READ), policy({**READ, "Resource": "*"}), [("~", "s3:GetObject (resource)", False)]),
        (policy(NAMED), policy({**NAMED, "Action": ["s3:GetObject", "s3:PutObject"]}), [("~", "Read (action)", False)]),
        (policy(NAMED, READ), policy(READ, NAMED), []),
        (policy(), policy(ANYBODY), [("+", "allows sns:Publish on t to *", True)]),
        (
            policy(),
            policy({**ANYBODY, "Condition": {"x": "y"}}),
            [("+", 'allows sns:Publish on t to * if {"x": "y"}', False)],
        ),
        ({}, {"ManagedPolicyArns": ["p"]}, [("+", "has the policy p", False)]),
    ],
)
def test_statements(before: Value, after: Value, expected: list[tuple[str, str, bool]]) -> None:
    """Statements that come, go or change are told one by one."""
    found = iam_changes("Data/P", "AWS::IAM::ManagedPolicy", before, after)
    assert [(change.sign, change.what, change.public) for change in found] == expected


def test_sides_of_a_statement() -> None:
    """Of a statement that changes only the difference is told."""
    old = {**NAMED, "Action": ["s3:GetObject", "s3:PutObject"]}
    new = {**NAMED, "Action": ["s3:GetObject", "s3:DeleteObject"], "Resource": "*"}
    (change,) = iam_changes("Data/P", "AWS::IAM::ManagedPolicy", policy(old), policy(new))
    assert (change.before, change.after) == ("s3:PutObject; a/*", "s3:DeleteObject; *")


def test_trust_and_inline() -> None:
    """Who may take on a role, and its own policies, are told by their places."""
    document: Value = {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}}
    after: Value = {
        "AssumeRolePolicyDocument": document,
        "Policies": [{"PolicyName": "Work", "PolicyDocument": policy(READ)["PolicyDocument"]}],
    }
    trust, inline = iam_changes("R", ROLE, {}, after)
    assert (trust.what, trust.public) == ('trust: allows sts:AssumeRole to {"AWS": "*"}', True)
    assert inline.what == "Work: allows s3:GetObject on a/*"


HTTPS: Value = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}
INSIDE: Value = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 9, "SourceSecurityGroupId": "sg-1"}
IGW: Value = {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw"}
BLOCK: Value = {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "BlockPublicPolicy": False}}


@pytest.mark.parametrize(
    ("kind", "before", "after", "expected"),
    [
        (GROUP, {}, {"SecurityGroupIngress": [HTTPS]}, [("+", "ingress tcp 443 from 0.0.0.0/0", True)]),
        (GROUP, {"SecurityGroupIngress": [HTTPS]}, {}, [("-", "ingress tcp 443 from 0.0.0.0/0", False)]),
        (GROUP, {"SecurityGroupIngress": [HTTPS]}, {"SecurityGroupIngress": [HTTPS]}, []),
        (GROUP, {}, {"SecurityGroupIngress": [INSIDE]}, [("+", "ingress tcp 1-9 from sg-1", False)]),
        (
            GROUP,
            {},
            {"SecurityGroupEgress": [{**HTTPS, "IpProtocol": -1}]},
            [("+", "egress all traffic to 0.0.0.0/0", False)],
        ),
        ("AWS::EC2::SecurityGroupIngress", {}, HTTPS, [("+", "ingress tcp 443 from 0.0.0.0/0", True)]),
        ("AWS::EC2::Route", {}, IGW, [("+", "routes 0.0.0.0/0 through igw", True)]),
        ("AWS::EC2::Route", {}, {**IGW, "GatewayId": "${Gate}"}, [("+", "routes 0.0.0.0/0 through Gate", True)]),
        ("AWS::RDS::DBInstance", {"A": 1}, {"PubliclyAccessible": "true"}, [("+", "has a public address", True)]),
        (
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            {"Scheme": "internal"},
            {"Scheme": "internet-facing"},
            [("-", "is internal", False), ("+", "is internet-facing", True)],
        ),
        ("AWS::Lambda::Url", {}, {"AuthType": "NONE"}, [("+", "can be called by anybody", True)]),
        (
            "AWS::S3::Bucket",
            {"A": 1},
            BLOCK,
            [
                ("+", "does not blockPublicPolicy", True),
                ("+", "does not ignorePublicAcls", True),
                ("+", "does not restrictPublicBuckets", True),
            ],
        ),
    ],
)
def test_rules(kind: str, before: Value, after: Value, expected: list[tuple[str, str, bool]]) -> None:
    """What opens or closes is told, and whether anybody can come."""
    found = network_changes("Network/G", kind, before, after)
    assert [(change.sign, change.what, change.public) for change in found] == expected
