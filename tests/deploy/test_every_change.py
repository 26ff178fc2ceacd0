"""Every kind of change, planned and applied as the command does it, in a root and in its grandchild alike."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tasktracker_cfn.deploy.plan.plan_file import Plan, read_plan, write_plan
from tasktracker_cfn.deploy.plan.planning import Planned
from tasktracker_cfn.errors import DataLossError
from tests.aws.fake import Fake
from tests.deploy.planned_nest import STACK, hurried, plan, ready
from tests.deploy.plans import applied

HANDLE = "Resources:\n  Nothing: {Type: AWS::CloudFormation::WaitConditionHandle}\n"
EMPTY = f"Parameters: {{Unused: {{Type: String, Default: x}}}}\n{HANDLE}"
NESTING = "  %s:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: ./%s.yaml}\n"


class Things(NamedTuple):
    """What a stack has: versions of a bucket, a database and a security group (0 is none), and small things."""

    bucket: int = 1
    database: int = 1
    group: int = 1
    size: str = "db.t4g.micro"
    output: str = "one"

    @property
    def text(self) -> str:
        """Give it as the end of a template."""
        return "".join((*self._resources(), f"Outputs: {{Said: {{Value: {self.output}}}}}\n"))

    def _resources(self) -> Iterator[str]:
        goes = "DeletionPolicy: Delete, UpdateReplacePolicy: Delete"
        if self.bucket:
            named = f"Properties: {{BucketName: bucket-{self.bucket}}}"
            yield f"  Bucket: {{Type: AWS::S3::Bucket, {goes}, {named}}}\n"
        if self.database:
            named = f"DBInstanceIdentifier: database-{self.database}, DBInstanceClass: {self.size}, Engine: mysql"
            yield f"  Database: {{Type: AWS::RDS::DBInstance, {goes}, Properties: {{{named}}}}}\n"
        if self.group:
            named = f"Properties: {{GroupDescription: group {self.group}, VpcId: vpc-1}}"
            yield f"  Group: {{Type: AWS::EC2::SecurityGroup, {named}}}\n"


class Step(NamedTuple):
    """One change, what of it must be allowed, what else is another thing or none then, and whether it is a change."""

    things: Things
    lost: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    changes: bool = True


STEPS = {
    "in place": Step(Things(size="db.t4g.small")),
    "nothing": Step(Things(size="db.t4g.small"), changes=False),
    "an output": Step(Things(size="db.t4g.small", output="two")),
    "another bucket": Step(Things(2, 1, 1, "db.t4g.small", "two"), ("Bucket",)),
    "another database": Step(Things(2, 2, 1, "db.t4g.small", "two"), ("Database",)),
    "another group": Step(Things(2, 2, 2, "db.t4g.small", "two"), (), ("Group",)),
    "no more of it": Step(Things(0, 0, 0, output="two"), ("Bucket", "Database"), ("Group",)),
    "all back": Step(Things(4, 4, 4, output="two")),
}


def nest(folder: Path, place: str, things: Things) -> Path:
    """Write a nest of three levels with the things in one of its places, and give its root."""
    root, deep = (things.text if place == here else "" for here in ("", "Data/Deep"))
    folder.mkdir(exist_ok=True)
    for name, text in (
        ("root", NESTING % ("Data", "data") + root),
        ("data", NESTING % ("Deep", "deep")),
        ("deep", deep),
    ):
        (folder / f"{name}.yaml").write_text(EMPTY + text, encoding="utf-8")
    return folder / "root.yaml"


def kept(planned: Planned, folder: Path) -> Plan:
    """Give a plan as it is read from its file."""
    assert planned.plan
    write_plan(folder / "plan.json", planned.plan)
    return read_plan(folder / "plan.json")


def known(aws: Fake, place: str) -> dict[str, str | None]:
    """Give what is there, by name."""
    stack = aws.stack(f"{STACK}/{place}".rstrip("/"))
    return {name: stack.physical_ids[name] for name in ("Bucket", "Database", "Group") if name in stack.resources}


@pytest.mark.parametrize("place", ["", "Data/Deep"], ids=["root", "grandchild"])
def test_every_change(aws: Fake, tmp_path: Path, place: str) -> None:
    """Each change is planned as what it is, refused unless what it loses is named, applied, and then no change."""
    ready(aws)
    first = kept(plan(aws, nest(tmp_path / "nest", place, Things()), {}), tmp_path)
    assert applied(aws, first, gateway=hurried(aws)).stack.status == "CREATE_COMPLETE"
    for name, step in STEPS.items():
        before, began = known(aws, place), len(aws.stack(STACK).stack.operations)
        planned = plan(aws, nest(tmp_path / "nest", place, step.things), {})
        assert (planned.plan is not None) is step.changes, name
        addresses = tuple(f"{place}/{one}".lstrip("/") for one in step.lost)
        assert set(planned.review.needs_allow) == set(addresses), name
        if planned.plan is None:
            continue
        plan_of = kept(planned, tmp_path)
        if addresses:
            with pytest.raises(DataLossError) as refused:
                applied(aws, plan_of, *addresses[1:], gateway=hurried(aws))
            assert f"--allow {addresses[0]}" in str(refused.value)
            assert (known(aws, place), len(aws.stack(STACK).stack.operations)) == (before, began)
        done = applied(aws, plan_of, *addresses, gateway=hurried(aws))
        assert (done.did, done.stack.status) == ("applied", "UPDATE_COMPLETE"), name
        assert len(aws.stack(STACK).stack.operations) == began + 1
        assert {one for one in before if before[one] != known(aws, place).get(one)} == {*step.lost, *step.harmless}, (
            name
        )
    assert set(known(aws, place)) == {"Bucket", "Database", "Group"}


@pytest.mark.parametrize("removed", ["Data", "Data/Deep"])
def test_nested_stack_removed(aws: Fake, tmp_path: Path, removed: str) -> None:
    """A nested stack that goes from the root, or from a child, counts all that is stateful in it, one by one."""
    ready(aws)
    root = nest(tmp_path / "nest", "Data/Deep", Things())
    applied(aws, kept(plan(aws, root, {}), tmp_path), gateway=hurried(aws))
    (root if removed == "Data" else root.with_name("data.yaml")).write_text(EMPTY, encoding="utf-8")
    planned = plan(aws, root, {})
    lost = [f"Data/Deep/{name}" for name in ("Bucket", "Database")]
    assert sorted(planned.review.needs_allow) == lost
    assert {decision.policy for decision in planned.review.decisions} == {"Delete"}
    plan_of = kept(planned, tmp_path)
    for left in lost:
        with pytest.raises(DataLossError, match=f"^{left} .*\n.*--allow {left}$"):
            applied(aws, plan_of, *(set(lost) - {left}), gateway=hurried(aws))
    assert applied(aws, plan_of, *lost, gateway=hurried(aws)).stack.status == "UPDATE_COMPLETE"
    assert "bucket-1" not in aws.store.buckets
