"""Keys that stand twice."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.nested.uses import files
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System


@rule(
    "keys-are-unique",
    severity="warning",
    why="CloudFormation takes a key that stands twice, resources among them, and passes over the first: what it says "
    "is never made.",
    remedy="Join the two, or rename one.",
    source="https://github.com/aws-cloudformation/cfn-language-discussion/issues/96",
)
def keys_are_unique(system: System) -> Iterator[Fault]:
    """No key stands twice in one mapping of a template."""
    for stack in files(system).values():
        for place, line in stack.template.twice.items():
            yield Fault(stack, f"has {place[-1]} a second time, after line {line}, which counts for nothing", *place)
