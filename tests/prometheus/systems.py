"""Systems with metrics, built in memory, and the files beside their templates."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import yaml

from tasktracker_cfn.config import SystemConfig, load
from templates import root
from tests.toml_files import NO_CHANGE, Key, system_file

METRICS: Mapping[Key, object] = {
    "data.metrics": {},
    "service.metrics": {},
    "service.memory": 1024,
    "monitoring.rules": {},
}


def system_with(folder: Path, changes: Mapping[Key, object] = NO_CHANGE, drop: Collection[Key] = ()) -> SystemConfig:
    """Give the shipped task-management-api with metrics and rules, and some keys changed."""
    (system,) = load(file_with(folder, changes, drop))
    return system


def file_with(folder: Path, changes: Mapping[Key, object] = NO_CHANGE, drop: Collection[Key] = ()) -> Path:
    """Write the file of such a system; what is dropped may be one of the metrics' own tables."""
    wanted = {key: value for key, value in METRICS.items() if key not in drop}
    return system_file(folder, {**wanted, **changes}, [key for key in drop if key not in METRICS])


def with_mysql(system: SystemConfig) -> SystemConfig:
    """Give the same system with a MySQL database, as far as its metrics go."""
    database = system.data.database
    assert database is not None
    mysql = database.model_copy(update={"engine": "mysql", "port": 3306})
    return system.model_copy(update={"data": system.data.model_copy(update={"database": mysql})})


def files_of(system: SystemConfig) -> dict[str, str]:
    """Give the texts of the files that are no templates, by their paths."""
    return root.files_beside(system, "system.toml")


def collector_of(system: SystemConfig) -> dict[str, Any]:
    """Give the collector's configuration, read back."""
    found = yaml.safe_load(files_of(system)["prometheus/collector.yaml"])
    assert isinstance(found, dict)
    return found
