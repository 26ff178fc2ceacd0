"""Small nests, written as files."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from tasktracker_cfn.model.nest import Nest, load

Writer = Callable[..., Nest]
# Seconds of processor time that nothing small comes near on any machine.
SOON = 10.0


@pytest.fixture
def nest(tmp_path: Path) -> Writer:
    """Give what writes templates by their names, ``root`` among them, and loads the nest."""

    def write(**templates: str) -> Nest:
        for name, text in templates.items():
            (tmp_path / f"{name}.yaml").write_text(dedent(text))
        return load(tmp_path / "root.yaml")

    return write


@pytest.fixture
def soon() -> Iterator[None]:
    """Refuse a test that takes long."""
    start = time.process_time()
    yield
    assert time.process_time() - start < SOON
