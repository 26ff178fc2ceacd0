"""Templates become YAML that reads back as what it was, and that people can review."""

from typing import Any

import pytest
from hypothesis import given, strategies

from tasktracker_cfn.assembly.rendering import HEADER, render
from tests.cfn_yaml import read
from tests.hypothesis_profile import DETERMINISTIC


def _template(**properties: object) -> dict[str, object]:
    return {"Resources": {"Thing": {"Type": "AWS::S3::Bucket", "Properties": properties}}}


def _text(value: object) -> str:
    return render(_template(Value=value), "system.toml")


def _back(value: object) -> object:
    return read(_text(value))["Resources"]["Thing"]["Properties"]["Value"]


SHORT: list[tuple[object, str]] = [
    ({"Ref": "Vpc"}, "Value: !Ref Vpc\n"),
    ({"Fn::GetAtt": ["Role", "Arn"]}, "Value: !GetAtt Role.Arn\n"),
    ({"Fn::GetAtt": ["Network", "Outputs.VpcId"]}, "Value: !GetAtt Network.Outputs.VpcId\n"),
    ({"Fn::Sub": "arn:${AWS::Partition}:s3"}, "Value: !Sub arn:${AWS::Partition}:s3\n"),
    ({"Fn::GetAZs": ""}, "Value: !GetAZs ''\n"),
    ({"Fn::Join": [",", [{"Ref": "A"}]]}, "Value: !Join\n      - ','\n      - - !Ref A\n"),
    ({"Fn::Select": [0, {"Fn::GetAZs": ""}]}, "Value: !Select\n      - 0\n      - !GetAZs ''\n"),
    ({"Fn::Split": [",", {"Ref": "A"}]}, "Value: !Split\n      - ','\n      - !Ref A\n"),
]


@pytest.mark.parametrize(("value", "written"), SHORT)
def test_short_form(value: object, written: str) -> None:
    """An intrinsic function is written in its short form."""
    assert written in _text(value)
    assert _back(value) == value


LONG: list[tuple[object, str]] = [
    ({"Fn::GetAZs": {"Ref": "AWS::Region"}}, "Fn::GetAZs: !Ref AWS::Region\n"),
    ({"Fn::Base64": {"Fn::Sub": "${A}"}}, "Fn::Base64: !Sub ${A}\n"),
    ({"Fn::Base64": {"Fn::Join": ["", ["a"]]}}, "Fn::Base64: !Join\n"),
    ({"Fn::Base64": {"Fn::GetAtt": ["A", "B"]}}, "Fn::Base64: !GetAtt A.B\n"),
    ({"Fn::GetAtt": ["A", {"Ref": "B"}]}, "Fn::GetAtt:\n"),
    ({"Fn::ImportValue": "x"}, "Fn::ImportValue: x\n"),
]


@pytest.mark.parametrize(("value", "written"), LONG)
def test_long_form(value: object, written: str) -> None:
    """A function directly around another one is written in its long form, since YAML has no other."""
    assert written in _text(value)
    assert _back(value) == value


LOOK_LIKE_SOMETHING_ELSE = [
    "1",
    "0755",
    "1.5",
    "1e3",
    "0x1f",
    "1_000",
    "12:30:45",
    "2012-10-17",
    "2001-12-14t21:59:43Z",
    "true",
    "yes",
    "No",
    "on",
    "off",
    "y",
    "null",
    "~",
    "",
    " ",
    "a: b",
    "a:",
    "a #b",
    "#a",
    "- a",
    "-",
    "?",
    "*",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "{a}",
    "[a]",
    "a, b",
    "'a'",
    '"a"',
    "|",
    ">",
    "=",
    "<<",
    "a ",
    " a",
    ".inf",
    ".nan",
    "123456789012",
    "\t",
    "a\tb",
    "ä",
    "\U0001f600",
    "\x7f",
    "\x85",
    "\u2028",
    "\ufeff",
    "\x1b[0m",
    "\x00",
    "a\\b",
    "{{resolve:x:y}}",
]


@pytest.mark.parametrize("text", LOOK_LIKE_SOMETHING_ELSE)
def test_text_stays_text(text: str) -> None:
    """A text that looks like something else reads back as the text that it was, as a value and as a key."""
    assert _back(text) == text
    assert _back({text: "x"}) == {text: "x"}
    assert _back({"Ref": text}) == {"Ref": text}


@pytest.mark.parametrize("value", ["1", "true", "null", "2012-10-17", "12:30:45", "~", "0755"])
def test_quotes(value: str) -> None:
    """A text that YAML would take for something else has quotes, and plain text has none."""
    assert f"Value: '{value}'\n" in _text(value)
    assert "Value: plain text\n" in _text("plain text")


@pytest.mark.parametrize("value", [True, False, 0, -1, 2**40, 1.5, 1e300, [], {}, [[]], [{}], {"A": {}}])
def test_plain_values(value: object) -> None:
    """Numbers, booleans and empty collections read back as what they are."""
    back = _back(value)
    assert back == value
    assert type(back) is type(value)


LINES = [
    "a\nb",
    "a\nb\n",
    "a\n\nb\n\n",
    "\na",
    "  a\n b",
    "a \nb",
    "a\n  b\n",
    "{\n  'a': 1\n}",
    "a\r\nb",
    "\n",
    "# a\nb",
]


@pytest.mark.parametrize("text", LINES)
def test_lines(text: str) -> None:
    """A text of several lines reads back as what it was, also inside a function."""
    assert _back(text) == text
    assert _back([text, "x"]) == [text, "x"]
    assert _back({"Fn::Sub": text}) == {"Fn::Sub": text}


def test_block_text() -> None:
    """A text of several lines is written as a block, line by line."""
    assert "Value: |\n        {\n          1\n        }\n" in _text("{\n  1\n}\n")


def test_long_text_stays_on_its_line() -> None:
    """A long line is not folded, so that it can be searched for."""
    text = "word " * 2000 + "end"
    assert f"Value: {text}\n" in _text(text)


OUT_OF_ORDER: dict[str, object] = {
    "Outputs": {"Id": {"Value": "x"}},
    "Resources": {
        "B": {"Properties": {"Z": 1, "A": 2}, "Type": "T", "DependsOn": ["A"], "DeletionPolicy": "Retain"},
        "A": {"Type": "T"},
    },
    "Parameters": {"P": {"Type": "String"}},
    "Description": "d",
}


def test_sections_in_reading_order() -> None:
    """Sections and the keys of a resource come in the order in which they are read."""
    text = render(OUT_OF_ORDER, "system.toml")
    places = [
        "# Generated from system.toml",
        "AWSTemplateFormatVersion: '2010-09-09'",
        "\n\nDescription: d",
        "\n\nParameters:",
        "\n\nResources:",
        "  B:",
        "Type: T",
        "DependsOn:",
        "DeletionPolicy:",
        "Properties:",
        "Z: 1",
        "A: 2",
        "\n\n  A:",
        "\n\nOutputs:",
    ]
    found = [text.find(place) for place in places]
    assert -1 not in found
    assert found == sorted(found)
    assert text.startswith(HEADER.format(source="system.toml"))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_empty_sections_are_left_out() -> None:
    """A section that holds nothing is not written."""
    assert "Outputs" not in render({**_template(), "Outputs": {}}, "x")


def test_no_anchors() -> None:
    """What stands in two places is written twice, without anchors."""
    shared = {"a": ["b"]}
    text = _text([shared, shared])
    assert "&" not in text
    assert "*" not in text


def test_unknown_section() -> None:
    """A section that CloudFormation does not have is refused."""
    with pytest.raises(ValueError, match="no section \\['Resurces'\\]"):
        render({**_template(), "Resurces": {"A": 1}}, "x")


@pytest.mark.parametrize("value", [None, object(), {1, 2}, b"x"])
def test_foreign_value(value: object) -> None:
    """A value that no template can hold is refused."""
    with pytest.raises(TypeError, match="a template cannot hold"):
        _text(value)


TEXTS = strategies.text(strategies.characters(exclude_categories=["Cs"]), max_size=20)
KEYS = TEXTS.filter(lambda key: key not in {"Ref", "<<"} and not key.startswith("Fn::"))
NAMES = strategies.from_regex(r"[A-Z][A-Za-z0-9]{0,8}", fullmatch=True)
SCALARS = strategies.one_of(
    TEXTS,
    strategies.sampled_from(LOOK_LIKE_SOMETHING_ELSE + LINES),
    strategies.integers(-(2**63), 2**63),
    strategies.floats(allow_nan=False, allow_infinity=False),
    strategies.booleans(),
)


def _around(inner: strategies.SearchStrategy[Any]) -> strategies.SearchStrategy[Any]:
    functions = strategies.sampled_from(["Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::Base64", "Fn::Cidr"])
    return strategies.one_of(
        strategies.lists(inner, max_size=4),
        strategies.dictionaries(KEYS, inner, max_size=4),
        functions.flatmap(lambda name: (TEXTS | strategies.lists(inner, max_size=3)).map(lambda value: {name: value})),
        strategies.sampled_from(["Fn::Base64", "Fn::GetAZs"]).flatmap(
            lambda name: NAMES.map(lambda value: {name: {"Ref": value}})
        ),
        strategies.tuples(NAMES, NAMES).map(lambda pair: {"Fn::GetAtt": list(pair)}),
        NAMES.map(lambda name: {"Ref": name}),
    )


@DETERMINISTIC
@given(value=strategies.recursive(SCALARS, _around, max_leaves=12))
def test_round_trip(value: Any) -> None:
    """What is rendered reads back equal."""
    assert _back(value) == value
