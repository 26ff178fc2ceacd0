"""A root stack and all that are nested in it, as they are at AWS."""

from collections.abc import Iterator
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.asking.stacks import StackCalls
from tasktracker_cfn.deploy.aws.values.stacks import GONE, STACK_TYPE, Stack, StackResource
from tasktracker_cfn.errors import CommandError, DeploymentError

# The logical ids of the nested stacks that lead to a stack; the root's is ().
StackPath = tuple[str, ...]


class Node(NamedTuple):
    """One stack of the tree, with its resources in the order in which AWS lists them."""

    path: StackPath
    stack: Stack
    resources: tuple[StackResource, ...] = ()

    @property
    def label(self) -> str:
        """Give what a person calls it: the way from the root, or the root's name."""
        return "/".join(self.path) or self.stack.name

    def address(self, logical_id: str) -> str:
        """Give what a resource of it is called everywhere: ``Data/Database``."""
        return "/".join((*self.path, logical_id))

    @property
    def things(self) -> Iterator[StackResource]:
        """Give the resources that are there and are no nested stacks."""
        return (r for r in self.resources if r.type != STACK_TYPE and r.status not in {GONE, "DELETE_SKIPPED"})


class Tree(NamedTuple):
    """All stacks, parents before children."""

    nodes: tuple[Node, ...]

    @property
    def root(self) -> Node:
        """Give the root."""
        return self.nodes[0]

    def node(self, path: StackPath) -> Node | None:
        """Give the stack at the end of a path."""
        return next((node for node in self.nodes if node.path == path), None)

    def find(self, address: str) -> tuple[Node, StackResource] | None:
        """Give a resource by its address, ``Data/Database``."""
        *path, logical_id = address.split("/")
        node = self.node(tuple(path))
        found = next((r for r in node.resources if r.logical_id == logical_id), None) if node else None
        return (node, found) if node and found else None


def read_tree(calls: StackCalls, name: str) -> Tree | None:
    """Give the tree below a root stack, by its name or ARN; None when there is no such stack.

    :raises AwsError: when AWS says no
    """
    root = calls.stack(name)
    return None if root is None else Tree(tuple(_nodes(calls, (), root)))


def surely_read(calls: StackCalls, name: str, where: str) -> Tree:
    """Give the tree below a root stack that must be there; `where` says account and region.

    :raises DeploymentError: when it is not there
    :raises AwsError: when AWS says no
    """
    tree = read_tree(calls, name)
    if tree is None or tree.root.stack.status == GONE:
        message = f"there is no stack {name} in {where}: it is not deployed, or was destroyed"
        raise DeploymentError(message)
    return tree


def check_root(stack: Stack) -> None:
    """Make sure that a stack is no part of another, which would go on to count on it.

    :raises CommandError: when it is
    """
    if not stack.parent_id:
        return
    root = (stack.root_id or stack.parent_id).split("/")[1]
    message = f"{stack.name} is nested in {root}, which alone can be changed or deleted: --stack-name {root}"
    raise CommandError(message)


def _nodes(calls: StackCalls, path: StackPath, stack: Stack) -> Iterator[Node]:
    resources = calls.resources(stack.id)
    yield Node(path, stack, resources)
    for resource in resources:
        if resource.nested_stack_id and resource.status not in {GONE, "DELETE_SKIPPED"}:
            child = calls.stack(resource.nested_stack_id)
            if child is not None and child.status != GONE:
                yield from _nodes(calls, (*path, resource.logical_id), child)
