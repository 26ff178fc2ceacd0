"""Every shipped build, fresh, and what the goals say of it."""

import pytest

from tasktracker_cfn.assembly.assembling import assemble
from tasktracker_cfn.assembly.writing import write
from tasktracker_cfn.config.selecting import select
from tasktracker_cfn.gate.exemptions import load
from tasktracker_cfn.gate.goals.every import GOALS
from tasktracker_cfn.gate.goals.judging import judge, systems_in
from tasktracker_cfn.gate.goals.page import Judgement
from tests.commands import REPOSITORY

EXEMPTIONS = REPOSITORY / "tasktracker_cfn/exemptions.toml"


@pytest.fixture(scope="session")
def judgement(tmp_path_factory: pytest.TempPathFactory) -> Judgement:
    """Build every shipped system and judge it."""
    out = tmp_path_factory.mktemp("out")
    write([assemble(environment) for environment in select([]).environments], out)
    exemptions = load(EXEMPTIONS)
    systems = systems_in(out)
    return Judgement(tuple(systems), GOALS, judge(systems, GOALS, exemptions), exemptions)
