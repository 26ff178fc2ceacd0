"""From a template's plain values to YAML that people review: short intrinsics, reading order, air between resources."""

import re
from collections.abc import Mapping
from functools import cache

import yaml

HEADER = "# Generated from {source} by build.py. Change that file, not this one: the next build writes it anew.\n"
SECTIONS = (
    "AWSTemplateFormatVersion",
    "Description",
    "Transform",
    "Metadata",
    "Parameters",
    "Rules",
    "Resources",
    "Outputs",
)
RESOURCE_KEYS = ("Type", "Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Metadata", "Properties")
# A line that starts a section or an entry of a section; deeper lines, also those of block texts, start further in.
SECTION_START = re.compile(r"^(?=[A-Z])", re.MULTILINE)
ENTRY_START = re.compile(r"^(?=  [A-Za-z0-9]+:)", re.MULTILINE)
INTRINSICS = ("Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::GetAZs", "Fn::Base64", "Fn::Cidr", "Ref")
# Longer texts than this are written as block texts when they have several lines.
WIDTH = 1_000_000
STRING = "tag:yaml.org,2002:str"
RESOLVER = yaml.resolver.Resolver()
STREAM_START, STREAM_END = yaml.StreamStartEvent(), yaml.StreamEndEvent()
DOCUMENT_START, DOCUMENT_END = yaml.DocumentStartEvent(explicit=False), yaml.DocumentEndEvent(explicit=False)
MAPPING_START = yaml.MappingStartEvent(None, None, implicit=True, flow_style=False)
MAPPING_END, SEQUENCE_END = yaml.MappingEndEvent(), yaml.SequenceEndEvent()


def render(template: Mapping[str, object], source: str) -> str:
    """Give the YAML text of a template.

    :param template: plain values: dictionaries, lists, texts, numbers, booleans
    :raises ValueError: for a section that no template has
    :raises TypeError: for a value that YAML would not read back as what it is
    """
    events: list[yaml.Event] = [STREAM_START, DOCUMENT_START]
    _write(_section_order(template), events)
    events += (DOCUMENT_END, STREAM_END)
    body = yaml.emit(events, Dumper=yaml.CSafeDumper, width=WIDTH, allow_unicode=True)
    return HEADER.format(source=source) + _airy(body)


def _airy(body: str) -> str:
    """Put an empty line before each section, and between the resources."""
    parts = []
    for section in filter(None, SECTION_START.split(body)):
        entries = ENTRY_START.split(section) if section.startswith("Resources:") else [section]
        parts.append("\n".join(entry for entry in entries if entry))
    return "\n".join(parts)


def _section_order(template: Mapping[str, object]) -> dict[str, object]:
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
    return ordered


def _write(value: object, events: list[yaml.Event], tag: str | None = None) -> None:
    """Append what libyaml's emitter needs to write a value; equal parts share their events, of which there are many."""
    if isinstance(value, str):
        events.append(_text(value, tag))
    elif isinstance(value, dict):
        _write_mapping(value, events)
    elif isinstance(value, list):
        events.append(_sequence_start(tag))
        for item in value:
            _write(item, events)
        events.append(SEQUENCE_END)
    elif isinstance(value, (bool, int, float)):
        events.append(_number(value))
    else:
        message = f"a template cannot hold {value!r}"
        raise TypeError(message)


def _write_mapping(value: dict[str, object], events: list[yaml.Event]) -> None:
    tag = _short_form(value)
    if tag is not None:
        (argument,) = value.values()
        joined = ".".join(argument) if tag == "!GetAtt" and isinstance(argument, list) else argument
        _write(joined, events, tag)
        return
    events.append(MAPPING_START)
    for key, item in value.items():
        events.append(_text(key))
        _write(item, events)
    events.append(MAPPING_END)


def _short_form(value: dict[str, object]) -> str | None:
    """Give the tag of an intrinsic function, or None where it has to be written in its long form, or is none.

    Two short forms cannot stand directly inside each other (``!GetAZs !Ref X`` is no YAML), so the outer one is then
    written in its long form.
    """
    if len(value) != 1:
        return None
    ((name, argument),) = value.items()
    if name == "Fn::GetAtt":
        plain = isinstance(argument, list) and all(isinstance(part, str) for part in argument)
        return "!GetAtt" if plain else None
    if name not in INTRINSICS or isinstance(argument, dict):
        return None
    return "!" + name.removeprefix("Fn::")


@cache
def _text(text: str, tag: str | None = None) -> yaml.ScalarEvent:
    style = "|" if "\n" in text else None
    if tag is not None:
        return yaml.ScalarEvent(None, tag, (False, False), text, style=style if text else "'")
    # What YAML 1.1 would read as a number, a date, a boolean or nothing needs quotes, and the emitter is told so.
    plain = RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == STRING  # type: ignore[no-untyped-call] # untyped there
    return yaml.ScalarEvent(None, None, (plain, True), text, style=style)


def _number(value: float) -> yaml.ScalarEvent:
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    if "e" in text and "." not in text and isinstance(value, float):
        # YAML 1.1 knows a number by its dot.
        text = text.replace("e", ".0e", 1)
    return yaml.ScalarEvent(None, None, (True, False), text)


@cache
def _sequence_start(tag: str | None) -> yaml.SequenceStartEvent:
    return yaml.SequenceStartEvent(None, tag, implicit=tag is None, flow_style=False)
