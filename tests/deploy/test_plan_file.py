"""A plan on disk: its owner's only, and read to the letter or not at all."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.plan.expected import Expected
from tasktracker_cfn.deploy.plan.plan_file import (
    Plan,
    PlannedStack,
    differing,
    hashed,
    parsed,
    read_plan,
    write_plan,
    written,
)
from tasktracker_cfn.errors import OutputError, PlanFileError

TIME = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PLAN = Plan(
    "shop/dev",
    "out/shop/dev/root.yaml",
    "123456789012",
    "us-east-1",
    "shop-dev",
    "arn:stack",
    "CREATE_COMPLETE",
    TIME,
    "arn:set",
    "bucket",
    (PlannedStack("", "a.yaml", "a", "arn:set"), PlannedStack("Data", "b.yaml", "b")),
    {"Image": "one", "Password": "****"},
    {"Password": hashed("salt", "Password", "canary")},
    "salt",
    {"Project": "shop"},
    ("Data/Database",),
    TIME,
    triggers=("arn:alarm",),
    expected=Expected(960, {"Data/Database": 600}, {"Data/Database": 265}),
)


@pytest.mark.parametrize("plan", [PLAN, PLAN._replace(updated=None)])
def test_written_and_read(tmp_path: Path, plan: Plan) -> None:
    """What is written is read again, and only its owner can read it."""
    path = tmp_path / "plan.json"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o644)
    write_plan(path, plan)
    assert read_plan(path) == plan
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
    assert "canary" not in path.read_text(encoding="utf-8")


def test_not_written(tmp_path: Path) -> None:
    """A place that cannot be written is told, and nothing is left."""
    with pytest.raises(OutputError, match="cannot be written"):
        write_plan(tmp_path / "nowhere" / "plan.json", PLAN)


def test_link(tmp_path: Path) -> None:
    """A link is replaced, and what it leads to is not written into."""
    other = tmp_path / "other"
    other.write_text("kept", encoding="utf-8")
    (tmp_path / "plan.json").symlink_to(other)
    write_plan(tmp_path / "plan.json", PLAN)
    assert other.read_text(encoding="utf-8") == "kept"
    assert read_plan(tmp_path / "plan.json") == PLAN


@pytest.mark.parametrize("field", ["account", "change_set", "needs_allow", "parameters", "status", "stacks", "salt"])
def test_changed_by_hand(field: str) -> None:
    """A plan of which anything was changed is none."""
    content = json.loads(written(PLAN))
    content[field] = type(content[field])()
    with pytest.raises(PlanFileError, match="was changed after it was written"):
        parsed(json.dumps(content), "plan.json")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"kind_of_file": "tasktracker-cfn plan"}',
        "[" * 100_000,
        '{"kind_of_file": "tasktracker-cfn plan", "schema": 2}',
        '{"kind_of_file": "tasktracker-cfn plan", "schema": true}',
    ],
)
def test_no_plan(text: str) -> None:
    """Anything else is refused with its name."""
    with pytest.raises(PlanFileError, match=r"plan\.json"):
        parsed(text, "plan.json")


@pytest.mark.parametrize("field", Plan._fields)
@pytest.mark.parametrize("value", [7, ["x", 1], {"x": 1}, None])
def test_wrong_types(field: str, value: object) -> None:
    """A field of another type is refused, also when the digest fits."""
    from tasktracker_cfn.deploy.plan import plan_file

    content = json.loads(written(PLAN))
    del content["digest"]
    if field == "updated" and value is None:
        return
    content[field] = value
    content["digest"] = plan_file.digest(content)
    with pytest.raises(PlanFileError):
        parsed(json.dumps(content), "plan.json")


@pytest.mark.parametrize("whole", [-1, True, 1.5, "60", 10**9, None])
def test_expected(whole: object) -> None:
    """Times that are none are refused, wherever they stand."""
    from tasktracker_cfn.deploy.plan import plan_file

    for expected in ({"whole": whole, "made": {}, "gone": {}}, {"whole": 0, "made": {"Data": whole}, "gone": {}}):
        content = json.loads(written(PLAN))
        del content["digest"]
        content["expected"] = expected
        content["digest"] = plan_file.digest(content)
        with pytest.raises(PlanFileError, match="expected times"):
            parsed(json.dumps(content), "plan.json")


@pytest.mark.parametrize("change", ["more", "fewer"])
def test_fields(change: str) -> None:
    """A field too many or too few is refused, also when the digest fits."""
    from tasktracker_cfn.deploy.plan import plan_file

    content = json.loads(written(PLAN))
    del content["digest"]
    if change == "more":
        content["extra"] = 1
    else:
        del content["kind"]
    content["digest"] = plan_file.digest(content)
    with pytest.raises(PlanFileError, match="too many or too few"):
        parsed(json.dumps(content), "plan.json")


def test_unreadable(tmp_path: Path) -> None:
    """A file that is not there, or is no text, is refused with what to do."""
    with pytest.raises(PlanFileError, match="make a plan"):
        read_plan(tmp_path / "plan.json")
    (tmp_path / "plan.json").write_bytes(b"\xff")
    with pytest.raises(PlanFileError, match="no text"):
        read_plan(tmp_path / "plan.json")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ()),
        ({"Image": "one", "Password": "canary"}, ()),
        ({"Image": "two"}, ("Image",)),
        ({"Password": "other"}, ("Password",)),
        ({"New": "x"}, ("New",)),
    ],
)
def test_differing(given: dict[str, str], expected: tuple[str, ...]) -> None:
    """Given values are compared with the plan's, secret ones by their hashes."""
    assert differing(PLAN, given) == expected
