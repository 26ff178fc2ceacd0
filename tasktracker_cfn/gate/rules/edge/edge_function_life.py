"""How functions at the edge change and go."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.edge.edge_functions import edge_functions
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System

# A hash or a count at the end of a logical id, which moves with the code.
COUNTED = re.compile(r"\d|[0-9a-f]{6}$")


@rule(
    "edge-function-is-retained",
    rows="F10",
    severity="error",
    why="Lambda deletes a function only hours after its last replica is gone, so a stack that deletes it fails.",
    remedy="Set DeletionPolicy and UpdateReplacePolicy to Retain on the function and its versions.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-delete-replicas.html",
)
def is_retained(system: System) -> Iterator[Fault]:
    """A function at the edge and its versions stay behind when their stack goes."""
    parts = (part for used in edge_functions(system) for part in (used.function, used.version))
    for item in dict.fromkeys(part for part in parts if part is not None):
        if item.resource.attributes.get("DeletionPolicy", "Delete") == "Delete":
            yield Fault(item, "runs at the edge and is deleted with its stack", "DeletionPolicy")


@rule(
    "edge-function-version-moves",
    rows="F09",
    severity="warning",
    why="A version is made once and never again, so new code under the old logical id is not published.",
    remedy="Put a hash of the code, or a count, into the logical id of the version.",
    source="schema AWS::Lambda::Version",
)
def version_moves(system: System) -> Iterator[Fault]:
    """A version at the edge has a logical id that changes with the code."""
    for item in dict.fromkeys(used.version for used in edge_functions(system) if used.version is not None):
        if not COUNTED.search(item.resource.logical_id):
            yield Fault(item, "has a logical id that does not change with the code", "FunctionName")
