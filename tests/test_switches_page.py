"""The page of switches speaks of settings that there are, and says what each costs."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from tasktracker_cfn.config import SystemConfig
from tests.commands import REPOSITORY

PAGE = (REPOSITORY / "docs/switches.md").read_text(encoding="utf-8")
ROWS = [line.strip("|").split("|") for line in PAGE.splitlines() if re.match(r"\| [A-Z]", line)]
KEYS = [(row[0].strip(), key) for row in ROWS for key in re.findall(r"`([^`]+)`", row[1])]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield part
        elif part is not annotation:
            yield from _models(part)


def _is_setting(key: str) -> bool:
    """Follow a dotted key through the models; ``<...>`` stands for any name."""
    models: list[type[BaseModel]] = [SystemConfig]
    for word in key.split("."):
        if word.startswith("<"):
            continue
        fields: Mapping[str, Any] = {name: field for model in models for name, field in model.model_fields.items()}
        if word not in fields:
            return False
        models = list(_models(fields[word].annotation))
    return True


@pytest.mark.parametrize(("switch", "key"), KEYS)
def test_setting_exists(switch: str, key: str) -> None:
    """Each switch names a setting that there is."""
    assert _is_setting(key), f"{switch}: there is no {key}"


def test_every_switch_says_what_it_costs() -> None:
    """Each switch has a setting, and something about its cost."""
    assert len(ROWS) > 40
    assert [row[0] for row in ROWS if "`" not in row[1] or not row[2].strip()] == []
