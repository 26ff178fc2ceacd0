"""Fresh builds of the shipped systems and of the kitchen sinks, each built once and read back."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from tasktracker_cfn.assembly.assembling import assemble
from tasktracker_cfn.assembly.writing import write
from tasktracker_cfn.config.selecting import select
from tests.systems import sinks
from tests.systems.built import System

Builder = Callable[[str], System]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """Give what builds a system and reads back one environment, such as ``tasktracker/demo``; the others lie beside."""
    out = tmp_path_factory.mktemp("out")

    @cache
    def build(name: str) -> dict[str, System]:
        environments = select([sinks.source(name)]).environments
        write([assemble(environment) for environment in environments], out)
        return {environment.environment: System(out / name / environment.environment) for environment in environments}

    def built(folder: str) -> System:
        name, _, environment = folder.partition("/")
        return build(name)[environment]

    return built


@pytest.fixture
def system(request: pytest.FixtureRequest, built: Builder) -> System:
    """Give the system that a file is about, by the folder in its FOLDER or in the parameter of a test."""
    return built(getattr(request, "param", None) or request.module.FOLDER)


@pytest.fixture
def mutated(built: Builder, tmp_path: Path) -> Callable[[str, str, str, str], System]:
    """Give what copies a built system with a text in a file of one environment replaced, wherever it stands."""

    def mutate(folder: str, file: str, old: str, new: str) -> System:
        source = built(folder).folder.parent
        copytree(source, tmp_path / source.name)
        template = tmp_path / folder / file
        text = template.read_text()
        assert old in text, f"{file} does not say {old}"
        template.write_text(text.replace(old, new))
        return System(tmp_path / folder)

    return mutate
