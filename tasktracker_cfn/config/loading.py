"""Read a system's file: parse, lay each environment over the common part, check, report all that is wrong at once."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from itertools import chain, combinations
from pathlib import Path
from typing import TypeVar, cast

from pydantic import BaseModel, ValidationError

from tasktracker_cfn.config import consistency
from tasktracker_cfn.config.data import DataConfig
from tasktracker_cfn.config.edge import EdgeConfig
from tasktracker_cfn.config.encryption import EncryptionConfig
from tasktracker_cfn.config.messages import message
from tasktracker_cfn.config.monitoring import MonitoringConfig
from tasktracker_cfn.config.network import NetworkConfig
from tasktracker_cfn.config.problems import Violations
from tasktracker_cfn.config.service import ServiceConfig
from tasktracker_cfn.config.system import SystemConfig
from tasktracker_cfn.config.toml_values import foreign_values, spelled, without
from tasktracker_cfn.errors import ConfigurationError, Problem

Table = Mapping[str, object]
Section = EncryptionConfig | NetworkConfig | DataConfig | EdgeConfig | ServiceConfig | MonitoringConfig
Model = TypeVar("Model", bound=BaseModel)
Found = tuple[tuple[str, ...], str]
Steps = tuple[int | str, ...]

SECTIONS: dict[str, type[Section]] = {
    "encryption": EncryptionConfig,
    "network": NetworkConfig,
    "data": DataConfig,
    "edge": EdgeConfig,
    "service": ServiceConfig,
    "monitoring": MonitoringConfig,
}
# An environment drops what it inherits by naming it here, for example without = ["edge.https"].
WITHOUT = "without"
# Where the key "environment" is written that nobody may write; ("environment",) itself is the table's name.
COMMON_ENVIRONMENT = ("environment", "in the common part")
OWN_ENVIRONMENT = ("environment", "in the environment")


def load(path: Path) -> tuple[SystemConfig, ...]:
    """Give every environment of the system that a file describes.

    :raises ConfigurationError: with all problems of the file
    """
    file = str(path)
    document = _parse(path)
    foreign = dict(foreign_values(document))
    problems = [Problem(file, spelled(key), text) for key, text in foreign.items()]
    common = dict(cast("Table", without(document, frozenset(foreign)) if foreign else document))
    environments = common.pop("environments", None)
    if not isinstance(environments, dict) or not environments:
        said = "is missing" if environments is None else "must be a table of tables"
        message = f"{said}; a system needs at least one table [environments.<name>]"
        # The rest is checked as an environment that says nothing of its own would see it.
        _, others = _check({**common, "environment": "none"})
        rest = _placed(file, {"none": {}}, {"none": others}) if common else ()
        raise ConfigurationError([*problems, Problem(file, "environments", message), *rest])
    systems: list[SystemConfig] = []
    found: dict[str, list[Found]] = {}
    for name, overlay in environments.items():
        if not isinstance(overlay, dict):
            problems.append(Problem(file, spelled(("environments", name)), "must be a table"))
            continue
        merged, misplaced = _lay_over(common, overlay)
        system, errors = _check({**merged, "environment": name})
        found[name] = [*misplaced, *errors]
        if system is not None:
            systems.append(system)
    for sibling, system in combinations(systems, 2):
        found[system.environment] += _rules(consistency.shared_names(system, sibling))
    said_of = {problem.key for problem in problems}
    problems.extend(problem for problem in _placed(file, environments, found) if problem.key not in said_of)
    if problems:
        raise ConfigurationError(problems)
    return tuple(systems)


def _parse(path: Path) -> Table:
    file = str(path)
    try:
        # Some editors put a byte order mark at the start of what they call UTF-8.
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        problem = Problem(file, "", f"is no valid TOML: {error}")
    except UnicodeDecodeError as error:
        problem = Problem(file, "", f"is no UTF-8 text (byte {error.start})")
    except ValueError:
        problem = Problem(file, "", "holds a number with more digits than can be read")
    except RecursionError:
        problem = Problem(file, "", "is nested too deeply")
    except OSError as error:
        problem = Problem(file, "", f"cannot be read: {error.strerror}")
    else:
        return table
    raise ConfigurationError([problem])


def _lay_over(common: Table, overlay: Table) -> tuple[Table, list[Found]]:
    """Give the common part with an environment's differences, and what the environment may not say."""
    misplaced: list[Found] = [
        ((key,), "belongs to the common part of the file, not to an environment")
        for key in ("system", "environments")
        if key in overlay
    ]
    misplaced += [
        (key, "unknown key; the environment's name is that of its table")
        for table, key in ((common, COMMON_ENVIRONMENT), (overlay, OWN_ENVIRONMENT))
        if "environment" in table
    ]
    inherited = json.loads(json.dumps(common, default=str))
    differences = dict(overlay)
    differences.pop("environments", None)  # said above, once
    dropped = differences.pop(WITHOUT, [])
    if not isinstance(dropped, list):
        misplaced.append(((WITHOUT,), 'must be a list of keys that the environment does not inherit: ["edge.https"]'))
        dropped = []
    for key in dropped:
        if not _drop(inherited, str(key).split(".")):
            misplaced.append(((WITHOUT,), f'"{key}" is not in the common part'))
    return _merge(inherited, differences), misplaced


def _drop(table: object, path: list[str]) -> bool:
    *parents, last = path
    for key in parents:
        if not isinstance(table, dict):
            return False
        table = table.get(key)
    return isinstance(table, dict) and table.pop(last, None) is not None


def _merge(common: Table, overlay: Table) -> dict[str, object]:
    """Lay tables over tables key by key; anything else replaces what was there."""
    merged = dict(common)
    for key, value in overlay.items():
        below = merged.get(key)
        merged[key] = _merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _check(merged: Table) -> tuple[SystemConfig | None, list[Found]]:
    """Read one environment; where a table is wrong, the rules of the other tables are checked all the same."""
    found: list[Found] = []
    try:
        system = _read(SystemConfig, merged)
    except ValidationError as error:
        found = _readable(error)
        known = _without_unknown_keys(merged, error)
        try:
            system = _read(SystemConfig, known)
        except ValidationError:
            rules = (_rules(section.violations(), name) for name, section in _readable_sections(known))
            return None, [*found, *chain.from_iterable(rules)]
    sections = ((name, section) for name in SECTIONS if (section := getattr(system, name)) is not None)
    rules = (_rules(section.violations(), name) for name, section in sections)
    return system, [*found, *chain.from_iterable(rules), *_rules(consistency.violations(system))]


def _read(model: type[Model], table: object) -> Model:
    # JSON mode keeps strictness ("256" is no number) and still takes lists and addresses, which TOML writes as
    # JSON does.
    return model.model_validate_json(json.dumps(table, default=str))


def _readable_sections(merged: Table) -> Iterator[tuple[str, Section]]:
    for name, model in SECTIONS.items():
        try:
            yield name, _read(model, merged.get(name))
        except ValidationError:
            continue


def _without_unknown_keys(merged: Table, error: ValidationError) -> Table:
    """Leave out what the models do not know, so that the rules can be checked on the rest."""
    rest: dict[str, object] = json.loads(json.dumps(merged, default=str))
    for detail in error.errors(include_url=False):
        if detail["type"] == "extra_forbidden":
            _drop(rest, [str(step) for step in detail["loc"]])
    return rest


def _rules(violations: Violations, *parents: str) -> list[Found]:
    return [((*parents, *violation.key), violation.message) for violation in violations]


def _readable(error: ValidationError) -> list[Found]:
    found = []
    details = error.errors(include_url=False)
    for detail in details:
        steps = detail["loc"]
        if _follows(detail["type"], steps, [other["loc"] for other in details]):
            continue
        # Pydantic's mark for "the key itself", unless it is a key that somebody wrote.
        of_key = steps[-1:] == ("[key]",) and detail["type"] != "extra_forbidden"
        location = tuple(str(step) for step in (steps[:-1] if of_key else steps))
        found.append((location, message(detail, SystemConfig)))
    return found


def _follows(kind: str, steps: Steps, others: list[Steps]) -> bool:
    """Tell whether an error is there only because of another one.

    Such are a default that hangs on what is wrong, and a list that is too short without its wrong entries.
    """
    return kind == "default_factory_not_called" or (
        kind == "too_short" and any(other[: len(steps)] == steps and other != steps for other in others)
    )


def _placed(file: str, environments: Table, found: Mapping[str, list[Found]]) -> Iterator[Problem]:
    """Name the place in the file where each finding's key is written, each finding once."""
    for name, findings in found.items():
        overlay = cast("Table", environments[name])
        for key, text in findings:
            own = _holds(overlay, key)
            everywhere = all((key, text) in others for others in found.values())
            place = ("environments", name, *key) if own else key
            if key[:1] == ("environment",):
                own = key != COMMON_ENVIRONMENT
                places: dict[tuple[str, ...], tuple[str, ...]] = {
                    COMMON_ENVIRONMENT: ("environment",),
                    OWN_ENVIRONMENT: ("environments", name, "environment"),
                }
                place = places.get(key, ("environments", name))
            suffix = "" if own or everywhere else f" (in environment {name})"
            yield Problem(file, spelled(place), text + suffix)


def _holds(table: object, key: tuple[str, ...]) -> bool:
    """Tell whether an environment's own table says something at a key."""
    for step in key:
        if isinstance(table, list):
            # The environment says the whole list, so what is wrong in it is its own.
            return True
        if not isinstance(table, dict) or step not in table:
            return False
        table = table[step]
    return True
