"""Write systems' files for tests: the tables of a shipped system with some keys changed."""

import copy
import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from tasktracker_cfn.config import shipped

Tables = dict[str, Any]
# A key as it is written ("service.cpu"), or its parts, where one of them holds a dot.
Key = str | tuple[str, ...]

NO_CHANGE: Mapping[Key, object] = {}
# All that the shipped task-management-api says about its database.
DATABASE_KEYS = (
    "data.database",
    "environments.development.data",
    "monitoring.database_cpu_percent",
    "outputs.DatabaseEndpoint",
    "outputs.DatabaseSecretArn",
    "service.access.database_secret",
    "service.containers.api.environment_from.DB_HOST",
    "service.containers.api.environment_from.DB_NAME",
    "service.containers.api.environment_from.DB_PORT",
    "service.containers.api.environment_from.DB_SECRET_ARN",
)


def shipped_tables(system: str) -> Tables:
    """Give the parsed tables of a shipped system, to be changed freely."""
    return tomllib.loads(shipped.path_of(system).read_text(encoding="utf-8"))


def changed(tables: Tables, changes: Mapping[Key, object], drop: Iterable[Key] = ()) -> Tables:
    """Give a copy with keys dropped and then set; tables on the way are made, and what is set stays as it was."""
    result = copy.deepcopy(tables)
    for key in drop:
        *parents, last = _parts(key)
        table = result
        for part in parents:
            table = table[part]
        del table[last]
    for key, value in changes.items():
        *parents, last = _parts(key)
        table = result
        for part in parents:
            table = table.setdefault(part, {})
        table[last] = copy.deepcopy(value)
    return result


def system_file(
    folder: Path,
    changes: Mapping[Key, object] = NO_CHANGE,
    drop: Iterable[Key] = (),
    *,
    base: str = "task-management-api",
    name: str = "system.toml",
) -> Path:
    """Write a shipped system's file with some keys changed."""
    path = folder / name
    path.write_text(to_toml(changed(shipped_tables(base), changes, drop)), encoding="utf-8")
    return path


def to_toml(tables: Tables) -> str:
    """Give tables as TOML; every table below the top is inline."""
    return "".join(f"{_string(key)} = {_value(value)}\n" for key, value in tables.items())


def _parts(key: Key) -> list[str]:
    return key.split(".") if isinstance(key, str) else list(key)


def _value(value: object) -> str:
    if isinstance(value, (bool, float)):
        return str(value).lower()
    if isinstance(value, int):
        return hex(value) if value > 2**64 else str(value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_string(key)} = {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    message = f"TOML has no {value!r}"
    raise TypeError(message)


def _string(text: str) -> str:
    # A basic string of TOML is a string of JSON, but for this one character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
