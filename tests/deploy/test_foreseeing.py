"""How long a reviewed change takes, from AWS's rows to what a plan keeps and whoever watches sees."""

import json
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.aws.values.changes import ResourceChange
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.plan.expected import NOT_KNOWN, Expected
from tasktracker_cfn.deploy.plan.foreseeing import changes, expected, foreseen
from tasktracker_cfn.deploy.plan.planning import Planned
from tasktracker_cfn.deploy.review.reviewing import no_change, review
from tasktracker_cfn.deploy.review.values import Subject
from tasktracker_cfn.insight.duration.readings import READINGS, SNAPSHOT
from tasktracker_cfn.insight.duration.taking import Change
from tasktracker_cfn.model.system import System
from tests.aws.commands import verb
from tests.aws.fake import Fake
from tests.deploy import planned_nest
from tests.deploy.planned_nest import CANARY, STACK, after, deployed, gateway_of, plan, text
from tests.deploy.planned_nest import nest as written
from tests.deploy.review.facts_of import nest, noise, stack

SUBJECT = Subject("shop/dev", "shop-dev", "1", "r", "UPDATE", place=Place("shop/dev"))
STACK_TYPE = "AWS::CloudFormation::Stack"
DATABASE = READINGS["AWS::RDS::DBInstance"]


def seconds(planned: Planned) -> Expected:
    """Give what the plan keeps."""
    assert planned.plan
    return planned.plan.expected


def test_first(aws: Fake, tmp_path: Path) -> None:
    """A first deployment waits for the databases, and then for the service: the plan keeps it, and the head says it."""
    planned_nest.ready(aws)
    first = plan(aws, written(tmp_path))
    kept = seconds(first)
    assert kept.made["Data/Database"] == kept.made["Data/Deep/DeepDatabase"] == 600
    assert kept.gone == {}
    # The group of the database is an output of the stack that has the other one.
    assert 1_200 < kept.made["Data"] < kept.whole < 1_600
    assert "critical path Data/Deep/DeepDatabase → Data/Database → Service/App)" in text(first, width=200)


def test_replaced_database(aws: Fake, tmp_path: Path) -> None:
    """A database that is replaced is made, then everything after it, and in the end a snapshot of the old one."""
    found = after(aws, tmp_path, {"data.yaml": ("db-one", "db-two")})
    kept = seconds(found)
    assert DATABASE.delete
    assert kept.made["Data/Database"] == 600
    assert kept.gone["Data/Database"] == DATABASE.delete.likely + SNAPSHOT.likely
    assert kept.whole > kept.made["Data/Database"] + kept.gone["Data/Database"] + kept.made["Service/App"]
    assert "Database  RDS::DBInstance  replaced" in text(found)
    assert "10 min" in text(found)


def test_retained(aws: Fake, tmp_path: Path) -> None:
    """A bucket that stays in the account keeps nobody waiting when another one takes its place."""
    found = after(aws, tmp_path, {"root.yaml": ("uploads-one", "uploads-two")})
    assert "Uploads" in seconds(found).made
    assert "Uploads" not in seconds(found).gone


def test_only_what_is_sure(aws: Fake, tmp_path: Path) -> None:
    """What AWS only cannot exclude takes nothing: with another image only its task and its service do."""
    deployed(aws, tmp_path)
    found = plan(aws, written(tmp_path), {"Image": "two"})
    assert set(seconds(found).made) == {"Service", "Service/App", "Service/TaskDefinition"}
    assert len(found.review.rows) > 2


def test_removed_stack() -> None:
    """Of a nested stack that goes, its needs are told as well as those of what is in it."""
    root = "Resources: {Data: {Type: AWS::CloudFormation::Stack, DependsOn: Other, Properties: {P: !Ref Net}}}"
    child = "Resources: {A: {Type: AWS::X::Y, DependsOn: [B], Properties: {P: !Ref C}}}"
    row = ResourceChange("Remove", "A", "AWS::X::Y", "a", policy_action="Delete")
    removed = ResourceChange("Remove", "Data", STACK_TYPE, "data", policy_action="Delete")
    facts = nest(stack((), root, "Resources: {}", (removed,)), stack(("Data",), child, None, (row,)))
    assert changes(facts, review(facts, SUBJECT).rows) == (
        Change(("Data",), "A", "AWS::X::Y", "delete", needs=frozenset({"B", "C"})),
        Change((), "Data", STACK_TYPE, "delete", needs=frozenset({"Net", "Other"})),
    )


@pytest.mark.parametrize(
    ("action", "policy"),
    [
        ("ReplaceAndRetain", "Retain"),
        ("ReplaceAndSnapshot", "Snapshot"),
        ("ReplaceAndDelete", "Delete"),
        (None, "Delete"),
    ],
)
def test_policies(action: str | None, policy: str) -> None:
    """What becomes of the old one is what AWS says will."""
    one = "Resources: {{A: {{Type: AWS::RDS::DBInstance, Properties: {{Engine: {}}}}}}}"
    row = noise("A", "Engine", kind="AWS::RDS::DBInstance", replacement="True")._replace(policy_action=action)
    facts = nest(stack((), one.format("a"), one.format("b"), (row,)))
    assert changes(facts, review(facts, SUBJECT).rows) == (
        Change((), "A", "AWS::RDS::DBInstance", "replace", policy, frozenset({"Engine"})),  # type: ignore[arg-type] # one of three
    )


def test_not_known(tmp_path: Path) -> None:
    """Templates that cannot be worked out are no reason to show no review: it says that it does not know the time."""
    found = review(nest(stack((), "Resources: {A: {Type: AWS::X::Y}}", None, (noise("A"),))), SUBJECT)
    told = foreseen(System(tmp_path), nest(stack((), "Resources: {}")), found._replace(verdict="go"))
    assert told.time is None
    assert "how long it takes is not known" in told.notes[-1]
    assert "root.yaml" in told.notes[-1]


def test_nothing() -> None:
    """Where nothing changes no time is told, and a plan without one keeps none."""
    same = no_change(SUBJECT)
    assert foreseen(System(Path("nowhere")), nest(stack((), "Resources: {}")), same) is same
    assert expected(None) == NOT_KNOWN


def test_drift(aws: Fake, tmp_path: Path) -> None:
    """What a detection found is told by the next review, for no more calls than without."""
    deployed(aws, tmp_path)
    assert "Drift not checked\n" in text(plan(aws, written(tmp_path), {"Image": "two"}))
    gateway = gateway_of(aws)
    aws.drift("Data/Database", "/EngineVersion", "16.3", "16.4")
    for name in (STACK, f"{STACK}/Data", f"{STACK}/Data/Deep", f"{STACK}/Service"):
        gateway.detect_drift(aws.stack(name).id)
    aws.clock.sleep(2 * 86_400)
    before = len(aws.calls)
    told = text(plan(aws, written(tmp_path), {"Image": "three"}), width=120)
    command = "python -m tasktracker_cfn drift shop/dev"
    assert f"Drift drifted: Data (checked 2 days ago)  → {command}\n" in told
    assert not {call.operation for call in aws.calls[before:]} & {"DetectStackDrift", "DescribeStackResourceDrifts"}


def test_shown_while_it_is_applied(aws: Fake, tmp_path: Path) -> None:
    """The plan on disk has the times, and whoever watches `apply` sees them beside the time that has passed."""
    planned_nest.ready(aws)
    words = ("--root", written(tmp_path), "--stack-name", STACK, "--param", f"Password={CANARY}")
    out = tmp_path / "plan.json"
    assert verb(aws, "plan", *words, "--out", out).code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["expected"]["made"]["Data/Database"] == 600
    lines = verb(aws, "apply", out).out
    assert "Data/Database (" in lines
    assert " of about 10m)" in lines
    assert "of about 24m: waiting for" in lines or "of about 23m: waiting for" in lines
