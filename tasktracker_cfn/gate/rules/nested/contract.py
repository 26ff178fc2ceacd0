"""What a nested stack is handed, and what it asks for."""

from collections.abc import Iterator
from difflib import get_close_matches

from tasktracker_cfn.gate.rules.nested.wires import nested, wires
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.completeness import has_macros
from tasktracker_cfn.model.stacks import STACK_TYPE
from tasktracker_cfn.model.system import System

STACK_PAGE = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html"
)
# Longer names are nonsense, and comparing them takes long.
LONGEST_NAME = 255


@rule(
    "nested-parameters-fed",
    severity="error",
    why="CloudFormation does not create a nested stack that lacks the value of a parameter without a default.",
    remedy="Hand a value over in the nested stack's Parameters, or give the parameter a Default.",
    source=STACK_PAGE,
)
def parameters_fed(system: System) -> Iterator[Fault]:
    """A nested stack is handed every parameter of its template that has no default."""
    for item, child, handed in nested(system):
        if has_macros(system.nest.stacks[item.resource.stack]):
            continue
        for parameter in child.parameters.values():
            if handed is not None and not parameter.has_default and parameter.name not in handed:
                file = child.template.file.name
                yield Fault(item, f"hands over no {parameter.name}, for which {file} has no default", "Parameters")


@rule(
    "nested-parameters-known",
    severity="error",
    why="CloudFormation refuses a nested stack that is handed a parameter that its template does not have.",
    remedy="Correct the name, or leave the value out.",
    source=STACK_PAGE,
)
def parameters_known(system: System) -> Iterator[Fault]:
    """A nested stack is handed no parameter that its template does not have."""
    for wire in wires(system):
        parent = system.nest.stacks[wire.item.resource.stack]
        if wire.parameter is None and wire.child.is_whole and not has_macros(parent):
            close = get_close_matches(wire.name[:LONGEST_NAME], wire.child.parameters, 1)
            hint = f"; it has {close[0]}" if close else ""
            message = f"hands over {wire.name}, which {wire.child.template.file.name} does not take{hint}"
            yield Fault(wire.item, message, "Parameters", wire.name)


@rule(
    "nested-template-found",
    severity="advice",
    why="What a nested stack holds can only be checked together with the rest when its template lies beside it.",
    remedy="Check the templates where they lie as TemplateURL or the end of its address names them.",
)
def template_found(system: System) -> Iterator[Fault]:
    """The template of every nested stack is there to be checked."""
    for item in system.of(STACK_TYPE):
        stack = system.nest.stacks[item.resource.stack]
        if item.resource.logical_id not in stack.children:
            yield Fault(item, "has a template that is not here, so what it holds was not checked", "TemplateURL")
