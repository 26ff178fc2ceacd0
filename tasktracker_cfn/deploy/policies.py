"""What would be lost, and the stack policies that keep it: pure functions over what AWS says.

The policy is the second lock: a review may err about what CloudFormation will replace, the policy makes it stop.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple, cast

from tasktracker_cfn.deploy.stateful import state_class
from tasktracker_cfn.deploy.values import STACK_TYPE, StackResource
from tasktracker_cfn.deploy.values_changes import ChangeSet, ResourceChange

ALLOW: Mapping[str, object] = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}
DENIED = ["Update:Replace", "Update:Delete"]
GONE_OR_LEFT = frozenset({"DELETE_COMPLETE", "DELETE_SKIPPED"})


class Deployed(NamedTuple):
    """One stack of the nest as it is: its ARN, and its resources."""

    stack_id: str
    resources: tuple[StackResource, ...]


class Loss(NamedTuple):
    """Something stateful that would be replaced or removed; `policy` is what becomes of the old one."""

    address: str
    type: str
    how: str
    policy: str | None = None

    def __str__(self) -> str:
        """Give it as a person reads it."""
        return f"{self.address} ({self.type}) would be {self.how}{f', {self.policy}' if self.policy else ''}"


class Unlocked(NamedTuple):
    """Something stateful, or a nested stack that holds such a thing, which no stack policy keeps at this moment."""

    address: str
    type: str


class Guard(NamedTuple):
    """A stack and the policy that it is to have."""

    stack_id: str
    body: str


def at(stack: str, logical_id: str) -> str:
    """Give the address of a resource in a stack; the root's own address is empty."""
    return f"{stack}/{logical_id}" if stack else logical_id


def losses(change_sets: Mapping[str, ChangeSet], deployed: Mapping[str, Deployed]) -> tuple[Loss, ...]:
    """Give what surely would be replaced or removed, in any stack of the nest; both mappings go by stacks' addresses.

    What is only perhaps replaced (Conditional) is for the review, which knows more about it: change sets of nested
    stacks say so of much that never happens. https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/759
    """
    found = [
        loss
        for stack, change_set in change_sets.items()
        for change in change_set.changes
        for loss in _of_change(stack, change, deployed)
    ]
    return tuple(dict.fromkeys(found))


def _of_change(stack: str, change: ResourceChange, deployed: Mapping[str, Deployed]) -> Iterator[Loss]:
    how = "removed" if change.action == "Remove" else "replaced" if change.replacement == "True" else ""
    if not how:
        return
    address = at(stack, change.logical_id)
    if state_class(change.type) is not None:
        yield Loss(address, change.type, how, change.policy_action)
    if change.type == STACK_TYPE:
        # A nested stack that goes takes all with it, and its change set does not list that.
        for inner, type_ in _held(address, deployed):
            yield Loss(inner, type_, f"removed with {address}")


def _held(stack: str, deployed: Mapping[str, Deployed]) -> Iterator[tuple[str, str]]:
    """Give addresses and types of all that is stateful in a stack and in those that it nests."""
    for address, there in deployed.items():
        if address == stack or address.startswith(f"{stack}/") or not stack:
            for resource in there.resources:
                if state_class(resource.type) is not None and resource.status != "DELETE_COMPLETE":
                    yield at(address, resource.logical_id), resource.type


def guards(
    deployed: Mapping[str, Deployed], policies: Mapping[str, str | None], allowed: Collection[str]
) -> tuple[Guard, ...]:
    """Give the policies that are not yet as they should be.

    :param policies: the policy that each stack has, by its address
    :param allowed: addresses that may be replaced or removed
    """
    wanted = (
        (there, policies.get(stack), policy(policies.get(stack), _protected(stack, there, deployed, allowed)))
        for stack, there in deployed.items()
    )
    return tuple(Guard(there.stack_id, body) for there, has, body in wanted if body is not None and body != has)


def unlocked(deployed: Mapping[str, Deployed], policies: Mapping[str, str | None]) -> tuple[Unlocked, ...]:
    """Give what is stateful and can be replaced or removed by an update as the stack policies are."""
    return tuple(
        Unlocked(at(stack, resource.logical_id), resource.type)
        for stack, there in deployed.items()
        for resource in there.resources
        if resource.status not in GONE_OR_LEFT
        and _keeps(at(stack, resource.logical_id), resource.type, deployed, ())
        and any(allows(policies.get(stack), resource, action) for action in DENIED)
    )


def allows(body: str | None, resource: StackResource, action: str) -> bool:
    """Tell whether a stack policy, also one that somebody else wrote, allows an action such as Update:Replace.

    Without a policy everything is allowed; with one, what a statement allows and none denies. A condition that this
    program does not know counts as the one that protects less.
    """
    if body is None:
        return True
    effects = {str(statement.get("Effect")) for statement in _statements(body) if _meets(statement, resource, action)}
    return effects == {"Allow"}


def _meets(statement: Mapping[str, object], resource: StackResource, action: str) -> bool:
    place = f"LogicalResourceId/{resource.logical_id}"
    return (
        _names(statement, "Action", action)
        and _names(statement, "Resource", place)
        and _holds(statement.get("Condition"), resource.type, otherwise=statement.get("Effect") == "Allow")
    )


def _names(statement: Mapping[str, object], key: str, text: str) -> bool:
    if f"Not{key}" in statement:
        return not _like(text, statement[f"Not{key}"])
    return _like(text, statement.get(key, "*"))


def _like(text: str, patterns: object) -> bool:
    listed = patterns if isinstance(patterns, list) else [patterns]
    return any(fnmatchcase(text, str(pattern)) for pattern in listed)


def _holds(condition: object, type_: str, *, otherwise: bool) -> bool:
    """Tell whether a condition on the type of a resource holds, which is the only kind that AWS documents."""
    if not isinstance(condition, Mapping):
        return True
    tests = [(str(how), kinds) for how, test in condition.items() for kinds in _kinds(test)]
    if not tests or any(how not in {"StringEquals", "StringLike"} or kinds is None for how, kinds in tests):
        return otherwise
    return all(_like(type_, kinds) for _, kinds in tests)


def _kinds(test: object) -> Iterator[object]:
    for name, kinds in test.items() if isinstance(test, Mapping) else [("", None)]:
        yield kinds if name == "ResourceType" else None


def _protected(
    stack: str, there: Deployed, deployed: Mapping[str, Deployed], allowed: Collection[str]
) -> tuple[str, ...]:
    """Give the logical ids in one stack that must be neither replaced nor removed."""
    return tuple(
        resource.logical_id
        for resource in there.resources
        if resource.status != "DELETE_COMPLETE"
        and _keeps(at(stack, resource.logical_id), resource.type, deployed, allowed)
    )


def _keeps(address: str, type_: str, deployed: Mapping[str, Deployed], allowed: Collection[str]) -> bool:
    if type_ == STACK_TYPE:
        held = [inner for inner, _ in _held(address, deployed)]
        return bool(held) and not any(inner in allowed for inner in held)
    return state_class(type_) is not None and address not in allowed


def policy(existing: str | None, protected: Sequence[str]) -> str | None:
    """Give a stack's policy with some resources protected, and what somebody else wrote into it kept.

    None when there is nothing to protect and never was.
    """
    others = [statement for statement in _statements(existing) if not _is_ours(statement)]
    if not protected and existing is None:
        return None
    denied = {
        "Effect": "Deny",
        "Action": DENIED,
        "Principal": "*",
        "Resource": [f"LogicalResourceId/{name}" for name in sorted(protected)],
    }
    # With a policy everything that it does not allow is denied.
    return json.dumps({"Statement": [*(others or [ALLOW]), *([denied] if protected else [])]})


def _statements(body: str | None) -> list[Mapping[str, object]]:
    if body is None:
        return []
    try:
        written = json.loads(body).get("Statement", [])
    except (ValueError, AttributeError):
        # Whatever it is, AWS took it; it cannot be kept beside ours.
        return []
    return cast("list[Mapping[str, object]]", written if isinstance(written, list) else [written])


def _is_ours(statement: Mapping[str, object]) -> bool:
    return statement.get("Effect") == "Deny" and statement.get("Action") == DENIED and "Condition" not in statement
