"""Resolve what is written in a stack to what it comes to in the whole nest.

A value comes to a literal where the templates fix it, and stays a symbol where only a deployment will know:

- `Reference` is a resource's Ref or attribute, a parameter without a value, or a pseudo parameter;
- `Text` is a text with symbols in it;
- `Call` is an intrinsic function that cannot be worked out, its argument resolved as far as possible.

Refs to parameters lead into the parent's wire (or to the default, or to a given value of a root parameter),
and ``GetAtt Child.Outputs.X`` into the child's output. Ref, GetAtt, Sub, Join, Split and Select are worked
out. Conditions and mappings are not, yet: Fn::If and Fn::FindInMap stay calls, as do GetAZs, ImportValue and
the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from tasktracker_cfn.model import texts
from tasktracker_cfn.model.nest import STACK_TYPE, Nest, Parameter, Resource, StackPath
from tasktracker_cfn.model.substitution import Mention, function, pieces, template_of
from tasktracker_cfn.model.symbols import NO_VALUE, Call, Reference, Text, Value

__all__ = ["Call", "Reference", "Text", "Value", "Values"]

OUTPUTS = "Outputs."
OF_ONE_STACK = frozenset({"AWS::StackName", "AWS::StackId"})
_Trail: TypeAlias = frozenset[tuple[StackPath, str]]


@dataclass(frozen=True)
class Values:
    """What the values of a nest come to; `given` are values of root parameters, over their defaults."""

    nest: Nest
    given: Mapping[str, str] = field(default_factory=dict)

    def resolve(self, stack: StackPath, value: object) -> Value:
        """Resolve a value that is written in a stack; what is AWS::NoValue within it is left out."""
        return _Scope(self, stack).value(value)

    def properties(self, resource: Resource) -> Mapping[str, Value]:
        """Resolve all properties of a resource."""
        scope = _Scope(self, resource.stack)
        resolved = {key: scope.value(item) for key, item in resource.properties.items()}
        return {key: value for key, value in resolved.items() if value != NO_VALUE}

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


@dataclass(frozen=True)
class _Scope:
    """One stack, seen from within; `trail` holds the wires that are being followed, so that a circle ends."""

    values: Values
    stack: StackPath
    trail: _Trail = frozenset()
    variables: Mapping[str, Value] = field(default_factory=dict)

    def value(self, value: object) -> Value:
        if isinstance(value, Mapping):
            called = function(value)
            return self._call(*called) if called else self._mapping(value)
        if isinstance(value, (list, tuple)):
            return tuple(item for item in map(self.value, value) if item != NO_VALUE)
        if value is None or isinstance(value, (str, bool, int, float)):
            return value
        message = f"a template cannot hold {value!r}"
        raise TypeError(message)

    def _mapping(self, value: Mapping[str, object]) -> Mapping[str, Value]:
        resolved = {str(key): self.value(item) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item != NO_VALUE}

    def _call(self, name: str, argument: object) -> Value:
        if name == "Ref" and isinstance(argument, str):
            return self._ref(argument)
        if name == "Fn::GetAtt" and isinstance(argument, list) and all(isinstance(part, str) for part in argument):
            return self._attribute(argument[0], ".".join(argument[1:]))
        if name == "Fn::Sub" and (parts := template_of(argument)):
            return self._sub(*parts)
        # Positions count in an argument, so nothing is left out of it.
        resolved = tuple(map(self.value, argument)) if isinstance(argument, list) else self.value(argument)
        return self._worked_out(name, resolved)

    def _worked_out(self, name: str, argument: Value) -> Value:
        if name == "Fn::GetAZs" and argument == "":
            return Call(name, Reference((), "AWS::Region"))
        if not isinstance(argument, tuple) or len(argument) != texts.PAIR:
            return Call(name, argument)
        first, second = argument
        if name == "Fn::Select":
            return texts.select(first, second)
        if name == "Fn::Join" and isinstance(first, str):
            return texts.join(first, second)
        if name == "Fn::Split" and isinstance(first, str):
            return texts.split(first, second, self.values.is_whole)
        return Call(name, argument)

    def _ref(self, name: str) -> Value:
        if name in self.variables:
            return self.variables[name]
        if name.startswith("AWS::"):
            return Reference(self.stack if name in OF_ONE_STACK else (), name)
        stack = self.values.nest.stacks[self.stack]
        parameter = stack.parameters.get(name)
        return self._parameter(parameter) if parameter else Reference(self.stack, name)

    def _parameter(self, parameter: Parameter) -> Value:
        unknown = Reference(self.stack, parameter.name)
        # The value of such a parameter is the name of what holds the value.
        if parameter.type.startswith("AWS::SSM::Parameter::Value<"):
            return unknown
        value = self._wire(parameter.name) if self.stack else self._given(parameter.name)
        if value == NO_VALUE:
            value = self._plain(parameter.definition["Default"]) if parameter.has_default else unknown
        if parameter.is_list and value != unknown:
            return _list(texts.split(",", value, self.values.is_whole))
        return value

    def _given(self, name: str) -> Value:
        return self.values.given.get(name, NO_VALUE)

    def _plain(self, default: object) -> Value:
        return self.value(default) if not isinstance(default, Mapping) else NO_VALUE

    def _wire(self, name: str) -> Value:
        """Give what the parent hands over, NO_VALUE when it hands over nothing."""
        parent = self.values.nest.stacks[self.stack[:-1]]
        handed = parent.resources[self.stack[-1]].properties.get("Parameters", {})
        if not isinstance(handed, Mapping) or function(handed):
            return Reference(self.stack, name)
        step = (self.stack, name)
        if step in self.trail:
            return Reference(self.stack, name)
        outside = replace(self, stack=parent.path, trail=self.trail | {step}, variables={})
        return outside.value(handed[name]) if name in handed else NO_VALUE

    def _attribute(self, logical_id: str, attribute: str) -> Value:
        unknown = Reference(self.stack, logical_id, attribute)
        stack = self.values.nest.stacks[self.stack]
        step = (self.stack, f"{logical_id}.{attribute}")
        if logical_id not in stack.children or not attribute.startswith(OUTPUTS) or step in self.trail:
            return unknown
        child = self.values.nest.stacks[stack.children[logical_id]]
        output = child.outputs.get(attribute.removeprefix(OUTPUTS))
        if output is None:
            return unknown
        return replace(self, stack=child.path, trail=self.trail | {step}, variables={}).value(output.value)

    def _sub(self, text: str, variables: Mapping[str, object]) -> Value:
        inner = replace(self, variables={key: self.value(item) for key, item in variables.items()})
        return texts.concatenate([piece if isinstance(piece, str) else inner.mention(piece) for piece in pieces(text)])

    def mention(self, mention: Mention) -> Value:
        if mention.attribute is not None:
            return self._attribute(mention.name, mention.attribute)
        return self._ref(mention.name)


def _list(value: Value) -> Value:
    """Give a list parameter's value: CloudFormation drops the blanks around its items."""
    if not isinstance(value, tuple):
        return value
    return tuple(item.strip() if isinstance(item, str) else item for item in value)
