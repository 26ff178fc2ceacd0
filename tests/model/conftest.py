"""Small nests, written as files."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from tasktracker_cfn.model.nest import Nest, load

Writer = Callable[..., Nest]


@pytest.fixture
def nest(tmp_path: Path) -> Writer:
    """Give what writes templates by their names, ``root`` among them, and loads the nest."""

    def write(**templates: str) -> Nest:
        for name, text in templates.items():
            (tmp_path / f"{name}.yaml").write_text(dedent(text))
        return load(tmp_path / "root.yaml")

    return write
