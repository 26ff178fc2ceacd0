"""Build a system in memory, and give its templates in plain values."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tasktracker_cfn.assembly.assembling import assemble
from tasktracker_cfn.config import load
from tests.cfn_yaml import read
from tests.toml_files import NO_CHANGE, Key, system_file

Templates = dict[str, dict[str, Any]]


def nest_of(file: Path) -> Templates:
    """Give the templates of a file's only environment by their names."""
    (system,) = load(file)
    templates = [document for document in assemble(system).documents if document.is_template]
    return {document.file.removesuffix(".yaml"): read(document.text) for document in templates}


def nest_with(
    folder: Path,
    changes: Mapping[Key, object] = NO_CHANGE,
    drop: Iterable[Key] = (),
    base: str = "task-management-api",
) -> Templates:
    """Give the templates of a shipped system with some keys changed."""
    return nest_of(system_file(folder, changes, drop, base=base))


def properties(template: dict[str, Any], logical_id: str) -> dict[str, Any]:
    """Give the properties of a resource."""
    found = template["Resources"][logical_id]["Properties"]
    assert isinstance(found, dict)
    return found


def of_type(template: dict[str, Any], resource_type: str) -> dict[str, dict[str, Any]]:
    """Give the resources of a type by their logical ids."""
    return {name: resource for name, resource in template["Resources"].items() if resource["Type"] == resource_type}
