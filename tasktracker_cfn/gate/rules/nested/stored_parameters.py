"""Parameters of nested stacks whose values stand in the Parameter Store."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.nested.unresolved import unresolved
from tasktracker_cfn.gate.rules.nested.wires import wires
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System

STORED = "AWS::SSM::Parameter::Value<"


@rule(
    "stored-parameters-are-known",
    severity="warning",
    why="CloudFormation looks such a parameter up while it works out a change set of the whole nest. What a resource "
    "or another nested stack will only say in the deployment is no name then, and the change set fails: Unable to "
    "fetch parameters from parameter store. The nest can be deployed, and not be planned.",
    remedy="Hand over a name that the templates know, or make it a String and look it up in the child, with "
    "{{resolve:ssm:...}}.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html",
)
def stored_parameters_are_known(system: System) -> Iterator[Fault]:
    """Every parameter of a nested stack that names one of the Parameter Store is known before the deployment."""
    waiting = unresolved(system)
    for wire in wires(system):
        if wire.parameter in waiting and wire.parameter.type.startswith(STORED):
            yield Fault(
                wire.item, f"hands over as {wire.name} what only the deployment will know", "Parameters", wire.name
            )
