"""Fresh builds of the shipped systems, each built once and read back."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tasktracker_cfn.assembly.assembling import assemble
from tasktracker_cfn.assembly.writing import write
from tasktracker_cfn.config.selecting import select
from tests.systems.built import System

Builder = Callable[[str], System]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """Give what builds a system's environment, such as ``tasktracker/demo``, and reads it back."""
    out = tmp_path_factory.mktemp("out")

    @cache
    def build(folder: str) -> System:
        (environment,) = select([folder]).environments
        write([assemble(environment)], out)
        return System(out / folder)

    return build


@pytest.fixture
def system(request: pytest.FixtureRequest, built: Builder) -> System:
    """Give the system that a file is about, by the folder in its FOLDER or in the parameter of a test."""
    return built(getattr(request, "param", None) or request.module.FOLDER)


@pytest.fixture
def mutated(built: Builder, tmp_path: Path) -> Callable[[str, str, str, str], System]:
    """Give what copies a built system with a text in one of its files replaced, wherever it stands."""

    def mutate(folder: str, file: str, old: str, new: str) -> System:
        for template in built(folder).folder.glob("*.yaml"):
            text = template.read_text()
            if template.name == file:
                assert old in text, f"{file} does not say {old}"
                text = text.replace(old, new)
            (tmp_path / template.name).write_text(text)
        return System(tmp_path)

    return mutate
