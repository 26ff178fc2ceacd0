"""Nested stacks on their way: which template, which parameters, and whether there is anything to do."""

from typing import TYPE_CHECKING

from tests.aws.cloudformation.comparing import differences
from tests.aws.cloudformation.deleting import Told
from tests.aws.cloudformation.differing import Differing
from tests.aws.cloudformation.documents import STACK, Document, read
from tests.aws.cloudformation.evaluating import plain
from tests.aws.cloudformation.parameters import effective, standing
from tests.aws.cloudformation.state import Goal, Pinned, Resource, Stack
from tests.aws.cloudformation.world import World

if TYPE_CHECKING:
    from tests.aws.cloudformation.deploying import Deploying


def begin_child(parent: "Deploying", resource: Resource, told: Told) -> None:
    """Begin what a nested stack needs; nothing at all, when nothing in it differs.

    :raises Refused: when its template or its parameters are wrong
    """
    # The two modules need each other: a nest is what this is all about.
    from tests.aws.cloudformation.deploying import Deploying

    world, stack = parent.world, parent.stack
    pinned = parent.goal.children.get(resource.logical_id)
    goal = child_goal(world, stack, resource, pinned)
    create = resource.child is None or resource.child.status == "REVIEW_IN_PROGRESS"
    if resource.child is None:
        resource.child = shell(world, stack, resource.logical_id, goal.document)
        resource.physical_id = resource.child.id
    child = resource.child
    if not create and not child.status.endswith("FAILED") and not differs(world, child, goal):
        world.timeline.after(2, lambda: None if parent.stopped else told(True, ""))
        return
    child.operations = stack.operations
    doing = Deploying(world, child, goal, told, create=create)
    parent.children[resource.logical_id] = doing
    doing.begin()


def shell(world: World, parent: Stack, logical_id: str, document: Document) -> Stack:
    """Give the stack that a nested change set has made already, or a new one."""
    for stack in world.stacks:
        if stack.parent is parent and stack.logical_id == logical_id and stack.status == "REVIEW_IN_PROGRESS":
            return stack
    return world.new_child(parent, logical_id, document)


def child_goal(world: World, stack: Stack, resource: Resource, pinned: Pinned | None) -> Goal:
    """Give what a nested stack is to become.

    :raises Refused: when its template or its parameters are wrong
    """
    document = read(pinned.text) if pinned else world.fetched(resource.properties["TemplateURL"])
    given = [
        {"ParameterKey": key, "ParameterValue": plain(value)}
        for key, value in (resource.properties.get("Parameters") or {}).items()
    ]
    own = {item["Key"]: plain(item["Value"]) for item in resource.properties.get("Tags") or []}
    parameters = effective(document, given, {}, world.stored)
    return Goal(document, parameters, {**stack.tags, **own}, pinned.children if pinned else {})


def differs(world: World, stack: Stack, goal: Goal) -> bool:
    """Tell whether a stack has anything to do to reach a goal."""
    if differences([stack.parameters, stack.tags], [goal.parameters, goal.tags]):
        return True
    if stack.document.text != goal.document.text:
        return True
    if any(standing(goal.parameters[name]) != standing(value) for name, value in stack.parameters.items()):
        return True
    # What another stack puts out differs without any difference here.
    if "GetStackOutput" in goal.document.text and Differing(world, stack, goal, noise=False).rows():
        return True
    for name, pinned in goal.children.items():
        resource = stack.resources.get(name)
        if resource is None or resource.child is None or resource.child.document.text != pinned.text:
            return True
        if differs(world, resource.child, child_goal(world, stack, resource, pinned)):
            return True
    return any(r.type == STACK and r.child and r.child.status.endswith("FAILED") for r in stack.resources.values())
