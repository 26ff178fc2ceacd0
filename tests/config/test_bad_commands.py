"""A command that cannot be carried out says why, and what could be asked for instead."""

from pathlib import Path

import pytest

from tests.commands import build_here, build_process, refused, tree
from tests.toml_files import system_file


def test_unknown_system(tmp_path: Path) -> None:
    """A system that does not exist is told with those that do, in a process of its own too."""
    (line,) = refused(tmp_path, "tasktrack", process=True)
    assert 'there is no system "tasktrack"; shipped are ' in line
    assert "task-management-api" in line
    assert "tasktracker" in line
    assert ".toml" in line


@pytest.mark.parametrize("name", ["", "../tasktracker", "TASKTRACKER", "täsk", "a b", "/", "tasktracker.TOML"])
def test_odd_system(name: str, tmp_path: Path) -> None:
    """A name that no system can have is only looked for among the names, never on the disk."""
    (line,) = refused(tmp_path, name)
    assert "there is no system" in line


def test_unknown_environment(tmp_path: Path) -> None:
    """An environment that does not exist is told with those that do."""
    (line,) = refused(tmp_path, "tasktracker/prod")
    assert line == 'tasktracker has no environment "prod"; it has demo'


def test_two_systems_in_one_folder(tmp_path: Path) -> None:
    """Two files of the same system and environment are refused with the names of both."""
    one = system_file(tmp_path, name="one.toml")
    two = system_file(tmp_path, name="two.toml")
    (line,) = refused(tmp_path, one, two)
    assert line.startswith(f"{one} and {two} both write to task-management-api/development; ")


def test_copy_of_shipped_system(tmp_path: Path) -> None:
    """A copy of a shipped system does not silently take its folder."""
    copy = system_file(tmp_path)
    (line,) = refused(tmp_path, "task-management-api", copy)
    assert "both write to task-management-api/development" in line


def test_one_system_named_twice(tmp_path: Path) -> None:
    """The same system, whole and by environment, is built once."""
    ended = build_here("tasktracker", "tasktracker/demo", "--no-gate", "--out", tmp_path / "out")
    assert ended.code == 0, ended
    assert ended.out.count("root.yaml") == 1


def assert_left_alone(tmp_path: Path, out: Path, blocker: str, *, process: bool = False) -> None:
    """Assert that a build is refused in one line that names what is in the way, and changes nothing."""
    before = tree(tmp_path)
    ended = (build_process if process else build_here)("tasktracker", "--no-gate", "--out", out)
    assert ended.code == 2, ended
    assert not ended.out
    (line,) = ended.err.splitlines()
    assert blocker in line
    assert line.endswith(f"; {out} is as it was before")
    assert tree(tmp_path) == before


@pytest.mark.parametrize("process", [False, True], ids=["here", "process"])
def test_out_is_a_file(tmp_path: Path, *, process: bool) -> None:
    """An output folder that is a file is left alone."""
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    assert_left_alone(tmp_path, tmp_path / "out", "Not a directory", process=process)


def test_parent_of_out_is_a_file(tmp_path: Path) -> None:
    """An output folder below a file is refused."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert_left_alone(tmp_path, tmp_path / "file" / "out", "Not a directory")


def test_environment_folder_is_a_file(tmp_path: Path) -> None:
    """A file in the place of an environment's folder is left alone."""
    (tmp_path / "out" / "tasktracker").mkdir(parents=True)
    (tmp_path / "out" / "tasktracker" / "demo").write_text("mine", encoding="utf-8")
    assert_left_alone(tmp_path, tmp_path / "out", "tasktracker/demo")


def test_folder_in_place_of_template(tmp_path: Path) -> None:
    """A folder in the place of a template is named and left alone, and no other template is written."""
    (tmp_path / "out" / "tasktracker" / "demo" / "service.yaml").mkdir(parents=True)
    assert_left_alone(tmp_path, tmp_path / "out", "service.yaml: cannot be written: a folder is in the way")


def test_file_name_too_long_for_the_disk(tmp_path: Path) -> None:
    """An output folder whose name no file system takes is refused."""
    assert_left_alone(tmp_path, tmp_path / ("x" * 300), "File name too long")


@pytest.mark.parametrize("arguments", [["--jobs", "0"], ["--jobs", "two"], ["--nope"]])
def test_wrong_option(arguments: list[str], tmp_path: Path) -> None:
    """An option that does not exist or has a wrong value is refused before anything is written."""
    assert any(arguments[0] in line for line in refused(tmp_path, "tasktracker", *arguments))
