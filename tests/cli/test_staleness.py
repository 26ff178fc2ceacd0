"""What was built, and what the configuration says by now."""

from pathlib import Path

from tasktracker_cfn.cli.staleness import stale
from tasktracker_cfn.deploy.commands import Place
from tests.aws.commands import verb
from tests.aws.fake import Fake
from tests.aws.fixtures import aws
from tests.commands import REPOSITORY, build_here

__all__ = ["aws"]
SHIPPED = REPOSITORY / "tasktracker_cfn/systems/tasktracker.toml"


def changed(file: Path) -> None:
    """Change one thing in a system's file."""
    text = file.read_text(encoding="utf-8")
    assert "storage_gib = 20" in text
    file.write_text(text.replace("storage_gib = 20", "storage_gib = 30"), encoding="utf-8")


def test_note(aws: Fake, tmp_path: Path) -> None:
    """A plan of templates that are no longer what the configuration says has a note, with the command that builds."""
    file, out = tmp_path / "mine.toml", tmp_path / "out"
    file.write_bytes(SHIPPED.read_bytes())
    assert build_here(file, "--no-gate", "--out", out).code == 0
    assert verb(aws, "bootstrap").code == 0
    place = (file, "--out-dir", out)
    assert "python build.py" not in verb(aws, "plan", *place).out
    changed(file)
    ended = verb(aws, "plan", *place)
    text = " ".join(ended.out.split())
    assert ended.code == 0, ended
    assert f"data.yaml in {out}/tasktracker/demo: not what {file} is built as now" in text
    assert f"python build.py {file} --out {out}" in text
    asked = verb(aws, "deploy", *place, "--yes", "--timeout", "1")
    assert f"python build.py {file} --out {out}" in asked.err


def test_which_files(tmp_path: Path) -> None:
    """A file that was edited or is gone is named, what lies beside it is not; a foreign nest has none."""
    assert build_here("tasktracker/demo", "--no-gate", "--out", tmp_path).code == 0
    place, folder = Place("tasktracker/demo", out_dir=tmp_path), tmp_path / "tasktracker/demo"
    (folder / "more.yaml").write_text("Resources: {}\n", encoding="utf-8")
    assert stale(place, folder) == ()
    (folder / "root.yaml").write_text("Resources: {}\n", encoding="utf-8")
    (folder / "data.yaml").unlink()
    (note,) = stale(place, folder)
    assert note.startswith(f"root.yaml, data.yaml in {folder}: ")
    assert stale(Place(root=folder / "root.yaml", stack_name="mine"), folder) == ()


def test_shipped() -> None:
    """What the repository comes with is built, so a plan of it has no note."""
    assert stale(Place("tasktracker/demo"), REPOSITORY / "out/tasktracker/demo") == ()
