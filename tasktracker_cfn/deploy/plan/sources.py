"""The files that a plan was made from, when it is applied: where they are, and which parameters they change by now.

A plan names its files as they were named when it was made. It is applied from that folder, from a folder that has the
same files at the same places (a checkout in another job), or from anywhere as long as the plan still lies where it was
written.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tasktracker_cfn.deploy.plan.plan_file import Plan, hashed
from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.parameters import read_parameters

# Where parameters stand that nobody has to name: parameters/<system>/<environment>.yaml
FOLDER = Path("parameters")
SUFFIXES = (".yaml", ".yml", ".json")

WITHOUT = "apply it where they are, or add --without-files to compare the plan with AWS alone"


class Found(NamedTuple):
    """What files of parameters say now: their values, the names of those that differ, and which cannot be read."""

    values: Mapping[str, str]
    differing: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def usual_files(system: str, environment: str, here: Path) -> tuple[Path, ...]:
    """Give the files of parameters of an environment that are there without being named; more than one is a mistake."""
    names = (FOLDER / system / f"{environment}{suffix}" for suffix in SUFFIXES)
    return tuple(here / name for name in names if (here / name).is_file())


def way_back(file: Path) -> str:
    """Give the way from a plan's folder to the folder that its relative paths start from, which is the present one."""
    try:
        return os.path.relpath(Path.cwd(), file.resolve().parent)
    except ValueError:
        # Another drive of Windows: then only the folder that it was made in will do.
        return ""


def start_of(plan: Plan, file: Path) -> Path:
    """Give the folder that a plan's relative paths start from: this one, or the one that it was made in."""
    made_in = file.resolve().parent / plan.folder
    return made_in if not Path(plan.root).is_file() and (made_in / plan.root).is_file() else Path()


def hashes(salt: str, given: Mapping[str, str], options: frozenset[str]) -> Mapping[str, str]:
    """Give the hash of each value that came from files; nothing for one that an option has replaced."""
    return {name: "" if name in options else hashed(salt, name, value) for name, value in given.items()}


def read_again(plan: Plan, here: Path) -> Found:
    """Read the files of parameters that a plan was made with, or the usual one that has come since; nothing is raised.

    :param here: the folder that relative paths start from
    """
    system, _, environment = plan.label.partition("/")
    usual = usual_files(system, environment, here) if environment and not plan.parameter_files else ()
    values: dict[str, str] = {}
    unread: list[str] = []
    for path in (*(here / name for name in plan.parameter_files), *usual):
        if not path.is_file():
            unread.append(f"the plan was made with the parameters of {path}, which is not there; {WITHOUT}")
            continue
        try:
            values |= read_parameters(path)
        except TemplateError as error:
            unread.append(f"the parameters that the plan was made with cannot be read: {error}")
    return Found(values, () if unread else differing_from_files(plan, values), tuple(unread))


def differing_from_files(plan: Plan, values: Mapping[str, str]) -> tuple[str, ...]:
    """Give the names of parameters to which files give another value, or none any more, or one for the first time."""
    return tuple(
        name
        for name in dict.fromkeys((*plan.given, *values))
        if plan.given.get(name) != "" and not _is_same(plan, name, values.get(name))
    )


def _is_same(plan: Plan, name: str, value: str | None) -> bool:
    return value is not None and plan.given.get(name) == hashed(plan.salt, name, value)
