"""One stack, seen from within: what its values come to, also through the stacks around and within it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tasktracker_cfn.model import texts
from tasktracker_cfn.model.calls import CIDR, worked_out
from tasktracker_cfn.model.crossings import Crossings
from tasktracker_cfn.model.pseudo import pseudo
from tasktracker_cfn.model.stacks import Parameter, StackPath
from tasktracker_cfn.model.substitution import Mention, function, pieces, template_of
from tasktracker_cfn.model.symbols import NO_VALUE, Call, Reference, Value

OUTPUTS = "Outputs."
VPC_TYPE = "AWS::EC2::VPC"
# A map, a first and a second key; a default may follow.
KEYS = 3


@dataclass(frozen=True)
class Scope:
    """One stack, seen from within; `compares` is for conditions and keys, where the region counts."""

    crossings: Crossings
    stack: StackPath
    variables: Mapping[str, Value] = field(default_factory=dict)
    compares: bool = False

    def value(self, value: object) -> Value:
        """Resolve a value that is written in the stack."""
        if isinstance(value, dict):
            called = function(value)
            if called:
                return self._call(*called)
            resolved = {str(key): self.value(item) for key, item in value.items()}
            return {key: item for key, item in resolved.items() if item != NO_VALUE}
        if isinstance(value, (list, tuple)):
            return tuple(item for item in map(self.value, value) if item != NO_VALUE)
        if value is None or isinstance(value, (str, bool, int, float)):
            return value
        message = f"a template cannot hold {value!r}"
        raise TypeError(message)

    def _call(self, name: str, argument: object) -> Value:
        if name == "Ref" and isinstance(argument, str):
            return self._ref(argument)
        if name == "Fn::Sub" and (parts := template_of(argument)):
            return self._sub(*parts)
        if not isinstance(argument, list):
            return worked_out(name, self.value(argument), self.crossings.is_whole)
        if name == "Fn::GetAtt" and argument and all(isinstance(part, str) for part in argument):
            return self._attribute(argument[0], ".".join(argument[1:]))
        if name == "Fn::If" and len(argument) == texts.BRANCHES:
            return self._if(*argument)
        if name == "Fn::FindInMap" and len(argument) >= KEYS:
            return self._found(argument)
        # Positions count in an argument, so nothing is left out of it.
        resolved = tuple(map(self.value, argument))
        if name == "Fn::Cidr" and len(resolved) == CIDR:
            resolved = (self._block(resolved[0]), *resolved[1:])
        return worked_out(name, resolved, self.crossings.is_whole)

    def _if(self, condition: object, then: object, otherwise: object) -> Value:
        holds = self.crossings.holds(self.stack, condition)
        if holds is not None:
            return self.value(then if holds else otherwise)
        named = self._own(condition) if isinstance(condition, str) else self.value(condition)
        return Call("Fn::If", (named, self.value(then), self.value(otherwise)))

    def _found(self, argument: list[object]) -> Value:
        keyed = replace(self, compares=True)
        keys = [texts.literal(keyed.value(key)) for key in argument[:KEYS]]
        found: object = self.crossings.nest.stacks[self.stack].template.content.get("Mappings")
        for key in keys:
            found = found.get(key) if isinstance(found, Mapping) and key is not None else None
        if found is not None:
            return self.crossings.handed_out(self.value(found))
        default = argument[KEYS] if len(argument) > KEYS else None
        if None not in keys and isinstance(default, Mapping) and "DefaultValue" in default:
            return self.value(default["DefaultValue"])
        name, *others = map(self.value, argument)
        return Call("Fn::FindInMap", (self._own(name) if isinstance(name, str) else name, *others))

    def _own(self, name: str) -> str:
        """Give the name of a condition or a map with its stack's: another stack's may have the same."""
        return "/".join((*self.stack, name))

    def _block(self, value: Value) -> Value:
        """Give the network of a VPC that is asked for it, as far as the template has it."""
        if not isinstance(value, Reference) or value.attribute != "CidrBlock":
            return value
        resource = self.crossings.nest.resource(value.stack, value.logical_id)
        if resource is None or resource.type != VPC_TYPE or "CidrBlock" not in resource.properties:
            return value
        inside = replace(self, stack=value.stack, variables={})
        key = (self.compares, inside.stack, f"CidrBlock {value.logical_id}")
        return self.crossings.worked_out(key, value, lambda: inside.value(resource.properties["CidrBlock"]))

    def _ref(self, name: str) -> Value:
        if name in self.variables:
            return self.crossings.handed_out(self.variables[name])
        if name.startswith("AWS::"):
            return pseudo(name, self.stack, self.crossings.region if self.compares else None)
        parameter = self.crossings.nest.stacks[self.stack].parameters.get(name)
        unknown = Reference(self.stack, name)
        # The value of a parameter of the Systems Manager is the name of what holds the value.
        if parameter is None or parameter.type.startswith("AWS::SSM::Parameter::Value<"):
            return unknown
        return self._cross(f"Ref {name}", unknown, lambda: self._parameter(parameter, unknown))

    def _parameter(self, parameter: Parameter, unknown: Reference) -> Value:
        value = self._wire(parameter.name) if self.stack else self.crossings.given.get(parameter.name, NO_VALUE)
        if value == NO_VALUE:
            default = parameter.definition.get("Default", {})
            value = unknown if isinstance(default, Mapping) else self.value(default)
        if parameter.is_list and value != unknown:
            return _list(texts.split(",", value, self.crossings.is_whole))
        return value

    def _wire(self, name: str) -> Value:
        """Give what the parent hands over, NO_VALUE when it hands over nothing."""
        parent = self.crossings.nest.stacks[self.stack[:-1]]
        handed = parent.resources[self.stack[-1]].properties.get("Parameters")
        if handed is None:
            return NO_VALUE
        outside = replace(self, stack=parent.path, variables={})
        if isinstance(handed, Mapping) and not function(handed):
            return outside.value(handed[name]) if name in handed else NO_VALUE
        known = outside.value(handed)
        return known.get(name, NO_VALUE) if isinstance(known, Mapping) else Reference(self.stack, name)

    def _attribute(self, logical_id: str, attribute: str) -> Value:
        unknown = Reference(self.stack, logical_id, attribute)
        nest = self.crossings.nest
        path = nest.stacks[self.stack].children.get(logical_id)
        if path is None or not attribute.startswith(OUTPUTS):
            return unknown
        output = nest.stacks[path].outputs.get(attribute.removeprefix(OUTPUTS))
        if output is None or self.crossings.holds(path, output.definition.get("Condition")) is False:
            return unknown
        inside = replace(self, stack=path, variables={})
        return self._cross(f"GetAtt {logical_id}.{attribute}", unknown, lambda: inside.value(output.value))

    def _cross(self, name: str, unknown: Value, work: Callable[[], Value]) -> Value:
        return self.crossings.worked_out((self.compares, self.stack, name), unknown, work)

    def _sub(self, text: str, variables: Mapping[str, object]) -> Value:
        inner = replace(self, variables={key: self.value(item) for key, item in variables.items()})
        return texts.concatenate([piece if isinstance(piece, str) else inner.mention(piece) for piece in pieces(text)])

    def mention(self, mention: Mention) -> Value:
        """Resolve what stands between the braces of a Fn::Sub."""
        if mention.attribute is not None:
            return self._attribute(mention.name, mention.attribute)
        return self._ref(mention.name)


def _list(value: Value) -> Value:
    """Give a list parameter's value: CloudFormation drops the blanks around its items."""
    if not isinstance(value, tuple):
        return value
    return tuple(item.strip() if isinstance(item, str) else item for item in value)
