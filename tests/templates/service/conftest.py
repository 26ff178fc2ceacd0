"""A shipped system with the service's switches, built and read back."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from tasktracker_cfn.config import load
from tests.properties.judging import build
from tests.systems.built import System
from tests.toml_files import NO_CHANGE, Key, system_file

Build = Callable[..., System]


@pytest.fixture
def built(tmp_path: Path) -> Build:
    """Give a function that builds the system with some keys changed."""

    def build_with(
        changes: Mapping[Key, object] = NO_CHANGE, drop: Iterable[Key] = (), given: Mapping[str, str] | None = None
    ) -> System:
        (environment,) = build(load(system_file(tmp_path, changes, drop)), tmp_path / "out")
        return System(environment.built.folder, given or {})

    return build_with
