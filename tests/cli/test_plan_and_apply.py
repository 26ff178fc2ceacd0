"""What lies between `plan` and `apply`, as they are called: files that are edited, moved or missing."""

import os
import socket
from pathlib import Path

import pytest

from tests.aws.commands import verb
from tests.aws.fake import Fake
from tests.aws.fixtures import aws
from tests.deploy.plans import CANARY, SMALL, STACK, nest

__all__ = ["aws"]
VALUES, PLAN = Path("values.yaml"), Path("plans/plan.json")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own, with a nest, a file of parameters and a place for the plan."""
    (tmp_path / "work" / PLAN.parent).mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    nest(Path("nest"), None, SMALL)
    VALUES.write_text(f"Password: {CANARY}\nImage: one\n", encoding="utf-8")


def planned(aws: Fake, *more: object) -> None:
    """Write a plan of the nest with the file of parameters."""
    assert verb(aws, "bootstrap").code == 0
    place = ("--root", "nest/root.yaml", "--stack-name", STACK, "--params", VALUES)
    ended = verb(aws, "plan", *place, "--out", PLAN, *more)
    assert ended.code == 0, ended


def test_parameters_edited_since(aws: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parameter that a file changes after the plan is refused by its name, from any folder, and never shown."""
    planned(aws)
    VALUES.write_text("Password: canary-of-later\nImage: one\n", encoding="utf-8")
    for folder, plan in (("../work", PLAN), ("../elsewhere", Path("../work") / PLAN)):
        monkeypatch.chdir(folder)
        ended = verb(aws, "apply", plan)
        assert ended.code == 3, ended
        assert "the parameter Password has another value than the plan was made with" in ended.err
        assert "Image" not in ended.err
        assert "canary" not in ended.out + ended.err
    assert aws.stack(STACK).status == "REVIEW_IN_PROGRESS"
    (Path("../work") / VALUES).write_text(f"Password: {CANARY}\n", encoding="utf-8")
    ended = verb(aws, "apply", Path("../work") / PLAN)
    assert (ended.code, "the parameter Image has another value" in ended.err) == (3, True)
    assert CANARY not in (Path("../work") / PLAN).read_text(encoding="utf-8")


def test_files_missing(aws: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without its files a plan is refused with what to do, and applied when it is said that there are none."""
    planned(aws)
    VALUES.unlink()
    ended = verb(aws, "apply", PLAN)
    assert (ended.code, "parameters of values.yaml, which is not there" in ended.err) == (3, True)
    alone = tmp_path / "alone.json"
    PLAN.rename(alone)
    monkeypatch.chdir("../elsewhere")
    ended = verb(aws, "apply", alone)
    assert ended.code == 3
    assert "the templates that were reviewed are not there: nest/root.yaml" in ended.err
    assert "--without-files" in ended.err
    assert aws.stack(STACK).status == "REVIEW_IN_PROGRESS"
    ended = verb(aws, "apply", alone, "--without-files")
    assert (ended.code, aws.stack(STACK).status) == (0, "CREATE_COMPLETE"), ended


def test_joined_without_files(aws: Fake) -> None:
    """What is under way is joined, and what was applied is done, though the files are gone by now."""
    nest(Path("nest"))
    planned(aws)
    assert verb(aws, "apply", PLAN, "--timeout", "1").code == 3
    VALUES.unlink()
    Path("nest/root.yaml").unlink()
    ended = verb(aws, "apply", PLAN)
    assert (ended.code, "CREATE_COMPLETE: done" in ended.out) == (0, True), ended
    assert "nothing to do" in verb(aws, "apply", PLAN).out


def test_no_change_where_a_plan_was(aws: Fake) -> None:
    """Where nothing would change, the plan of before is replaced by one that says so, which `apply` ends with 0 by."""
    planned(aws)
    assert verb(aws, "apply", PLAN).code == 0
    before = PLAN.read_text(encoding="utf-8")
    planned(aws)
    assert PLAN.read_text(encoding="utf-8") != before
    calls = len(aws.calls)
    ended = verb(aws, "apply", PLAN)
    assert (ended.code, f"has found no change of {STACK} in account" in ended.out) == (0, True), ended
    assert len(aws.calls) == calls
    PLAN.write_text(PLAN.read_text(encoding="utf-8").replace(STACK, "shop-production"), encoding="utf-8")
    ended = verb(aws, "apply", PLAN)
    assert (ended.code, "was changed after it was written" in ended.err) == (2, True), ended


def test_no_file_is_replaced(aws: Fake, tmp_path: Path) -> None:
    """A plan replaces a file, and nothing else: what is no file is refused with 2, and AWS is not asked."""
    pipe, link, address = Path("pipe"), Path("link"), Path("socket")
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    place = ("--root", "nest/root.yaml", "--stack-name", STACK, "--param", f"Password={CANARY}")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(address))
        for wrong in ("", ".", "..", tmp_path, pipe, link, address):
            before = sorted((path, path.lstat().st_ino) for path in Path().iterdir())
            ended = verb(aws, "plan", *place, "--out", wrong)
            assert (ended.code, len(ended.out)) == (2, 0), (wrong, ended)
            assert "which is not replaced" in ended.err or "is empty" in ended.err
            assert sorted((path, path.lstat().st_ino) for path in Path().iterdir()) == before
    assert aws.calls == []
