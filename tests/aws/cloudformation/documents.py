"""Templates as CloudFormation takes them: read, checked a little, and each read once."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model import written
from tests.aws.refusal import invalid

STACK = "AWS::CloudFormation::Stack"
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
LARGEST_INLINE = 51_200
LARGEST_STORED = 1_048_576
MOST_RESOURCES = 500
IAM = frozenset({"Role", "Policy", "ManagedPolicy", "User", "Group", "InstanceProfile", "AccessKey"})
NAMES = ("RoleName", "ManagedPolicyName", "UserName", "GroupName", "InstanceProfileName")


class Document(NamedTuple):
    """A template: its text, and its sections."""

    text: str
    content: Mapping[str, Any]

    def section(self, name: str) -> Mapping[str, Any]:
        """Give a section; one that is not there is empty."""
        return self.content.get(name) or {}

    @property
    def resources(self) -> Mapping[str, Any]:
        """Give what the template declares."""
        return self.section("Resources")

    @property
    def capabilities(self) -> list[str]:
        """Give what must be acknowledged before this is deployed."""
        kinds = [spec for spec in self.resources.values() if spec["Type"].startswith("AWS::IAM::")]
        iam = [spec for spec in kinds if spec["Type"].rpartition("::")[2] in IAM]
        named = any(name in (spec.get("Properties") or {}) for spec in iam for name in NAMES)
        needed = ["CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"] if iam else []
        return needed + (["CAPABILITY_AUTO_EXPAND"] if self.content.get("Transform") else [])


@lru_cache(maxsize=512)
def read(text: str) -> Document:
    """Read a template.

    :raises Refused: when it is none
    """
    try:
        content = written.parse(Path("template"), text).content
    except TemplateError as error:
        message = f"Template format error: {error.message}"
        raise invalid(message) from error
    if not isinstance(content, dict):
        message = "Template format error: unsupported structure."
        raise invalid(message)
    resources = content.get("Resources")
    if not isinstance(resources, dict) or not resources:
        message = "Template format error: At least one Resources member must be defined."
        raise invalid(message)
    if len(resources) > MOST_RESOURCES:
        message = f"Template format error: Number of resources, {len(resources)}, is greater than maximum allowed, 500"
        raise invalid(message)
    document = Document(text, content)
    _check_references(document)
    return document


def _check_references(document: Document) -> None:
    known = {*document.resources, *document.section("Parameters")}
    missing = []
    for section in ("Resources", "Outputs"):
        for kind, name, _ in references(document.section(section)):
            if kind != "Condition" and name not in known and not name.startswith("AWS::") and name not in missing:
                missing.append(name)
    if missing:
        message = (
            f"Template format error: Unresolved resource dependencies [{', '.join(missing)}] "
            "in the Resources block of the template"
        )
        raise invalid(message)


def references(value: Any) -> Iterator[tuple[str, str, str]]:
    """Give what an expression refers to: ("Ref", name, ""), ("GetAtt", name, attribute)."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    if not isinstance(value, dict):
        return
    if len(value) == 1:
        name, argument = next(iter(value.items()))
        if name == "Ref":
            yield "Ref", argument, ""
            return
        if name == "Fn::GetAtt" and isinstance(argument, list) and isinstance(argument[0], str):
            yield "GetAtt", argument[0], argument[1] if isinstance(argument[1], str) else ""
            yield from references(argument[1])
            return
        if name == "Fn::Sub":
            yield from _substituted(argument)
            return
    for item in value.values():
        yield from references(item)


def _substituted(argument: Any) -> Iterator[tuple[str, str, str]]:
    text, own = (argument, {}) if isinstance(argument, str) else argument
    yield from references(own)
    for variable in variables(text):
        resource, _, attribute = variable.partition(".")
        if variable not in own and not variable.startswith("AWS::"):
            yield ("GetAtt", resource, attribute) if attribute else ("Ref", resource, "")


def variables(text: str) -> Iterator[str]:
    """Give the variables of a text that is substituted."""
    for part in text.split("${")[1:]:
        name, end, _ = part.partition("}")
        if end and not name.startswith("!"):
            yield name.strip()


def needs(spec: Mapping[str, Any]) -> set[str]:
    """Give the names that a resource refers to or waits for."""
    waits = spec.get("DependsOn") or []
    named = {name for _, name, _ in references(spec.get("Properties"))}
    return named | set([waits] if isinstance(waits, str) else waits)
