"""Tell whether a stack's conditions hold, as far as the templates fix it.

CloudFormation compares texts: 1 is "1", and true is "true". Two equal symbols are equal whatever they will be; a
symbol beside anything else is not known, and nothing that rests on it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from tasktracker_cfn.model.stacks import Nest, StackPath
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.texts import literal

Known: TypeAlias = bool | None
PAIR = 2
# CloudFormation fills these in after it has decided the conditions, or not at all.
DYNAMIC = "{{resolve:"


@dataclass(frozen=True)
class Conditions:
    """The conditions of a nest; `resolve` gives what a value comes to in a stack, the region filled in."""

    nest: Nest = field(repr=False)
    resolve: Callable[[StackPath, object], Value] = field(repr=False)
    _known: dict[tuple[StackPath, str], Known] = field(default_factory=dict, repr=False, compare=False)

    def holds(self, stack: StackPath, name: object) -> Known:
        """Tell whether a condition of a stack holds; None when it is not known, has no such name, or is a circle."""
        if not isinstance(name, str):
            return None
        key = (stack, name)
        if key not in self._known:
            # Who asks on the way asks in a circle.
            self._known[key] = None
            self._known[key] = self._written(stack, self.nest.stacks[stack].conditions.get(name))
        return self._known[key]

    def _written(self, stack: StackPath, written: object) -> Known:
        if not isinstance(written, Mapping) or len(written) != 1:
            return None
        name, argument = next(iter(written.items()))
        if name == "Condition":
            return self.holds(stack, argument)
        if not isinstance(argument, list):
            return None
        if name == "Fn::Equals" and len(argument) == PAIR:
            return _equal(self.resolve(stack, argument[0]), self.resolve(stack, argument[1]))
        parts = [self._written(stack, part) for part in argument] if name in {"Fn::And", "Fn::Or", "Fn::Not"} else []
        if name == "Fn::Not" and len(parts) == 1:
            return None if parts[0] is None else not parts[0]
        if name == "Fn::And" and parts:
            return _all(parts)
        if name == "Fn::Or" and parts:
            none = _all([None if part is None else not part for part in parts])
            return None if none is None else not none
        return None


def _all(parts: list[Known]) -> Known:
    if False in parts:
        return False
    return None if None in parts else True


def _equal(one: Value, other: Value) -> Known:
    first, second = literal(one), literal(other)
    if first is None or second is None:
        return True if one == other and one is not None else None
    if first == second:
        return True
    if DYNAMIC in first or DYNAMIC in second or (isinstance(one, float) and isinstance(other, float)):
        return None
    # 1.10 and 1.1 are the same number and two texts; which of them is compared is not known.
    return None if isinstance(one, float) or isinstance(other, float) else False
