"""Read one template, in YAML or JSON, to plain values with intrinsic functions in their long form.

Plain values are mappings, lists, texts, numbers, booleans and None. ``!GetAtt A.B.C`` and ``Fn::GetAtt:
A.B.C`` both become ``{"Fn::GetAtt": ["A", "B.C"]}``; ``!Ref X`` becomes ``{"Ref": "X"}``. Dates stay texts,
as CloudFormation has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tasktracker_cfn.errors import NoTemplateError, TemplateError
from tasktracker_cfn.model.files import text_of
from tasktracker_cfn.model.written import Place, parse


@dataclass(frozen=True)
class Template:
    """One template: its file, what it says, and on which line each key and each item of a list stands.

    `size` is in bytes, and `weight` the number of its values. `twice` are the keys that stand a second time at one
    place, of which the last counts, with the line of the one before.
    """

    file: Path
    content: Mapping[str, object] = field(repr=False)
    lines: Mapping[Place, int] = field(repr=False)
    size: int = 0
    weight: int = 0
    twice: Mapping[Place, int] = field(default_factory=dict, repr=False)

    def line(self, *path: str | int) -> int:
        """Give the line of a key or an item, or of the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def section(self, name: str) -> Mapping[str, object]:
        """Give a section by its name; one that is not there, or is null, is empty.

        :raises TemplateError: when it is no mapping
        """
        content = self.content.get(name)
        return {} if content is None else mapping(self, content, name)


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
    text = text_of(path)
    content, lines, weight, twice = parse(path, text)
    if not isinstance(content, dict) or not isinstance(content.get("Resources"), dict):
        error = TemplateError if isinstance(content, dict) and _is_meant(content) else NoTemplateError
        raise error(str(path), 1, "is no template: it has no mapping of Resources")
    return Template(path, content, lines, len(text.encode()), weight, twice)


def _is_meant(content: Mapping[str, object]) -> bool:
    """Tell whether a file is meant to be a template; the specification of a deployment has Resources, and a version."""
    return "AWSTemplateFormatVersion" in content or ("Resources" in content and "version" not in content)
