"""Lock what holds data against updates, and see whether it is locked: the stack policies of a whole nest."""

from collections.abc import Collection, Mapping

from tasktracker_cfn.deploy.gateway import Gateway
from tasktracker_cfn.deploy.observing import deployed_nest
from tasktracker_cfn.deploy.policies import Deployed, Unlocked, guards, unlocked
from tasktracker_cfn.deploy.tree import Tree


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
