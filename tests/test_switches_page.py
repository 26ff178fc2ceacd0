"""The page of switches speaks of settings that there are, and says what each costs."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tasktracker_cfn.config import SystemConfig
from tests.commands import REPOSITORY

PAGE = (REPOSITORY / "docs/switches.md").read_text(encoding="utf-8")
ROWS = [line.strip("|").split("|") for line in PAGE.splitlines() if re.match(r"\| [A-Z]", line)]
COST = re.compile(r"\bUSD\b|free of charge|\bcents\b|\bcosts?\b|percent less|the instance's price", re.IGNORECASE)
# What is there by itself, or is nothing to pay for, and says no more than it needs to.
FREE = (
    "data.database.size_parameters",
    "data.repositories.<name>.pull_accounts",
    "edge.targets.<name>.hosts",
    "edge.targets.<name>.paths",
    "monitoring.<threshold>",
    "monitoring.rules",
    "network.s3_endpoint_account_only",
    "service.containers.<name>.health_check",
    "service.containers.<name>.repository",
)
KEYS = [(row[0].strip(), key) for row in ROWS for key in re.findall(r"`([^`]+)`", row[1])]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield part
        elif part is not annotation:
            yield from _models(part)


def _fields(key: str) -> list[FieldInfo]:
    """Follow a dotted key through the models to what it may be; ``<...>`` stands for any name."""
    models: list[type[BaseModel]] = [SystemConfig]
    found: list[FieldInfo] = []
    for word in key.split("."):
        if word.startswith("<"):
            continue
        found = [model.model_fields[word] for model in models if word in model.model_fields]
        models = [model for field in found for model in _models(field.annotation)]
    return found


def _texts(field: FieldInfo) -> Iterator[str]:
    """Give what is said of a setting, and of the table that it is."""
    yield field.description or ""
    for model in _models(field.annotation):
        yield model.__doc__ or ""
        yield from (inner.description or "" for inner in model.model_fields.values())


@pytest.mark.parametrize(("switch", "key"), KEYS)
def test_setting_exists(switch: str, key: str) -> None:
    """Each switch names a setting that there is."""
    assert _fields(key), f"{switch}: there is no {key}"


@pytest.mark.parametrize("key", [key for _, key in KEYS if key not in FREE])
def test_the_setting_says_what_it_costs(key: str) -> None:
    """Whoever reads of a setting where it is explained, or in an editor, learns what it costs, too."""
    assert any(COST.search(text) for field in _fields(key) for text in _texts(field))


def test_every_switch_says_what_it_costs() -> None:
    """Each switch has a setting, and something about its cost."""
    assert len(ROWS) > 40
    assert [row[0] for row in ROWS if "`" not in row[1] or not row[2].strip()] == []
