"""Items of lists that a change set of a nest does not know yet."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.nested.unresolved import unresolved
from tasktracker_cfn.gate.rules.nested.uses import Use, uses
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.stacks import Parameter
from tasktracker_cfn.model.substitution import function
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.texts import PAIR, whole_number


@rule(
    "selects-are-known",
    severity="warning",
    why="In a change set of the whole nest a value that a nested stack will only be handed is one text. A list of it "
    "has one item, so the change set fails: Fn::Select cannot select nonexistent value. The nest can be deployed, and "
    "not be planned.",
    remedy="Hand over each item as a parameter of its own.",
    source="https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/759",
)
def selects_are_known(system: System) -> Iterator[Fault]:
    """No nested stack selects a later item of a list that only a deployment will know."""
    waiting = unresolved(system)
    for use in uses(system):
        parameter = _selected(use) if use.function == "Fn::Select" and not use.guarded else None
        if parameter in waiting:
            name = f"{parameter.name}, which other resources will only give in the deployment"
            yield Fault(use.place, f"selects a later item of {name}", *use.way)


def _selected(use: Use) -> Parameter | None:
    """Give the parameter of which another item than the first is selected, as a list or split."""
    argument = use.argument
    if not isinstance(argument, list) or len(argument) != PAIR or not whole_number(argument[0]):
        return None
    parameter = _named(use, argument[1])
    if parameter is not None:
        return parameter if parameter.is_list else None
    called = function(argument[1]) if isinstance(argument[1], dict) else None
    if called is None or called[0] != "Fn::Split":
        return None
    split = called[1]
    # Other delimiters may stand in the text that takes the value's place.
    if not isinstance(split, list) or len(split) != PAIR or split[0] != ",":
        return None
    return _named(use, split[1])


def _named(use: Use, written: object) -> Parameter | None:
    name = written.get("Ref") if isinstance(written, Mapping) and len(written) == 1 else None
    return use.stack.parameters.get(name) if isinstance(name, str) else None
