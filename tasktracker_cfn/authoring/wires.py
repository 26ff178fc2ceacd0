"""Typed wires between stacks: a value is an Output on one side and a Parameter on the other.

`receive` and `finish` stand at the two ends of a template module, `nest` and `finish_root` in the root. What nobody
reads is not laid: a Parameter that the child never mentions is left out, and so is an Output that the root never
passes on, so a template shows what it really needs. No circle can be written, because the inputs of a stack are made
of what an earlier stack returned.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Annotated, ClassVar, Generic, NamedTuple, TypeVar, cast, get_args, get_origin, get_type_hints

from troposphere import AWSHelperFn, GetAtt, Join, Output, Parameter, Ref, Template
from troposphere.cloudformation import Stack as StackResource

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.resources import given

SUB_VARIABLE = re.compile(r"\$\{([^!}.]+)")
SUB_OUTPUT = re.compile(r"\$\{(?P<stack>[^!}.]+)\.Outputs\.(?P<name>[^}]+)\}")


class Wire(AWSHelperFn):
    """A value that crosses a stack boundary; a subclass says what it is and what CloudFormation calls that."""

    parameter_type: ClassVar[str] = "String"

    def __init__(self, value: AWSHelperFn) -> None:
        """Wrap a Ref, a GetAtt or a Join."""
        self.data = value


class VpcId(Wire):
    """The id of a VPC."""

    parameter_type = "AWS::EC2::VPC::Id"


class SubnetIds(Wire):
    """The ids of a tier's subnets. Between stacks they travel as one string, joined by commas (K02)."""

    parameter_type = "List<AWS::EC2::Subnet::Id>"

    @classmethod
    def of(cls, references: list[Ref]) -> "SubnetIds":
        """Join the references for the journey."""
        return cls(Join(",", references))


class SecurityGroupId(Wire):
    """The id of a security group."""

    parameter_type = "AWS::EC2::SecurityGroup::Id"


class HostedZoneId(Wire):
    """The id of a public hosted zone."""

    parameter_type = "AWS::Route53::HostedZone::Id"


class Number(Wire):
    """A whole number: a port, a count."""

    parameter_type = "Number"


class Arn(Wire):
    """An Amazon Resource Name."""


class Name(Wire):
    """The physical name or id of a resource: what a metric's dimension or an API call takes."""


class Address(Wire):
    """A host name."""


class ImageUri(Wire):
    """A container image."""


class InstanceClass(Wire):
    """The class of a database's instances, which is their size."""


class KeyId(Wire):
    """A key of KMS: its ARN, or the alias of one that AWS keeps."""


class ImageTag(Wire):
    """The tag of an image in a repository."""


class EmailAddress(Wire):
    """An e-mail address."""


Inputs = TypeVar("Inputs", bound=NamedTuple)
Outputs = TypeVar("Outputs", bound=NamedTuple)
Bundle = TypeVar("Bundle", bound=NamedTuple)
Given_co = TypeVar("Given_co", bound=NamedTuple, covariant=True)


class NoInputs(NamedTuple):
    """The inputs of a stack that needs no other."""


Body = dict[str, object]


class Stack(NamedTuple, Generic[Given_co]):
    """A nested stack: its template in plain values, what the root feeds it, and what it gives, as seen from inside."""

    name: str
    body: Body
    fed: Mapping[str, Wire]
    outputs: Given_co


class Nest(NamedTuple):
    """All templates of a system in plain values: the root, and the children by name in their order."""

    root: Body
    children: Mapping[str, Body]


def receive(template: Template, inputs: Inputs) -> Inputs:
    """Add one Parameter for each wire that is fed, and give the same inputs as seen from inside."""
    for name, wire in wires_of(inputs):
        template.add_parameter(Parameter(name, Type=wire.parameter_type))
    return _rewired(inputs, lambda name, wire: type(wire)(Ref(name)))


def finish(name: str, template: Template, inputs: NamedTuple, outputs: Outputs) -> Stack[Outputs]:
    """Add one Output for each wire that is given, and drop the Parameters that nothing in the template reads."""
    for output, wire in wires_of(outputs):
        template.add_output(Output(output, Value=wire))
    body = template.to_dict()
    read = _mentioned(body)
    fed = {parameter: wire for parameter, wire in wires_of(inputs) if parameter in read}
    return Stack(name, _keeping(body, "Parameters", fed.keys()), fed, outputs)


def nest(root: Template, stack: Stack[Outputs]) -> Outputs:
    """Put a child into the root, fed by its wires, and give its outputs as seen from the root."""
    resource = root.add_resource(
        StackResource(
            stack.name,
            # K21, I3011: the children own nothing that outlives them but what says so itself.
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
            TemplateURL=f"./{stack.name.lower()}.yaml",
            **given(Parameters=dict(stack.fed) or None),
        )
    )
    return _rewired(stack.outputs, lambda name, wire: type(wire)(GetAtt(resource, f"Outputs.{name}")))


def finish_root(root: Template, stacks: Sequence[Stack[NamedTuple]]) -> Nest:
    """Give all templates, the children without the Outputs that the root does not read."""
    body = root.to_dict()
    children = {stack.name: _keeping(stack.body, "Outputs", _read_outputs(body, stack.name)) for stack in stacks}
    return Nest(body, children)


def _keeping(body: Body, section: str, wanted: Collection[str]) -> Body:
    """Give a template with only the wanted entries of a section."""
    entries = cast("Body", body.get(section, {}))
    return {**body, section: {name: entry for name, entry in entries.items() if name in wanted}}


def wires_of(bundle: NamedTuple) -> Iterator[tuple[str, Wire]]:
    """Give each wire of a bundle with its CloudFormation name; an absent one is None and is passed over.

    A field that holds a mapping of wires is annotated with the pattern of their names:
    ``subnet_ids: Annotated[Mapping[str, SubnetIds], "{}SubnetIds"]``.
    """
    for field, value in bundle._asdict().items():
        if isinstance(value, Wire):
            yield pascal(field), value
        elif isinstance(value, Mapping):
            pattern = _name_pattern(type(bundle), field)
            for key, wire in value.items():
                yield pattern.format(pascal(key)), wire


@cache
def _name_pattern(bundle: type[NamedTuple], field: str) -> str:
    annotation = get_type_hints(bundle, include_extras=True)[field]
    if get_origin(annotation) is not Annotated:
        message = f"{bundle.__qualname__}.{field} needs a pattern for its names: Annotated[{annotation}, '{{}}Name']"
        raise TypeError(message)
    return str(get_args(annotation)[1])


def _rewired(bundle: Bundle, rewire: Callable[[str, Wire], Wire]) -> Bundle:
    """Copy a bundle with each wire replaced by what its name and itself give."""
    values: dict[str, object] = {}
    for field, value in bundle._asdict().items():
        if isinstance(value, Wire):
            values[field] = rewire(pascal(field), value)
        elif isinstance(value, Mapping):
            pattern = _name_pattern(type(bundle), field)
            values[field] = {key: rewire(pattern.format(pascal(key)), wire) for key, wire in value.items()}
        else:
            values[field] = value
    return bundle._replace(**values)


def _mentioned(node: object) -> set[str]:
    """Collect the logical names that a template's Refs and Subs mention."""
    found: set[str] = set()
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "Ref":
                found.add(str(value))
            elif key == "Fn::Sub":
                found.update(SUB_VARIABLE.findall(value if isinstance(value, str) else value[0]))
            found |= _mentioned(value)
    elif isinstance(node, list):
        for value in node:
            found |= _mentioned(value)
    return found


def _read_outputs(node: object, stack: str) -> set[str]:
    """Collect the outputs of a child that the root's GetAtts and Subs read."""
    found: set[str] = set()
    if isinstance(node, dict):
        target = node.get("Fn::GetAtt")
        if isinstance(target, list) and target[0] == stack:
            found.add(str(target[1]).removeprefix("Outputs."))
        pattern = node.get("Fn::Sub")
        if isinstance(pattern, str):
            read = SUB_OUTPUT.finditer(pattern)
            found.update(output["name"] for output in read if output["stack"] == stack)
        for value in node.values():
            found |= _read_outputs(value, stack)
    elif isinstance(node, list):
        for value in node:
            found |= _read_outputs(value, stack)
    return found
