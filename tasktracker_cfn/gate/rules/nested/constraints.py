"""The values of parameters keep to what their templates allow."""

import re
import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import prod

import regex

from tasktracker_cfn.gate.rules.nested.wires import wires
from tasktracker_cfn.gate.rules.rule import Fault, Place, rule
from tasktracker_cfn.model.known import known_number, known_text, known_texts
from tasktracker_cfn.model.stacks import Parameter
from tasktracker_cfn.model.system import System

DYNAMIC = "{{resolve:"
# For one pattern, and for all of a nest: they may have been written to take for ever.
EACH_SECONDS, ALL_SECONDS = 0.05, 1.0
# What counts repeat is written out when a pattern is compiled, and counts within counts multiply.
COUNT = re.compile(r"\{(\d*),?(\d*)\}")
MOST_REPEATED, LONGEST_PATTERN = 10_000, 1_000
# What Java reads otherwise: intersections and unions of sets.
FOREIGN = ("&&", "[[")


@rule(
    "parameter-constraints",
    rows="K04",
    severity="error",
    why="CloudFormation refuses a stack whose parameter has a value that its template does not allow; for a nested "
    "stack that is in the middle of a deployment.",
    remedy="Hand over an allowed value, or widen AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue or "
    "MaxValue.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
)
def parameter_constraints(system: System) -> Iterator[Fault]:
    """The value of every parameter, handed over, given or default, is one that its template allows."""
    handed: dict[Parameter, tuple[Place, tuple[str, ...]]] = {
        wire.parameter: (wire.item, ("Parameters", wire.name)) for wire in wires(system) if wire.parameter
    }
    end = time.monotonic() + ALL_SECONDS
    for path, stack in system.nest.stacks.items():
        for parameter in stack.parameters.values() if system.exists(stack) is not False else ():
            value = system.values.resolve(path, {"Ref": parameter.name})
            for item in value if isinstance(value, tuple) else (value,):
                text = known_text(item)
                problem = _problem(parameter, text, end) if text is not None and DYNAMIC not in text else None
                if problem:
                    where, way = handed.get(parameter, (parameter, ("Default",)))
                    name = f"as {parameter.name} " if where is not parameter else ""
                    yield Fault(where, f"has {_shown(parameter, text)} {name}where {problem}", *way)
                    break


def _shown(parameter: Parameter, text: str | None) -> str:
    return "a value" if parameter.definition.get("NoEcho") in (True, "true") else f"{text!r}"


def _problem(parameter: Parameter, text: str, end: float) -> str | None:
    """Tell what a text breaks."""
    definition = parameter.definition
    allowed = definition.get("AllowedValues")
    texts = known_texts(tuple(allowed)) if isinstance(allowed, list) else ()
    if texts and text not in texts and not _equal_number(text, texts):
        return f"only {', '.join(texts)} is allowed"
    length = _outside(definition, len(text), "Length") if parameter.type == "String" else None
    number = known_number(text) if "Number" in parameter.type else None
    value = _outside(definition, number, "Value") if number is not None else None
    if length or value:
        return f"{length} characters" if length else value
    pattern = definition.get("AllowedPattern")
    if isinstance(pattern, str) and time.monotonic() < end and not _matches(pattern, text):
        return f"it must match {pattern}"
    return None


def _outside(definition: Mapping[str, object], number: float, what: str) -> str | None:
    """Tell which of MinLength and MaxLength, or MinValue and MaxValue, a number breaks."""
    least, most = (_number(definition.get(f"{bound}{what}")) for bound in ("Min", "Max"))
    if least is not None and number < least:
        return f"the least is {least:g}"
    return f"the most is {most:g}" if most is not None and number > most else None


def _number(value: object) -> float | None:
    return known_number(value) if isinstance(value, (str, int, float)) else None


def _equal_number(text: str, allowed: tuple[str, ...]) -> bool:
    number = known_number(text)
    return number is not None and number in {known_number(one) for one in allowed}


def _matches(pattern: str, text: str) -> bool:
    compiled = _compiled(pattern)
    try:
        return compiled is None or compiled.fullmatch(text, timeout=EACH_SECONDS) is not None
    except TimeoutError:
        return True


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> "regex.Pattern[str] | None":
    """Give a pattern; None for one that is written for Java alone, or to be too much."""
    if len(pattern) > LONGEST_PATTERN or any(mark in pattern for mark in FOREIGN):
        return None
    counts = [max(int(number or 1) for number in found) for found in COUNT.findall(pattern)]
    if prod(max(count, 1) for count in counts) > MOST_REPEATED:
        return None
    try:
        return regex.compile(pattern)
    except (regex.error, RecursionError, OverflowError):
        return None
