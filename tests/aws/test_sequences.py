"""Whatever happens to a nest in the fake, it comes to rest, and a way leads on from there."""

from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.aws.fake import Fake
from tests.aws.packing import EVERYTHING
from tests.aws.refusal import Refused
from tests.aws.sample import nest
from tests.hypothesis_profile import DETERMINISTIC

PLACES = ["Uploads", "Note", "Data", "Data/Database", "Data/Database/Settings", "Data/Database/Database"]
BREAKS = st.tuples(st.sampled_from(PLACES), st.sampled_from(["create", "update", "delete", "rollback"]))
STEPS = st.tuples(
    st.tuples(st.sampled_from(["true", "false"]), st.sampled_from(["one", "two"]), st.sampled_from(["16", "17"])),
    st.lists(BREAKS, max_size=3),
    st.booleans(),
    st.sampled_from([None, None, 3, 30, 200]),
)
Goal = tuple[str, str, str]


def _call(aws: Fake, operation: str, **asked: Any) -> dict[str, Any]:
    return aws.other_actor().call("cloudformation", operation, **asked)


def _begin(aws: Fake, goal: Goal, name: str, keep: bool = False) -> bool:
    """Begin a deployment; tell whether there was anything to do."""
    encrypted, bucket, family = goal
    kind = "UPDATE" if aws.world.named("shop") and aws.stack("shop").status != "REVIEW_IN_PROGRESS" else "CREATE"
    made = _call(
        aws,
        "CreateChangeSet",
        StackName="shop",
        ChangeSetName=name,
        ChangeSetType=kind,
        IncludeNestedStacks=True,
        TemplateBody=nest(aws, encrypted=encrypted, bucket=bucket),
        Parameters=[{"ParameterKey": "Family", "ParameterValue": f"postgres{family}"}],
        Capabilities=EVERYTHING,
    )["Id"]
    aws.clock.sleep(60)
    described = _call(aws, "DescribeChangeSet", ChangeSetName=made)
    if described["Status"] == "FAILED":
        assert described["StatusReason"].startswith("The submitted information didn't contain changes."), described
        return False
    _call(aws, "ExecuteChangeSet", ChangeSetName=made, DisableRollback=keep)
    return True


def _rest(aws: Fake) -> str:
    """Wait for the end, and see that nothing is under way any more."""
    aws.settle()
    for stack in aws.world.stacks:
        # A nested stack cleans up when its root does, also when that is stuck.
        waits = stack.status.endswith("CLEANUP_IN_PROGRESS") and stack.root.status.endswith("FAILED")
        assert waits or not stack.status.endswith("IN_PROGRESS") or stack.status == "REVIEW_IN_PROGRESS", stack
    return aws.stack("shop").status if aws.world.named("shop") else "DELETE_COMPLETE"


def _recover(aws: Fake) -> None:
    """Lead the stack to where it can be deployed again, as its status wants it."""
    for _ in range(5):
        status = _rest(aws)
        if status == "UPDATE_ROLLBACK_FAILED":
            _call(aws, "ContinueUpdateRollback", StackName="shop")
        elif status == "UPDATE_FAILED":
            _call(aws, "RollbackStack", StackName="shop")
        elif status in {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED", "CREATE_FAILED"}:
            _call(aws, "DeleteStack", StackName="shop")
            for name in [name for name in aws.store.buckets if name != "artifacts"]:
                # What was kept would be in the way of the next creation.
                del aws.store.buckets[name]
        else:
            return
    raise AssertionError(aws.stack("shop").reason)


@settings(DETERMINISTIC, max_examples=60)
@given(st.lists(STEPS, min_size=1, max_size=4), st.tuples(*[st.sampled_from(["true", "false"])]))
def test_rest(steps: list[Any], last: tuple[str]) -> None:
    """After failures, rollbacks and cancellations a nest comes to rest, and what it becomes at last is its goal."""
    with Fake() as aws:
        names = (f"c{number}" for number in count())
        for goal, breaks, keep, cancel in steps:
            for place, on in breaks:
                aws.break_resource(place, "by order", on=on)
            if aws.world.named("shop") is None or aws.stack("shop").status in {
                "CREATE_COMPLETE",
                "UPDATE_COMPLETE",
                "UPDATE_ROLLBACK_COMPLETE",
                "UPDATE_FAILED",
            }:
                # What failed without rollback is updated without, too.
                keeps = keep or (aws.world.named("shop") is not None and aws.stack("shop").status == "UPDATE_FAILED")
                began = _begin(aws, goal, next(names), keeps)
                if began and cancel is not None:
                    aws.clock.sleep(cancel)
                    try:
                        _call(aws, "CancelUpdateStack", StackName="shop")
                    except Refused as refused:
                        assert "CancelUpdateStack" in refused.message  # noqa: PT017 - or else it was cancelled
            _rest(aws)
        for place in PLACES:
            aws.mend_resource(place)
        _recover(aws)
        goal = (last[0], "three", "16")
        for _ in range(2):
            if not _begin(aws, goal, next(names)):
                break
            assert _rest(aws) in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}, aws.stack("shop").reason
        assert not _begin(aws, goal, next(names))
        _is(aws, goal)


def _is(aws: Fake, goal: Goal) -> None:
    """See that the things are what the goal says, each once and none left over."""
    encrypted, bucket, family = goal
    leaf = aws.stack("shop/Data/Database")
    assert leaf.resources["Database"].properties["StorageEncrypted"] is (encrypted == "true")
    assert leaf.resources["Settings"].properties["Family"] == f"postgres{family}"
    assert leaf.resources["Database"].properties["DBParameterGroupName"] == leaf.physical_ids["Settings"]
    assert aws.stack("shop").physical_ids["Uploads"] == bucket
    assert bucket in aws.store.buckets
    assert aws.stack("shop").resources["Note"].properties["Value"] == leaf.outputs["Host"]
    for stack in aws.stack("shop").stack.family():
        assert not stack.doomed
        assert {resource.status for resource in stack.resources.values()} <= {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
    here = [one.physical_id for stack in aws.stack("shop").stack.family() for one in stack.resources.values()]
    made = {
        event.physical_id
        for stack in aws.world.stacks
        for event in stack.events
        if event.type.startswith(("AWS::RDS", "AWS::SSM")) and event.physical_id
    }
    gone = {fate.physical_id for fate in aws.world.fates}
    assert made - gone <= set(here), (made - gone) - set(here)
    assert not gone & set(here)
