"""Parameters that are too long for their tier."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.symbols import Text
from tasktracker_cfn.model.system import System

STANDARD, LARGEST = 4096, 8192


@rule(
    "parameter-size",
    rows="X11",
    severity="error",
    why="Parameter Store takes 4 KB in its Standard tier and 8 KB in the others, and refuses a longer value.",
    remedy="Take the Advanced tier, or shorten the value: the configuration of a collector soon has comments.",
    source="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html",
)
def parameter_size(system: System) -> Iterator[Fault]:
    """A parameter of Parameter Store is no longer than its tier holds."""
    for parameter in system.of("AWS::SSM::Parameter"):
        value = parameter.get("Value")
        if not isinstance(value, (str, Text)):
            continue
        # Without a tier the account's own default holds, which may be the larger one.
        most = STANDARD if parameter.text("Tier") == "Standard" else LARGEST
        size = sum(len(literal.encode()) for literal in literals(value))
        if size > most:
            yield Fault(parameter, f"has {size} bytes or more, and its tier holds {most}", "Value")
