"""From a template's plain values to YAML that people review: short intrinsics, reading order, air between resources."""

import re
from collections.abc import Mapping
from functools import cache

import yaml

HEADER = "# Generated from {source} by build.py. Change that file, not this one: the next build writes it anew.\n"
SECTIONS = ("AWSTemplateFormatVersion", "Description", "Transform", "Metadata", "Parameters", "Resources", "Outputs")
RESOURCE_KEYS = ("Type", "Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Metadata", "Properties")
# A line that starts a section or an entry of a section; deeper lines, also those of block texts, start further in.
SECTION_START = re.compile(r"^(?=[A-Z])", re.MULTILINE)
ENTRY_START = re.compile(r"^(?=  [A-Za-z0-9]+:)", re.MULTILINE)
INTRINSICS = ("Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::GetAZs", "Fn::Base64", "Fn::Cidr", "Ref")
# Longer texts than this are written as block texts when they have several lines.
WIDTH = 1_000_000
STRING = "tag:yaml.org,2002:str"
RESOLVER = yaml.resolver.Resolver()


@cache
def _read_as(text: str, implicit: tuple[bool, bool]) -> str:
    """Give the tag with which YAML 1.1 reads a plain text: a string, or a number, a date, a boolean."""
    return str(RESOLVER.resolve(yaml.ScalarNode, text, implicit))  # type: ignore[no-untyped-call] # untyped there


class _Dumper(yaml.CSafeDumper):
    """libyaml's emitter, which asks how every scalar would be read, mostly for the same few hundred texts."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        """Answer from memory where the answer hangs on the text alone."""
        if kind is yaml.ScalarNode:
            return _read_as(value, implicit)
        return str(super().resolve(kind, value, implicit))  # type: ignore[no-untyped-call] # untyped there


def render(template: Mapping[str, object], source: str) -> str:
    """Give the YAML text of a template."""
    node = _section_order(template)
    body = yaml.serialize(node, Dumper=_Dumper, width=WIDTH, allow_unicode=True)
    return HEADER.format(source=source) + _airy(body)


def _airy(body: str) -> str:
    """Put an empty line before each section, and between the resources."""
    parts = []
    for section in filter(None, SECTION_START.split(body)):
        entries = ENTRY_START.split(section) if section.startswith("Resources:") else [section]
        parts.append("\n".join(entry for entry in entries if entry))
    return "\n".join(parts)


def _section_order(template: Mapping[str, object]) -> yaml.Node:
    whole = {"AWSTemplateFormatVersion": "2010-09-09", **template}
    unknown = whole.keys() - set(SECTIONS)
    if unknown:
        message = f"a template has no section {sorted(unknown)}"
        raise ValueError(message)
    ordered: dict[str, object] = {name: whole[name] for name in SECTIONS if whole.get(name)}
    resources = ordered["Resources"]
    if isinstance(resources, dict):
        ordered["Resources"] = {
            logical_id: {key: resource[key] for key in RESOURCE_KEYS if key in resource}
            for logical_id, resource in resources.items()
        }
    return _node(ordered)


def _node(value: object) -> yaml.Node:
    if isinstance(value, Mapping):
        return _intrinsic(value) or _mapping(value)
    if isinstance(value, (list, tuple)):
        return yaml.SequenceNode("tag:yaml.org,2002:seq", [_node(item) for item in value], flow_style=False)
    if isinstance(value, bool):
        return yaml.ScalarNode("tag:yaml.org,2002:bool", "true" if value else "false")
    if isinstance(value, int):
        return yaml.ScalarNode("tag:yaml.org,2002:int", str(value))
    if isinstance(value, float):
        return yaml.ScalarNode("tag:yaml.org,2002:float", repr(value))
    if isinstance(value, str):
        return yaml.ScalarNode(STRING, value, style=_style(value))
    message = f"a template cannot hold {value!r}"
    raise TypeError(message)


def _mapping(value: Mapping[str, object]) -> yaml.MappingNode:
    pairs = [(yaml.ScalarNode(STRING, key, style=_style(key)), _node(item)) for key, item in value.items()]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=False)


def _style(value: str) -> str | None:
    if "\n" in value:
        return "|"
    # The serializer is handed finished nodes, so it does not see by itself which texts would read back as
    # numbers, dates or booleans.
    plain = _read_as(value, (True, False)) == STRING
    return None if plain else "'"


def _intrinsic(value: Mapping[str, object]) -> yaml.Node | None:
    """Give the short form of an intrinsic function, or None where there is none.

    Two short forms cannot stand directly inside each other (``!GetAZs !Ref X`` is no YAML), so the outer one is then
    written in its long form.
    """
    if len(value) != 1:
        return None
    name, argument = next(iter(value.items()))
    if name == "Fn::GetAtt" and isinstance(argument, list) and all(isinstance(part, str) for part in argument):
        return yaml.ScalarNode("!GetAtt", ".".join(argument))
    if name not in INTRINSICS or (isinstance(argument, Mapping) and _intrinsic(argument)):
        return None
    node = _node(argument)
    node.tag = "!" + name.removeprefix("Fn::")
    return node
