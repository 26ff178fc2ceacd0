"""Everything on that can be on together, for each engine: it is built, linted, and judged as every system is."""

from collections.abc import Callable

import pytest

from tasktracker_cfn.config import load
from tasktracker_cfn.gate.linting import lint
from tests.properties.subject import Environment
from tests.properties.ten import complaints
from tests.systems import sinks
from tests.systems.built import System
from tests.systems.conftest import built

__all__ = ["built"]

Builder = Callable[[str], System]
SINKS = pytest.mark.parametrize("folder", [sinks.MYSQL, sinks.POSTGRES, sinks.AURORA])


def environment(folder: str, built: Builder) -> Environment:
    """Give a kitchen sink: what is asked for, and what is built."""
    file = sinks.file_of(folder.partition("/")[0])
    assert file is not None
    (config,) = load(file)
    return Environment(config, built(folder))


@SINKS
def test_the_ten_properties_hold(folder: str, built: Builder) -> None:
    """All ten properties hold with everything on."""
    assert complaints([environment(folder, built)]) == {}


@SINKS
def test_cfn_lint_is_silent(folder: str, built: Builder) -> None:
    """cfn-lint finds nothing with everything on."""
    config, system = environment(folder, built)
    written = sorted(system.folder.glob("*.yaml"))
    assert [finding for findings in lint(written, config.region, 1) for finding in findings] == []
