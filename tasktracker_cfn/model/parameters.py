"""Read the values of a root's parameters: from a file in any form that AWS's tools take, or from a text."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from tasktracker_cfn.errors import CommandError, TemplateError, printable
from tasktracker_cfn.model.files import text_of
from tasktracker_cfn.model.stacks import Stack
from tasktracker_cfn.model.texts_written import parse_texts
from tasktracker_cfn.model.written import Place, Written

SECTION = "Parameters"
KEY, CONTENT, PREVIOUS = "ParameterKey", "ParameterValue", "UsePreviousValue"
FORMS = (
    'a list of {"ParameterKey": ..., "ParameterValue": ...}, a list of "Name=Value", or a mapping of names to values, '
    "by itself or below Parameters"
)


def read_parameters(path: Path) -> Mapping[str, str]:
    """Read a file of parameters, in JSON or YAML: values as they are written, a list as a text with commas.

    What is said of a mistake quotes neither names nor values: where the two were exchanged, a name is the secret.

    :raises TemplateError: when it cannot be read, has none of the forms, or has a parameter twice
    """
    return _File(path, parse_texts(path, text_of(path))).values()


def parameters(texts: Iterable[str]) -> Mapping[str, str]:
    """Give the values of parameters that are written as ``Name=Value``, later ones over earlier ones.

    :raises CommandError: when one is not; it is told by its place, as what was written may be a secret
    """
    found: dict[str, str] = {}
    for number, text in enumerate(texts, 1):
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            message = f"--param number {number} must be written as Name=Value, and has no name or no equals sign"
            raise CommandError(message)
        found[name.strip()] = value
    return found


def check_names(given: Iterable[str], root: Stack) -> None:
    """Make sure that a root takes what it is given.

    :raises CommandError: when it has no parameter of a name
    """
    if problems := tuple(unknown_names(given, root)):
        raise CommandError(printable(problems[0]))


def unknown_names(given: Iterable[str], root: Stack) -> Iterator[str]:
    """Say of each name that a root does not take where it stands; the name may be a secret that changed places."""
    for number, name in enumerate(given, 1):
        if name not in root.parameters:
            close = get_close_matches(name[:100], root.parameters, 1)
            hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(root.parameters) or 'none at all'}"
            yield f"{root.template.file} has no parameter of the name given as number {number}; {hint}"


class _File:
    """One file of parameters, while it is read."""

    def __init__(self, path: Path, written: Written) -> None:
        self.path = path
        self.written = written

    def values(self) -> Mapping[str, str]:
        for twice in self.written.twice:
            raise self._error(twice, "this name stands here a second time")
        content, place = self.written.content, Place()
        if isinstance(content, Mapping) and isinstance(content.get(SECTION), (Mapping, list)):
            content, place = content[SECTION], (SECTION,)
        if isinstance(content, Mapping):
            return {str(name): self._text(value, (*place, name)) for name, value in content.items()}
        if not isinstance(content, list):
            raise self._error(place, f"holds no parameters: it must be {FORMS}")
        found: dict[str, str] = {}
        for name, value, where in self._entries(content, place):
            if name in found:
                raise self._error(where, "this name stands here a second time")
            found[name] = value
        return found

    def _entries(self, entries: list[object], place: Place) -> Iterator[tuple[str, str, Place]]:
        for index, entry in enumerate(entries):
            where = (*place, index)
            if isinstance(entry, str) and "=" in entry.strip().lstrip("="):
                name, _, value = entry.partition("=")
                yield name.strip(), value, where
            elif isinstance(entry, Mapping) and isinstance(entry.get(KEY), str):
                yield entry[KEY], self._given(entry, where), where
            else:
                raise self._error(where, f"is no parameter: the file must be {FORMS}")

    def _given(self, entry: Mapping[str, object], where: Place) -> str:
        if str(entry.get(PREVIOUS)).lower() == "true":
            raise self._error(where, "this keeps the value that it has in AWS, which no file knows; write it here")
        if CONTENT not in entry:
            raise self._error(where, f"there is no {CONTENT}")
        return self._text(entry[CONTENT], (*where, CONTENT))

    def _text(self, value: object, where: Place) -> str:
        items = value if isinstance(value, list) else [value]
        texts = [item for item in items if isinstance(item, str)]
        if len(texts) != len(items):
            raise self._error(where, "the value must be a text, a number, a boolean, or a list of them; '' is empty")
        return ",".join(texts)

    def _error(self, place: Place, message: str) -> TemplateError:
        while place and place not in self.written.lines:
            place = place[:-1]
        return TemplateError(str(self.path), self.written.lines.get(place, 1), message)
