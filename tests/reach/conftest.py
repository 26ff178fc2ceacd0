"""Systems whose ways are followed, each built once and read back."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from tasktracker_cfn.config import load
from tests.properties.judging import build
from tests.reach.cases import CASES
from tests.systems.built import System
from tests.toml_files import system_file

Builder = Callable[[str], System]


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """Give what builds the first environment of a case."""

    @cache
    def built(name: str) -> System:
        folder = tmp_path_factory.mktemp("reach")
        changes, drop, base = CASES[name]
        return build(load(system_file(folder, changes, drop, base=base)), folder / "out")[0].built

    return built


@pytest.fixture
def broken(case: Builder, tmp_path: Path) -> Callable[[str, str, str, str], System]:
    """Give what copies a case with a text in one of its files replaced, wherever it stands."""

    def broken(name: str, file: str, old: str, new: str) -> System:
        copytree(case(name).folder, tmp_path / "broken")
        template = tmp_path / "broken" / f"{file}.yaml"
        text = template.read_text(encoding="utf-8")
        assert old in text, f"{file} does not say {old}"
        template.write_text(text.replace(old, new), encoding="utf-8")
        return System(template.parent)

    return broken
