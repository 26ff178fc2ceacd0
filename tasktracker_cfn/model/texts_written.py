"""Turn a text in YAML or JSON into texts, lists and mappings: every scalar is the text that stands there.

YAML would make 1.1 of an image's tag 1.10, and 1402433619 of the account 012345670123. What is said of a mistake
quotes nothing, as the file may hold passwords.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.written import DEEPEST, HALVES, Place, Written, whole

TEXT = "tag:yaml.org,2002:str"
QUOTE = "if this is a text, put it between quotation marks"


def parse_texts(path: Path, text: str) -> Written:
    """Read a text; the path is for what is said of it.

    :raises TemplateError: when it is no YAML or JSON, or holds anything but texts, lists and mappings
    """
    json_only = _is_json(text)
    if json_only:
        # JSON allows tabs between its tokens and nowhere else, YAML nowhere.
        text = HALVES.sub(whole, text.replace("\t", " "))
    reader = _Reader(path, text, has_null=json_only)
    try:
        content = reader.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        # The parser's sentences are fixed and quote nothing; it notices a missing end on the line after the last.
        line, column = (min(mark.line, text.count("\n")) + 1, mark.column + 1) if mark else (1, 1)
        raise TemplateError(str(path), line, f"is no valid YAML: {error.problem}, in column {column}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise TemplateError(str(path), line, f"is no valid YAML: {error.reason}") from None
    except yaml.YAMLError:
        raise TemplateError(str(path), 0, "is no valid YAML") from None
    return Written(content, reader.lines, len(reader.lines), reader.twice)


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        # Numbers stay texts: those of thousands of digits take time without bound.
        json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return False
    return True


class _Reader:
    """Reads the pieces of one file."""

    def __init__(self, file: Path, text: str, *, has_null: bool) -> None:
        self.file = file
        self.lines: dict[Place, int] = {}
        self.twice: dict[Place, int] = {}
        self._has_null = has_null
        self._pieces: Iterator[yaml.Event] = iter(yaml.CSafeLoader(text).get_event, None)

    def document(self) -> object:
        """Give the value of the only document; None when there is none."""
        content: object = None
        documents = 0
        for piece in self._pieces:
            if isinstance(piece, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._error(piece, "a second document begins here; a file of parameters is one")
                content = self._value(next(self._pieces), ())
        return content

    def _value(self, piece: yaml.Event, path: Place) -> object:
        if isinstance(piece, yaml.ScalarEvent):
            return self._scalar(piece)
        if not isinstance(piece, yaml.CollectionStartEvent):
            raise self._error(piece, f"* begins the name of an anchor, which a parameter cannot be; {QUOTE}")
        self._refuse_marks(piece)
        if len(path) > DEEPEST:
            raise self._error(piece, "is nested too deeply")
        return self._list(path) if isinstance(piece, yaml.SequenceStartEvent) else self._mapping(path)

    def _scalar(self, piece: yaml.ScalarEvent) -> str | None:
        """Give the text; None where nothing stands, and for the null of JSON."""
        self._refuse_marks(piece)
        is_plain = piece.implicit[0] and piece.tag is None
        nothing = is_plain and (not piece.value or (self._has_null and piece.value == "null"))
        return None if nothing else str(piece.value)

    def _refuse_marks(self, piece: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Refuse what YAML takes off a value: a password may begin with it."""
        if piece.anchor:
            raise self._error(piece, f"& begins an anchor, which a parameter cannot have; {QUOTE}")
        if piece.tag is not None and piece.tag not in {TEXT, "!"}:
            raise self._error(piece, f"! begins a tag or a function, which a parameter cannot have; {QUOTE}")

    def _list(self, path: Place) -> list[object]:
        found: list[object] = []
        for piece in self._pieces:
            if isinstance(piece, yaml.SequenceEndEvent):
                break
            place = (*path, len(found))
            self.lines[place] = _line(piece)
            found.append(self._value(piece, place))
        return found

    def _mapping(self, path: Place) -> Mapping[str, object]:
        found: dict[str, object] = {}
        for piece in self._pieces:
            if isinstance(piece, yaml.MappingEndEvent):
                break
            key = self._value(piece, path) if isinstance(piece, (yaml.ScalarEvent, yaml.AliasEvent)) else None
            if not isinstance(key, str):
                raise self._error(piece, "a name must be a text")
            if key in found:
                self.twice[*path, key] = self.lines[*path, key]
            self.lines[*path, key] = _line(piece)
            found[key] = self._value(next(self._pieces), (*path, key))
        return found

    def _error(self, piece: yaml.Event, message: str) -> TemplateError:
        column = piece.start_mark.column + 1 if piece.start_mark else 1
        return TemplateError(str(self.file), _line(piece), f"column {column}: {message}")


def _line(piece: yaml.Event) -> int:
    return piece.start_mark.line + 1 if piece.start_mark else 1
