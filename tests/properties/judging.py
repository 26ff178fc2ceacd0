"""What becomes of a drawn table: refused with a message, or built and judged. Anything else is a defect."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tasktracker_cfn.assembly.assembling import assemble
from tasktracker_cfn.assembly.writing import write
from tasktracker_cfn.config import SystemConfig, load
from tasktracker_cfn.config.given_names import replica_region
from tasktracker_cfn.errors import ConfigurationError
from tests.properties.subject import Environment
from tests.properties.ten import complaints
from tests.systems.built import System
from tests.toml_files import Tables, to_toml

TRACEBACK = "traceback"
LINT = "cfn-lint"


class Verdict(NamedTuple):
    """How it ended: the message of a refusal, or what is broken, by what broke; and how many templates there are."""

    refused: str
    broken: dict[str, list[str]]
    templates: int = 0


def judge(tables: Tables, folder: Path, *, lint: bool = False) -> Verdict:
    """Load, build, read back and judge."""
    file = folder / "system.toml"
    file.write_text(to_toml(tables), encoding="utf-8", newline="")
    try:
        configs = load(file)
    except ConfigurationError as error:
        said = str(error)
        whole = bool(said) and all(line.isprintable() for line in said.split("\n"))
        return Verdict(said, {} if whole else {"message": [repr(said)]})
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        return Verdict("", {TRACEBACK: [traceback.format_exc()]})
    try:
        environments = build(configs, folder / "out")
        templates = [path for _, built in environments for path in sorted(built.folder.glob("*.yaml"))]
        found = complaints(environments)
        if lint:
            found |= _lint(environments)
    except Exception:  # noqa: BLE001 - as above
        return Verdict("", {TRACEBACK: [traceback.format_exc()]})
    return Verdict("", found, len(templates))


def build(configs: tuple[SystemConfig, ...], out: Path) -> list[Environment]:
    """Write the templates of all environments and read them back."""
    builds = [assemble(config) for config in configs]
    write(builds, out)
    return [Environment(config, System(out / one.folder)) for config, one in zip(configs, builds, strict=True)]


def _lint(environments: list[Environment]) -> dict[str, list[str]]:
    from tasktracker_cfn.gate.linting import lint

    found = [
        f"{finding.rule} {path.name} {finding.logical_id}: {finding.message}"
        for config, built in environments
        for path in sorted(built.folder.glob("*.yaml"))
        for findings in lint([path], _region(config, path), 1)
        for finding in findings
    ]
    return {LINT: found} if found else {}


def _region(config: SystemConfig, template: Path) -> str:
    """Give the region that a template is deployed to."""
    elsewhere = replica_region(config) if template.name == "replica.yaml" else None
    return elsewhere or config.region


def reduced(tables: Tables, is_still_broken: Callable[[Tables], bool], tries: int) -> Tables:
    """Give a smaller table that is broken alike: keys are left out one by one for as long as that is so."""
    smallest = tables
    going_on = True
    while going_on and tries > 0:
        going_on = False
        for path in sorted(_paths(smallest), key=len):
            candidate = _without(smallest, path)
            if candidate is None or tries <= 0:
                continue
            tries -= 1
            if is_still_broken(candidate):
                smallest, going_on = candidate, True
    return smallest


def _paths(table: Tables) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for key, value in table.items():
        found.append((key,))
        found += [(key, *inner) for inner in _paths(value)] if isinstance(value, dict) else []
    return found


def _without(table: Tables, path: tuple[str, ...]) -> Tables | None:
    key, *rest = path
    if key not in table:
        return None
    if not rest:
        return {name: value for name, value in table.items() if name != key}
    inner = _without(table[key], tuple(rest))
    return None if inner is None else {**table, key: inner}
