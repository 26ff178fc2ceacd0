"""Run `build.py`, in this process or in one of its own, and say how it ended."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from tasktracker_cfn.cli.build import build

REPOSITORY = Path(__file__).parent.parent
NO_VARIABLES: Mapping[str, str] = {}


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def build_here(*arguments: str | Path) -> Ended:
    """Build in this process, which takes no second; an exception that the command lets out is raised."""
    result = CliRunner().invoke(build, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def run(*command: str | Path, cwd: Path = REPOSITORY, variables: Mapping[str, str] = NO_VARIABLES) -> Ended:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def build_process(*arguments: str | Path, cwd: Path = REPOSITORY, variables: Mapping[str, str] = NO_VARIABLES) -> Ended:
    """Run `python build.py` as a user does."""
    return run(sys.executable, REPOSITORY / "build.py", *arguments, cwd=cwd, variables=variables)


def tree(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder with its content, and every folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"a folder"
        for path in sorted(folder.rglob("*"))
    }


def refused(folder: Path, *arguments: str | Path, process: bool = False) -> list[str]:
    """Build what must be refused, see that nothing was written, and give the lines of the message."""
    out = folder / "out"
    (out / "task-management-api").mkdir(parents=True)
    (out / "task-management-api" / "mine.txt").write_text("of another hand\n", encoding="utf-8")
    before = tree(folder)
    command = build_process if process else build_here
    ended = command(*arguments, "--no-gate", "--out", out)
    assert ended.code == 2, ended
    assert not ended.out
    assert "Traceback" not in ended.err
    assert tree(folder) == before
    return ended.err.splitlines()
