"""What the templates do not show may be there all the same, where they do not show everything."""

from pathlib import Path

import pytest

from tasktracker_cfn.gate.rules.every import rules
from tasktracker_cfn.model.completeness import shows_everything
from tasktracker_cfn.model.system import System

TOPIC = "Resources:\n  Topic: {Type: 'AWS::SNS::Topic'}\n"
LOOP = "  Fn::ForEach::Topics: [Name, [A, B], {'Topic${Name}': {Type: 'AWS::SNS::Topic'}}]\n"
NESTED = (
    "  Child: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: 'https://a.s3.amazonaws.com/b.yaml'}}\n"
)
INSIDE = "  Other: {Type: 'AWS::SNS::Topic', Properties: {Fn::Transform: {Name: 'AWS::Include'}}}\n"
PARTS = [
    (TOPIC, True),
    (f"Transform: AWS::LanguageExtensions\n{TOPIC}", True),
    (f"Transform: [AWS::SecretsManager-2024-09-16, AWS::Serverless-2016-10-31]\n{TOPIC}", True),
    (f"Transform: Mine\n{TOPIC}", False),
    (TOPIC + LOOP, False),
    (TOPIC + NESTED, False),
    (TOPIC + INSIDE, False),
    (f"{TOPIC}  Part: {{Type: 'Some::Kind::Of::MODULE'}}\n", False),
    (f"{TOPIC}Conditions:\n{LOOP.replace('Topics', 'C')}", False),
]


def system(folder: Path, text: str) -> System:
    """Give the nest of one template."""
    (folder / "root.yaml").write_text(text, encoding="utf-8")
    return System(folder)


@pytest.mark.parametrize(("text", "whole"), PARTS)
def test_a_nest_shows_everything(tmp_path: Path, text: str, whole: bool) -> None:
    """Templates that are not here, macros, loops and modules may make whatever the others lack."""
    assert shows_everything(system(tmp_path, text)) is whole


def test_a_rule_that_misses_something_is_no_error_then(tmp_path: Path) -> None:
    """What is surely not there is an error, and what may be elsewhere is a warning."""
    missing = next(rule for rule in rules() if rule.id == "trail-bucket-policy")
    wrong = next(rule for rule in rules() if rule.id == "subnets-do-not-overlap")
    assert missing.severity_in(system(tmp_path, TOPIC)) == "error"
    assert missing.severity_in(system(tmp_path, TOPIC + NESTED)) == "warning"
    assert wrong.severity_in(system(tmp_path, TOPIC + NESTED)) == "error"


def test_an_attachment_of_itself_leads_to_no_secret(tmp_path: Path) -> None:
    """An attachment whose secret is itself is followed one step, and not for ever."""
    kind = "AWS::SecretsManager::SecretTargetAttachment"
    read = system(tmp_path, f"Resources:\n  Secret: {{Type: '{kind}', Properties: {{SecretId: !Ref Secret}}}}\n")
    item = read.items[0]
    assert read.at(item.get("SecretId")) == item
