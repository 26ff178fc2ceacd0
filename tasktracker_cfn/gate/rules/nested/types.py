"""What a parameter of a type such as AWS::EC2::VPC::Id can be handed, and what it surely cannot."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.nested.wires import wires
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_number, known_text
from tasktracker_cfn.model.stacks import Parameter
from tasktracker_cfn.model.symbols import Call, Reference, Text, Value
from tasktracker_cfn.model.system import System

VPC, SUBNET, GROUP = "AWS::EC2::VPC::Id", "AWS::EC2::Subnet::Id", "AWS::EC2::SecurityGroup::Id"
ZONE, NAME = "AWS::EC2::AvailabilityZone::Name", "AWS::EC2::KeyPair::KeyName"
INSTANCE, VOLUME, HOSTED = "AWS::EC2::Instance::Id", "AWS::EC2::Volume::Id", "AWS::Route53::HostedZone::Id"
IMAGE = "AWS::EC2::Image::Id"
# How people call them, and how their ids begin.
KINDS = {
    VPC: ("the id of a VPC", "vpc-"),
    SUBNET: ("the id of a subnet", "subnet-"),
    GROUP: ("the id of a security group", "sg-"),
    ZONE: ("the name of a zone", ""),
    NAME: ("the name of a key pair", ""),
    INSTANCE: ("the id of an instance", "i-"),
    VOLUME: ("the id of a volume", "vol-"),
    HOSTED: ("the id of a hosted zone", ""),
    IMAGE: ("the id of an image", "ami-"),
}
# What a resource's Ref and attributes give.
GIVES = {
    ("AWS::EC2::VPC", None): VPC,
    ("AWS::EC2::VPC", "VpcId"): VPC,
    ("AWS::EC2::VPC", "DefaultSecurityGroup"): GROUP,
    ("AWS::EC2::Subnet", None): SUBNET,
    ("AWS::EC2::Subnet", "SubnetId"): SUBNET,
    ("AWS::EC2::Subnet", "VpcId"): VPC,
    ("AWS::EC2::Subnet", "AvailabilityZone"): ZONE,
    ("AWS::EC2::SecurityGroup", None): GROUP,
    ("AWS::EC2::SecurityGroup", "GroupId"): GROUP,
    ("AWS::EC2::SecurityGroup", "VpcId"): VPC,
    ("AWS::EC2::Instance", None): INSTANCE,
    ("AWS::EC2::Instance", "InstanceId"): INSTANCE,
    ("AWS::EC2::Volume", None): VOLUME,
    ("AWS::EC2::Volume", "VolumeId"): VOLUME,
    ("AWS::EC2::KeyPair", None): NAME,
    ("AWS::EC2::KeyPair", "KeyName"): NAME,
    ("AWS::Route53::HostedZone", None): HOSTED,
    ("AWS::Route53::HostedZone", "Id"): HOSTED,
}
ARN = "an ARN"
ACCOUNT = "AWS::AccountId"


@rule(
    "nested-parameter-types",
    severity="error",
    why="CloudFormation looks up the value of a parameter of such a type, and refuses the stack when it is not one.",
    remedy="Hand over what the type asks for: one id for a single one, ids joined by commas for a list, a number for "
    "Number; or change the parameter's type.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html",
)
def parameter_types(system: System) -> Iterator[Fault]:
    """What a nested stack is handed fits the types of its parameters."""
    for wire in wires(system):
        if wire.parameter is None or isinstance(wire.value, tuple):
            continue
        for message in _misfits(system, wire.parameter, wire.value):
            asked = f"{wire.name}, which is {wire.parameter.type}"
            yield Fault(wire.item, f"hands over {message} as {asked}", "Parameters", wire.name)
            break


def _misfits(system: System, parameter: Parameter, value: Value) -> Iterator[str]:
    wanted = parameter.type.removeprefix("List<").removesuffix(">")
    if wanted != "Number" and wanted not in KINDS:
        return
    if not parameter.is_list and isinstance(value, Text):
        if any(isinstance(part, str) and "," in part for part in value.parts):
            yield "several values"
        return
    items = system.values.resolve(parameter.stack, {"Ref": parameter.name}) if parameter.is_list else value
    for item in items if isinstance(items, tuple) else (items,):
        message = _no_number(system, item) if wanted == "Number" else _other(system, item, wanted)
        if message:
            yield message


def _no_number(system: System, value: Value) -> str | None:
    text = known_text(value)
    if text is not None:
        return f"{text!r}" if "{{resolve:" not in text and known_number(text) is None else None
    kind = _kind(system, value)
    # An account's number is made of digits.
    return None if kind == ACCOUNT else KINDS[kind][0] if kind in KINDS else kind


def _other(system: System, value: Value, wanted: str) -> str | None:
    """Tell what a value surely is instead."""
    start = KINDS[wanted][1]
    text = known_text(value)
    if text is not None:
        return f"{text!r}" if start and not text.startswith((start, "{{resolve:")) else None
    kind = _kind(system, value)
    if kind is None or kind == wanted:
        return None
    return f"{KINDS[kind][0] if kind in KINDS else kind} ({_address(value)})"


def _kind(system: System, value: Value) -> str | None:
    """Tell what a symbol surely is; None for what may be anything."""
    if isinstance(value, Call):
        zones = value.function == "Fn::Select" and isinstance(value.argument, tuple) and value.argument[1:]
        return ZONE if zones and isinstance(zones[0], Call) and zones[0].function == "Fn::GetAZs" else None
    if not isinstance(value, Reference):
        return None
    if value.logical_id.startswith("AWS::"):
        return value.logical_id
    stack = system.nest.stacks[value.stack]
    parameter = stack.parameters.get(value.logical_id)
    if parameter is not None:
        held = parameter.type.removeprefix("AWS::SSM::Parameter::Value<").removesuffix(">")
        return held if held in KINDS else None
    resource = stack.resources.get(value.logical_id)
    if resource is None or not resource.type.startswith("AWS::") or resource.type.startswith("AWS::CloudFormation::"):
        return None
    if value.attribute and value.attribute.endswith("Arn"):
        return ARN
    return GIVES.get((resource.type, value.attribute))


def _address(value: Value) -> str:
    return "/".join((*value.stack, value.logical_id)) if isinstance(value, Reference) else "of the region"
