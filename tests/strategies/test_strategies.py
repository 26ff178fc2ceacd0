"""The strategies draw all there is to set, and mostly what can be built."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given, seed, settings
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from tasktracker_cfn.config import SystemConfig, load
from tasktracker_cfn.errors import ConfigurationError
from tests.hypothesis_profile import DETERMINISTIC
from tests.strategies.systems import difference, systems
from tests.toml_files import Tables, to_toml

DRAWS = 300
MOST_ROUNDS = 5
# Of a longer list of words not every one need be drawn.
MOST_WORDS = 8
Field = tuple[type[BaseModel], str]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Tables, tuple[SystemConfig, ...]]]:
    """Give drawn tables with the systems that they describe, none for those that are refused."""
    file = tmp_path_factory.mktemp("drawn") / "system.toml"
    found: list[tuple[Tables, tuple[SystemConfig, ...]]] = []

    def draw(tables: Tables) -> None:
        file.write_text(to_toml(tables), encoding="utf-8", newline="")
        try:
            found.append((tables, load(file)))
        except ConfigurationError:
            found.append((tables, ()))

    # What is drawn hangs on more than the seed, for example on the modules that are loaded; so what needs two things
    # at once, such as an edge function in the one region that has them, gets more rounds if it needs them.
    for number in range(MOST_ROUNDS):
        seed(number)(settings(DETERMINISTIC, max_examples=DRAWS)(given(tables=systems())(draw)))()
        if not lacking(system for _, systems_ in found for system in systems_):
            break
    return found


def models(of: type[BaseModel]) -> set[type[BaseModel]]:
    """Give a model and all models in it, at any depth."""
    found = {of}
    for field in of.model_fields.values():
        for part in _parts(field.annotation):
            if isinstance(part, type) and issubclass(part, BaseModel):
                found |= models(part)
    return found


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    if get_origin(annotation) is not Literal:
        for argument in get_args(annotation):
            yield from _parts(argument)


def _words(annotation: Any) -> frozenset[object]:
    """Give the words that a setting takes, where it takes only a few."""
    if annotation is bool:
        return frozenset({True, False})
    words = {word for part in _parts(annotation) if get_origin(part) is Literal for word in get_args(part)}
    return frozenset(words) if len(words) <= MOST_WORDS else frozenset()


def _said(value: object) -> Iterator[tuple[Field, object]]:
    """Give every setting in a value, with what it says."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield (type(value), name), getattr(value, name)
            yield from _said(getattr(value, name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _said(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _said(item)


def _values(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, tuple):
        yield from value
    else:
        yield value


def lacking(found: Iterator[SystemConfig]) -> list[str]:
    """Give the settings that never say anything but their default, and words that are never said."""
    seen: defaultdict[Field, list[object]] = defaultdict(list)
    for system in found:
        for place, value in _said(system):
            seen[place].append(value)
    missing = []
    for model in sorted(models(SystemConfig), key=lambda model: model.__name__):
        for name, field in model.model_fields.items():
            values = seen[model, name]
            key = f"{model.__name__}.{name}"
            if field.default is PydanticUndefined:
                different = any(value != values[0] for value in values)
            else:
                different = any(value != field.default for value in values)
            if not different:
                missing.append(key)
            said = {item for value in values for item in _values(value) if isinstance(item, (str, bool, int, NoneType))}
            missing += [f"{key} = {word}" for word in sorted(_words(field.annotation) - said, key=str)]
    return missing


def test_every_setting_is_drawn(drawn: list[tuple[Tables, tuple[SystemConfig, ...]]]) -> None:
    """Every setting of every model is drawn with another value than its default, and every word of a short list."""
    assert lacking(system for _, systems_ in drawn for system in systems_) == []


def test_a_forgotten_setting_is_noticed(drawn: list[tuple[Tables, tuple[SystemConfig, ...]]]) -> None:
    """A setting that always says its default is among those that lack."""
    plain = [system.model_copy(update={"disposable": False}) for _, found in drawn for system in found]
    assert lacking(iter(plain)) == ["SystemConfig.disposable", "SystemConfig.disposable = True"]


def test_most_draws_are_valid(drawn: list[tuple[Tables, tuple[SystemConfig, ...]]]) -> None:
    """At least half of what is drawn can be built, some of it is refused, and some is of several environments."""
    built = [found for _, found in drawn if found]
    assert DRAWS // 2 < len(built) < len(drawn)
    assert {len(found) for found in built} == {1, 2, 3}
    assert any("without" in overlay for tables, found in drawn if found for overlay in tables["environments"].values())


def test_a_difference_makes_one_table_of_another() -> None:
    """What an environment says and drops makes its table of the common part."""
    common: Tables = {"a": {"x": 1, "y": 2}, "tags": {"b.c": 1, "d": 2}, "gone": 1}
    target: Tables = {"a": {"x": 3}, "tags": {"d": 2}}
    assert difference(common, target) == ({"a": {"x": 3}, "tags": {"d": 2}}, ["gone", "a.y", "tags"])
