"""Whatever stands in a file, the outcome is a build or a message."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies

from tasktracker_cfn.assembly.assembling import assemble
from tasktracker_cfn.config import load
from tasktracker_cfn.errors import ConfigurationError
from tests.hypothesis_profile import DETERMINISTIC
from tests.toml_files import Tables, shipped_tables, to_toml

TEXTS = strategies.one_of(
    strategies.text(strategies.characters(exclude_categories=["Cs"]), max_size=30),
    strategies.sampled_from(["", "a", "A", "../x", "database.host", "bucket.uploads", "10.0.0.0/16", "public", "none"]),
)
SCALARS = strategies.one_of(
    strategies.booleans(),
    strategies.integers(),
    strategies.sampled_from([0, 1, -1, 2, 80, 443, 512, 2**31, 2**63, 2**64, 10**400]),
    strategies.floats(),
    TEXTS,
    strategies.dates(),
    strategies.times(),
    strategies.datetimes(),
)
VALUES = strategies.recursive(
    SCALARS,
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def _tables(value: object) -> list[dict[str, Any]]:
    """Give every table of a document, also those in lists."""
    if isinstance(value, dict):
        return [value, *(table for inner in value.values() for table in _tables(inner))]
    if isinstance(value, list):
        return [table for inner in value for table in _tables(inner)]
    return []


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in _leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in _leaves(inner)]
    return [value]


@strategies.composite
def mutated(draw: strategies.DrawFn, system: str) -> Tables:
    """Draw a shipped system with a few keys set to anything, renamed or deleted."""
    tables = shipped_tables(system)
    leaves = [leaf for leaf in _leaves(tables) if isinstance(leaf, (str, int))]
    for _ in range(draw(strategies.integers(1, 4))):
        table = draw(strategies.sampled_from([table for table in _tables(tables) if table]))
        key = draw(strategies.sampled_from(sorted(table)))
        action = draw(strategies.sampled_from(["set", "swap", "delete", "rename", "add"]))
        if action == "set":
            table[key] = draw(VALUES)
        elif action == "swap":
            table[key] = draw(strategies.sampled_from(leaves))
        elif action == "delete":
            del table[key]
        elif action == "rename":
            table[draw(TEXTS)] = table.pop(key)
        else:
            table[draw(TEXTS)] = draw(VALUES)
        if not tables:
            break
    return tables


def _outcome(tables: Tables, file: Path) -> str:
    file.write_text(to_toml(tables), encoding="utf-8", newline="")
    try:
        systems = load(file)
    except ConfigurationError as error:
        message = str(error)
    else:
        for system in systems:
            assemble(system)
        return "built"
    assert message
    assert all(line.isprintable() for line in message.split("\n"))
    return "refused"


@pytest.mark.parametrize("system", ["tasktracker", "task-management-api"])
def test_anything(system: str, tmp_path: Path) -> None:
    """A shipped file with random changes is built or refused, and never ends in another exception."""
    outcomes: list[str] = []

    @DETERMINISTIC
    @given(tables=mutated(system))
    def check(tables: Tables) -> None:
        outcomes.append(_outcome(tables, tmp_path / "system.toml"))

    check()
    assert len(outcomes) >= 200
    assert {"built", "refused"} == set(outcomes)


def test_any_bytes(tmp_path: Path) -> None:
    """A file of random bytes is refused."""
    file = tmp_path / "system.toml"

    @DETERMINISTIC
    @given(content=strategies.binary(max_size=200) | strategies.text(max_size=200).map(str.encode))
    def check(content: bytes) -> None:
        file.write_bytes(content)
        with pytest.raises(ConfigurationError):
            load(file)

    check()
