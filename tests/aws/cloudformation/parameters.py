"""What a stack is given: values, those of before, defaults, and what is refused."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.aws.cloudformation.documents import Document
from tests.aws.cloudformation.evaluating import Unresolved, known, plain
from tests.aws.refusal import invalid

HIDDEN = "****"
STORED = "AWS::SSM::Parameter::Value"


class Named(str):
    """The name of a parameter of Systems Manager, with what stood there when it was looked up."""

    __slots__ = ("stands",)
    stands: str


def _named(name: str, stored: Mapping[str, str]) -> Named:
    found = Named(name)
    found.stands = stored.get(name, name)
    return found


def effective(
    document: Document,
    given: Sequence[Mapping[str, Any]],
    before: Mapping[str, str],
    stored: Mapping[str, str],
) -> dict[str, str]:
    """Give the value of every parameter, as a text.

    :param stored: what stands in Systems Manager, by name
    :raises Refused: when one is missing, unknown or not allowed
    """
    declared = document.section("Parameters")
    found = {}
    for item in given:
        name = item["ParameterKey"]
        if item.get("UsePreviousValue"):
            if name not in before:
                message = f"Invalid input for parameter key {name}. Cannot specify usePreviousValue as true"
                raise invalid(f"{message} for a parameter key not in the previous template")
            found[name] = before[name]
        else:
            found[name] = item.get("ParameterValue", "")
    unknown = [name for name in found if name not in declared]
    if unknown:
        message = f"Parameters: [{', '.join(unknown)}] do not exist in the template"
        raise invalid(message)
    values = {name: plain(spec["Default"]) for name, spec in declared.items() if "Default" in spec} | found
    missing = [name for name in declared if name not in values]
    if missing:
        message = f"Parameters: [{', '.join(missing)}] must have values"
        raise invalid(message)
    for name, spec in declared.items():
        _check(name, spec, values[name])
    return {
        name: _named(values[name], stored) if spec["Type"].startswith(STORED) else values[name]
        for name, spec in declared.items()
    }


def _check(name: str, spec: Mapping[str, Any], value: str) -> None:
    if not known(value) and spec["Type"].startswith("AWS::SSM::Parameter::Value"):
        message = f"Unable to fetch parameters [{value}] from parameter store for this account."
        raise invalid(message)
    if not known(value):
        return
    allowed = [plain(item) for item in spec.get("AllowedValues", [])]
    if allowed and value not in allowed:
        message = f"Parameter '{name}' must be one of AllowedValues"
        raise invalid(message)
    pattern = spec.get("AllowedPattern")
    problem = ""
    if pattern and not re.fullmatch(pattern, value):
        problem = f"must match pattern {pattern}"
    if len(value) < int(spec.get("MinLength", 0)):
        problem = f"must contain at least {spec['MinLength']} characters"
    if len(value) > int(spec.get("MaxLength", len(value))):
        problem = f"must contain at most {spec['MaxLength']} characters"
    if spec["Type"] == "Number" and not re.fullmatch(r"-?\d+(\.\d+)?", value):
        problem = "must be a number"
    if problem:
        message = f"Parameter '{name}' {spec.get('ConstraintDescription', problem)}"
        raise invalid(message)


def typed(document: Document, values: Mapping[str, str]) -> dict[str, Any]:
    """Give the values as Ref gives them: lists as lists, where they are known."""
    found: dict[str, Any] = {}
    for name, spec in document.section("Parameters").items():
        value = standing(values[name])
        is_list = spec["Type"] == "CommaDelimitedList" or "List<" in spec["Type"]
        items = [part.strip() for part in value.split(",")] if known(value) else Unresolved([value])
        found[name] = items if is_list else value
    return found


def standing(value: str) -> str:
    """Give what a parameter comes to: behind a name of Systems Manager what stands there."""
    return value.stands if isinstance(value, Named) else value


def secrets(document: Document, values: Mapping[str, str]) -> list[str]:
    """Give the values that nobody may see."""
    declared = document.section("Parameters")
    return [values[name] for name, spec in declared.items() if plain(spec.get("NoEcho", False)) == "true"]


def shown(document: Document, values: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the parameters as they are described."""
    rows = []
    for name, spec in document.section("Parameters").items():
        hidden = plain(spec.get("NoEcho", False)) == "true"
        row = {"ParameterKey": name, "ParameterValue": HIDDEN if hidden else values[name]}
        if spec["Type"].startswith(STORED):
            row["ResolvedValue"] = standing(values[name])
        rows.append(row)
    return rows
