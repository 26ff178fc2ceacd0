"""What templates name is there."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.nested.uses import CONDITION, Use, uses
from tasktracker_cfn.gate.rules.rule import Fault, Place, rule
from tasktracker_cfn.model.stacks import Stack
from tasktracker_cfn.model.substitution import Mention
from tasktracker_cfn.model.system import System

PSEUDO = frozenset(
    {
        "AWS::AccountId",
        "AWS::NoValue",
        "AWS::NotificationARNs",
        "AWS::Partition",
        "AWS::Region",
        "AWS::StackId",
        "AWS::StackName",
        "AWS::URLSuffix",
    }
)
ANATOMY = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html"


@rule(
    "references-exist",
    severity="error",
    why="CloudFormation refuses a template that refers to something that is not there.",
    remedy="Correct the name; where a condition leaves the resource out, put the reference below the same condition.",
    source=ANATOMY,
)
def references_exist(system: System) -> Iterator[Fault]:
    """Every Ref, GetAtt, Sub, DependsOn, condition and map names something that exists."""
    for use in uses(system):
        if use.stack.is_whole:
            for message in _missing(system, use):
                yield Fault(use.place, message, *use.way)
    for stack in system.nest.stacks.values():
        if stack.is_whole and system.exists(stack) is not False:
            yield from _attributes(system, stack)


def _missing(system: System, use: Use) -> Iterator[str]:
    for mention in use.mentions:
        if not mention.name.startswith("AWS::"):
            yield from _absent(system, use, mention)
        elif mention.name not in PSEUDO:
            yield f"refers to {mention.name}, which is no pseudo parameter"
    argument = use.argument
    name = argument[0] if isinstance(argument, list) and argument and isinstance(argument[0], str) else None
    if use.function == "Fn::If" and name is not None and name not in use.stack.conditions:
        yield f"asks for the condition {name}, which does not exist"
    if use.function == "Fn::FindInMap" and name is not None and name not in use.stack.template.section("Mappings"):
        yield f"looks into the map {name}, which does not exist"


def _absent(system: System, use: Use, mention: Mention) -> Iterator[str]:
    resource = use.stack.resources.get(mention.name)
    if resource is None and (mention.attribute is not None or mention.name not in use.stack.parameters):
        yield f"refers to {mention.name}, which does not exist"
    elif resource is not None and isinstance(use.place, Stack):
        yield f"refers to the resource {mention.name}, which conditions cannot ask"
    elif resource is not None and not use.guarded and system.exists(resource) is False:
        yield f"refers to {mention.name}, whose condition does not hold"


def _attributes(system: System, stack: Stack) -> Iterator[Fault]:
    """Check what stands beside properties: DependsOn and Condition."""
    items = {item.resource.logical_id: item for item in system.items if item.resource.stack == stack.path}
    for logical_id, item in items.items():
        depends = item.resource.attributes.get("DependsOn", [])
        for name in depends if isinstance(depends, list) else [depends]:
            if isinstance(name, str) and name not in stack.resources:
                yield Fault(item, f"depends on {name}, which does not exist", "DependsOn")
            if name == logical_id:
                yield Fault(item, "depends on itself", "DependsOn")
    placed: list[tuple[Place, object]] = [
        *((item, item.resource.attributes.get(CONDITION)) for item in items.values()),
        *((output, output.definition.get(CONDITION)) for output in stack.outputs.values()),
    ]
    for place, name in placed:
        if isinstance(name, str) and name not in stack.conditions:
            yield Fault(place, f"has the condition {name}, which does not exist", CONDITION)
