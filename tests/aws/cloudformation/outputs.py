"""What a stack hands out."""

from typing import Any

from tests.aws.cloudformation.state import Stack
from tests.aws.cloudformation.world import World
from tests.aws.refusal import Refused


def outputs(world: World, stack: Stack) -> dict[str, dict[str, Any]]:
    """Give a stack's outputs as they are described."""
    scope = world.scope(stack, stack.document, stack.parameters)
    found = {}
    for name, spec in stack.document.section("Outputs").items():
        if scope.wanted(spec):
            output = {"OutputKey": name, "OutputValue": text(scope.value(spec["Value"]))}
            if "Description" in spec:
                output["Description"] = spec["Description"]
            if "Export" in spec:
                output["ExportName"] = scope.value(spec["Export"]["Name"])
            found[name] = output
    return found


def text(value: Any) -> str:
    """Give an output's value, which is always a text.

    :raises Refused: when it is a list
    """
    if isinstance(value, (list, dict)):
        message = "Template format error: Output values must be strings"
        raise Refused("ValidationError", message)
    return str(value).lower() if isinstance(value, bool) else str(value)
