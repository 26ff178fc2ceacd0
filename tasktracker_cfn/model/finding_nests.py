"""Find the nests of templates in folders: the roots, which no other template nests."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tasktracker_cfn.errors import CommandError, NoTemplateError, TemplateError
from tasktracker_cfn.model.nest import STACK_TYPE, Stack
from tasktracker_cfn.model.parameters import check_names
from tasktracker_cfn.model.system import System

SUFFIXES = frozenset({".yaml", ".yml", ".json", ".template"})
# What tools leave behind, or bring along.
FOREIGN = frozenset({"node_modules", "__pycache__", "venv"})
ROOTS = frozenset({"root", "main"})
# A template says what kinds of resources it has, whatever else it says.
MARK, TYPE = re.compile(rb"\bResources[\"']?\s*:"), b"::"
# No template is larger: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
LARGEST = 1_048_576


def find_nests(
    places: Sequence[Path], given: Mapping[str, str] | None = None, region: str | None = None
) -> dict[str, System]:
    """Give the nests in folders and files, by their names such as ``tasktracker/demo``.

    In a folder everything that looks like a template counts; a file that is named counts whatever it is.

    :param given: values of root parameters, for every nest that has them
    :param region: where they are deployed, when that is known
    :raises CommandError: when a place is not there, or holds no template
    """
    found: dict[Path, System] = {}
    for place in places:
        files = [place] if place.is_file() else list(_templates(place))
        systems = {path: System(path.parent, given or {}, path.name, region) for path in files}
        if not place.is_file():
            systems = {path: system for path, system in systems.items() if not _is_something_else(system)}
        if not systems:
            message = f"there is no template in {place}" if place.is_dir() else f"there is no file or folder {place}"
            raise CommandError(message)
        nested = {below for path, system in systems.items() if _nests(path) for below in _below(system)}
        found |= {path: system for path, system in systems.items() if path == place or path.resolve() not in nested}
    _check_names(given or {}, found.values())
    return _named(found)


def _check_names(given: Mapping[str, str], systems: Iterable[System]) -> None:
    """Make sure that some root takes each parameter that is given; one that cannot be read is a finding later."""
    roots: list[Stack] = []
    for system in systems if given else ():
        with suppress(TemplateError):
            roots.append(system.nest.root)
    unknown = [name for name in given if not any(name in root.parameters for root in roots)]
    if roots:
        check_names(unknown, roots[0])


def _named(systems: Mapping[Path, System]) -> dict[str, System]:
    named: dict[str, System] = {}
    for root, system in systems.items():
        name = name_of(root)
        while name in named:
            name += "'"
        named[name] = system
    return named


def name_of(root: Path) -> str:
    """Give the name of a nest: its last two folders, and the file where that is not called root."""
    folders = root.resolve().parent.parts[1:][-2:]
    return "/".join((*folders, *(() if root.stem in ROOTS else (root.stem,))))


def _is_something_else(system: System) -> bool:
    """Tell whether a file only speaks of resources, as those of other tools and the events of macros do."""
    try:
        return not system.nest.stacks
    except TemplateError as error:
        # Any other is a finding once it is checked.
        return isinstance(error, NoTemplateError) and Path(error.file) == system.folder / system.file


def _nests(path: Path) -> bool:
    return STACK_TYPE.encode() in _beginning(path)


def _below(system: System) -> set[Path]:
    try:
        stacks = system.nest.stacks
    except TemplateError:
        # It is a finding once it is checked.
        return set()
    return {stack.template.file.resolve() for path, stack in stacks.items() if path}


def _templates(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in FOREIGN)
        for name in sorted(files):
            path = Path(place, name)
            if path.suffix in SUFFIXES and path.is_file() and _looks_like_one(path):
                yield path


def _looks_like_one(path: Path) -> bool:
    beginning = _beginning(path)
    return TYPE in beginning and MARK.search(beginning) is not None


def _beginning(path: Path) -> bytes:
    """Give as much of a file as can be a template."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError:
        return b""
