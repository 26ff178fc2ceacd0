"""What the template of a stack set can hold."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.capabilities import NAMED, needed
from tasktracker_cfn.model.stacks import STACK_TYPE
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.written import parse

STACK_SET = "AWS::CloudFormation::StackSet"


@rule(
    "stack-set-without-nested-stacks",
    rows="K10",
    severity="warning",
    why="The role with which a service-managed stack set deploys can make neither nested stacks nor macros, unless the "
    "set was given a role of its own.",
    remedy="Make one template of the nest, without macros, or use self-managed permissions.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-custom-execution-role.html",
)
def stack_set_without_nested_stacks(system: System) -> Iterator[Fault]:
    """The template of a service-managed stack set holds no nested stacks and no macros."""
    for item in system.of(STACK_SET):
        template = _template(item)
        if template is None or item.text("PermissionModel") != "SERVICE_MANAGED":
            continue
        for name, kind in _types(template):
            if kind == STACK_TYPE:
                yield Fault(item, f"is service-managed, and its template holds the nested stack {name}", "TemplateBody")
        if template.get("Transform"):
            yield Fault(item, "is service-managed, and its template has a Transform", "TemplateBody")


@rule(
    "stack-set-capabilities",
    rows="K09",
    severity="error",
    why="CloudFormation creates no roles and expands no macros for whom did not acknowledge that.",
    remedy="Name what is missing in Capabilities.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html",
)
def stack_set_capabilities(system: System) -> Iterator[Fault]:
    """A stack set has the capabilities that its template asks for."""
    for item in system.of(STACK_SET):
        template, has = _template(item), item.listed("Capabilities")
        if template is None or not all(isinstance(capability, str) for capability in has):
            continue
        resources = template.get("Resources")
        bodies = resources.values() if isinstance(resources, Mapping) else ()
        for capability in needed(bodies, template.get("Transform")):
            if capability not in has and not (capability == "CAPABILITY_IAM" and NAMED in has):
                yield Fault(item, f"has no {capability}, which its template asks for", "Capabilities")


def _template(item: Item) -> Mapping[str, object] | None:
    """Give the template that is written in a stack set."""
    body = item.get("TemplateBody")
    return _parsed(body) if isinstance(body, str) else None


@lru_cache(maxsize=64)
def _parsed(body: str) -> Mapping[str, object] | None:
    try:
        content = parse(Path("TemplateBody"), body).content
    except TemplateError:
        return None
    return content if isinstance(content, dict) else None


def _types(template: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    resources = template.get("Resources")
    for name, body in resources.items() if isinstance(resources, Mapping) else ():
        yield str(name), body.get("Type") if isinstance(body, Mapping) else None
