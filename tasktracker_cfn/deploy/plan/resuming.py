"""What becomes of a first deployment that fails, and how it goes on after the repair.

**Where the nest holds something, what was made is kept**: rollback is off for its creation, and the stack ends in
CREATE_FAILED. To roll back would have to delete, and what is worth deploying does not let itself be deleted:

- a database or a load balancer with deletion protection stops the rollback, and so does a bucket that is not empty,
  which one for access logs is from its first minute; ROLLBACK_FAILED leads only on to a delete by hand;
- what has DeletionPolicy Retain stays outside any stack, and with a fixed name is in the way of every next creation;
- nobody knows whether tasks that did not settle have written to the database.

A nest that holds nothing is rolled back (with RetainExceptOnCreate, so that nothing stays outside), and `plan` deletes
the empty stack in ROLLBACK_COMPLETE that is left. https://github.com/aws/aws-cdk/issues/901

Rollback is turned off with the execution (DisableRollback) and never by the change set (OnStackFailure DO_NOTHING),
for such a stack "cannot be updated from [CREATE_FAILED]": https://github.com/code-dot-org/code-dot-org/pull/68524

**The next plan resumes.** A change set of type UPDATE is taken in CREATE_FAILED and UPDATE_FAILED, what failed is tried
again, and the rest is not touched; that execution, too, must have rollback off ("non-terminal [CREATE_FAILED] state").
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html

**With rollback off AWS replaces nothing** ("Immutable update types aren't supported"), and the usual repair, another
image, is another task definition. Then, and where AWS sees no change because only what failed is to be tried again,
the plan is one without what failed: it takes that away, the stack is in UPDATE_COMPLETE, and the plan after it makes it
anew, with rollback on. https://github.com/aws/aws-cdk/issues/30546

No page says whether AWS deletes a nested stack that could not be made, or goes on with it; both lead to the end here.
"""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE, StackResource
from tasktracker_cfn.deploy.guarding.stateful import state_class
from tasktracker_cfn.deploy.review.facts import NestFacts
from tasktracker_cfn.deploy.review.values import Review, address
from tasktracker_cfn.model.stacks import Nest, Stack

RESUMABLE = frozenset({"CREATE_FAILED", "UPDATE_FAILED"})
KEPT_POLICIES = ("Retain", "RetainExceptOnCreate", "Snapshot")


def is_kept(nest: Nest) -> bool:
    """Tell whether what a creation has made is kept when it fails: it holds something, or would be left outside."""
    return any(
        state_class(resource.type) in {"data", "unknown"} or resource.attributes.get("DeletionPolicy") in KEPT_POLICIES
        for resource in nest.resources
    )


def standing_replaced(found: Review, facts: NestFacts) -> tuple[str, ...]:
    """Give the addresses of what was made well and would be replaced, which AWS refuses with rollback off."""
    return tuple(
        row.address
        for row in found.rows
        if row.effect == "replace" and row.label != "unresolved" and _stands(facts, row.stack, row.logical_id)
    )


def kept_removed(found: Review) -> tuple[str, ...]:
    """Give the addresses of what would be removed, though its author wants it kept; it would be outside any stack."""
    return tuple(one.address for one in found.decisions if one.effect == "removed" and one.policy in KEPT_POLICIES)


def _stands(facts: NestFacts, stack: tuple[str, ...], logical_id: str) -> bool:
    there = facts.stacks[stack].resources.get(logical_id)
    return there is not None and not there.status.endswith("_FAILED")


def unmade(root: Stack, there: Mapping[str, StackResource]) -> frozenset[str]:
    """Give the logical ids of what is not well in the root, and of what needs it and so was never begun.

    What was made well needs nothing that was not, so the rest is a template in itself.
    """
    begun = {name: resource.status for name, resource in there.items() if resource.status != "DELETE_COMPLETE"}
    failed = {name for name, status in begun.items() if status in {"CREATE_FAILED", "UPDATE_FAILED"}}
    # What has a condition may never be meant to be there.
    waits = {name for name, one in root.resources.items() if name not in begun and "Condition" not in one.attributes}
    return frozenset(root.resources.keys() & (failed | waits))


def what_stands(deployed: Mapping[str, tuple[StackResource, ...]]) -> Iterator[str]:
    """Give the addresses of what holds something or costs most, and is there, by stacks' addresses."""
    for stack, resources in deployed.items():
        for resource in resources:
            is_there = resource.status.endswith("_COMPLETE") and resource.status != "DELETE_COMPLETE"
            holds = state_class(resource.type) in {"data", "edge"} or resource.type == "AWS::EC2::NatGateway"
            if is_there and holds and resource.type != STACK_TYPE:
                yield address(tuple(filter(None, stack.split("/"))), resource.logical_id)
