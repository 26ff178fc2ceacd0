"""Trees of stacks as values, for what decides over them."""

from datetime import UTC, datetime, timedelta

from tasktracker_cfn.deploy.aws.tree import Node, Tree
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE, Stack, StackResource

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
ARN = "arn:aws:cloudformation:us-east-1:123456789012:stack"


def later(minutes: int) -> datetime:
    """Give a time some minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def stack(name: str = "shop", status: str = "CREATE_COMPLETE") -> Stack:
    """Give a stack."""
    return Stack(f"{ARN}/{name}/1", name, status, NOON)


def thing(
    logical_id: str,
    kind: str = "AWS::SNS::Topic",
    status: str = "CREATE_COMPLETE",
    physical_id: str | None = None,
    status_reason: str | None = None,
) -> StackResource:
    """Give a resource that was last touched at noon."""
    physical = f"physical-{logical_id}" if physical_id is None else physical_id
    return StackResource(logical_id, kind, status, NOON, physical, status_reason)


def tree(root: Node, *children: Node) -> Tree:
    """Give a tree whose parents have their nested stacks among their resources."""
    nodes = [root, *children]
    for child in children:
        index = next(i for i, node in enumerate(nodes) if node.path == child.path[:-1])
        nested = thing(child.path[-1], STACK_TYPE, child.stack.status, physical_id=child.stack.id)
        nodes[index] = nodes[index]._replace(resources=(*nodes[index].resources, nested))
    return Tree(tuple(nodes))
