"""Stack policies lock what holds state in every stack of a nest, and leave alone what others wrote."""

import json
from datetime import UTC, datetime

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from tasktracker_cfn.deploy.aws.values.changes import ChangeSet, ResourceChange
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE, StackResource
from tasktracker_cfn.deploy.guarding.locking import ALLOW, DENIED, LIMIT, MARK, Member, policy
from tasktracker_cfn.deploy.guarding.policies import Deployed, guards, losses
from tests.aws.cloudformation.change_set_calls import EMPTY
from tests.aws.cloudformation.state import Resource, Stack
from tests.aws.cloudformation.things import allowed
from tests.hypothesis_profile import DETERMINISTIC

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
NEST = {
    "": Deployed("arn:root", (StackResource("Data", STACK_TYPE, "CREATE_COMPLETE", NOW, "arn:data"),)),
    "Data": Deployed(
        "arn:data",
        (
            StackResource("Deep", STACK_TYPE, "CREATE_COMPLETE", NOW, "arn:deep"),
            StackResource("Role", "AWS::IAM::Role", "CREATE_COMPLETE", NOW, "role"),
        ),
    ),
    "Data/Deep": Deployed("arn:deep", (StackResource("Store", "AWS::S3::Bucket", "CREATE_COMPLETE", NOW, "store"),)),
}


def denied(body: str) -> list[str]:
    """Give what a policy of ours protects."""
    return [
        name
        for statement in json.loads(body)["Statement"]
        if statement.get("Action") == DENIED
        for name in statement["Resource"]
        if name != MARK
    ]


def locked(*names: str) -> list[Member]:
    """Give buckets that are locked."""
    return [Member(name, "AWS::S3::Bucket", is_locked=True) for name in names]


def refuses(body: str | None, member: Member) -> bool:
    """Tell whether AWS would refuse to remove a resource."""
    stack = Stack("arn", "shop", NOW, EMPTY, policy=body)
    return allowed(stack, Resource(member.logical_id, member.type), "Delete") is not None


def test_guards() -> None:
    """Every stack gets a policy for what it holds, and for nested stacks that hold something."""
    found = {guard.stack_id: denied(guard.body) for guard in guards(NEST, {}, ())}
    assert found == {
        "arn:root": ["LogicalResourceId/Data"],
        "arn:data": ["LogicalResourceId/Deep"],
        "arn:deep": ["LogicalResourceId/Store"],
    }


def test_allowed() -> None:
    """What is allowed to go is open, with the stacks that lead there, and only as long as it is allowed."""
    closed = {"": "Data", "Data": "Deep", "Data/Deep": "Store"}
    policies = {address: policy(None, locked(name)) for address, name in closed.items()}
    found = guards(NEST, policies, {"Data/Deep/Store"})
    assert {guard.stack_id: denied(guard.body) for guard in found} == {"arn:root": [], "arn:data": [], "arn:deep": []}
    opened = {"": found[0].body, "Data": found[1].body, "Data/Deep": found[2].body}
    assert [denied(guard.body) for guard in guards(NEST, opened, ())] == [
        ["LogicalResourceId/Data"],
        ["LogicalResourceId/Deep"],
        ["LogicalResourceId/Store"],
    ]


def test_nothing_to_do() -> None:
    """A policy that is as it should be is not set again, and a stack that holds nothing gets none."""
    policies = {guard_address: policy(None, locked(name)) for guard_address, name in (("", "Data"), ("Data", "Deep"))}
    policies["Data/Deep"] = policy(None, locked("Store"))
    assert guards(NEST, policies, ()) == ()
    assert guards({"": Deployed("arn:root", NEST["Data"].resources[1:])}, {}, ()) == ()


@pytest.mark.parametrize(
    "theirs",
    [
        {"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "LogicalResourceId/Vpc"},
        {"Effect": "Deny", "Action": DENIED, "Principal": "*", "Resource": "LogicalResourceId/Machine"},
        {"Effect": "Deny", "Action": DENIED, "Principal": "*", "Resource": ["LogicalResourceId/Store", "*"]},
    ],
)
def test_others_statements_stay(theirs: dict[str, object]) -> None:
    """What somebody else wrote into a policy stays in it."""
    body = policy(json.dumps({"Statement": [ALLOW, theirs]}), locked("Store"))
    assert body
    assert json.loads(body)["Statement"][:2] == [ALLOW, theirs]
    again = policy(body, ())
    assert again
    assert json.loads(again)["Statement"] == [ALLOW, theirs]


def test_policy_that_is_no_policy() -> None:
    """A policy that cannot be read is replaced by one that allows the rest."""
    body = policy("nonsense", locked("Store"))
    assert body
    assert json.loads(body)["Statement"][0] == ALLOW


def test_nested_stack_removed() -> None:
    """A nested stack that is removed takes all with it, which its change set does not list."""
    change = ResourceChange("Remove", "Data", STACK_TYPE, "arn:data", policy_action="Delete")
    root = ChangeSet("arn:set", "plan", "arn:root", "shop", "CREATE_COMPLETE", "AVAILABLE", changes=(change,))
    assert [str(loss) for loss in losses({"": root}, NEST)] == [
        "Data/Deep/Store (AWS::S3::Bucket) would be removed with Data"
    ]


def test_loss_of_a_nested_stack() -> None:
    """A nested stack that goes, or is replaced, takes all that is stateful below it; one that is kept takes nothing."""
    for change in (
        ResourceChange("Remove", "Data", STACK_TYPE, policy_action="Delete"),
        ResourceChange("Modify", "Data", STACK_TYPE, replacement="True"),
        ResourceChange("Modify", "Data", STACK_TYPE, policy_action="ReplaceAndDelete"),
    ):
        (loss,) = losses({"": _set_of(change)}, NEST)
        assert str(loss) == "Data/Deep/Store (AWS::S3::Bucket) would be removed with Data"
    for change in (
        ResourceChange("Remove", "Data", STACK_TYPE, policy_action="Retain"),
        ResourceChange("Modify", "Data", STACK_TYPE, replacement="False"),
    ):
        assert losses({"": _set_of(change)}, NEST) == ()


def _set_of(change: ResourceChange) -> ChangeSet:
    return ChangeSet("arn", "plan", "stack", "shop", "CREATE_COMPLETE", "AVAILABLE", changes=(change,))


def test_unknown_and_kept() -> None:
    """A type that nobody knows, and a role whose author wrote Retain, are lost when they are removed; a role is not."""
    role = ResourceChange("Remove", "Role", "AWS::IAM::Role", "role", policy_action="Delete")
    changes = (
        role,
        role._replace(logical_id="Kept", policy_action="Retain"),
        role._replace(logical_id="Thing", type="Custom::Thing"),
    )
    root = ChangeSet("arn:set", "plan", "arn:root", "shop", "CREATE_COMPLETE", "AVAILABLE", changes=changes)
    assert [loss.address for loss in losses({"": root}, NEST)] == ["Kept", "Thing"]


def test_allowed_stack() -> None:
    """A nested stack that is allowed to go as a whole is open, too."""
    found = guards(NEST, {"": policy(None, locked("Data"))}, {"Data"})
    assert [denied(guard.body) for guard in found if guard.stack_id == "arn:root"] == [[]]


NAMES = st.text("ABCDEFabcdef0123456789", min_size=1, max_size=255)
TYPES = st.sampled_from(["AWS::S3::Bucket", "AWS::IAM::Role", "Custom::Thing", STACK_TYPE])
OTHERS = st.none() | st.integers(0, 16_000).map(
    lambda number: json.dumps({"Statement": [{**ALLOW, "Resource": "LogicalResourceId/" + "x" * number}]})
)


@given(st.dictionaries(NAMES, st.tuples(TYPES, st.booleans()), max_size=20), st.integers(1, 100), OTHERS)
@settings(DETERMINISTIC, max_examples=60)
def test_no_policy_is_too_long(some: dict[str, tuple[str, bool]], times: int, existing: str | None) -> None:
    """However many resources, names and foreign statements: AWS takes the policy, and it locks nothing that is open."""
    members = [
        Member(f"{name[:200]}{number}", kind, is_locked=lock)
        for name, (kind, lock) in some.items()
        for number in range(min(times, 500 // len(some)))
    ]
    body = policy(existing, members)
    assert body is None or len(body) <= LIMIT
    opens = policy(existing, ())
    for member in members[:: max(1, len(members) // 3)]:
        if not member.is_locked:
            assert refuses(body, member) is refuses(opens, member)


def test_whole_types_where_names_are_too_long() -> None:
    """In a stack of 500 long names every resource that is to be locked is, and what is allowed to go is open."""
    names = [f"{'Archive' * 30}{number}" for number in range(500)]
    buckets = [Member(name, "AWS::S3::Bucket", is_locked=True) for name in names[:460]]
    queues = [Member(name, "AWS::SQS::Queue", is_locked=number > 0) for number, name in enumerate(names[460:])]
    body = policy(None, [*buckets, *queues])
    assert body is not None
    assert len(body) <= LIMIT
    assert all(refuses(body, member) is member.is_locked for member in (*buckets, *queues))
    opened = policy(body, [member._replace(is_locked=False) for member in (*buckets, *queues)])
    assert not any(refuses(opened, member) for member in (*buckets, *queues))
