"""What a plan knows of the files of parameters that it was made with, and what they have become."""

from pathlib import Path

import pytest

from tasktracker_cfn.deploy.plan.plan_file import Plan
from tasktracker_cfn.deploy.plan.sources import hashes, read_again, start_of, way_back
from tests.deploy.test_plan_file import PLAN

FIRST, SECOND = "first.yaml", "second.json"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Give a plan that was made with two files, and with an option that says another count."""
    (tmp_path / FIRST).write_text("Image: one\nPassword: canary\nCount: 1\n", encoding="utf-8")
    (tmp_path / SECOND).write_text('{"Image": "two"}', encoding="utf-8")
    given = {"Image": "two", "Password": "canary", "Count": "5"}
    return PLAN._replace(
        label="shop-dev", parameter_files=(FIRST, SECOND), given=hashes("salt", given, frozenset({"Count"}))
    )


@pytest.mark.parametrize(
    ("file", "text", "differing"),
    [
        (FIRST, "Image: one\nPassword: canary\nCount: 1\n", ()),
        (FIRST, "Image: other\nPassword: canary\nCount: 7\n", ()),
        (FIRST, "Password: canary\n", ()),
        (FIRST, "Password: canary-two\n", ("Password",)),
        (FIRST, "Image: one\n", ("Password",)),
        (FIRST, "Password: canary\nNew: x\n", ("New",)),
        (SECOND, '{"Image": "three"}', ("Image",)),
        (SECOND, "{}", ("Image",)),
    ],
)
def test_what_differs(tmp_path: Path, plan: Plan, file: str, text: str, differing: tuple[str, ...]) -> None:
    """Only what a file changes in the result is told: not what a later file or an option overrides."""
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert read_again(plan, tmp_path).differing == differing


def test_what_cannot_be_read(tmp_path: Path, plan: Plan) -> None:
    """A file that is gone, or is none any more, is told with what to do, and nothing is said of its parameters."""
    (tmp_path / FIRST).unlink()
    (tmp_path / SECOND).write_text("[", encoding="utf-8")
    found = read_again(plan, tmp_path)
    assert found.differing == ()
    gone, broken = found.unread
    assert gone.startswith(f"the plan was made with the parameters of {tmp_path / FIRST}, which is not there")
    assert "--without-files" in gone
    assert "second.json:1: is no valid YAML" in broken


def test_a_usual_file_that_has_come_since(tmp_path: Path, plan: Plan) -> None:
    """A plan made without any file is not that of an environment that has one by now."""
    without = plan._replace(label="shop/dev", parameter_files=(), given=hashes("salt", {"Image": "x"}, frozenset()))
    without = without._replace(given=hashes("salt", {"Count": "5"}, frozenset({"Count"})))
    assert read_again(without, tmp_path).differing == ()
    folder = tmp_path / "parameters" / "shop"
    folder.mkdir(parents=True)
    (folder / "dev.yaml").write_text("Image: x\nCount: 1\n", encoding="utf-8")
    assert read_again(without, tmp_path).differing == ("Image",)


def test_hashes_tell_nothing(plan: Plan) -> None:
    """A hash shows no value, and two plans, or two parameters, with one value have different ones."""
    assert "canary" not in repr(plan.given)
    same = {"A": "x", "B": "x"}
    assert len({*hashes("one", same, frozenset()).values(), *hashes("two", same, frozenset()).values()}) == 4


def test_where_it_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths start from here where the templates are, else from where the plan was made."""
    made_in, elsewhere, file = tmp_path / "made", tmp_path / "elsewhere", tmp_path / "plans" / "plan.json"
    for folder in (made_in, elsewhere, file.parent):
        folder.mkdir()
    monkeypatch.chdir(made_in)
    plan = PLAN._replace(root="root.yaml", folder=way_back(file))
    assert plan.folder == "../made"
    (made_in / "root.yaml").write_text("Resources: {}", encoding="utf-8")
    assert start_of(plan, file) == Path()
    monkeypatch.chdir(elsewhere)
    assert start_of(plan, file).resolve() == made_in
    (elsewhere / "root.yaml").write_text("Resources: {}", encoding="utf-8")
    assert start_of(plan, file) == Path()
