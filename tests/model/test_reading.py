"""Reading one template: values in long form, lines, and what is refused."""

import json
from pathlib import Path
from textwrap import dedent

import pytest

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.reading import Template, read


def template(folder: Path, text: str, name: str = "one.yaml") -> Template:
    """Write a template and read it back."""
    path = folder / name
    path.write_text(dedent(text))
    return read(path)


def refused(folder: Path, text: str) -> str:
    """Give the message about a template that cannot be read."""
    with pytest.raises(TemplateError) as caught:
        template(folder, text)
    return str(caught.value).removeprefix(f"{folder}/")


VALUES = [
    ("!Ref Vpc", {"Ref": "Vpc"}),
    ("!GetAtt Database.Endpoint.Address", {"Fn::GetAtt": ["Database", "Endpoint.Address"]}),
    ("!GetAtt [Network, Outputs.VpcId]", {"Fn::GetAtt": ["Network", "Outputs.VpcId"]}),
    ("{Fn::GetAtt: Network.Outputs.VpcId}", {"Fn::GetAtt": ["Network", "Outputs.VpcId"]}),
    ("{Fn::GetAtt: [Network, Outputs, VpcId]}", {"Fn::GetAtt": ["Network", "Outputs.VpcId"]}),
    ("!Sub 'a-${B}'", {"Fn::Sub": "a-${B}"}),
    ("!Select [0, !GetAZs '']", {"Fn::Select": [0, {"Fn::GetAZs": ""}]}),
    ("!Join [',', [!Ref A, b]]", {"Fn::Join": [",", [{"Ref": "A"}, "b"]]}),
    ("!If [Big, 1, !Ref AWS::NoValue]", {"Fn::If": ["Big", 1, {"Ref": "AWS::NoValue"}]}),
    ("!Condition Big", {"Condition": "Big"}),
    ("{Fn::Base64: !Sub x}", {"Fn::Base64": {"Fn::Sub": "x"}}),
    ("2010-09-09", "2010-09-09"),
    ("'8080'", "8080"),
    ("8080", 8080),
    ("0.5", 0.5),
    ("true", True),
    ("", None),
]


@pytest.mark.parametrize(("written", "meant"), VALUES)
def test_a_value_is_read_in_its_long_form(tmp_path: Path, written: str, meant: object) -> None:
    """Short and long intrinsics become the same values, and scalars what CloudFormation takes them for."""
    read_back = template(tmp_path, f"Resources: {{}}\nMetadata:\n  Value: {written}\n")
    assert read_back.content["Metadata"] == {"Value": meant}


def test_json_is_read_like_yaml(tmp_path: Path) -> None:
    """A template in JSON, tabs and all, gives the same values and has lines."""
    content = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Name": 'a "b" \u00e9'}}}}
    read_back = template(tmp_path, json.dumps(content, indent="\t"), "one.json")
    assert read_back.content == content
    assert read_back.line("Resources", "Topic", "Properties") == 5


def test_lines_are_those_of_keys_and_items(tmp_path: Path) -> None:
    """A line is that of the key or the item, and of the nearest thing around it where there is none."""
    read_back = template(
        tmp_path,
        """\
        # comment
        Resources:
          Topic:
            Type: AWS::SNS::Topic
            Properties:
              Tags:
              - Key: a
                Value: !Sub
                  - ${B}
                  - B: !Ref C
        """,
    )
    tags = ("Resources", "Topic", "Properties", "Tags")
    assert read_back.line("Resources", "Topic") == 3
    assert read_back.line(*tags, 0, "Value") == 8
    assert read_back.line(*tags, 0, "Value", "Fn::Sub", 1, "B") == 10
    assert read_back.line(*tags, 7, "Nothing") == 6
    assert read_back.line("Nothing") == 1


def test_anchors_are_followed(tmp_path: Path) -> None:
    """An alias means what its anchor holds."""
    read_back = template(tmp_path, "Resources: {}\nMetadata:\n  A: &a [1]\n  B: *a\n")
    assert read_back.content["Metadata"] == {"A": [1], "B": [1]}


def test_the_last_of_equal_keys_counts(tmp_path: Path) -> None:
    """A key that stands twice is read as CloudFormation reads it, and is remembered."""
    read_back = template(tmp_path, "Resources: {}\nMetadata:\n  A: {B: 1}\n  A: {C: 2}\n  D: 3\n")
    assert read_back.content["Metadata"] == {"A": {"C": 2}, "D": 3}
    assert read_back.twice == {("Metadata", "A"): 3}
    assert read_back.line("Metadata", "A") == 4


REFUSED = [
    ("Resources: {}\nOutputs: [", "one.yaml:2: is no valid YAML: did not find expected node content"),
    ("Resources:\n  A: !Reff B\n", "one.yaml:2: !Reff is no intrinsic function"),
    ("Resources: {}\nA: &a [*a]\n", "one.yaml:2: an anchor holds itself"),
    ("Resources: {}\n? [a]\n: b\n", "one.yaml:2: a key must be a text"),
    ("Resources: {}\nA: !!binary aGk=\n", "one.yaml:2: a template cannot hold a binary"),
    ("Resources: {}\nA: !!int x\n", "one.yaml:2: 'x' is no int"),
    ("- 1\n", "one.yaml:1: is no template: it has no mapping of Resources"),
    ("", "one.yaml:1: is no template: it has no mapping of Resources"),
    ("Resources: 1\n", "one.yaml:1: is no template: it has no mapping of Resources"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_no_template_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    """The message names the file and the line."""
    assert refused(tmp_path, text) == message


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A missing file, a folder and bytes that are no text are errors of the template, not tracebacks."""
    (tmp_path / "latin.yaml").write_bytes(b"Description: \xe9\n")
    for name, message in (
        ("none.yaml", "No such file"),
        (".", "is no regular file"),
        ("latin.yaml", "no UTF-8 text"),
    ):
        with pytest.raises(TemplateError, match=message) as caught:
            read(tmp_path / name)
        assert caught.value.line == 0


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    """A template that is nested deeper than any parser goes is an error, not a crash."""
    assert "nested too deeply" in refused(tmp_path, "Resources: {}\nA: " + "[" * 5_000 + "]" * 5_000)
