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
EVERY = pytest.mark.parametrize("folder", sinks.FOLDERS)


def environments(built: Builder) -> list[Environment]:
    """Give the environments of the kitchen sink: what is asked for, and what is built."""
    return [Environment(config, built(f"{config.system}/{config.environment}")) for config in load(sinks.FILE)]


def test_the_ten_properties_hold(built: Builder) -> None:
    """All ten properties hold with everything on, of each engine and between them."""
    assert complaints(environments(built)) == {}


@EVERY
def test_cfn_lint_is_silent(folder: str, built: Builder) -> None:
    """cfn-lint finds nothing with everything on."""
    written = sorted(built(folder).folder.glob("*.yaml"))
    assert [finding for findings in lint(written, "us-east-1", 1) for finding in findings] == []
