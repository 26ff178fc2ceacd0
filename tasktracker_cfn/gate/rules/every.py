"""All rules, in the order of their groups and files."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from tasktracker_cfn.gate.rules.rule import Rule

HERE = "tasktracker_cfn.gate.rules"


@cache
def rules() -> tuple[Rule, ...]:
    """Give every rule."""
    return tuple(dict.fromkeys(rule for group in groups() for rule in _rules_of(group)))


@cache
def groups() -> dict[str, str]:
    """Give the titles of the groups, by their names."""
    packages = (found.name for found in iter_modules(import_module(HERE).__path__) if found.ispkg)
    return {name: (import_module(f"{HERE}.{name}").__doc__ or name).strip().rstrip(".") for name in sorted(packages)}


def _rules_of(group: str) -> Iterator[Rule]:
    package = import_module(f"{HERE}.{group}")
    for name in sorted(found.name for found in iter_modules(package.__path__)):
        module = import_module(f"{HERE}.{group}.{name}")
        # A rule that a neighbour imports is still its own module's.
        yield from (value for value in vars(module).values() if isinstance(value, Rule) and value.group == group)
