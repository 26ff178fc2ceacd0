"""Values of a root's parameters, from files and from the command line."""

from pathlib import Path

import pytest

from tasktracker_cfn.errors import CommandError, TemplateError
from tasktracker_cfn.model.parameters import check_names, parameters, read_parameters
from tests.model.conftest import Writer

MEANT = {"Zones": "a,b", "Count": "2", "On": "true", "Name": "x=y"}
FORMS = {
    "json list": '[{"ParameterKey": "Zones", "ParameterValue": "a,b"}, {"ParameterKey": "Count", "ParameterValue": 2},'
    ' {"ParameterKey": "On", "ParameterValue": true}, {"ParameterKey": "Name", "ParameterValue": "x=y"}]',
    "yaml list": "- {ParameterKey: Zones, ParameterValue: [a, b]}\n- {ParameterKey: Count, ParameterValue: '2'}\n"
    "- {ParameterKey: 'On', ParameterValue: true, UsePreviousValue: false}\n"
    "- {ParameterKey: Name, ParameterValue: x=y}\n",
    "codepipeline": '{"Parameters": {"Zones": "a,b", "Count": "2", "On": "true", "Name": "x=y"}, "Tags": {"A": "b"}}',
    "input": '{"StackName": "s", "Parameters": [{"ParameterKey": "Zones", "ParameterValue": "a,b"}, "Count=2",'
    ' "On=true", "Name=x=y"]}',
    "flat": "Zones: [a, b]\nCount: 2\nOn: true\nName: x=y\n",
    "texts": '["Zones=a,b", "Count=2", "On=true", "Name=x=y"]',
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS.keys())
def test_every_form_means_the_same(tmp_path: Path, text: str) -> None:
    """Each form that AWS's tools take gives the same texts, lists with commas among them."""
    path = tmp_path / "parameters"
    path.write_text(text)
    assert read_parameters(path) == MEANT


def test_an_empty_mapping_gives_nothing(tmp_path: Path) -> None:
    """A file without parameters is none to complain about."""
    path = tmp_path / "parameters.json"
    path.write_text("{}")
    assert read_parameters(path) == {}


REFUSED = [
    ("", ":1: holds no parameters"),
    ("text", ":1: holds no parameters"),
    ("- 1\n", ":1: is no parameter"),
    ("- A=1\n- '=1'\n", ":2: is no parameter"),
    ("- A=1\n- {ParameterKey: 7}\n", ":2: is no parameter"),
    ("- A=1\n- A=2\n", ":2: A stands here a second time"),
    ("- {ParameterKey: A}\n", ":1: A has no ParameterValue"),
    ("- {ParameterKey: A, UsePreviousValue: true}\n", ":1: A keeps the value that it has in AWS"),
    ("Parameters:\n  A:\n", ":2: the value of A must be a text"),
    ("A: 1\nB: {C: 1}\n", ":2: the value of B must be a text"),
    ("A: [x, [y]]\n", ":1: the value of A must be a text"),
    ("A: !Ref B\n", ":1: the value of A must be a text"),
    ("A: 1\nA: 2\n", ":2: A stands here a second time"),
    ("{", "is no valid YAML"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_no_file_of_parameters(tmp_path: Path, text: str, message: str) -> None:
    """Anything else is an error that names the line."""
    path = tmp_path / "parameters.yaml"
    path.write_text(text)
    with pytest.raises(TemplateError) as caught:
        read_parameters(path)
    assert message in str(caught.value)


def test_a_parameter_of_the_command_line() -> None:
    """A parameter is a name, an equals sign and a value that may be anything, also nothing."""
    assert parameters(["Name=a=b,c", " Other=", "Name=last"]) == {"Name": "last", "Other": ""}


@pytest.mark.parametrize("wrong", ["canary", "=canary", ""])
def test_a_parameter_without_a_name_is_told_by_its_place(wrong: str) -> None:
    """What has no name may be a secret, so its place is told, and not what it says."""
    with pytest.raises(CommandError, match="--param number 2 must be written as Name=Value") as refused:
        parameters(["Name=x", wrong])
    assert "canary" not in str(refused.value)


def test_a_name_that_the_root_does_not_know(nest: Writer) -> None:
    """A name that the root does not take is an error that names the closest, and prints on one line."""
    root = nest(root="Resources: {}\nParameters: {Environment: {Type: String}}\n").root
    check_names(["Environment"], root)
    with pytest.raises(CommandError, match="has no parameter Enviroment; did you mean Environment"):
        check_names(["Enviroment"], root)
    with pytest.raises(CommandError) as caught:
        check_names(["\x1b[31m"], root)
    assert str(caught.value).isprintable()
