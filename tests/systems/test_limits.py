"""No template comes near what CloudFormation takes, also with everything on."""

import pytest

from tests.systems import sinks
from tests.systems.built import System
from tests.systems.test_contract import BYTES, FOLDERS, OUTPUTS, PARAMETERS, RESOURCES

# Room for half as much again.
SHARE = 2 / 3
NESTED_RESOURCES = 2500
EVERY = pytest.mark.parametrize("system", [*FOLDERS, *sinks.FOLDERS], indirect=True)


@EVERY
def test_templates_keep_their_distance(system: System) -> None:
    """Every template has room for half as much again before it meets a limit, and so has the whole nest."""
    for stack in system.nest.stacks.values():
        assert len(stack.resources) <= RESOURCES * SHARE
        assert len(stack.parameters) <= PARAMETERS * SHARE
        assert len(stack.outputs) <= OUTPUTS * SHARE
        assert stack.template.file.stat().st_size <= BYTES * SHARE
    assert len(system.items) <= NESTED_RESOURCES * SHARE
