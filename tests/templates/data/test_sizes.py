"""Class and storage of the database as parameters of the stack."""

import re
from pathlib import Path

import pytest

from tests.nests import nest_with, properties
from tests.toml_files import Key

RDS = "data.database"
SIZES: dict[Key, object] = {f"{RDS}.size_parameters": True}


def test_parameters(tmp_path: Path) -> None:
    """The root takes class and storage, with what the configuration says as defaults, for every instance (S2-48)."""
    nest = nest_with(tmp_path, {**SIZES, f"{RDS}.read_replicas": 1, f"{RDS}.storage_gib": 30})
    parameters = nest["root"]["Parameters"]
    assert parameters["DatabaseInstanceClass"]["Default"] == "db.t3.micro"
    assert (parameters["DatabaseStorageGib"]["Default"], parameters["DatabaseStorageGib"]["MinValue"]) == (30, 20)
    stack = properties(nest["root"], "Data")["Parameters"]
    for logical_id in ("Database", "DatabaseReplica1"):
        assert properties(nest["data"], logical_id)["DBInstanceClass"] == {"Ref": "DatabaseInstanceClass"}
    assert properties(nest["data"], "Database")["AllocatedStorage"] == {"Ref": "DatabaseStorageGib"}
    for name in ("DatabaseInstanceClass", "DatabaseStorageGib"):
        assert stack[name] == {"Ref": name}


@pytest.mark.parametrize("engine", ["postgres", "mysql"])
def test_classes(engine: str, tmp_path: Path) -> None:
    """A class has the form of one, and with Performance Insights of MySQL it is not micro or small."""
    version = {"postgres": "16.13", "mysql": "8.4.8"}[engine]
    changes = {
        **SIZES,
        f"{RDS}.engine": engine,
        f"{RDS}.version": version,
        f"{RDS}.performance_insights": True,
        f"{RDS}.instance_class": "db.t4g.medium",
    }
    parameter = nest_with(tmp_path, changes)["root"]["Parameters"]["DatabaseInstanceClass"]
    takes = re.compile(parameter["AllowedPattern"])
    for name in ("db.t4g.medium", "db.r6g.2xlarge", "db.t3.xlarge"):
        assert takes.fullmatch(name)
    for name in ("db.t3.micro", "db.t4g.small"):
        assert bool(takes.fullmatch(name)) == (engine == "postgres")
    assert not takes.fullmatch("t3.micro")


def test_storage_that_grows(tmp_path: Path) -> None:
    """Storage that may grow starts as far below its limit as RDS wants it."""
    parameters = nest_with(tmp_path, {**SIZES, f"{RDS}.storage_limit_gib": 110})["root"]["Parameters"]
    assert parameters["DatabaseStorageGib"]["MaxValue"] == 100


def test_no_parameters(tmp_path: Path) -> None:
    """Without the setting both stand in the template."""
    nest = nest_with(tmp_path)
    assert "DatabaseInstanceClass" not in nest["root"]["Parameters"]
    assert properties(nest["data"], "Database")["DBInstanceClass"] == "db.t3.micro"
    assert properties(nest["data"], "Database")["AllocatedStorage"] == "20"
