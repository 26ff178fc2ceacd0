"""Stack policies lock what holds state in every stack of a nest, and leave alone what others wrote."""

import json
from datetime import UTC, datetime

from tasktracker_cfn.deploy.policies import ALLOW, DENIED, Deployed, guards, losses, policy
from tasktracker_cfn.deploy.values import STACK_TYPE, StackResource
from tasktracker_cfn.deploy.values_changes import ChangeSet, ResourceChange

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
    ]


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
    policies = {address: policy(None, [name]) for address, name in closed.items()}
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
    policies = {guard_address: policy(None, [name]) for guard_address, name in (("", "Data"), ("Data", "Deep"))}
    policies["Data/Deep"] = policy(None, ["Store"])
    assert guards(NEST, policies, ()) == ()
    assert guards({"": Deployed("arn:root", NEST["Data"].resources[1:])}, {}, ()) == ()


def test_others_statements_stay() -> None:
    """What somebody else wrote into a policy stays in it."""
    theirs = {"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "LogicalResourceId/Vpc"}
    body = policy(json.dumps({"Statement": [ALLOW, theirs]}), ["Store"])
    assert body
    assert json.loads(body)["Statement"][:2] == [ALLOW, theirs]
    again = policy(body, [])
    assert again
    assert json.loads(again)["Statement"] == [ALLOW, theirs]


def test_policy_that_is_no_policy() -> None:
    """A policy that cannot be read is replaced by one that allows the rest."""
    body = policy("nonsense", ["Store"])
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
