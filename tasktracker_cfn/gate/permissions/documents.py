"""The documents that are written down: policies within AWS's limit, who may take on the role, and its template."""

import json
from collections.abc import Iterable, Mapping, Sequence

from tasktracker_cfn.errors import CommandError
from tasktracker_cfn.gate.permissions.grants import Entry
from tasktracker_cfn.gate.permissions.setting import BUCKET, Setting

# Of a managed policy, blanks not counted: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
LIMIT = 6144
VERSION = "2012-10-17"
SERVICE = "cloudformation.amazonaws.com"
LISTS = ("Action", "Resource")

Document = Mapping[str, object]


def document(statements: Iterable[Entry]) -> Document:
    """Give a policy of some statements."""
    return {"Version": VERSION, "Statement": list(statements)}


def size(policy: Document) -> int:
    """Give the size that AWS counts, the longest account and region in place of those that nobody gave."""
    text = json.dumps(policy, separators=(",", ":"))
    longest = {"${AWS::Partition}": "aws-us-gov", "${AWS::Region}": "ap-southeast-1", "${AWS::AccountId}": "1" * 12}
    for name, value in {**longest, BUCKET: "b" * 63}.items():
        text = text.replace(name, value)
    return len(text)


def split(statements: Sequence[Entry]) -> tuple[Document, ...]:
    """Give as few policies as hold all statements in their order, each within the limit of a managed policy."""
    groups: list[list[Entry]] = [[]]
    for statement in (part for whole in statements for part in _parts(whole)):
        if groups[-1] and size(document([*groups[-1], statement])) > LIMIT:
            groups.append([])
        groups[-1].append(statement)
    return tuple(document(group) for group in groups)


def allow(sid: str, actions: list[str], resources: list[str], condition: Entry | None = None) -> Entry:
    """Give a statement that allows some actions."""
    entry: dict[str, object] = {"Sid": sid, "Effect": "Allow", "Action": sorted(actions), "Resource": resources}
    return {**entry, "Condition": condition} if condition else entry


def trust(setting: Setting) -> Document:
    """Give the policy by which CloudFormation may take on the role, for this account only."""
    return document(
        [
            {
                "Sid": "LetCloudFormationDeployForThisAccount",
                "Effect": "Allow",
                "Principal": {"Service": SERVICE},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"aws:SourceAccount": setting.account}},
            }
        ]
    )


def template(statements: Sequence[Entry], setting: Setting, role: str) -> Document:
    """Give a template that makes the role and its policies, so that the account and the region fill themselves in."""
    policies = {
        f"DeploymentPolicy{number}": {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {
                "Description": f"What CloudFormation needs to deploy {setting.stack}, part {number}",
                "PolicyDocument": _substituted(part),
            },
        }
        for number, part in enumerate(split(statements), start=1)
    }
    made: dict[str, object] = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "RoleName": role,
            "Description": f"CloudFormation deploys {setting.stack} with it",
            "AssumeRolePolicyDocument": _substituted(trust(setting)),
            "ManagedPolicyArns": [{"Ref": name} for name in policies],
        },
    }
    needs_bucket = BUCKET in json.dumps(statements)
    parameters = (
        {"TemplateBucket": {"Type": "String", "Description": "Bucket of the templates"}} if needs_bucket else {}
    )
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"The role with which CloudFormation deploys {setting.stack}",
        **({"Parameters": parameters} if parameters else {}),
        "Resources": {**policies, "DeploymentRole": made},
        "Outputs": {"DeploymentRoleArn": {"Value": {"Fn::GetAtt": ["DeploymentRole", "Arn"]}}},
    }


def _parts(statement: Entry) -> Iterable[Entry]:
    """Give a statement, or halves of it as long as a part is longer than a whole policy may be."""
    if size(document([statement])) <= LIMIT:
        return [statement]
    longest = max(LISTS, key=lambda key: len(json.dumps(statement[key])))
    values = statement[longest]
    if not isinstance(values, list) or len(values) == 1:
        message = f"the statement {statement['Sid']} is longer than a policy may be"
        raise CommandError(message)
    middle = len(values) // 2
    halves = (values[:middle], values[middle:])
    return [
        part
        for number, half in enumerate(halves, start=1)
        for part in _parts({**statement, "Sid": f"{statement['Sid']}Part{number}", longest: half})
    ]


def _substituted(value: object) -> object:
    """Let CloudFormation fill in the placeholders."""
    if isinstance(value, Mapping):
        return {key: _substituted(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_substituted(held) for held in value]
    return {"Fn::Sub": value} if isinstance(value, str) and "${" in value else value
