"""Read one template, in YAML or JSON, to plain values with intrinsic functions in their long form.

Plain values are mappings, lists, texts, numbers, booleans and None. ``!GetAtt A.B.C`` and ``Fn::GetAtt:
A.B.C`` both become ``{"Fn::GetAtt": ["A", "B.C"]}``; ``!Ref X`` becomes ``{"Ref": "X"}``. Dates stay texts,
as CloudFormation has it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tasktracker_cfn.errors import TemplateError

Place = tuple[str | int, ...]

PLAIN = "tag:yaml.org,2002:"
TIMESTAMP = PLAIN + "timestamp"
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
        "Transform",
    }
)


@dataclass(frozen=True)
class Template:
    """One template: its file, what it says, and on which line each key and each item of a list stands."""

    file: Path
    content: Mapping[str, object] = field(repr=False)
    lines: Mapping[Place, int] = field(repr=False)

    def line(self, *path: str | int) -> int:
        """Give the line of a key or an item, or of the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def section(self, name: str) -> Mapping[str, object]:
        """Give a section by its name; one that is not there is empty.

        :raises TemplateError: when it is no mapping
        """
        return mapping(self, self.content.get(name, {}), name)


def mapping(template: Template, value: object, *path: str | int) -> Mapping[str, object]:
    """Give a value of a template as the mapping that it must be.

    :raises TemplateError: when it is none
    """
    if isinstance(value, Mapping):
        return value
    name = ".".join(str(step) for step in path)
    raise TemplateError(str(template.file), template.line(*path), f"{name} must be a mapping")


def read(path: Path) -> Template:
    """Read a template.

    :raises TemplateError: when the file cannot be read, is no YAML or JSON, or is no template
    """
    reader = _Reader(path)
    try:
        node = _compose(path)
        content = reader.value(node, ()) if node is not None else None
    except RecursionError:
        raise TemplateError(str(path), 0, "is nested too deeply") from None
    if not isinstance(content, dict) or not isinstance(content.get("Resources"), dict):
        raise TemplateError(str(path), 1, "is no template: it has no mapping of Resources")
    return Template(path, content, reader.lines)


def _compose(path: Path) -> yaml.Node | None:
    text = _text(path)
    if text.lstrip().startswith("{"):
        # JSON allows tabs between its tokens and nowhere else, YAML nowhere.
        text = text.replace("\t", " ")
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TemplateError(str(path), line, f"is no valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise TemplateError(str(path), 0, f"is no valid YAML: {error}") from error


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TemplateError(str(path), 0, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TemplateError(str(path), 0, f"is no UTF-8 text (byte {error.start})") from error


class _Reader:
    """Turns the nodes of one file into plain values, and notes the lines."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lines: dict[Place, int] = {}
        self._scalars = yaml.constructor.SafeConstructor()
        self._open: set[int] = set()

    def value(self, node: yaml.Node, path: Place) -> object:
        """Give the value of a node, an intrinsic function in its long form.

        A function's argument keeps the path of the function, with the long name added.
        """
        if id(node) in self._open:
            raise self._error(node, "an anchor holds itself")
        self._open.add(id(node))
        try:
            if node.tag.startswith("!"):
                return self._function(node, path)
            return self._plain(node, path)
        finally:
            self._open.discard(id(node))

    def _function(self, node: yaml.Node, path: Place) -> object:
        name = node.tag.removeprefix("!")
        if name not in BARE | FUNCTIONS:
            raise self._error(node, f"!{name} is no intrinsic function")
        long = name if name in BARE else f"Fn::{name}"
        self.lines.setdefault((*path, long), node.start_mark.line + 1)
        # A scalar below a tag of its own is always a text.
        argument = str(node.value) if isinstance(node, yaml.ScalarNode) else self._plain(node, (*path, long))
        return {long: _attribute(argument) if name == "GetAtt" else argument}

    def _plain(self, node: yaml.Node, path: Place) -> object:
        if isinstance(node, yaml.MappingNode):
            pairs = dict(self._pairs(node, path))
            if pairs.keys() == {"Fn::GetAtt"}:
                return {"Fn::GetAtt": _attribute(pairs["Fn::GetAtt"])}
            return pairs
        if isinstance(node, yaml.SequenceNode):
            return [self._item(item, (*path, index)) for index, item in enumerate(node.value)]
        if node.tag in {PLAIN + "str", TIMESTAMP}:
            return str(node.value)
        return self._scalar(node)

    def _scalar(self, node: yaml.Node) -> object:
        try:
            value: object = self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            raise self._error(node, f"{node.value!r} is no {node.tag.removeprefix(PLAIN)}") from error
        if value is None or isinstance(value, (bool, int, float, str)):
            return value
        raise self._error(node, f"a template cannot hold a {node.tag.removeprefix(PLAIN)}")

    def _item(self, node: yaml.Node, path: Place) -> object:
        self.lines[path] = node.start_mark.line + 1
        return self.value(node, path)

    def _pairs(self, node: yaml.MappingNode, path: Place) -> Iterator[tuple[str, object]]:
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise self._error(key_node, "a key must be a text")
            key = str(key_node.value)
            if key in seen:
                raise self._error(key_node, f"{key} stands here a second time, after line {seen[key]}")
            seen[key] = line
            self.lines[*path, key] = line
            yield key, self.value(value_node, (*path, key))

    def _error(self, node: yaml.Node, message: str) -> TemplateError:
        return TemplateError(str(self.file), node.start_mark.line + 1, message)


def _attribute(argument: object) -> object:
    """Give the argument of GetAtt as a pair: the resource, and the attribute with its dots."""
    if isinstance(argument, str):
        resource, _, attribute = argument.partition(".")
        return [resource, attribute]
    if isinstance(argument, list) and all(isinstance(part, str) for part in argument):
        return _attribute(".".join(argument))
    return argument
