"""Standard streams that are closed, full, or know little, as a process of its own finds them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aws.fake import Fake
from tests.commands import REPOSITORY, Ended, run
from tests.deploy.shop import NAME, written

STACK = f"--stack-name {NAME}"


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fake]:
    """Give a fake in which a small nest is deployed, and whose time passes with each call."""
    with Fake(per_call=60) as fake:
        assert written(fake, tmp_path_factory.mktemp("shop")).deploy() == "CREATE_COMPLETE"
        yield fake


def shell(aws: Fake, line: str, folder: Path, **variables: str) -> Ended:
    """Run a verb in a shell, which can do what no other caller does: close a stream, or let no file grow."""
    ways = {**aws.environment, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(REPOSITORY)}
    line = line.replace("tasktracker-cfn", f"{sys.executable} -m tasktracker_cfn")
    return run("bash", "-c", line, cwd=folder, variables={**ways, **variables})


@pytest.mark.parametrize(
    ("verb", "unbuffered"), [(f"status {STACK}", "1"), (f"status {STACK}", ""), ("rules --help", "")]
)
def test_full_disk(aws: Fake, tmp_path: Path, verb: str, unbuffered: str) -> None:
    """An answer that the disk has no room for ends with a line and 3, and without the interpreter's own words."""
    ended = shell(aws, f"ulimit -f 0; tasktracker-cfn {verb} >out.txt", tmp_path, PYTHONUNBUFFERED=unbuffered)
    assert ended.code == 3, ended
    assert ended.err.splitlines()[-1].startswith("the standard output cannot be written: File too large; what was done")
    assert "Traceback" not in ended.err
    assert "Exception ignored" not in ended.err


def test_full_disk_for_both(aws: Fake, tmp_path: Path) -> None:
    """Where not even the message can be written, the exit code says it."""
    ended = shell(aws, f"ulimit -f 0; tasktracker-cfn status {STACK} >out.txt 2>err.txt", tmp_path)
    assert (ended.code, (tmp_path / "err.txt").read_text(encoding="utf-8")) == (3, "")


def test_closed_output(aws: Fake, tmp_path: Path) -> None:
    """A closed standard output is refused with 2 before anything is asked of AWS."""
    before = len(aws.calls)
    ended = shell(aws, f"tasktracker-cfn status {STACK} >&-", tmp_path)
    assert (ended.code, len(ended.err.splitlines())) == (2, 1), ended
    assert ended.err.startswith("the standard output is closed")
    assert len(aws.calls) == before


@pytest.mark.parametrize("verb", [f"deploy --root . {STACK}", f"destroy {STACK} --unprotect --empty Data/Cache"])
def test_closed_input(aws: Fake, tmp_path: Path, verb: str) -> None:
    """A closed standard input is nobody who could say yes: 4, and nothing was done."""
    ended = shell(aws, f"tasktracker-cfn {verb} <&-", tmp_path)
    assert ended.code == 4, ended
    assert "nothing was done" in ended.err
    assert "Traceback" not in ended.err
    assert aws.stack(NAME).status == "CREATE_COMPLETE"


def test_encoding_without_boxes(aws: Fake, tmp_path: Path) -> None:
    """A terminal that cannot show the tree's lines gets question marks for them."""
    ended = shell(aws, f"tasktracker-cfn status {STACK}", tmp_path, PYTHONIOENCODING="latin-1")
    assert ended.code == 0, ended
    assert "?? Data" in ended.out
