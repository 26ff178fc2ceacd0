"""What a plan leaves behind: nothing, though AWS takes its time; and where that fails, the command to delete it."""

from pathlib import Path

import pytest

from tasktracker_cfn.deploy.aws.clock import Clock
from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values import changes as values
from tasktracker_cfn.deploy.aws.values.changes import is_known
from tasktracker_cfn.deploy.plan.clearing import REST, Made, at_rest, clear, is_dying_shell
from tasktracker_cfn.deploy.plan.planning import Asked, Planned, discard, make_plan
from tasktracker_cfn.deploy.plan.reasons import reasons_of
from tasktracker_cfn.errors import DeploymentError, StalePlanError
from tests.aws.cloudformation.state import ChangeSet
from tests.aws.commands import verb
from tests.aws.fake import Fake
from tests.aws.refusal import Refused
from tests.deploy.planned_nest import (
    CANARY,
    STACK,
    deployed,
    gateway_of,
    nest,
    plan,
    ready,
    target_of,
    waiting,
)

PLAN = ("plan", "--stack-name", STACK, "--param", f"Password={CANARY}")
COMMAND = "aws cloudformation delete-change-set --change-set-name arn:"


def alive(aws: Fake) -> dict[str, str]:
    """Give the stacks of the nest that are not gone, with their statuses."""
    return {one.name: one.status for one in aws.world.stacks if one.alive and one.name.startswith(STACK)}


def sets(aws: Fake) -> list[ChangeSet]:
    """Give the change sets of the nest, the root's first."""
    return [one for one in aws.world.change_sets if one.stack.root.name == STACK]


def told(aws: Fake, root: Path) -> tuple[Planned | str, list[str]]:
    """Plan, and give the plan or its error, and what was said meanwhile."""
    gateway, said = gateway_of(aws), list[str]()
    asked = Asked(target_of(root), gateway.identity(), f"token{len(aws.calls)}", "salt", {"Password": CANARY})
    try:
        return make_plan(gateway, asked, said.append), said
    except DeploymentError as error:
        return str(error), said


def test_a_look_leaves_nothing(aws: Fake, tmp_path: Path) -> None:
    """A first plan without a file ends when change sets and shells are gone, in the root and in every nested stack."""
    ready(aws)
    done = verb(aws, *PLAN, "--root", nest(tmp_path))
    assert done.code == 0
    assert alive(aws) == {}
    assert sets(aws) == []
    assert "left behind" not in done.err


def test_again_at_once(aws: Fake, tmp_path: Path) -> None:
    """A plan that is made while the shell of an earlier one is still being deleted waits for that."""
    ready(aws)
    first = plan(aws, nest(tmp_path))
    assert first.plan
    aws.client("cloudformation").delete_stack(StackName=STACK)
    assert is_dying_shell(gateway_of(aws), gateway_of(aws).stack(STACK))
    again, said = told(aws, tmp_path / "root.yaml")
    assert isinstance(again, Planned)
    assert again.plan
    assert again.plan.stack_id != first.plan.stack_id
    assert any("waiting until the empty stack" in line for line in said)


def test_what_is_deleted_is_no_shell(aws: Fake, tmp_path: Path) -> None:
    """A stack that held something and is being deleted is waited for by nobody: that is somebody's own decision."""
    deployed(aws, tmp_path)
    aws.client("cloudformation").delete_stack(StackName=STACK)
    said = told(aws, tmp_path / "first" / "root.yaml")
    assert isinstance(said[0], str)
    assert "is in DELETE_IN_PROGRESS: an operation is under way" in said[0]


def test_failed_while_others_go_on(aws: Fake, tmp_path: Path) -> None:
    """A root that fails before its nest is at rest is told with all real reasons, and deleted when AWS takes that."""
    ready(aws)
    aws.fail_validation("Service/Cluster", "the cluster is there")
    aws.fail_validation("Data/Deep/Store", "the bucket is there")
    seen: list[str] = []
    aws.when("DescribeEvents", lambda: seen.extend(one.status for one in sets(aws)))
    cause, said = told(aws, nest(tmp_path))
    assert isinstance(cause, str)
    assert "the cluster is there" in cause
    assert "the bucket is there" in cause
    assert "CREATE_IN_PROGRESS" not in seen
    assert not any("left behind" in line for line in said)
    assert alive(aws) == {}


def test_too_early(aws: Fake, tmp_path: Path) -> None:
    """AWS refuses to delete a change set while one that is nested in it is still worked out."""
    ready(aws)
    aws.fail_validation("Service/Cluster", "the cluster is there")
    seen: list[str] = []

    def early() -> None:
        seen.extend(one.status for one in sets(aws))
        with pytest.raises(Refused, match="CREATE_IN_PROGRESS"):
            aws.other_actor().delete_change_set(sets(aws)[0].id)

    aws.when("DescribeChangeSet", early, after=1)
    told(aws, nest(tmp_path))
    assert seen[0] == "FAILED"
    assert "CREATE_IN_PROGRESS" in seen


@pytest.mark.parametrize("operation", ["DeleteChangeSet", "DeleteStack", "ListChangeSets", "ListStackResources"])
def test_the_cause_is_told(aws: Fake, tmp_path: Path, operation: str) -> None:
    """Why a plan failed is told whatever fails while cleaning up, and what is left with the command that deletes it."""
    ready(aws)
    aws.fail_validation("Data/Deep/Store", "the bucket is there")
    aws.fault(operation, "AccessDenied", times=99)
    cause, said = told(aws, nest(tmp_path))
    assert isinstance(cause, str)
    assert "the bucket is there" in cause
    (line,) = [line for line in said if "left behind" in line]
    assert f"{operation}: AccessDenied" in line
    assert COMMAND in line
    assert "--region us-east-1" in line
    assert f"aws cloudformation delete-stack --stack-name {STACK} --region us-east-1" in line


def test_the_cause_is_told_when_the_nest_cannot_be_read(aws: Fake, tmp_path: Path) -> None:
    """When AWS lets nobody read the nested change sets, the reason of the root is still told."""
    ready(aws)
    aws.fail_validation("RootGroup", "the group is there")
    aws.fault("DescribeChangeSet", "AccessDenied", times=99, after=3)
    cause, _ = told(aws, nest(tmp_path))
    assert isinstance(cause, str)
    assert "the group is there" in cause


def test_aws_fails_to_delete(aws: Fake, tmp_path: Path) -> None:
    """A change set that AWS fails to delete is said, and the review is shown all the same."""
    ready(aws)
    root = nest(tmp_path)
    aws.keep_change_sets()
    done = verb(aws, *PLAN, "--root", root)
    assert done.code == 0
    assert "AWS could not delete the change set" in done.err
    assert COMMAND in done.err
    assert "READY  first deployment" in done.out
    assert [one.status for one in sets(aws)] == ["DELETE_FAILED"]


def test_an_update_says_nothing_of_the_stack(aws: Fake, tmp_path: Path) -> None:
    """Nobody is told to delete a stack in which something is."""
    deployed(aws, tmp_path)
    aws.fault("DeleteChangeSet", "AccessDenied", times=9)
    planned = plan(aws, nest(tmp_path / "second", {"data.yaml": ("'20'", "'30'")}), {})
    assert planned.plan
    said: list[str] = []
    discard(gateway_of(aws), planned.plan, said.append)
    assert COMMAND in said[0]
    assert "delete-stack" not in said[0]


def test_never_at_rest(aws: Fake, tmp_path: Path) -> None:
    """A nest that never comes to rest is waited for some minutes, not for ever."""
    ready(aws)
    aws.fail_validation("Service/Cluster", "the cluster is there")

    def stuck() -> None:
        for one in sets(aws):
            one.status = "CREATE_IN_PROGRESS" if one.logical_id == "Deep" else one.status

    aws.when("DescribeChangeSet", stuck, times=9_999)
    before = aws.clock.now()
    cause, said = told(aws, nest(tmp_path))
    assert isinstance(cause, str)
    assert "Nested change set" in cause
    assert any(COMMAND in line for line in said)
    assert aws.clock.now() - before < 3 * REST


@pytest.mark.parametrize("status", ["DELETE_PENDING", "DELETE_IN_PROGRESS"])
def test_somebody_deletes_it(aws: Fake, tmp_path: Path, status: str) -> None:
    """A change set that somebody else is deleting is neither waited for nor reviewed, nor has it failed."""
    deployed(aws, tmp_path)

    def delete() -> None:
        mine = next(one for one in sets(aws) if one.parent is None and one.execution == "AVAILABLE")
        aws.other_actor().delete_change_set(mine.id)
        for one in mine.family():
            one.status = status

    aws.when("DescribeChangeSet", delete, after=3)
    with pytest.raises(StalePlanError, match="deleted by somebody else"):
        plan(aws, nest(tmp_path / "second", {"data.yaml": ("'20'", "'30'")}), {})
    assert waiting(aws) == []


def test_lost_answers(aws: Fake, tmp_path: Path) -> None:
    """A deletion whose answer was lost is asked for again, which AWS refuses, and that is no error."""
    ready(aws)
    made = plan(aws, nest(tmp_path)).plan
    assert made
    aws.lose_answer("DeleteChangeSet")
    clear(gateway_of(aws), Made(made.change_set, made.stack_id, made.region, made.kind))
    assert alive(aws) == {}


def test_what_is_gone(aws: Fake) -> None:
    """Of a change set that is gone there are no members, and no reasons."""
    gateway = gateway_of(aws)
    members = at_rest(gateway, "arn:aws:cloudformation:us-east-1:123456789012:changeSet/none/1")
    assert members == ()
    assert reasons_of(gateway, members) == ()


@pytest.mark.parametrize("times", [1, 2])
def test_interrupted(aws: Fake, tmp_path: Path, times: int) -> None:
    """An interrupted plan deletes its change set; interrupted in that, too, it says what is left, and ends."""
    ready(aws)
    left = [KeyboardInterrupt] * times

    def sleep(seconds: float) -> None:
        if left:
            raise left.pop()
        aws.clock.sleep(seconds)

    gateway = gateway_of(aws)
    said: list[str] = []
    asked = Asked(target_of(nest(tmp_path)), gateway.identity(), "token", "salt", {"Password": CANARY})
    impatient = Gateway(aws.access, Clock(aws.clock.now, sleep))
    with pytest.raises(KeyboardInterrupt):
        make_plan(impatient, asked, said.append)
    assert any("left behind (interrupted)" in line for line in said) is (times > 1)
    assert (alive(aws) == {}) is (times == 1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, True),
        ("subnet-1", True),
        ("a-{{changeSet:KNOWN_AFTER_APPLY}}", False),
        ("{{IntrinsicFunction:s/One.GroupId/Fn::GetAtt}}", False),
        ("{{resolve:ssm:x}}", True),
    ],
)
def test_what_is_known(value: str | None, expected: bool) -> None:
    """What AWS writes for a value that only the deployment will know is none, in resources and in parameters."""
    assert is_known(value) is expected


def test_the_next_plan_comes_too_early(aws: Fake, tmp_path: Path) -> None:
    """What an earlier plan left, while others of its nest are still worked out, is deleted when AWS takes it."""
    ready(aws)
    root = nest(tmp_path)
    aws.fail_validation("Service/Cluster", "the cluster is there")
    aws.fault("DeleteChangeSet", "AccessDenied", times=9)
    told(aws, root)
    aws.desk.faults.open.clear()
    aws.world.orders.findings.clear()
    (deep,) = [one for one in sets(aws) if one.logical_id == "Deep"]
    deep.status, sets(aws)[0].execution = "CREATE_IN_PROGRESS", "OBSOLETE"
    aws.timeline.after(60, lambda: setattr(deep, "status", "CREATE_COMPLETE"))
    again, _ = told(aws, root)
    assert isinstance(again, Planned)
    assert again.plan
    assert waiting(aws) == [again.plan.change_set]


@pytest.mark.parametrize(
    ("child", "where"),
    [("bad-Data-785F3EC7EB32", "Data/Deep"), ("bad-cut-off", "bad-cut-off-Deep-1A2B3C4D5E6F")],
    ids=["named", "cut off"],
)
def test_a_nested_template_is_refused(aws: Fake, child: str, where: str) -> None:
    """What AWS says of a nested template is told by its address, where the name that AWS gave its stack tells it."""

    def failed(name: str, stack: str, reason: str, parent: str | None) -> values.ChangeSet:
        return values.ChangeSet(name, name, stack, stack, "FAILED", "UNAVAILABLE", reason, parent_id=parent)

    arn = "arn:aws:cloudformation:us-east-1:123456789012:changeSet/deep/1"
    members = (
        failed("root", "bad", f"Nested change set {arn} was not successfully created", None),
        failed("data", child, f"Nested change set {arn} was not successfully created", "root"),
        failed(arn, f"{child}-Deep-1A2B3C4D5E6F", "Template format error", "data"),
    )
    assert reasons_of(gateway_of(aws), members) == (f"{where}: Template format error",)
