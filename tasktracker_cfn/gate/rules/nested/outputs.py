"""What nested stacks put out is there, and read."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.nested.uses import Use, files, uses
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.stacks import STACK_TYPE, Stack
from tasktracker_cfn.model.system import System

OUTPUTS = "Outputs."


@rule(
    "nested-outputs-exist",
    rows="K03",
    severity="error",
    why="An output that the nested stack does not have, or leaves out by its condition, fails whoever reads it.",
    remedy="Correct the name, or put the reader below the condition that the output has.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
)
def outputs_exist(system: System) -> Iterator[Fault]:
    """Every output of a nested stack that is read exists."""
    for use, name, child in _reads(system):
        output = child.outputs.get(name)
        if output is None and child.is_whole:
            yield Fault(use.place, f"reads {name}, which {child.template.file.name} does not put out", *use.way)
        elif output is not None and not use.guarded and system.exists(output) is False:
            file = child.template.file.name
            yield Fault(use.place, f"reads {name}, which {file} does not put out under its condition", *use.way)


@rule(
    "nested-outputs-read-surely",
    rows="K03",
    severity="advice",
    why="Where the condition of an output does not hold, reading it fails; the values at deployment decide.",
    remedy="Put the reader below the condition that the output has, or put out an empty text instead.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
)
def outputs_read_surely(system: System) -> Iterator[Fault]:
    """An output with a condition that only the deployment decides is read under a condition, too."""
    for use, name, child in _reads(system):
        output = child.outputs.get(name)
        around = system.exists(child)
        if output is not None and not use.guarded and around is True and system.exists(output) is None:
            yield Fault(use.place, f"reads {name}, which {child.template.file.name} may not put out", *use.way)


def _reads(system: System) -> Iterator[tuple[Use, str, Stack]]:
    for use in uses(system):
        for mention in use.mentions:
            path = use.stack.children.get(mention.name)
            if path is not None and (mention.attribute or "").startswith(OUTPUTS):
                yield use, str(mention.attribute).removeprefix(OUTPUTS), system.nest.stacks[path]


@rule(
    "nested-attributes-are-outputs",
    severity="error",
    why="A nested stack has no attributes but its outputs.",
    remedy="Write Outputs. before the name.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html",
)
def attributes_are_outputs(system: System) -> Iterator[Fault]:
    """Of a nested stack nothing is read but its outputs."""
    for use in uses(system):
        for mention in use.mentions:
            resource = use.stack.resources.get(mention.name)
            if resource is None or resource.type != STACK_TYPE or mention.attribute is None:
                continue
            if not mention.attribute.startswith(OUTPUTS):
                yield Fault(use.place, f"reads {mention.attribute} of the nested stack {mention.name}", *use.way)


@rule(
    "nested-outputs-used",
    severity="advice",
    why="An output that nobody reads is a contract that nobody holds anyone to, and stays when its reason is gone.",
    remedy="Leave it out, read it in the parent, or export it.",
)
def outputs_used(system: System) -> Iterator[Fault]:
    """Every output of a nested stack is read by its parent, or exported."""
    read = {(child.template.file, name) for _, name, child in _reads(system)}
    for path, stack in files(system).items():
        if not path or not system.nest.stacks[path[:-1]].is_whole:
            continue
        for output in stack.outputs.values():
            if (
                (stack.template.file, output.name) not in read
                and "Export" not in output.definition
                and system.exists(output) is not False
            ):
                yield Fault(output, "is read by nobody")
