"""From what was asked for on the command line to configurations: shipped systems by name, others by their file."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tasktracker_cfn.config import shipped
from tasktracker_cfn.config.loading import load
from tasktracker_cfn.config.system import SystemConfig
from tasktracker_cfn.errors import CommandError, ConfigurationError, Problem


class Selection(NamedTuple):
    """The environments that were asked for, the systems of which that is every environment, and each one's file."""

    environments: tuple[SystemConfig, ...]
    whole_systems: frozenset[str]
    files: tuple[Path, ...]


def select(asked: Sequence[str]) -> Selection:
    """Read what was asked for: ``SYSTEM``, ``SYSTEM/ENVIRONMENT`` or ``FILE.toml``; all that is shipped when empty.

    :raises ConfigurationError: with the problems of all files
    :raises CommandError: when a system or an environment does not exist, or two want the same folder
    """
    problems: list[Problem] = []
    chosen: dict[tuple[str, str], tuple[Path, SystemConfig]] = {}
    whole: set[str] = set()
    for argument in dict.fromkeys(asked or shipped.names()):
        path, environment = _locate(argument)
        try:
            loaded = load(path)
        except ConfigurationError as error:
            problems.extend(error.problems)
            continue
        wanted = _only(loaded, environment)
        if environment is None:
            whole.add(wanted[0].system)
        for system in wanted:
            other, _ = chosen.setdefault((system.system, system.environment), (path, system))
            if other.resolve() != path.resolve():
                message = (
                    f"{other} and {path} both write to {system.system}/{system.environment}; "
                    "give one of them another name in its system key, or build them apart with --out"
                )
                raise CommandError(message)
    if problems:
        raise ConfigurationError(problems)
    files, environments = zip(*chosen.values(), strict=True)
    return Selection(environments, frozenset(whole), files)


def _locate(argument: str) -> tuple[Path, str | None]:
    if argument.endswith(".toml"):
        return Path(argument), None
    system, _, environment = argument.partition("/")
    return shipped.path_of(system), environment or None


def _only(loaded: tuple[SystemConfig, ...], environment: str | None) -> tuple[SystemConfig, ...]:
    if environment is None:
        return loaded
    wanted = tuple(system for system in loaded if system.environment == environment)
    if not wanted:
        there = ", ".join(system.environment for system in loaded)
        message = f'{loaded[0].system} has no environment "{environment}"; it has {there}'
        raise CommandError(message)
    return wanted
