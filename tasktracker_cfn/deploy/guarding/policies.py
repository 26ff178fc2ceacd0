"""What would be lost, and the stack policies that keep it: pure functions over what AWS says.

The policy is the second lock: a review may err about what CloudFormation will replace, the policy makes it stop.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.values.changes import ChangeSet, ResourceChange
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE, StackResource
from tasktracker_cfn.deploy.guarding.locking import DENIED, Member, policy
from tasktracker_cfn.deploy.guarding.permitting import allows
from tasktracker_cfn.deploy.guarding.stateful import state_class

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
    how = "removed" if change.action == "Remove" else "replaced" if change.replaces == "yes" else ""
    if not how:
        return
    address = at(stack, change.logical_id)
    if state_class(change.type, (change.policy_action,)) is not None:
        yield Loss(address, change.type, how, change.policy_action)
    if change.type == STACK_TYPE and change.policy_action != "Retain":
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
        (there, policies.get(stack), policy(policies.get(stack), _members(stack, there, deployed, allowed)))
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


def _members(
    stack: str, there: Deployed, deployed: Mapping[str, Deployed], allowed: Collection[str]
) -> tuple[Member, ...]:
    """Give the resources of one stack, and which of them must be neither replaced nor removed."""
    return tuple(
        Member(
            resource.logical_id,
            resource.type,
            _keeps(at(stack, resource.logical_id), resource.type, deployed, allowed),
        )
        for resource in there.resources
        if resource.status != "DELETE_COMPLETE"
    )


def _keeps(address: str, type_: str, deployed: Mapping[str, Deployed], allowed: Collection[str]) -> bool:
    if type_ == STACK_TYPE:
        held = [inner for inner, _ in _held(address, deployed)]
        return bool(held) and address not in allowed and not any(inner in allowed for inner in held)
    return state_class(type_) is not None and address not in allowed
