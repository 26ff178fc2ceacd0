"""`python build.py`: what can be asked for, and what is told."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tasktracker_cfn.config import shipped
from tests.commands import REPOSITORY, build_here, build_process, run, tree
from tests.prometheus.systems import file_with
from tests.toml_files import system_file

HEADING = re.compile(r"^template +resources +bytes +findings$", re.MULTILINE)


def _folders(out: Path) -> set[str]:
    return {str(root.parent.relative_to(out)) for root in out.rglob("root.yaml")}


@pytest.mark.parametrize(
    ("command", "findings"),
    [(("build.py",), "0 findings"), (("-m", "tasktracker_cfn", "build", "--no-gate"), "not checked")],
    ids=["build.py", "module"],
)
def test_everything(command: tuple[str, ...], findings: str, tmp_path: Path) -> None:
    """Without names every shipped system is built, and a table of plain lines is printed."""
    ended = run(sys.executable, *command, "--jobs", "2", "--out", tmp_path / "out")
    assert ended.code == 0, ended
    assert not ended.err
    assert tree(tmp_path / "out") == tree(REPOSITORY / "out")
    assert {folder.split("/")[0] for folder in _folders(tmp_path / "out")} == set(shipped.names())
    assert HEADING.search(ended.out)
    written = len(list((tmp_path / "out").glob("*/*/*.yaml")))
    last = ended.out.splitlines()[-1]
    assert last.startswith(f"{written} templates, ")
    assert findings in last
    assert "\x1b" not in ended.out


def test_out_is_below_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --out the templates are in `out` where the command is run."""
    monkeypatch.chdir(tmp_path)
    assert build_here("tasktracker", "--no-gate").code == 0
    assert _folders(tmp_path / "out") == {"tasktracker/demo"}


def test_one_system(tmp_path: Path) -> None:
    """A system is built by its name, and no other."""
    assert build_here("tasktracker", "--no-gate", "--out", tmp_path).code == 0
    assert {folder.split("/")[0] for folder in _folders(tmp_path)} == {"tasktracker"}


def test_one_environment(tmp_path: Path) -> None:
    """An environment is built by its name, and no other."""
    assert build_here("tasktracker/demo", "--no-gate", "--out", tmp_path / "a").code == 0
    assert _folders(tmp_path / "a") == {"tasktracker/demo"}
    file = system_file(tmp_path, {"environments": {"dev": {}, "prod": {}}}, ("edge.domain", "edge.https"))
    assert build_here(file, "--no-gate", "--out", tmp_path / "b").code == 0
    assert _folders(tmp_path / "b") == {"task-management-api/dev", "task-management-api/prod"}


def test_own_file_beside_shipped_system(tmp_path: Path) -> None:
    """A file of one's own is built beside a shipped system, under the name that it gives itself."""
    file = system_file(tmp_path, {"system": "mine"}, name="other.toml")
    assert build_here(file, "tasktracker", "--no-gate", "--out", tmp_path / "out").code == 0
    assert _folders(tmp_path / "out") == {"mine/development", "tasktracker/demo"}
    text = (tmp_path / "out/mine/development/root.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Generated from other.toml by build.py.")


def test_quiet(tmp_path: Path) -> None:
    """A quiet build that finds nothing says nothing."""
    ended = build_here("tasktracker", "--no-gate", "--quiet", "--out", tmp_path)
    assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_json(tmp_path: Path) -> None:
    """With --json there is one document on standard output, with every template."""
    ended = build_process("tasktracker", "--no-gate", "--json", "--out", tmp_path)
    assert ended.code == 0, ended
    document = json.loads(ended.out)
    assert set(document) == {"templates", "files", "others", "findings", "exempted"}
    assert document["files"] == document["others"] == []
    assert document["findings"] == 0
    for template in document["templates"]:
        assert set(template) == {"system", "environment", "region", "file", "resources", "bytes", "findings"}
        assert Path(template["file"]).stat().st_size == template["bytes"]
        assert template["findings"] is None
    files = {template["file"] for template in document["templates"]}
    assert files == {str(path) for path in tmp_path.rglob("*.yaml")}


def test_json_of_findings(tmp_path: Path) -> None:
    """With --json findings are in the document, the linter's and the gate's own, and the exit code is 1."""
    file = system_file(tmp_path, {"data.database.version": "15.3"})
    ended = build_here(file, "--jobs", "1", "--json", "--out", tmp_path / "out")
    assert ended.code == 1
    document = json.loads(ended.out)
    assert document["findings"] == 2
    found = [finding for template in document["templates"] for finding in template["findings"]]
    assert [finding["rule"] for finding in found] == ["W3691", "database-minor-offered"]
    for finding in found:
        assert finding["severity"] == "error"
        assert set(finding) == {"file", "line", "rule", "severity", "logical_id", "message", "why", "remedy"}


def test_json_of_wrong_file(tmp_path: Path) -> None:
    """With --json the problems of a file are the document, and nothing else is printed."""
    file = system_file(tmp_path, {"service.cpu": "256", "nope": "é"})
    ended = build_process(file, "--json", "--out", tmp_path / "out", variables={"PYTHONIOENCODING": "ascii"})
    assert ended.code == 2
    assert not ended.err
    problems = json.loads(ended.out)["errors"]
    assert [(problem["file"], problem["key"]) for problem in problems] == [
        (str(file), "service.cpu"),
        (str(file), "nope"),
    ]


def test_json_of_wrong_name(tmp_path: Path) -> None:
    """With --json the message about a wrong name is the document."""
    ended = build_here("nope", "--json", "--out", tmp_path / "out")
    assert ended.code == 2
    assert not ended.err
    (problem,) = json.loads(ended.out)["errors"]
    assert 'there is no system "nope"' in problem["message"]


@pytest.mark.parametrize("command", [("build.py",), ("-m", "tasktracker_cfn"), ("-m", "tasktracker_cfn", "build")])
def test_help(command: tuple[str, ...]) -> None:
    """Help is given, and is no error."""
    ended = run(sys.executable, *command, "--help")
    assert ended.code == 0, ended
    assert "Usage:" in ended.out
    assert not ended.err


IMPORTED = """
import sys
from click.testing import CliRunner
from tasktracker_cfn.cli.build import build
result = CliRunner().invoke(build, sys.argv[1:])
assert result.exit_code == 0, result.output
print(" ".join(sys.modules))
"""


@pytest.mark.parametrize("arguments", [("--help",), ("--no-gate", "--out"), ("--no-gate", "--quiet", "--out")])
def test_imports(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """What is not needed is not imported: no door to AWS, no gate, no pictures on a terminal."""
    given = [*arguments, str(tmp_path)] if arguments[-1] == "--out" else arguments
    ended = run(sys.executable, "-c", IMPORTED, *given)
    assert ended.code == 0, ended
    imported = set(ended.out.split())
    assert "troposphere" in imported
    assert not imported & {"boto3", "botocore", "cfnlint", "rich", "jinja2"}
    assert not [name for name in imported if name.startswith(("tasktracker_cfn.gate", "tasktracker_cfn.model"))]


def _on_a_terminal(*arguments: str | Path) -> tuple[int, str]:
    """Run the build with a pseudo terminal for standard output, and give exit code and all that it showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, REPOSITORY / "build.py", *arguments],
        stdout=theirs,
        stderr=theirs,
        cwd=REPOSITORY,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "200"},
    )
    os.close(theirs)
    shown = bytearray()
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return process.wait(60), shown.decode()


def test_terminal(tmp_path: Path) -> None:
    """On a terminal there is progress and then a coloured table, whatever the folder is called."""
    code, shown = _on_a_terminal("tasktracker", "--jobs", "1", "--out", tmp_path / "[" / "x]")
    assert code == 0, shown
    for part in (
        "template",
        "resources",
        "bytes",
        "findings",
        "service.yaml",
        "5 templates, 50 resources, 0 findings",
    ):
        assert part in shown
    assert "\x1b[1m" in shown
    assert re.search("[1-5]/5.*linted .*yaml", shown)
    assert "Traceback" not in shown


def test_terminal_failure(tmp_path: Path) -> None:
    """On a terminal too a wrong file is one message, and the cursor is back."""
    file = system_file(tmp_path, {"service.cpu": "[bold]"})
    code, shown = _on_a_terminal(file, "--out", tmp_path / "out")
    assert code == 2
    assert 'service.cpu: "[bold]" is not allowed' in shown
    assert "Traceback" not in shown
    assert shown.rfind("\x1b[?25h") >= shown.rfind("\x1b[?25l")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file that README shows, in a folder of its own."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    _, _, after = readme.partition("## A system of your own")
    file = tmp_path_factory.mktemp("plain") / "notes.toml"
    file.write_text(after.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    return file


def test_a_plain_system_passes(plain: Path) -> None:
    """What README shows as a system passes: what it does without is advice, counted and in the document only."""
    ended = build_process(plain, cwd=plain.parent)
    assert ended.code == 0, ended
    last = ended.out.splitlines()[-1]
    assert ", 0 findings, " in last
    assert last.endswith(" times advice (`python -m tasktracker_cfn check` shows it)")
    assert "why:" not in ended.out
    ended = build_process(plain, "--json", cwd=plain.parent)
    assert ended.code == 0, ended
    document = json.loads(ended.out)
    found = [finding for template in document["templates"] for finding in template["findings"]]
    assert {finding["severity"] for finding in found} == {"advice"}
    assert document["findings"] == len(found) > 0
    quiet = build_process(plain, "--quiet", cwd=plain.parent)
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_exemptions_of_ones_own(plain: Path) -> None:
    """A file of exemptions is judged too: what is wrong in it fails the build, and is told once, with its reason."""
    exemptions = plain.parent / "mine.toml"
    entry = 'rule = "bucket-key"\nsystems = ["notes/*"]\nground = "design"\nreason = "there is no bucket"\n'
    exemptions.write_text(f"shipped = true\n[[exemptions]]\n{entry}expires = 2020-01-01\n", encoding="utf-8")
    ended = build_process(plain, "--exemptions", exemptions, cwd=plain.parent)
    assert ended.code == 1, ended
    lines = ended.out.splitlines()
    assert lines[0] == f"{exemptions}:2  warning  exemption-expired  bucket-key for notes/* at *: expired on 2020-01-01"
    assert lines.count("exemption-expired") == 1
    assert sum("2020-01-01" in line for line in lines) == 1
    exemptions.write_text("production = [", encoding="utf-8")
    ended = build_process(plain, "--exemptions", exemptions, cwd=plain.parent)
    assert ended.code == 2
    assert "mine.toml: is no valid TOML" in ended.err


def test_empty_out(tmp_path: Path) -> None:
    """An empty --out, as from a variable that is not set, is refused instead of meaning the working directory."""
    before = tree(tmp_path)
    ended = run(sys.executable, REPOSITORY / "build.py", "--no-gate", "--out", "", cwd=tmp_path)
    assert ended.code == 2, ended
    assert "--out" in ended.err
    assert tree(tmp_path) == before


def test_files_beside_templates(tmp_path: Path) -> None:
    """Files that are no templates are in the table and in the document, without resources, and nothing judges them."""
    file = file_with(tmp_path)
    ended = build_here(file, "--no-gate", "--out", tmp_path / "out")
    folder = tmp_path / "out/task-management-api/development"
    assert f"{folder / 'prometheus/rules.yaml'}" in ended.out
    assert ended.out.splitlines()[-1].endswith("not checked, 6 files beside them")
    document = json.loads(build_here(file, "--no-gate", "--json", "--out", tmp_path / "out").out)
    assert {Path(entry["file"]).parent.name for entry in document["files"]} == {"prometheus", "grafana"}
    for entry in document["files"]:
        assert set(entry) == {"system", "environment", "file", "bytes"}
        assert Path(entry["file"]).stat().st_size == entry["bytes"]
    assert all(entry["resources"] for entry in document["templates"])
