"""The configuration explained from its own models: a page for people and a JSON Schema for editors."""

import json
from collections.abc import Iterator, Mapping
from typing import cast

from pydantic_core import PydanticUndefined

from tasktracker_cfn.config.fields import PATTERN_IN_WORDS
from tasktracker_cfn.config.loading import WITHOUT
from tasktracker_cfn.config.system import SystemConfig

Schema = dict[str, object]

INTRODUCTION = """\
# Configuration

A system is one TOML file: a common part, and a table `[environments.<name>]` for each environment, which lays its
differences over the common part. Tables merge key by key; lists and single values replace. What is absent is not
built. An environment drops what it would inherit with `without`, a list of keys: `without = ["edge.https"]`.

Editors that know JSON Schema check the file while it is written: put `#:schema <path>/system.schema.json` on its first
line.

This page is generated from the descriptions in `tasktracker_cfn/config/` by `make reference`.
"""


def page() -> str:
    """Give the reference page in Markdown: one table for each table of the file."""
    whole = _schema()
    definitions = cast("dict[str, Schema]", whole.pop("$defs"))
    # The name of the environment is that of its table.
    del cast("Schema", whole["properties"])["environment"]
    parts = [INTRODUCTION, *_section("", whole, definitions)]
    return "\n".join(parts)


def file_schema() -> str:
    """Give the JSON Schema of a system's file.

    Nothing is required in it, because what one table leaves out another may say; the build knows when all is there.
    """
    whole = cast("Schema", _loosened(_schema()))
    properties = cast("Schema", whole["properties"])
    del properties["environment"]
    environment: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **{key: value for key, value in properties.items() if key != "system"},
            WITHOUT: {
                "type": "array",
                "items": {"type": "string"},
                "description": "Keys of the common part that the environment does not inherit.",
            },
        },
    }
    properties["environments"] = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"$ref": "#/$defs/Environment"},
        "description": "The environments by name, each with its differences from the common part.",
    }
    whole["required"] = ["system", "environments"]
    cast("Schema", whole["$defs"])["Environment"] = environment
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, "title": "A system"}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _schema() -> Schema:
    return SystemConfig.model_json_schema()


def _loosened(node: object) -> object:
    """Leave out what is required, and what only repeats the names of keys."""
    if isinstance(node, dict):
        named = isinstance(node.get("properties"), dict)
        return {key: _loosened(value) for key, value in node.items() if not (named and key in {"required", "title"})}
    if isinstance(node, list):
        return [_loosened(item) for item in node]
    return node


def _section(path: str, schema: Schema, definitions: Mapping[str, Schema]) -> Iterator[str]:
    """Give the part of the page about one table of the file, and then those about the tables below it."""
    title = f"`[{path}]`" if path else "Top level"
    yield f"## {title}\n"
    yield f"{str(schema.get('description', '')).strip()}\n"
    yield "| key | type | default | meaning |\n|---|---|---|---|"
    required = cast("list[str]", schema.get("required", []))
    below: list[tuple[str, Schema]] = []
    for key, field in cast("dict[str, Schema]", schema["properties"]).items():
        tables = list(_tables(field, definitions))
        below += [(f"{path}.{key}".lstrip(".") + suffix, table) for suffix, table in tables]
        kind = _kind(field, definitions)
        default = "**required**" if key in required else _default(field)
        # A description that only repeats the table's own is left out of the schema.
        meaning = field.get("description") or (tables[0][1].get("description", "") if tables else "")
        yield f"| `{key}` | {kind} | {default} | {meaning} |"
    yield ""
    for inner_path, table in below:
        yield from _section(inner_path, table, definitions)


def _tables(field: Schema, definitions: Mapping[str, Schema]) -> Iterator[tuple[str, Schema]]:
    """Give the tables that a field holds, with what its path ends in: nothing, ``.<name>`` or ``[]``."""
    for option in _options(field):
        if "$ref" in option:
            yield "", definitions[str(option["$ref"]).removeprefix("#/$defs/")]
        names = option.get("additionalProperties") or next(
            iter(cast("Schema", option.get("patternProperties", {})).values()), None
        )
        items = option.get("items")
        for suffix, inner in ((".<name>", names), ("[]", items)):
            if isinstance(inner, dict):
                yield from ((suffix + deeper, table) for deeper, table in _tables(inner, definitions))


def _options(field: Schema) -> list[Schema]:
    return cast("list[Schema]", field.get("anyOf", [field]))


def _kind(field: Schema, definitions: Mapping[str, Schema]) -> str:
    return " or ".join(filter(None, (_simple_kind(option, definitions) for option in _options(field))))


def _simple_kind(option: Schema, definitions: Mapping[str, Schema]) -> str:
    if option.get("type") == "null":
        return ""
    if "$ref" in option:
        return "table"
    if "enum" in option:
        return ", ".join(f"`{json.dumps(value)}`" for value in cast("list[object]", option["enum"]))
    if option.get("type") == "array":
        return f"list of {_kind(cast('Schema', option.get('items', {})), definitions)}"
    if option.get("type") == "object":
        return "table by name"
    if option.get("format") == "ipv4network":
        return "address block"
    words = PATTERN_IN_WORDS.get(str(option.get("pattern", "")), "")
    name = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    bounds = _bounds(option)
    return f"{name[str(option['type'])]}{bounds}{': ' + words if words else ''}"


def _bounds(option: Schema) -> str:
    low, high = option.get("minimum"), option.get("maximum")
    if low is None and high is None:
        return ""
    return (
        f" {low} to {high}"
        if high is not None and low is not None
        else f" from {low}"
        if high is None
        else f" to {high}"
    )


def _default(field: Schema) -> str:
    default = field.get("default", PydanticUndefined)
    if default is PydanticUndefined or default is None or default in ({}, [], ""):
        return ""
    return f"`{json.dumps(default)}`"
