"""Machine images and the instances that run them."""

import re
from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.nest import Parameter
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import System, follow

# Graviton's types have a "g" behind the generation: t4g, m7gd, c7gn, im4gn, is4gen; g4dn has it before.
TYPE = re.compile(r"[a-z]+\d+([a-z]*(?:-flex)?)\.[a-z0-9-]+")
NAMED = re.compile(r"(?:^|[-_/])(arm64|aarch64|amd64|x86_64)(?=$|[-_/}:])")
PROPERTIES: Mapping[str, tuple[str, ...]] = {
    "AWS::EC2::Instance": (),
    "AWS::EC2::LaunchTemplate": ("LaunchTemplateData",),
}
VALUE_OF_IMAGE = "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"


@rule(
    "image-fits-instance",
    rows="E23",
    severity="error",
    why="EC2 refuses to start an instance with an image for another processor.",
    remedy="Take the image's parameter that ends in arm64 for Graviton's instance types, in x86_64 for the others.",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-instance-type-compatibility.html",
)
def image_fits_instance(system: System) -> Iterator[Fault]:
    """An instance runs a machine image for its processor."""
    for item in system.of(*PROPERTIES):
        place = PROPERTIES[item.type]
        kind = item.text(*place, "InstanceType") or ""
        image = _image(system, item.get(*place, "ImageId"))
        built = NAMED.findall(image or "")
        typed = TYPE.fullmatch(kind)
        if not built or not typed:
            continue
        runs_arm, is_arm = "g" in typed[1] or kind.startswith("a1."), built[-1] in {"arm64", "aarch64"}
        if runs_arm != is_arm:
            yield Fault(item, f"is a {kind} with the image {image}", *place, "ImageId")


def _image(system: System, value: Value) -> str | None:
    """Give the name of an image, or of the parameter that holds it."""
    if isinstance(value, str):
        return value
    stack = system.nest.stacks.get(value.stack) if isinstance(value, Reference) else None
    parameter = stack.parameters.get(value.logical_id) if stack and isinstance(value, Reference) else None
    if parameter is None or parameter.type != VALUE_OF_IMAGE:
        return None
    return _bound(system, parameter)


def _bound(system: System, parameter: Parameter) -> str | None:
    """Give the name of the parameter store's parameter: what is handed over, else the default."""
    if not parameter.stack:
        given: Value = system.given.get(parameter.name)
    else:
        parent = system.nest.stacks[parameter.stack[:-1]]
        handed = parent.resources[parameter.stack[-1]].properties.get("Parameters")
        written = handed.get(parameter.name) if isinstance(handed, Mapping) else None
        given = None if written is None else follow((system.values.resolve(parent.path, written),), 0)
    if given is None:
        default = parameter.definition.get("Default")
        return default if isinstance(default, str) else None
    return given if isinstance(given, str) else None
