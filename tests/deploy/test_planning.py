"""Planning against the fake: what each kind of change comes to in the review, and what is left behind."""

from pathlib import Path

import pytest

from tasktracker_cfn.deploy.plan.planning import discard
from tests.aws.fake import Fake
from tests.deploy.planned_nest import (
    CANARY,
    DATA,
    DEEP,
    STACK,
    Changes,
    after,
    deployed,
    execute,
    gateway_of,
    nest,
    plan,
    ready,
    rows,
    text,
    waiting,
)

DEEP_DATABASE = DEEP[DEEP.index("  DeepDatabase") : DEEP.index("Outputs:")]
NESTED_DEEP = DATA[DATA.index("  Deep:") : DATA.index("Outputs:")]


def test_first_create(aws: Fake, tmp_path: Path) -> None:
    """A first plan shows everything as new, and its shell of a stack blocks no second plan, which can be executed."""
    ready(aws)
    root = nest(tmp_path)
    first = plan(aws, root)
    assert first.plan
    assert {row.effect for row in first.review.rows} == {"add"}
    # Depth first, as stacks are nested.
    assert list(dict.fromkeys(row.stack for row in first.review.rows)) == [
        (), ("Data",), ("Data", "Deep"), ("Service",)
    ]  # fmt: skip
    assert (first.review.verdict, first.plan.kind, first.plan.status) == ("go", "CREATE", "REVIEW_IN_PROGRESS")
    second = plan(aws, root)
    assert second.plan
    assert second.plan.stack_id == first.plan.stack_id
    execute(aws, second)
    assert aws.stack(STACK).status == "CREATE_COMPLETE"


def test_discard(aws: Fake, tmp_path: Path) -> None:
    """A plan that is not wanted leaves neither change set nor stack, and a discard can be repeated."""
    ready(aws)
    planned = plan(aws, nest(tmp_path))
    assert planned.plan
    for _ in range(2):
        discard(gateway_of(aws), planned.plan, print)
    aws.settle()
    assert gateway_of(aws).stack(STACK) is None
    assert not [one for one in aws.world.stacks if one.alive and one.name.startswith(STACK)]


def test_discard_keeps_others(aws: Fake, tmp_path: Path) -> None:
    """The shell stays while somebody else has a change set in it."""
    ready(aws)
    mine, theirs = plan(aws, nest(tmp_path)), plan(aws, nest(tmp_path))
    assert mine.plan
    assert theirs.plan
    discard(gateway_of(aws), mine.plan, print)
    aws.settle()
    assert [one.id for one in gateway_of(aws).change_sets(STACK)] == [theirs.plan.change_set]


@pytest.mark.parametrize("empty_nest", ["failed", "noise"])
def test_no_change(aws: Fake, tmp_path: Path, empty_nest: str) -> None:
    """Planned again, nothing changes, and no change set is left, whether AWS says so or only makes noise."""
    deployed(aws, tmp_path)
    aws.world.empty_nest = empty_nest
    again = plan(aws, nest(tmp_path / "again"), {})
    assert again.plan is None
    assert again.review.verdict == "none"
    assert rows(again) == {}
    assert waiting(aws) == []
    assert "NO CHANGE" in text(again)


def test_update_in_place(aws: Fake, tmp_path: Path) -> None:
    """A change in place is one real row with its values; what AWS adds to it is unresolved, and wants no decision."""
    planned = after(aws, tmp_path, {"data.yaml": ("'20'", "'30'")})
    (row,) = rows(planned).values()
    assert (row.address, row.effect) == ("Data/Database", "change")
    assert [(change.name, change.before, change.after) for change in row.properties] == [
        ("AllocatedStorage", "20", "30")
    ]
    assert rows(planned, "unresolved")
    assert planned.review.decisions == ()
    assert planned.review.verdict == "go"


@pytest.mark.parametrize(
    ("changes", "address", "policy"),
    [
        ({"root.yaml": ("uploads-one", "uploads-two")}, "Uploads", "ReplaceAndRetain"),
        ({"data.yaml": ("db-one", "db-two")}, "Data/Database", "ReplaceAndSnapshot"),
        ({"deep.yaml": ("store-one", "store-two")}, "Data/Deep/Store", "ReplaceAndDelete"),
        ({"deep.yaml": ("deep-one", "deep-two")}, "Data/Deep/DeepDatabase", "ReplaceAndDelete"),
    ],
)
def test_replacement(aws: Fake, tmp_path: Path, changes: Changes, address: str, policy: str) -> None:
    """A replacement of what holds state, at any depth, is the one decision, with the forcing property and its sides."""
    planned = after(aws, tmp_path, changes)
    (decision,) = planned.review.decisions
    assert (decision.address, decision.effect, decision.policy) == (address, "replaced", policy)
    ((old, new),) = changes.values()
    (forcing,) = decision.forcing
    assert forcing.recreation == "Always"
    assert (forcing.before, forcing.after) == (old.rpartition(" ")[2], new.rpartition(" ")[2])
    assert planned.plan
    assert planned.plan.needs_allow == (address,)
    assert planned.review.verdict == "stop"
    assert f"--allow {address}" in text(planned)


@pytest.mark.parametrize(("file", "address"), [("root.yaml", "RootGroup"), ("deep.yaml", "Data/Deep/Group")])
def test_replacement_of_what_holds_nothing(aws: Fake, tmp_path: Path, file: str, address: str) -> None:
    """A security group that is replaced, in the root or in a grandchild, is told and wants no decision."""
    planned = after(aws, tmp_path, {file: ("GroupDescription: first", "GroupDescription: second")})
    assert rows(planned)[address].replacement == "yes"
    assert planned.review.needs_allow == ()


def test_dependents(aws: Fake, tmp_path: Path) -> None:
    """Who reads an address of a replaced database follows it, across stacks, and is named with the decision."""
    planned = after(aws, tmp_path, {"data.yaml": ("db-one", "db-two")})
    (decision,) = planned.review.decisions
    assert decision.dependents == ("Service/TaskDefinition", "Service/App")
    followers = rows(planned, "follows")
    assert {row.cause for row in followers.values()} == {"Data/Database"}
    assert followers["Service/TaskDefinition"].replacement == "yes"
    assert [(change.name, change.known) for change in planned.review.outputs] == [("Host", False)]


def test_removal(aws: Fake, tmp_path: Path) -> None:
    """A database that is removed from a grandchild is a decision."""
    planned = after(aws, tmp_path, {"deep.yaml": (DEEP_DATABASE, "")})
    (decision,) = planned.review.decisions
    assert (decision.address, decision.effect, decision.policy) == ("Data/Deep/DeepDatabase", "removed", "Delete")
    assert planned.review.counts.remove == 1


def test_removal_of_a_nested_stack(aws: Fake, tmp_path: Path) -> None:
    """A nested stack that goes as a whole takes with it what it holds, which AWS's rows do not say."""
    folder = tmp_path / "second"
    deployed(aws, tmp_path)
    root = nest(folder, {"data.yaml": (NESTED_DEEP, "")})
    data = folder / "data.yaml"
    kept = data.read_text(encoding="utf-8").replace("!GetAtt Deep.Outputs.GroupId", "sg-1")
    data.write_text(kept, encoding="utf-8")
    planned = plan(aws, root, {})
    assert {decision.address for decision in planned.review.decisions} >= {
        "Data/Deep/Store",
        "Data/Deep/DeepDatabase",
    }


def test_outputs_only(aws: Fake, tmp_path: Path) -> None:
    """A change of outputs only is a change, though no resource has one."""
    planned = after(aws, tmp_path, {"root.yaml": ("Outputs:\n", "Outputs:\n  Other: {Value: x}\n")})
    assert planned.plan
    assert rows(planned) == {}
    assert [(change.name, change.before, change.after) for change in planned.review.outputs] == [("Other", None, "x")]
    execute(aws, planned)
    assert aws.stack(STACK).outputs["Other"] == "x"


def test_image(aws: Fake, tmp_path: Path) -> None:
    """A new image is one real row, what runs it follows, and everything else is unresolved."""
    planned = after(aws, tmp_path, {}, {"Image": "two"})
    assert list(rows(planned)) == ["Service/TaskDefinition"]
    assert list(rows(planned, "follows")) == ["Service/App"]
    assert [(change.name, change.before, change.after) for change in planned.review.parameters] == [
        ("Image", "one", "two")
    ]


def test_tags(aws: Fake, tmp_path: Path) -> None:
    """A tag of the stack is a change of everything that carries it."""
    deployed(aws, tmp_path)
    planned = plan(aws, nest(tmp_path / "second"), {}, tags={"Project": "other"})
    assert planned.plan
    assert [(change.name, change.before, change.after) for change in planned.review.tags] == [
        ("Project", "shop", "other")
    ]
    assert "Data/Database" in rows(planned)
    assert "10 resources in (root), Data, Data/Deep, Service  only tags" in text(planned)
    assert planned.review.decisions == ()


def test_words(aws: Fake, tmp_path: Path) -> None:
    """Wider permissions and rules that let anybody in are told in words."""
    planned = after(aws, tmp_path, {"service.yaml": ("/avatars/*", "/*"), "deep.yaml": ("10.0.0.0/8", "0.0.0.0/0")})
    told = {(change.sign, change.address, change.what, change.public) for change in planned.review.security}
    assert ("+", "Data/Deep/Group", "ingress tcp 5432 from 0.0.0.0/0", True) in told
    assert ("~", "Service/Role", "Work: Write (resource)", False) in told
    assert planned.review.verdict == "look"


def test_secrets(aws: Fake, tmp_path: Path) -> None:
    """A new password is a change, and neither it nor the environment's token is in the review or the plan."""
    planned = after(aws, tmp_path, {"service.yaml": ("canary-in-the", "canary-new-in-the")}, {"Password": "canary-two"})
    assert set(rows(planned)) >= {"Data/Database", "Service/TaskDefinition"}
    for told in (repr(planned), text(planned, everything=True)):
        assert "canary" not in told
        assert CANARY not in told
    assert "MasterUserPassword  **** → ****" in text(planned)


def test_alarms(aws: Fake, tmp_path: Path) -> None:
    """Alarms that exist and are quiet undo a deployment from the second one on; one that rings does not."""
    alarm = (
        "  {name}:\n    Type: AWS::CloudWatch::Alarm\n    Properties: {{AlarmName: {name}, Namespace: AWS/ECS, "
        "MetricName: m, ComparisonOperator: GreaterThanThreshold, EvaluationPeriods: 1, Threshold: 1, Period: 60, "
        "Statistic: Sum}}\n"
    )
    both = "Resources:\n" + alarm.format(name="Quiet") + alarm.format(name="Loud")
    ready(aws)
    first = plan(aws, nest(tmp_path / "first", {"root.yaml": ("Resources:\n", both)}))
    assert first.plan
    assert first.plan.triggers == ()
    execute(aws, first)
    aws.alarm("Quiet", "OK")
    aws.alarm("Loud", "ALARM")
    folder = tmp_path / "second"
    root = nest(folder, {"root.yaml": ("Resources:\n", both), "data.yaml": ("'20'", "'30'")})
    second = plan(aws, root, {})
    assert second.plan
    assert [arn.rpartition(":")[2] for arn in second.plan.triggers] == ["Quiet"]
