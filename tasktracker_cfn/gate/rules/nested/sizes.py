"""How much CloudFormation takes."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.nested.wires import wires
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.stacks import Stack
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import System

LIMITS = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"
OF_A_SECTION = {"Parameters": 200, "Outputs": 200, "Resources": 500, "Mappings": 200}
OF_A_NEST = 2_500
LONGEST_VALUE = 4_096
# What the page of AWS::CloudFormation::Stack says; the page of the limits says 1 MB.
LARGEST = 460_800


@rule(
    "template-sections-in-limits",
    rows="K08",
    severity="error",
    why="CloudFormation refuses a template with more resources, parameters, outputs or mappings than its quotas.",
    remedy="Split the stack, or join parameters and outputs that belong together.",
    source=LIMITS,
)
def sections_in_limits(system: System) -> Iterator[Fault]:
    """No template has more resources, parameters, outputs or mappings than CloudFormation takes."""
    for stack in _templates(system):
        for section, most in OF_A_SECTION.items():
            number = len(stack.template.section(section))
            if number > most:
                yield Fault(stack, f"has {number} entries in {section}; {most} are the most", section)


@rule(
    "nest-in-limits",
    rows="K08",
    severity="error",
    why="One operation on nested stacks can change 2,500 resources in all.",
    remedy="Make two roots of one, deployed one after the other.",
    source=LIMITS,
)
def nest_in_limits(system: System) -> Iterator[Fault]:
    """A nest has no more resources than one operation can change."""
    number = len(system.items)
    if number > OF_A_NEST:
        yield Fault(system.nest.root, f"nests {number} resources; {OF_A_NEST} are the most")


@rule(
    "template-size",
    rows="K08",
    severity="advice",
    why="The limit of a template's size is 1 MB on one page of AWS and 460,800 bytes on another.",
    remedy="Stay below the lower one: split the stack.",
    source=LIMITS,
)
def template_size(system: System) -> Iterator[Fault]:
    """No template comes near the largest that CloudFormation takes."""
    for stack in _templates(system):
        if stack.template.size > LARGEST:
            yield Fault(stack, f"has {stack.template.size} bytes; {LARGEST} is the lower of the limits that AWS names")


@rule(
    "nested-values-in-limits",
    rows="K08",
    severity="error",
    why="The value of a parameter has at most 4,096 bytes; a dashboard or a policy does not fit.",
    remedy="Build the text in the nested stack, out of short values.",
    source=LIMITS,
)
def values_in_limits(system: System) -> Iterator[Fault]:
    """No value that is handed to a nested stack is longer than a parameter can be."""
    for wire in wires(system):
        length = _least_bytes(wire.value)
        if length > LONGEST_VALUE:
            message = f"hands over at least {length} bytes as {wire.name}; {LONGEST_VALUE} are the most"
            yield Fault(wire.item, message, "Parameters", wire.name)


def _least_bytes(value: Value) -> int:
    parts = value.parts if isinstance(value, Text) else (value,)
    return sum(len(text.encode()) for part in parts if (text := known_text(part)) is not None)


def _templates(system: System) -> Iterator[Stack]:
    """Give one stack for each file."""
    seen = set()
    for stack in system.nest.stacks.values():
        if stack.template.file not in seen:
            seen.add(stack.template.file)
            yield stack
