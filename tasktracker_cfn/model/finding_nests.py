"""Find the nests of templates in folders: the roots, which no other template nests."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tasktracker_cfn.errors import CommandError, NoTemplateError, TemplateError, printable
from tasktracker_cfn.model.nest import STACK_TYPE, Stack
from tasktracker_cfn.model.parameters import check_names
from tasktracker_cfn.model.system import System

SUFFIXES = frozenset({".yaml", ".yml", ".json", ".template"})
# What tools leave behind, or bring along.
FOREIGN = frozenset({"node_modules", "__pycache__", "venv"})
ROOTS = frozenset({"root", "main"})
# A template says what kinds of resources it has, whatever else it says.
MARK, TYPE = re.compile(rb"\bResources[\"']?\s*:"), b"::"
# How the file of a nested template is written, at the end of whatever address.
NAMED = re.compile(rb"[A-Za-z0-9_.-]+\.(?:ya?ml|json|template)")
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
        files = [place] if place.is_file() else list(_templates(place) if place.is_dir() else ())
        systems = {path: System(path.parent, given or {}, path.name, region) for path in files}
        nested = _nested(systems)
        roots = {path: system for path, system in systems.items() if path == place or path.resolve() not in nested}
        if not place.is_file():
            roots = {path: system for path, system in roots.items() if not _is_something_else(system)}
        if not roots:
            raise CommandError(printable(f"{_missing(place)} {place}"))
        found |= roots
    _check_names(given or {}, found.values())
    return _named(found)


def _missing(place: Path) -> str:
    if place.is_dir():
        return "there is no template in"
    return "this is neither a file nor a folder:" if place.exists() else "there is no file or folder"


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


def _nested(systems: Mapping[Path, System]) -> set[Path]:
    """Give the files that others of these nest.

    What is below a nested template is below the one above it as well, so nothing is read that is known to be nested,
    and those that no other mentions come first: a long chain of templates is read once, not once from each.
    """
    texts = {path: text for path in systems if STACK_TYPE.encode() in (text := _beginning(path) or b"")}
    mentioned = {name.decode() for text in texts.values() for name in NAMED.findall(text)}
    found: set[Path] = set()
    for path in sorted(texts, key=lambda path: path.name in mentioned):
        if path.resolve() not in found:
            found |= _below(systems[path])
    return found


def _below(system: System) -> set[Path]:
    try:
        stacks = system.nest.stacks
    except TemplateError:
        # It is a finding once it is checked.
        return set()
    return {stack.template.file.resolve() for path, stack in stacks.items() if path}


def _templates(folder: Path) -> Iterator[Path]:
    """Give what looks like a template in a folder, and nothing that a link leads to outside of it."""
    inside = folder.resolve()
    for place, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in FOREIGN)
        for name in sorted(files):
            path = Path(place, name)
            if path.suffix in SUFFIXES and _is_inside(path, inside) and _looks_like_one(path):
                yield path


def _is_inside(path: Path, folder: Path) -> bool:
    try:
        return path.is_file() and (not path.is_symlink() or path.resolve().is_relative_to(folder))
    except (OSError, RuntimeError):
        # Links that lead in a circle.
        return False


def _looks_like_one(path: Path) -> bool:
    beginning = _beginning(path)
    # Of what may not be read nobody should believe that it was checked.
    return beginning is None or (TYPE in beginning and MARK.search(beginning) is not None)


def _refuse(error: OSError) -> None:
    message = f"{error.filename}: cannot be read: {error.strerror}"
    raise CommandError(printable(message)) from error


def _beginning(path: Path) -> bytes | None:
    """Give as much of a file as can be a template; None when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError:
        return None
