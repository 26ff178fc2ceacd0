"""The verb `permissions` prints policies, ready to paste."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from tasktracker_cfn.cli.main import main
from tasktracker_cfn.gate.goals.actions import exists
from tests.commands import REPOSITORY

DEMO = REPOSITORY / "out/tasktracker/demo"
PLACE = ("--region", "eu-central-1", "--account", "123456789012", "--partition", "aws", "--bucket", "my-templates")
# Renewed by the command in the test below, written to this file.
GOLDEN = REPOSITORY / "tests/gate/permissions/tasktracker-demo.json"


def permissions(*arguments: str | Path) -> Result:
    """Run the verb."""
    return CliRunner().invoke(main, ["permissions", *map(str, arguments)])


def test_golden() -> None:
    """The policy of a shipped build is what was read and agreed on."""
    ended = permissions(DEMO, "--stack-name", "tasktracker-demo", *PLACE)
    assert ended.exit_code == 0
    assert ended.stdout == GOLDEN.read_text(encoding="utf-8")


def test_a_template_may_be_named() -> None:
    """A folder stands for its root.yaml, and what is too long for one managed policy is said."""
    ended = permissions(DEMO / "root.yaml", "--stack-name", "tasktracker-demo", *PLACE)
    assert ended.stdout == GOLDEN.read_text(encoding="utf-8")
    assert "more than one managed policy holds: add --split" in ended.stderr


def test_split() -> None:
    """With --split there is a list of policies, and nothing to complain about."""
    ended = permissions(DEMO, "--stack-name", "tasktracker-demo", *PLACE, "--split")
    assert [policy["Version"] for policy in json.loads(ended.stdout)] == ["2012-10-17"] * 3
    assert not ended.stderr


def test_placeholders() -> None:
    """What was not given stays a placeholder, which IAM refuses."""
    ended = permissions(DEMO, "--stack-name", "tasktracker-demo")
    assert "arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/tasktracker-backend" in ended.stdout
    assert "arn:${AWS::Partition}:s3:::${TemplateBucket}/*" in ended.stdout


def test_template() -> None:
    """As a template the placeholders are filled in at deployment, and all policies are the role's."""
    ended = permissions(DEMO, "--stack-name", "tasktracker-demo", "--format", "template")
    template: Any = yaml.safe_load(ended.stdout)
    role = template["Resources"].pop("DeploymentRole")["Properties"]
    assert role["RoleName"] == "tasktracker-demo-deployment"
    assert [reference["Ref"] for reference in role["ManagedPolicyArns"]] == list(template["Resources"])
    assert list(template["Parameters"]) == ["TemplateBucket"]
    statements = [
        statement
        for policy in template["Resources"].values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    ]
    arns = [arn for statement in statements for arn in statement["Resource"]]
    assert {"Fn::Sub": "arn:${AWS::Partition}:s3:::${TemplateBucket}/*"} in arns
    assert [arn for arn in arns if isinstance(arn, str)] == ["*"]


def test_trust() -> None:
    """Only CloudFormation may take on the role, and for this account."""
    ended = permissions(DEMO, "--stack-name", "tasktracker-demo", *PLACE, "--trust")
    (statement,) = json.loads(ended.stdout)["Statement"]
    assert statement["Principal"] == {"Service": "cloudformation.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}


def test_caller() -> None:
    """Whoever starts a deployment may do so with this role only, and hand that role to CloudFormation only."""
    ended = permissions(DEMO, "--stack-name", "tasktracker-demo", *PLACE, "--caller", "--role-name", "deployer")
    statements = {statement["Sid"]: statement for statement in json.loads(ended.stdout)["Statement"]}
    role = "arn:aws:iam::123456789012:role/deployer"
    assert statements["StartDeploymentsWithThisRoleOnly"]["Condition"] == {
        "ArnEquals": {"cloudformation:RoleArn": role}
    }
    actions = [action for statement in statements.values() for action in statement["Action"]]
    assert [action for action in actions if not exists(action)] == []
    assert statements["HandTheRoleToCloudFormation"]["Resource"] == [role]
    assert statements["UploadTemplates"]["Resource"] == ["arn:aws:s3:::my-templates/*"]


def test_parameters(tmp_path: Path) -> None:
    """A value of a root parameter makes a name out of what was open."""
    text = "Parameters: {N: {Type: String}}\nResources: {T: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !Ref N}}}"
    (tmp_path / "root.yaml").write_text(text, encoding="utf-8")
    arn = "arn:aws:sns:eu-central-1:123456789012:news"
    assert arn not in permissions(tmp_path, "--stack-name", "s", *PLACE).stdout
    assert arn in permissions(tmp_path, "--stack-name", "s", *PLACE, "--param", "N=news").stdout


def test_a_parameter_that_is_not_there(tmp_path: Path) -> None:
    """A value for a parameter that no template has is a mistake, and no policy is made of it."""
    text = "Parameters: {Name: {Type: String}}\nResources: {T: {Type: 'AWS::SNS::Topic'}}"
    (tmp_path / "root.yaml").write_text(text, encoding="utf-8")
    ended = permissions(tmp_path, "--stack-name", "s", "--param", "Nam=x")
    assert ended.exit_code == 2
    assert "has no parameter of the name given as number 1; did you mean Name?" in ended.stderr
    assert not ended.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing option '--stack-name'"),
        (("--stack-name", "*"), "begins with a letter"),
        (("--stack-name", "s", "--account", "*"), "has twelve digits"),
        (("--stack-name", "s", "--account", "１２３４５６７８９０１２"), "has twelve digits"),
        (("--stack-name", "s", "--region", "*"), "is written as eu-central-1"),
        (("--stack-name", "s", "--partition", "aws*"), "is aws, aws-cn or aws-us-gov"),
        (("--stack-name", "s", "--bucket", "*"), "has 3 to 63 small letters"),
        (("--stack-name", "s", "--bucket", "a/../b"), "has 3 to 63 small letters"),
        (("--stack-name", "s", "--role-name", "*"), "has 1 to 64 letters"),
        (("--stack-name", "s", "--param", "N"), "--param number 1 must be written as Name=Value"),
        (("--stack-name", "s"), "root.yaml:1: is no valid YAML"),
    ],
)
def test_refused(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    """What is missing or wrong is one message, and the exit code is 2."""
    (tmp_path / "root.yaml").write_text("Resources: [", encoding="utf-8")
    ended = permissions(tmp_path, *arguments)
    assert ended.exit_code == 2
    assert message in ended.stderr
    assert not ended.stdout
