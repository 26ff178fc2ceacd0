"""Lock what holds data against updates, and see whether it is locked: the stack policies of a whole nest."""

from collections.abc import Collection, Iterator, Mapping

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.tree import Tree
from tasktracker_cfn.deploy.aws.values.stacks import IN_REVIEW, Stack
from tasktracker_cfn.deploy.guarding.policies import Deployed, Unlocked, at, guards, unlocked


def deployed_nest(gateway: Gateway, stack: Stack | None) -> Mapping[str, Deployed]:
    """Give what there is of a root stack and of all that it nests, by address; nothing of one that is in review.

    :raises AwsError: when AWS says no
    """
    if stack is None or stack.status == IN_REVIEW:
        return {}
    return dict(_deployed(gateway, "", stack.id))


def protect(gateway: Gateway, stack_id: str, allowed: Collection[str] = ()) -> bool:
    """Give all stacks of a nest a policy that keeps what is stateful, but for what is allowed to go.

    :returns: whether any was otherwise before
    :raises AwsError: when AWS says no
    """
    deployed = deployed_nest(gateway, gateway.stack(stack_id))
    found = guards(deployed, _policies(gateway, deployed), allowed)
    for guard in found:
        gateway.set_stack_policy(guard.stack_id, guard.body)
    return bool(found)


def unprotected(gateway: Gateway, tree: Tree) -> tuple[Unlocked, ...]:
    """Give what is stateful and no stack policy keeps at this moment.

    :raises AwsError: when AWS says no
    """
    deployed = {"/".join(node.path): Deployed(node.stack.id, node.resources) for node in tree.nodes}
    # Where nothing is to be kept, nobody need be asked.
    asked = {item.address.rpartition("/")[0] for item in unlocked(deployed, {})}
    return unlocked(deployed, _policies(gateway, {address: deployed[address] for address in asked}))


def _policies(gateway: Gateway, deployed: Mapping[str, Deployed]) -> Mapping[str, str | None]:
    return {address: gateway.stack_policy(there.stack_id) for address, there in deployed.items()}


def _deployed(gateway: Gateway, address: str, stack_id: str) -> Iterator[tuple[str, Deployed]]:
    resources = gateway.resources(stack_id)
    yield address, Deployed(stack_id, resources)
    for resource in resources:
        if resource.nested_stack_id and resource.status != "DELETE_COMPLETE":
            yield from _deployed(gateway, at(address, resource.logical_id), resource.nested_stack_id)
