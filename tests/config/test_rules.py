"""Every rule between keys: once broken and once kept."""

from pathlib import Path

import pytest

from tests.commands import build_here, refused
from tests.config.rules import (
    access,
    backups,
    containers,
    data,
    database,
    edge,
    encryption,
    monitoring,
    names,
    network,
    outputs,
    private_network,
    running,
    service,
    site,
    storage,
    telemetry,
)
from tests.config.rules.rule import Rule
from tests.toml_files import DATABASE_KEYS, system_file

TABLES = (
    network,
    private_network,
    data,
    storage,
    database,
    backups,
    edge,
    site,
    service,
    containers,
    access,
    monitoring,
    outputs,
    running,
    names,
    encryption,
    telemetry,
)
RULES = [pytest.param(rule, id=name) for table in TABLES for name, rule in table.RULES.items()]


@pytest.mark.parametrize("rule", RULES)
def test_broken_rule(rule: Rule, tmp_path: Path) -> None:
    """A broken rule is told at its key, with what would be right; nothing is written."""
    file = system_file(tmp_path, rule.broken, rule.drop)
    lines = refused(tmp_path, file)
    assert any(line.startswith(f"{file}: {rule.key}: ") and rule.says in line for line in lines), lines


@pytest.mark.parametrize("rule", RULES)
def test_kept_rule(rule: Rule, tmp_path: Path) -> None:
    """The same system with the rule kept builds."""
    file = system_file(tmp_path, rule.kept, rule.drop)
    ended = build_here(file, "--no-gate", "--quiet", "--out", tmp_path / "out")
    assert ended.code == 0, ended


def test_tag_without_database(tmp_path: Path) -> None:
    """A system may do without a database altogether."""
    file = system_file(tmp_path, drop=DATABASE_KEYS)
    assert build_here(file, "--no-gate", "--quiet", "--out", tmp_path / "out").code == 0


def test_rules_beside_unknown_keys(tmp_path: Path) -> None:
    """An unknown key does not keep the rules between the parts from being checked."""
    file = system_file(tmp_path, {"service.porp": 1, "outputs.X": "nothing"})
    assert {line.split(": ")[1] for line in refused(tmp_path, file)} == {"service.porp", "outputs.X"}
