"""Write builds into the output folder: all of them or none, and nothing that is no longer built stays."""

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from tasktracker_cfn.assembly.assembling import COMPANION, Build
from tasktracker_cfn.assembly.rendering import HEADER
from tasktracker_cfn.errors import OutputError

STACKS = ("root", "keys", "network", "data", "edge", "service", "monitoring", COMPANION)
# The files that can lie beside them, in folders of their own, which go with the last file in them.
BESIDE = (
    "prometheus/collector.yaml",
    "prometheus/rules.yaml",
    "grafana/datasource.yaml",
    "grafana/application.json",
    "grafana/database.json",
    "grafana/infrastructure.json",
)
GENERATED = HEADER.split("{", maxsplit=1)[0]
# JSON has no comments, so its first entry says it.
GENERATED_JSON = '  "description": "' + GENERATED.removeprefix("# ")


def write(builds: Sequence[Build], out: Path, whole_systems: Iterable[str] = ()) -> None:
    """Write all builds, and remove generated files of stacks and environments that are no longer built.

    Everything is first written beside its place and then moved into it, so that a full disk or a missing permission
    is found before anything has changed. A move that fails all the same is undone, with those before it.

    :param whole_systems: systems of which every environment is among the builds
    :raises OutputError: when it cannot be written; the folder is as it was
    """
    try:
        with ExitStack() as staged:
            moves = [
                (_stage(document.text, out / build.folder / document.file, staged), out / build.folder / document.file)
                for build in builds
                for document in build.documents
            ]
            _move(moves)
    except OSError as error:
        message = f"{error.filename or out}: cannot be written: {error.strerror}; {out} is as it was before"
        raise OutputError(message) from error
    _remove(_stale(builds, out, whole_systems))


def _remove(stale: Iterable[Path]) -> None:
    for path in stale:
        try:
            path.unlink()
            _remove_empty(path.parent)
        except OSError as error:
            message = f"{path}: is no longer built and cannot be removed: {error.strerror}; all else is written"
            raise OutputError(message) from error


def _stage(text: str, target: Path, staged: ExitStack) -> Path:
    """Write a text beside its place; what is left at the end is removed, with the folders made for it."""
    missing = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        staged.callback(_remove_empty, folder)
    if target.is_dir():
        message = "a folder is in the way"
        raise OSError(0, message, str(target))
    # The process's id keeps two builds at the same time apart; "x" refuses a file that is already there.
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    staged.callback(beside.unlink, missing_ok=True)
    with beside.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return beside


def _remove_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()


def _move(moves: Iterable[tuple[Path, Path]]) -> None:
    before: list[tuple[Path, bytes | None]] = []
    try:
        for source, target in moves:
            before.append((target, target.read_bytes() if target.exists() else None))
            source.replace(target)
    except OSError:
        for target, content in before:
            if content is None:
                target.unlink(missing_ok=True)
            else:
                target.write_bytes(content)
        raise


def _stale(builds: Sequence[Build], out: Path, whole_systems: Iterable[str]) -> list[Path]:
    """Find generated files that no build writes any more; files of other hands are left alone."""
    written = {out / build.folder / document.file for build in builds for document in build.documents}
    folders = {out / build.folder for build in builds}
    for system in whole_systems:
        # An environment that comes from another file is not this file's to remove.
        templates = [doc for build in builds if build.system == system for doc in build.documents if doc.is_template]
        headers = {_first_line(doc.text) for doc in templates}
        folders |= {root.parent for root in (out / system).glob("*/root.yaml") if _header_of(root) in headers}
    # What is deeper goes first, so that no folder is left empty.
    names = (*BESIDE, *(f"{stack}.yaml" for stack in STACKS))
    candidates = (folder / name for folder in sorted(folders) for name in names)
    return [path for path in candidates if path not in written and _is_generated(path)]


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _header_of(path: Path) -> str:
    return _first_line(path.read_text(encoding="utf-8", errors="replace")) if path.is_file() else ""


def _is_generated(path: Path) -> bool:
    if path.suffix != ".json":
        return _header_of(path).startswith(GENERATED)
    return path.is_file() and path.read_text(encoding="utf-8", errors="replace").startswith("{\n" + GENERATED_JSON)
