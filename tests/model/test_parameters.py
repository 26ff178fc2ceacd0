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
    ("- A=1\n- {ParameterKey: []}\n", ":2: is no parameter"),
    ("- A=1\n- A=2\n", ":2: this name stands here a second time"),
    ("- {ParameterKey: A}\n", ":1: there is no ParameterValue"),
    ("- {ParameterKey: A, UsePreviousValue: true}\n", ":1: this keeps the value that it has in AWS"),
    ("Parameters:\n  A:\n", ":2: the value must be a text"),
    ("A: 1\nB: {C: 1}\n", ":2: the value must be a text"),
    ("A: [x, [y]]\n", ":1: the value must be a text"),
    ("A: !Ref B\n", ":1: column 4: ! begins a tag"),
    ("A: 1\nA: 2\n", ":2: this name stands here a second time"),
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


AS_WRITTEN = {
    "Tag": "1.10",
    "Account": "012345670123",
    "Time": "12:30",
    "Yes": "yes",
    "True": "True",
    "Null": "null",
    "Tilde": "~",
    "Date": "2026-11-21",
    "Thousand": "1_000",
    "Octal": "0o17",
    "Hex": "0x1F",
    "Exponent": "1e3",
    "Infinity": ".inf",
    "Merge": "<<",
    "Value": "=",
}


@pytest.mark.parametrize("form", ["{}: {}\n", "- {{ParameterKey: {}, ParameterValue: {}}}\n", "- {}={}\n"])
def test_values_are_what_is_written(tmp_path: Path, form: str) -> None:
    """A scalar without quotes is the text that stands there, whatever YAML would make of it."""
    path = tmp_path / "parameters.yaml"
    path.write_text("".join(form.format(name, value) for name, value in AS_WRITTEN.items()))
    assert read_parameters(path) == AS_WRITTEN


def test_lists_are_joined_as_they_are_written(tmp_path: Path) -> None:
    """The items of a list keep their texts, too, and `''` is an empty one."""
    path = tmp_path / "parameters.yaml"
    path.write_text("Accounts: [012345670123, 1.10, no]\nBlock:\n- 08\n- 'a b'\nEmpty: ''\n")
    assert read_parameters(path) == {"Accounts": "012345670123,1.10,no", "Block": "08,a b", "Empty": ""}


def test_numbers_of_json_keep_their_digits(tmp_path: Path) -> None:
    """A number of JSON is its own letters, true and false are words, tabs and halves of characters are no matter."""
    path = tmp_path / "parameters.json"
    path.write_text(
        '{"A":\t1.10,\n"B": 1E400, "C": 12345678901234567890, "D": [true, false], "E": "\\ud83d\\ude00\\t"}'
    )
    assert read_parameters(path) == {
        "A": "1.10",
        "B": "1E400",
        "C": "12345678901234567890",
        "D": "true,false",
        "E": "\U0001f600\t",
    }


def test_a_tab_in_a_text_of_yaml_stays(tmp_path: Path) -> None:
    """Only JSON has its tabs replaced, which stand between its tokens."""
    path = tmp_path / "parameters.yaml"
    path.write_text("{A: 'x\ty'}")
    assert read_parameters(path) == {"A": "x\ty"}


SHOWS = {
    "Password: *C4nary\n": ":1: column 11: \\* begins the name of an anchor",
    "Password: !C4nary\n": ":1: column 11: ! begins a tag",
    "Password: !!int C4nary\n": ":1: column 11: ! begins a tag",
    "Password: !C4nary [x]\n": ":1: column 11: ! begins a tag",
    "Password: &C4nary x\n": ":1: column 11: & begins an anchor",
    "Password: &C4nary [x]\n": ":1: column 11: & begins an anchor",
    "Password: '!C4nary\n": "is no valid YAML",
    "Password: %C4nary\n": ":1: is no valid YAML: .*, in column 11$",
    "Password: !x!C4nary y\n": "is no valid YAML",
    "Password: @C4nary\n": ":1: is no valid YAML: .*, in column 11$",
    "Password: `C4nary\n": ":1: is no valid YAML: .*, in column 11$",
    'Password: "\\C4nary"\n': "is no valid YAML",
    "C4nary: {x: y}\n": ":1: the value must be a text",
    "C4nary:\n": ":1: the value must be a text",
    "C4nary: x\nC4nary: x\n": ":2: this name stands here a second time",
    "- C4nary=x\n- C4nary=x\n": ":2: this name stands here a second time",
    "- C4nary\n": ":1: is no parameter",
    "- {ParameterKey: C4nary}\n": ":1: there is no ParameterValue",
    "- {ParameterKey: C4nary, UsePreviousValue: true}\n": ":1: this keeps the value",
    '{"C4nary": null}': ":1: the value must be a text",
    "a: 1\n---\nC4nary: 1\n": ":2: column 1: a second document",
    "? [C4nary]\n: x\n": ":1: column 3: a name must be a text",
    "A: C4nary\x00": "is no valid YAML",
    "[" * 5_000 + "C4nary": "nested too deeply",
}


@pytest.mark.parametrize(("text", "message"), SHOWS.items())
def test_nothing_of_the_file_is_quoted(tmp_path: Path, text: str, message: str) -> None:
    """What is said of a mistake names file, line and kind, and nothing that stands there, as it may be a password."""
    path = tmp_path / "parameters.yaml"
    path.write_text(text)
    with pytest.raises(TemplateError, match=message) as caught:
        read_parameters(path)
    assert "C4nary" not in str(caught.value)
    assert caught.value.__cause__ is None


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
    """A name that the root does not take is told with the closest, or with all there are, and is not quoted."""
    root = nest(root="Resources: {}\nParameters: {Environment: {Type: String}}\n").root
    check_names(["Environment"], root)
    with pytest.raises(CommandError, match="has no parameter of the name given as number 1; did you mean Environment"):
        check_names(["Enviroment"], root)
    with pytest.raises(CommandError) as caught:
        check_names(["C4nary\x1b[31m"], root)
    assert str(caught.value).endswith("root.yaml has no parameter of the name given as number 1; it has Environment")
