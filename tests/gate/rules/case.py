"""A small nest of templates that holds a rule, the changes by which it does not, and those by which it still does."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = "root.yaml"
HEAD = 'AWSTemplateFormatVersion: "2010-09-09"\n'


class Change(NamedTuple):
    """A text of the templates and what stands in its place, wherever it stands."""

    old: str
    new: str
    # Whether the rule finds something afterwards.
    breaks: bool
    # What the finding must be: the address, and a text of the line that it names; anything when left out.
    at: str | None = None
    line: str | None = None
    # Values of root parameters.
    given: tuple[tuple[str, str], ...] = ()
    # Where the nest is deployed.
    region: str | None = None


class Case(NamedTuple):
    """The files of a nest that holds a rule, the root among them, and its changes."""

    files: Mapping[str, str]
    changes: tuple[Change, ...]

    def changed(self, change: Change) -> Mapping[str, str]:
        """Give the files after a change."""
        return {name: text.replace(change.old, change.new) for name, text in self.files.items()}


def breaks(
    old: str,
    new: str,
    *,
    at: str | None = None,
    line: str | None = None,
    given: Mapping[str, str] | None = None,
    region: str | None = None,
) -> Change:
    """Give a change after which the rule must find something."""
    return Change(old, new, breaks=True, at=at, line=line, given=tuple((given or {}).items()), region=region)


def holds(old: str, new: str, *, given: Mapping[str, str] | None = None, region: str | None = None) -> Change:
    """Give a change after which the rule must still find nothing."""
    return Change(old, new, breaks=False, given=tuple((given or {}).items()), region=region)


def case(resources: str, *changes: Change, rest: str = "") -> Case:
    """Give a case of one template: its resources, indented by two blanks, and its other sections."""
    return nest({ROOT: f"{HEAD}{rest.rstrip()}\nResources:\n{resources.strip(chr(10))}\n"}, *changes)


def nest(files: Mapping[str, str], *changes: Change) -> Case:
    """Give a case of several templates; the root is ``root.yaml``."""
    return Case(files, changes)


def write(files: Mapping[str, str], folder: Path) -> Path:
    """Write a nest into a folder, and give the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
