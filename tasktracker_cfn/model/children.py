"""Find the files of a stack's nested stacks, within the folder of the root and nowhere else."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.reading import Template
from tasktracker_cfn.model.stacks import STACK_TYPE, Resource
from tasktracker_cfn.model.substitution import function, template_of

# The end of an address that names a template, after a question mark at most.
NAMED = re.compile(r"(?:^|/)(?P<path>(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/){0,8}[A-Za-z0-9_-][A-Za-z0-9_.-]*)(?:\?.*)?$")
SUFFIXES = (".yaml", ".yml", ".json", ".template")
# CloudFormation fills these in when it deploys.
DYNAMIC = "{{resolve:"
PAIR = 2
# What stands before the literal end: "${Folder}vpc.yaml" may end in the name of another file.
OPEN = "}"
# No more of an address is quoted.
LONGEST = 200


class Child(NamedTuple):
    """A nested stack and the file of its template."""

    logical_id: str
    file: Path


def children(
    template: Template, resources: Iterable[Resource], folder: Path, ancestors: tuple[Path, ...]
) -> Iterator[Child]:
    """Give the nested stacks whose template lies in the folder.

    A relative TemplateURL must lead to one. An address, also one of which only the end is written, means the file
    of that path, or of the end of it, beside the parent, where there is one: so it will be uploaded.

    :raises TemplateError: when a relative TemplateURL leads to none
    """
    for resource in resources:
        url = resource.properties.get("TemplateURL")
        if resource.type != STACK_TYPE:
            continue
        if isinstance(url, str) and DYNAMIC in url:
            continue
        if isinstance(url, str) and "://" not in url:
            problem = _problem(url, template.file, folder, ancestors)
            if problem:
                line = template.line("Resources", resource.logical_id, "Properties", "TemplateURL")
                raise TemplateError(str(template.file), line, f"TemplateURL {url[:LONGEST]} {problem}")
            yield Child(resource.logical_id, template.file.parent / url)
        else:
            beside = (name for name in _names(url) if not _problem(name, template.file, folder, ancestors))
            yield from (Child(resource.logical_id, template.file.parent / name) for name in islice(beside, 1))


def _problem(url: str, parent: Path, folder: Path, ancestors: tuple[Path, ...]) -> str | None:
    """Tell what is wrong with a relative path."""
    if Path(url).is_absolute():
        return "must be relative to this file"
    try:
        child = (parent.parent / url).resolve()
        if not child.is_relative_to(folder):
            return "leads out of the root template's folder"
        if child in ancestors:
            return "leads back to a template that nests this one"
        return None if child.is_file() else "leads to no file"
    except (OSError, ValueError, RuntimeError):
        # A name that no file can have, or links that lead in a circle.
        return "leads to no file"


def _names(url: object) -> Iterator[str]:
    """Give the paths that an address ends in, as far as it is written, the longest first."""
    match = NAMED.search(_end(url))
    if match and match["path"].endswith(SUFFIXES):
        steps = match["path"].split("/")
        yield from ("/".join(steps[start:]) for start in range(len(steps)))


def _end(url: object) -> str:
    """Give the last part of an address, with what is left of a variable before it."""
    if isinstance(url, str):
        return url
    called = function(url) if isinstance(url, Mapping) else None
    if called is None:
        return ""
    name, argument = called
    if name == "Fn::Sub" and (parts := template_of(argument)):
        return parts[0].rpartition("${")[2]
    if name == "Fn::Join" and isinstance(argument, list) and len(argument) == PAIR:
        delimiter, items = argument
        if isinstance(delimiter, str) and isinstance(items, list) and items and isinstance(items[-1], str):
            last = items[-1]
            whole = "/" in last or delimiter.endswith("/") or len(items) == 1
            return last if whole else f"{OPEN}{last}"
    return ""
