"""Questions about how templates hold together: what they mention and hand over, and whether it fits."""

import re
from collections.abc import Iterator, Mapping

from tasktracker_cfn.model.nest import STACK_TYPE, Nest, Parameter, Stack
from tasktracker_cfn.model.substitution import Mention, mentions
from tasktracker_cfn.model.values import Value, Values

PSEUDO = {
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
}


def dangling(nest: Nest) -> list[str]:
    """Give what is mentioned, depended on, or named as a condition or a mapping, and does not exist."""
    return [f"{stack.template.file.name}: {name}" for stack in nest.stacks.values() for name in _dangling(nest, stack)]


def _dangling(nest: Nest, stack: Stack) -> Iterator[str]:
    content = stack.template.content
    for mention in mentions({key: content.get(key) for key in ("Resources", "Outputs", "Conditions")}):
        if not _exists(nest, stack, mention):
            yield mention.name if mention.attribute is None else f"{mention.name}.{mention.attribute}"
    for resource in stack.resources.values():
        depends = resource.attributes.get("DependsOn", [])
        yield from (
            f"DependsOn {name}"
            for name in (depends if isinstance(depends, list) else [depends])
            if name not in stack.resources
        )
    conditions, maps = stack.template.section("Conditions"), stack.template.section("Mappings")
    for name in _conditions(stack):
        if name not in conditions:
            yield f"Condition {name}"
    for argument in _arguments(content, "Fn::FindInMap"):
        if isinstance(argument, list) and isinstance(argument[0], str) and argument[0] not in maps:
            yield f"FindInMap {argument[0]}"


def _exists(nest: Nest, stack: Stack, mention: Mention) -> bool:
    if mention.attribute is None:
        return mention.name in PSEUDO | stack.parameters.keys() | stack.resources.keys()
    resource = stack.resources.get(mention.name)
    if resource is None:
        return False
    if resource.type != STACK_TYPE:
        return bool(mention.attribute)
    child = stack.children.get(mention.name)
    kind, _, output = mention.attribute.partition(".")
    return child is not None and kind == "Outputs" and output in nest.stacks[child].outputs


def _conditions(stack: Stack) -> Iterator[object]:
    for resource in stack.resources.values():
        if "Condition" in resource.attributes:
            yield resource.attributes["Condition"]
    for output in stack.outputs.values():
        if "Condition" in output.definition:
            yield output.definition["Condition"]
    for argument in _arguments(stack.template.content, "Fn::If"):
        if isinstance(argument, list):
            yield argument[0]


def _arguments(value: object, function: str) -> Iterator[object]:
    """Give the arguments of every use of an intrinsic function."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key == function:
                yield item
            yield from _arguments(item, function)
    elif isinstance(value, list):
        for item in value:
            yield from _arguments(item, function)


def uses(nest: Nest, function: str) -> list[str]:
    """Give the files that use an intrinsic function."""
    return [
        stack.template.file.name
        for stack in nest.stacks.values()
        if any(True for _ in _arguments(stack.template.content, function))
    ]


def miswired(nest: Nest) -> list[str]:
    """Give the parameters of nested stacks that get no value, and the values that no parameter takes."""
    found = []
    for path, stack in nest.stacks.items():
        if not path:
            continue
        handed = nest.stacks[path[:-1]].resources[path[-1]].properties.get("Parameters", {})
        assert isinstance(handed, Mapping), f"the parameters of {path[-1]} are no mapping"
        required = {name for name, parameter in stack.parameters.items() if not parameter.has_default}
        found += [f"{path[-1]} misses {name}" for name in required - handed.keys()]
        found += [f"{path[-1]} does not take {name}" for name in handed.keys() - stack.parameters.keys()]
    return found


def unfitting(nest: Nest) -> list[str]:
    """Give the parameters whose value is fixed in the templates and is none that the parameter allows."""
    values = Values(nest)
    found = []
    for path, stack in nest.stacks.items():
        for parameter in stack.parameters.values():
            value = values.resolve(path, {"Ref": parameter.name})
            items = value if isinstance(value, tuple) else (value,)
            found += [
                f"{stack.template.file.name}: {parameter.name} is {item}"
                for item in items
                if not _fits(parameter, item)
            ]
    return found


def _fits(parameter: Parameter, value: Value) -> bool:
    if not isinstance(value, (str, int, float)):
        return True
    allowed = parameter.definition.get("AllowedValues")
    if isinstance(allowed, list) and str(value) not in map(str, allowed):
        return False
    pattern = parameter.definition.get("AllowedPattern")
    if isinstance(pattern, str) and not re.fullmatch(pattern, str(value)):
        return False
    if parameter.type == "Number" and not re.fullmatch(r"-?\d+(\.\d+)?", str(value)):
        return False
    size = float(value) if parameter.type == "Number" else len(str(value))
    kind = "Value" if parameter.type == "Number" else "Length"
    least, most = parameter.definition.get(f"Min{kind}"), parameter.definition.get(f"Max{kind}")
    return (least is None or size >= float(str(least))) and (most is None or size <= float(str(most)))
