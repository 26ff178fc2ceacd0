"""Nothing but texts crosses into a nested stack."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.authoring.schemas import property_kind
from tasktracker_cfn.gate.rules.nested.wires import wires
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.symbols import Call, Reference, Value
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.texts import BRANCHES

LISTS = frozenset({"Fn::Split", "Fn::GetAZs", "Fn::Cidr"})


@rule(
    "nested-parameters-are-texts",
    rows="K02",
    severity="error",
    why="The parameters of a nested stack are texts; CloudFormation refuses a list or a mapping there, also where the "
    "child's parameter is a list.",
    remedy="Join the list with commas (Fn::Join), which a list parameter of the child takes apart again.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html",
)
def parameters_are_texts(system: System) -> Iterator[Fault]:
    """Every value that is handed to a nested stack is one text."""
    for wire in wires(system):
        if isinstance(wire.value, Mapping):
            yield Fault(wire.item, f"hands over a mapping as {wire.name}", "Parameters", wire.name)
        elif _is_list(system, wire.value):
            yield Fault(wire.item, f"hands over a list as {wire.name}", "Parameters", wire.name)


def _is_list(system: System, value: Value) -> bool:
    if isinstance(value, tuple):
        return True
    if isinstance(value, Call):
        if value.function == "Fn::If" and isinstance(value.argument, tuple) and len(value.argument) == BRANCHES:
            return all(_is_list(system, branch) for branch in value.argument[1:])
        return value.function in LISTS
    if not isinstance(value, Reference):
        return False
    stack = system.nest.stacks[value.stack]
    if value.attribute is None:
        parameter = stack.parameters.get(value.logical_id)
        inner = parameter.type.removeprefix("AWS::SSM::Parameter::Value<") if parameter else ""
        return inner.startswith(("List<", "CommaDelimitedList"))
    resource = stack.resources.get(value.logical_id)
    # Only a plural can be a list, and to look a type up costs more than to look at the word.
    if resource is None or not value.attribute.endswith("s"):
        return False
    return property_kind(resource.type, value.attribute) == "array"
