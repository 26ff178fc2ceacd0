"""The verb `check` before files and commands that mean harm: one message, and nothing that anybody would obey."""

import json
import os
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from tasktracker_cfn.cli.check import check as command
from tasktracker_cfn.gate.explaining import meanings
from tests.cli.test_check import BROKEN, NO_EXEMPTIONS, RULE, check, exempting, place, write
from tests.commands import REPOSITORY, run

__all__ = ["place"]

# Names that give orders: to a terminal, to GitHub's runner, and to whoever reads line by line.
EVIL = 'Resources: {"A\\e[31m\\n::error::x\\u202e": {Type: "AWS::S3::Bucket"}}\n'
# https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
LONGEST_DESCRIPTION = 1024


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_names_that_give_orders(place: Path, form: str) -> None:
    """Neither a terminal nor GitHub's runner is given an order by a template, or by the name of its file."""
    write(place / "mine/\x1b[2Jdev\n::error::y/root.yaml", EVIL)
    ended = CliRunner().invoke(command, ["mine", "--format", form], color=True)
    assert ended.exit_code == 1
    coloured = ended.stdout.replace("\x1b[3", "").replace("\x1b[0m", "")
    assert not set(coloured) & {"\x1b", "\u202e"}
    assert not [line for line in ended.stdout.splitlines() if line.startswith("::error::")]
    assert "\x1b[31m\n" not in ended.stdout


def test_a_name_that_is_no_text(place: Path) -> None:
    """A file whose name is no text in any encoding is checked, and code scanning gets its bytes."""
    folder = place / "mine"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/bad\xff.yaml", "w", encoding="utf-8") as file:  # noqa: PTH123 - bytes are no path
        file.write(BROKEN)
    document = json.loads(check("mine", "--format", "sarif").stdout)
    found = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(found, errors="surrogateescape") == "mine/bad\udcff.yaml"
    for form in ("text", "json", "github"):
        assert check("mine", "--format", form).exit_code == 1


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_paths_are_those_of_the_repository(place: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However a folder is named, GitHub gets its files from where the command runs; only those outside are absolute."""
    write(place / "here/mine/dev/root.yaml", BROKEN)
    write(place / "here/exemptions.toml", NO_EXEMPTIONS)
    monkeypatch.chdir(place / "here")
    outside = write(place / "outside.yaml", BROKEN)
    for named in (str(place / "here/mine"), "../here/mine"):
        shown = check(named, "--format", form).stdout
        assert '"uri": "mine/dev/root.yaml"' in shown or "file=mine/dev/root.yaml," in shown
        assert str(place) not in shown
    assert str(outside) in check("../outside.yaml", "--format", form).stdout


def test_descriptions_fit_code_scanning() -> None:
    """Every rule has the descriptions that code scanning asks for, none longer than it takes."""
    for meaning in meanings().values():
        for text in (meaning.summary, meaning.why, meaning.remedy):
            assert 0 < len(text) <= LONGEST_DESCRIPTION, meaning.id


def test_every_id_is_explained() -> None:
    """Each id that a finding can carry can be asked about."""
    for name in meanings():
        ended = check("--explain", name)
        assert ended.exit_code == 0
        assert ended.stdout.startswith(f"{name} (")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["pipe.yaml"], "this is neither a file nor a folder: pipe.yaml"),
        (["\x1b[31m"], "there is no file or folder \\x1b[31m"),
        ([""], "is empty"),
        (["root.yaml", "--exemptions", ""], "is empty"),
        (["root.yaml", "--exemptions", "pipe.yaml"], "pipe.yaml: is no regular file"),
        (["root.yaml", "--exemptions", "/dev/zero"], "/dev/zero: is no regular file"),
        (["root.yaml", "--exemptions", "deep.toml"], "deep.toml: is nested too deeply"),
        (["root.yaml", "--params", "pipe.yaml"], "pipe.yaml: is no regular file"),
        (["root.yaml", "--region", "eu-central"], "is written as eu-central-1"),
    ],
)
def test_what_cannot_be_read(place: Path, arguments: list[str], said: str) -> None:
    """A pipe is not waited for, a device not read to its end, and an empty text is not the working directory."""
    os.mkfifo(place / "pipe.yaml")
    write(place / "root.yaml", BROKEN)
    write(place / "deep.toml", "a = " + "[" * 100_000)
    ended = check(*arguments)
    assert ended.exit_code == 2
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_links_that_lead_outside(place: Path) -> None:
    """A folder is searched for what is in it, not for what its links lead to; a link that is named is followed."""
    write(place / "mine/dev/root.yaml", BROKEN)
    write(place / "other/root.yaml", BROKEN)
    (place / "mine/dev/out.yaml").symlink_to(place / "other/root.yaml")
    (place / "mine/dev/in.yaml").symlink_to(place / "mine/dev/root.yaml")
    (place / "mine/dev/circle.yaml").symlink_to(place / "mine/dev/circle.yaml")
    files = {finding["file"] for finding in json.loads(check("mine", "--format", "json").stdout)["findings"]}
    assert files == {"mine/dev/root.yaml", "mine/dev/in.yaml"}
    assert check("mine/dev/out.yaml").exit_code == 1


def test_exemptions_need_no_list_of_builds_in_production(place: Path) -> None:
    """What is in production need not be said: builds of that name are."""
    write(place / "mine/dev/root.yaml", BROKEN)
    write(place / "exemptions.toml", exempting(RULE))
    assert RULE not in check("mine").stdout
    cost = exempting("bucket-versioning", systems="*/production").replace("design", "cost")
    write(place / "mine/production/root.yaml", EVIL)
    write(place / "exemptions.toml", cost)
    assert "bucket-versioning" in check("mine/production").stdout


def test_no_colour(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR, and a terminal that knows none, get plain lines."""
    write(place / "mine/dev/root.yaml", BROKEN)
    for variable, value, coloured in (("TERM", "xterm", True), ("TERM", "dumb", False), ("NO_COLOR", "1", False)):
        monkeypatch.setenv(variable, value)
        shown = CliRunner().invoke(command, ["mine"], color=True).stdout
        assert ("\x1b[31m" in shown) is coloured


@pytest.mark.parametrize(
    ("command_line", "code", "said"), [("{} | head -1", 0, ""), ("{} > /dev/full", 2, "No space left")]
)
def test_nobody_listens(place: Path, command_line: str, code: int, said: str) -> None:
    """A reader that has read enough, and a disk that is full, are no traceback."""
    root = write(place / "mine/dev/root.yaml", BROKEN)
    checking = f"'{sys.executable}' -m tasktracker_cfn check '{root}'"
    ended = run("sh", "-c", command_line.format(checking), cwd=REPOSITORY)
    assert ended.code == code
    assert "Traceback" not in ended.err
    assert said in ended.err
