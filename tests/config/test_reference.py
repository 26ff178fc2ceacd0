"""The reference of all settings says what the models say."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tasktracker_cfn.config import shipped
from tasktracker_cfn.config.reference import file_schema, page

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"


def test_the_page_in_docs_is_what_the_models_say() -> None:
    """`make reference` has been run since a setting changed."""
    assert (DOCS / "configuration.md").read_text() == page()


def test_the_schema_in_docs_is_what_the_models_say() -> None:
    """`make reference` has been run since a setting changed."""
    assert (DOCS / "system.schema.json").read_text() == file_schema()


def test_every_setting_has_a_description() -> None:
    """No row of the page has an empty last cell."""
    rows = [line for line in page().splitlines() if line.startswith("| `")]
    assert len(rows) > 90
    assert [row for row in rows if row.rstrip("| ").endswith("|") or row.endswith("|  |")] == []


@pytest.mark.parametrize("system", shipped.names())
def test_an_editor_accepts_the_shipped_files(system: str) -> None:
    """Every key of the shipped systems is known to the schema at its place."""
    schema = json.loads(file_schema())
    table = tomllib.loads(shipped.path_of(system).read_text())
    assert list(unknown_keys(table, schema, schema["$defs"])) == []


def test_an_editor_marks_an_unknown_key() -> None:
    """A key that no model has is not in the schema."""
    schema = json.loads(file_schema())
    assert list(unknown_keys({"environments": {"dev": {"servce": {}}}}, schema, schema["$defs"])) == ["servce"]


def unknown_keys(value: object, schema: dict[str, Any], definitions: dict[str, Any]) -> list[str]:
    """Give the keys of a value that a schema does not know, following its references."""
    found: list[str] = []
    for option in schema.get("anyOf", [schema]):
        if "$ref" in option:
            return unknown_keys(value, definitions[option["$ref"].removeprefix("#/$defs/")], definitions)
        if isinstance(value, dict) and option.get("type") == "object":
            known = option.get("properties", {})
            named = option.get("additionalProperties") or next(iter(option.get("patternProperties", {}).values()), None)
            for key, inner in value.items():
                if key in known:
                    found += unknown_keys(inner, known[key], definitions)
                elif named:
                    found += unknown_keys(inner, named, definitions)
                else:
                    found.append(key)
    return found
