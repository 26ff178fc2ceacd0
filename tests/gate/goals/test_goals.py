"""Each goal holds of a small template, and is seen to break with each change of it."""

from itertools import count
from pathlib import Path
from textwrap import dedent, indent

import pytest

from tasktracker_cfn.gate.goals.every import GOALS
from tasktracker_cfn.gate.goals.goal import Complaint
from tasktracker_cfn.model.system import System
from tests.gate.goals.case import Case
from tests.gate.goals.cases import account, buckets, data, edge, network, service

TABLES = (network, edge, service, data, buckets, account)
CASES: dict[str, Case] = {name: one for table in TABLES for name, one in table.CASES.items()}
BY_ID = {goal.id: goal for goal in GOALS}
BREAKS = [(name, old, new) for name, one in CASES.items() for old, new in one.breaks]
NUMBERS = count()
NOTHING = """\
Resources:
  Handle:
    Type: AWS::CloudFormation::WaitConditionHandle
    Metadata: {com.aws.cloudformation.Context: {why: A stack has one resource at least}}
"""


def complaints_of(name: str, folder: Path, old: str = "", new: str = "") -> tuple[Complaint, ...]:
    """Give the complaints of a goal about its template, with a text in it replaced."""
    one = CASES[name]
    resources, rest = dedent(one.resources), one.rest
    assert old in resources + rest, f"the template does not say {old}"
    if old:
        resources, rest = resources.replace(old, new), rest.replace(old, new)
    text = f"{rest}\nResources:\n{indent(resources, '  ')}\n"
    # A folder of its own, because what was read is remembered.
    place = folder / str(next(NUMBERS))
    place.mkdir()
    (place / "root.yaml").write_text(text, encoding="utf-8")
    return BY_ID[name].complaints(System(place))


def test_each_goal_has_a_case() -> None:
    """No goal is without a template, and no template without a goal; each is broken in one way at least."""
    assert sorted(CASES) == sorted(BY_ID)
    assert [name for name, one in CASES.items() if not one.breaks] == []


@pytest.mark.parametrize("name", CASES)
def test_holds(name: str, tmp_path: Path) -> None:
    """A goal has nothing to complain of in a template that holds it."""
    assert complaints_of(name, tmp_path) == ()


@pytest.mark.parametrize(("name", "old", "new"), BREAKS, ids=[f"{name}: {new!r:.40}" for name, _, new in BREAKS])
def test_breaks(name: str, old: str, new: str, tmp_path: Path) -> None:
    """A goal complains of a template that breaks it, and says where."""
    found = complaints_of(name, tmp_path, old, new)
    assert found
    assert all(complaint.message for complaint in found)
    assert all(complaint.address for complaint in found if not complaint.message.startswith("cannot be told"))


@pytest.mark.parametrize("name", CASES)
def test_nothing_to_judge(name: str, tmp_path: Path) -> None:
    """A goal has nothing to complain of in a template without anything that it is about."""
    (tmp_path / "root.yaml").write_text(NOTHING)
    assert BY_ID[name].complaints(System(tmp_path)) == ()


def test_unclear_is_a_complaint(tmp_path: Path) -> None:
    """What the templates leave open is a complaint, not consent."""
    text = "Resources: {A: {Type: 'AWS::S3::Bucket', Properties: {LifecycleConfiguration: {Rules: [!Ref X]}}}}"
    (tmp_path / "root.yaml").write_text(text)
    (complaint,) = BY_ID["bucket-lifecycle"].complaints(System(tmp_path))
    assert complaint.message.startswith("cannot be told: no list of mappings")
