"""A built system, read back: what points to what, and what happens when the templates do not say."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from tasktracker_cfn.errors import UnclearError
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.system import System, entries, follow, number, pairs, references, text, true
from tasktracker_cfn.model.values import Call, Reference, Text

ROOT = """\
    Resources:
      Data:
        Type: AWS::CloudFormation::Stack
        Properties: {TemplateURL: data.yaml}
      Topic:
        Type: AWS::SNS::Topic
        Properties: {KmsMasterKeyId: !GetAtt Data.Outputs.KeyArn, Tags: [{Key: A, Value: b}]}
    Outputs:
      KeyArn: {Value: !GetAtt Data.Outputs.KeyArn}
    """
DATA = """\
    Resources:
      Key: {Type: 'AWS::KMS::Key'}
      Secret: {Type: 'AWS::SecretsManager::Secret'}
      Other: {Type: 'AWS::SecretsManager::Secret'}
      Attachment: {Type: 'AWS::SecretsManager::SecretTargetAttachment', Properties: {SecretId: !Ref Secret}}
    Outputs:
      KeyArn: {Value: !GetAtt Key.Arn}
    """
SOMETHING = Reference((), "Something")


@pytest.fixture
def system(tmp_path: Path) -> System:
    """Give a small system of two stacks."""
    (tmp_path / "root.yaml").write_text(dedent(ROOT))
    (tmp_path / "data.yaml").write_text(dedent(DATA))
    return System(tmp_path)


def test_reference_across_stacks(system: System) -> None:
    """A reference leads to its resource, through outputs and parameters, whose address names the stacks."""
    topic = system.one("AWS::SNS::Topic")
    key = system.at(topic.get("KmsMasterKeyId"))
    assert key == system.one("AWS::KMS::Key")
    assert str(key) == "Data/Key"
    assert system.all_at(system.output("KeyArn")) == (key,)


def test_attachment_stands_for_its_secret(system: System) -> None:
    """Who refers to a secret's attachment means the secret."""
    assert str(system.at(Reference(("Data",), "Attachment"))) == "Data/Secret"


def test_what_is_not_there(system: System) -> None:
    """A path that leads nowhere gives None, a value that refers to nothing no resource."""
    topic = system.one("AWS::SNS::Topic")
    assert topic.get("Tags", 0, "Value") == "b"
    assert topic.get("Tags", 1) is None
    assert topic.get("Tags", "Key") is None
    assert follow("text", "Key") is None
    assert system.at("text") is None
    assert system.at(SOMETHING) is None
    assert [str(item) for item in system.of("AWS::SecretsManager::Secret")] == ["Data/Secret", "Data/Other"]


QUESTIONS: dict[str, Callable[[System], object]] = {
    "no resource of the type": lambda system: system.one("AWS::S3::Bucket"),
    "two of the type": lambda system: system.one("AWS::SecretsManager::Secret"),
    "no references": lambda system: system.all_at(None),
    "a reference to nothing": lambda system: system.all_at((SOMETHING,)),
    "no such output": lambda system: system.output("Nothing"),
    "no mappings": lambda _: entries(("text",)),
    "no number": lambda _: number("twelve"),
    "true is no number": lambda _: number(value=True),
    "not known before deployment": lambda _: number(SOMETHING),
    "no text": lambda _: text(12),
    "a key twice": lambda _: pairs(({"Key": "a", "Value": "b"}, {"Key": "a", "Value": "c"})),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_no_plain_answer(question: Callable[[System], object], system: System) -> None:
    """A question that the templates do not answer plainly is an error, and no empty answer."""
    with pytest.raises(UnclearError, match=r"\w"):
        question(system)


def test_plain_values() -> None:
    """Numbers, switches and pairs are the same in each way of writing them."""
    assert number("12") == number(12) == 12
    assert true("true")
    assert true(value=True)
    assert not true(SOMETHING)
    assert pairs(({"Name": "a", "Value": SOMETHING},), "Name") == {"a": SOMETHING}


def test_parts_of_texts() -> None:
    """References and literal texts are found within texts, lists, mappings and calls."""
    joined = Text((SOMETHING, ",", Reference((), "Else")))
    assert references(joined) == [SOMETHING, Reference((), "Else")]
    assert references((SOMETHING, "x")) == [SOMETHING]
    assert list(literals({"a": ("b", joined), "c": Call("Fn::If", ("d", 1))})) == ["b", ",", "d"]
