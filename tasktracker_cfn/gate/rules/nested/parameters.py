"""Parameters are there for something."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.nested.uses import files
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.stacks import Stack
from tasktracker_cfn.model.substitution import mentions
from tasktracker_cfn.model.system import System


@rule(
    "parameters-used",
    severity="advice",
    why="A parameter that nothing asks for promises a choice that there is not.",
    remedy="Leave it out, here and where it is handed over.",
)
def parameters_used(system: System) -> Iterator[Fault]:
    """Every parameter is used."""
    for path, stack in files(system).items():
        if stack.is_whole:
            used = _named(stack)
            for parameter in stack.parameters.values():
                if parameter.name not in used:
                    yield Fault(parameter, "is used nowhere" if not path else f"of {path[-1]} is used nowhere")


def _named(stack: Stack) -> set[str]:
    """Give all that a template mentions, whatever its conditions are."""
    return {mention.name for mention in mentions(dict(stack.template.content))}
