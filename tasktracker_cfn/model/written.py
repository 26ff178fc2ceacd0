"""Turn a text in YAML or JSON into plain values, intrinsic functions in their long form, and note the lines.

It takes what the parser finds piece by piece, and stops as soon as there is too much of it: the parser's own
trees end the process over a text of a hundred thousand brackets, and aliases make gigabytes of ten lines.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.scalars import PLAIN, plain

Place = tuple[str | int, ...]

# Those that CloudFormation writes without "Fn::" in their long form.
BARE = frozenset({"Ref", "Condition"})
FUNCTIONS = frozenset(
    {
        "And",
        "Base64",
        "Cidr",
        "Equals",
        "FindInMap",
        "GetAZs",
        "GetAtt",
        "GetStackOutput",
        "If",
        "ImportValue",
        "Join",
        "Length",
        "Not",
        "Or",
        "Select",
        "Split",
        "Sub",
        "ToJsonString",
        # In the section Rules only.
        "Contains",
        "EachMemberEquals",
        "EachMemberIn",
        "RefAll",
        "ValueOf",
        "ValueOfAll",
        "Transform",
    }
)
# Nobody nests as deeply; everything that walks a template relies on it.
DEEPEST = 100
# Values in one file, what aliases stand for among them; a file of the largest size that people write has half.
MOST = 100_000
# How much text counts as one more value.
TEXT = 64
# Each of them is compared with all before it, which takes minutes in a file full of them.
DIRECTIVES = re.compile(r"^%TAG", re.MULTILINE)
MOST_DIRECTIVES = 8
# JSON writes characters beyond the first 65,536 as two halves, which YAML does not know.
HALVES = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


class Written(NamedTuple):
    """What a file says, on which line each key and item stands, and how many values it comes to.

    `twice` are the keys that stand somewhere a second time, with the line on which they stood before.
    """

    content: object
    lines: Mapping[Place, int]
    weight: int
    twice: Mapping[Place, int]


def parse(path: Path, text: str) -> Written:
    """Read a text; the path is for what is said of it.

    :raises TemplateError: when it is no YAML or JSON, or more than a template can be
    """
    if text.lstrip().startswith("{"):
        # JSON allows tabs between its tokens and nowhere else, YAML nowhere.
        text = HALVES.sub(whole, text.replace("\t", " "))
    if len(DIRECTIVES.findall(text)) > MOST_DIRECTIVES:
        raise TemplateError(str(path), 1, "has too many %TAG directives")
    reader = _Reader(path, text)
    try:
        content = reader.document()
    except yaml.MarkedYAMLError as error:
        # The parser notices a missing end on the line after the last.
        line = min(error.problem_mark.line, text.count("\n")) + 1 if error.problem_mark else 1
        raise TemplateError(str(path), line, f"is no valid YAML: {error.problem}") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise TemplateError(str(path), line, f"is no valid YAML: {error.reason}") from error
    except yaml.YAMLError as error:
        raise TemplateError(str(path), 0, f"is no valid YAML: {error}") from error
    return Written(content, reader.lines, reader.weight, reader.twice)


def whole(match: re.Match[str]) -> str:
    """Give the character that two halves make, as the text that JSON could hold in their place."""
    high, low = int(match[2], 16), int(match[3], 16)
    return match[1] + chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


class _Anchor(NamedTuple):
    """What an alias stands for, and how much it is."""

    value: object
    weight: int


class _Reader:
    """Reads the pieces of one file."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self.lines: dict[Place, int] = {}
        self.twice: dict[Place, int] = {}
        self.weight = 0
        self._pieces: Iterator[yaml.Event] = iter(())
        self._text_of_file = text
        # None while the value is being read.
        self._anchors: dict[str, _Anchor | None] = {}

    def document(self) -> object:
        """Give the value of the only document; None when there is none."""
        content: object = None
        documents = 0
        # As yaml.parse, without a generator around each piece.
        self._pieces = iter(yaml.CSafeLoader(self._text_of_file).get_event, None)
        for piece in self._pieces:
            if isinstance(piece, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._error(piece, "a second document begins here; a template is one")
                content = self._value(next(self._pieces), ())
        return content

    def _value(self, piece: yaml.Event, path: Place) -> object:
        """Give the value that begins with a piece; a function's argument has its path and the long name."""
        if isinstance(piece, yaml.AliasEvent):
            return self._alias(piece)
        if not isinstance(piece, (yaml.ScalarEvent, yaml.CollectionStartEvent)):
            raise self._error(piece, "no value begins here")
        anchor, before = piece.anchor, self.weight
        if anchor:
            self._anchors[anchor] = None
        tag = piece.tag
        value = self._untagged(piece, path) if tag is None else self._tagged(piece, tag, path)
        if anchor:
            self._anchors[anchor] = _Anchor(value, self.weight - before)
        return value

    def _untagged(self, piece: yaml.Event, path: Place) -> object:
        if isinstance(piece, yaml.ScalarEvent):
            self._count(piece, 1 + len(piece.value) // TEXT)
            if not piece.implicit[0]:
                return piece.value
            try:
                return plain(piece.value)
            except ValueError as error:
                raise self._error(piece, str(error)) from error
        self._count(piece, 1)
        if len(path) > DEEPEST:
            raise self._error(piece, "is nested too deeply")
        return self._list(path) if isinstance(piece, yaml.SequenceStartEvent) else self._mapping(path)

    def _tagged(self, piece: yaml.Event, tag: str, path: Place) -> object:
        if tag.startswith(PLAIN):
            if not isinstance(piece, yaml.ScalarEvent):
                return self._untagged(piece, path)
            self._count(piece, 1 + len(piece.value) // TEXT)
            try:
                return plain(piece.value, tag)
            except ValueError as error:
                raise self._error(piece, str(error)) from error
        if tag == "!" and isinstance(piece, yaml.ScalarEvent):
            return self._text(piece)
        name = tag.removeprefix("!")
        if name not in BARE | FUNCTIONS:
            raise self._error(piece, f"!{name} is no intrinsic function")
        long = name if name in BARE else f"Fn::{name}"
        self.lines.setdefault((*path, long), _line(piece))
        # A scalar below a tag of its own is always a text.
        argument = self._text(piece) if isinstance(piece, yaml.ScalarEvent) else self._untagged(piece, (*path, long))
        return {long: _attribute(argument) if name == "GetAtt" else argument}

    def _text(self, piece: yaml.ScalarEvent) -> str:
        self._count(piece, 1 + len(piece.value) // TEXT)
        return str(piece.value)

    def _list(self, path: Place) -> list[object]:
        found: list[object] = []
        for piece in self._pieces:
            if isinstance(piece, yaml.SequenceEndEvent):
                break
            place = (*path, len(found))
            self.lines[place] = _line(piece)
            found.append(self._value(piece, place))
        return found

    def _mapping(self, path: Place) -> dict[str, object]:
        found: dict[str, object] = {}
        merged: dict[str, object] = {}
        for piece in self._pieces:
            if isinstance(piece, yaml.MappingEndEvent):
                break
            key, line = self._key(piece), _line(piece)
            if key == "<<" and isinstance(piece, yaml.ScalarEvent) and piece.implicit[0]:
                merged = {**self._merged(piece, path), **merged}
                continue
            if key in found:
                # CloudFormation takes the last: https://github.com/aws-cloudformation/cfn-language-discussion/issues/96
                self.twice[*path, key] = self.lines[*path, key]
            self.lines[*path, key] = line
            found[key] = self._value(next(self._pieces), (*path, key))
        found = {**merged, **found} if merged else found
        if found.keys() == {"Fn::GetAtt"}:
            return {"Fn::GetAtt": _attribute(found["Fn::GetAtt"])}
        return found

    def _key(self, piece: yaml.Event) -> str:
        key = self._alias(piece) if isinstance(piece, yaml.AliasEvent) else None
        if isinstance(piece, yaml.ScalarEvent):
            key = self._text(piece)
            if piece.anchor:
                self._anchors[piece.anchor] = _Anchor(key, 1)
        if not isinstance(key, str):
            raise self._error(piece, "a key must be a text")
        return key

    def _merged(self, key: yaml.Event, path: Place) -> dict[str, object]:
        """Give what ``<<`` takes over; the first of several wins, and what is written beside it does."""
        value = self._value(next(self._pieces), (*path, "<<"))
        found: dict[str, object] = {}
        for source in value if isinstance(value, list) else [value]:
            if not isinstance(source, dict):
                raise self._error(key, "<< takes over mappings, and this is none")
            found = {**source, **found}
        return found

    def _alias(self, piece: yaml.AliasEvent) -> object:
        if piece.anchor not in self._anchors:
            raise self._error(piece, f"no anchor {piece.anchor} stands before this")
        anchor = self._anchors[piece.anchor]
        if anchor is None:
            raise self._error(piece, "an anchor holds itself")
        self._count(piece, anchor.weight)
        return anchor.value

    def _count(self, piece: yaml.Event, weight: int) -> None:
        self.weight += weight
        if self.weight > MOST:
            raise self._error(piece, f"comes to more than {MOST} values")

    def _error(self, piece: yaml.Event, message: str) -> TemplateError:
        return TemplateError(str(self.file), _line(piece), message)


def _line(piece: yaml.Event) -> int:
    return piece.start_mark.line + 1 if piece.start_mark else 1


def _attribute(argument: object) -> object:
    """Give the argument of GetAtt as a pair: the resource, and the attribute with its dots."""
    if isinstance(argument, str):
        resource, _, attribute = argument.partition(".")
        return [resource, attribute]
    if isinstance(argument, list) and all(isinstance(part, str) for part in argument):
        return _attribute(".".join(argument))
    return argument
