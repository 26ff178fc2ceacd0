"""Resolve what is written in a stack to what it comes to in the whole nest.

A value comes to a literal where the templates fix it, and stays a symbol where only a deployment will know:

- `Reference` is a resource's Ref or attribute, a parameter without a value, or a pseudo parameter;
- `Text` is a text with symbols in it;
- `Call` is an intrinsic function that cannot be worked out, its argument resolved as far as possible.

Refs to parameters lead into the parent's wire (or to the default, or to a given value of a root parameter),
and ``GetAtt Child.Outputs.X`` into the child's output. Ref, GetAtt, Sub, Join, Split, Select, Cidr, Length and
ToJsonString are worked out, If where its condition is known, and FindInMap where its keys are. GetAZs,
ImportValue, Base64 and the others stay calls, and so does what is too much for any deployment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.conditions import Conditions
from tasktracker_cfn.model.crossings import Crossings
from tasktracker_cfn.model.nest import STACK_TYPE, Nest, Resource, StackPath
from tasktracker_cfn.model.scope import Scope
from tasktracker_cfn.model.symbols import NO_VALUE, Call, Reference, Text, Value

__all__ = ["Call", "Reference", "Text", "Value", "Values"]

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Values:
    """What the values of a nest come to; `given` are values of root parameters, over their defaults.

    The region decides conditions and is a key of mappings; everywhere else it stays a symbol, so that what is
    found holds in every region.
    """

    nest: Nest
    given: Mapping[str, str] = field(default_factory=dict)
    region: str | None = None

    def resolve(self, stack: StackPath, value: object) -> Value:
        """Resolve a value that is written in a stack; what is AWS::NoValue within it is left out.

        :raises TemplateError: when the values of the nest lead through one another without end
        """
        return self._bounded(lambda: Scope(self._crossings, stack).value(value))

    def properties(self, resource: Resource) -> Mapping[str, Value]:
        """Resolve all properties of a resource.

        :raises TemplateError: when the values of the nest lead through one another without end
        """
        scope = Scope(self._crossings, resource.stack)
        resolved = self._bounded(lambda: {key: scope.value(item) for key, item in resource.properties.items()})
        return {key: value for key, value in resolved.items() if value != NO_VALUE}

    def holds(self, stack: StackPath, condition: object) -> bool | None:
        """Tell whether a condition of a stack holds, by its name; None when it is not known.

        :raises TemplateError: when the conditions of the nest lead through one another without end
        """
        return self._bounded(lambda: self._holds(stack, condition))

    def is_whole(self, reference: Reference) -> bool:
        """Tell whether a reference surely stands for one text without commas, such as an id or an ARN."""
        stack = self.nest.stacks.get(reference.stack)
        if stack is None or reference.logical_id.startswith("AWS::"):
            return reference.logical_id != "AWS::NotificationARNs"
        if reference.logical_id in stack.parameters:
            parameter = stack.parameters[reference.logical_id]
            return parameter.type != "String" and not parameter.is_list and "<" not in parameter.type
        resource = stack.resources.get(reference.logical_id)
        # What a child says that was not read may be anything.
        return resource is not None and not (resource.type == STACK_TYPE and reference.attribute)

    @cached_property
    def _crossings(self) -> Crossings:
        return Crossings(self.nest, self.given, self.region, self.is_whole, self._holds)

    @cached_property
    def _conditions(self) -> Conditions:
        return Conditions(self.nest, self._compared)

    def _holds(self, stack: StackPath, condition: object) -> bool | None:
        return self._conditions.holds(stack, condition)

    def _compared(self, stack: StackPath, value: object) -> Value:
        return Scope(self._crossings, stack, compares=True).value(value)

    def _bounded(self, work: Callable[[], _Result]) -> _Result:
        self._crossings.begin()
        try:
            return work()
        except RecursionError:
            file = str(self.nest.root.template.file)
            raise TemplateError(file, 0, "its values lead through too many others") from None
