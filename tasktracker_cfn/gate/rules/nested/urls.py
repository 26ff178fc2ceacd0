"""Where CloudFormation fetches nested templates from."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.stacks import STACK_TYPE
from tasktracker_cfn.model.symbols import Text
from tasktracker_cfn.model.system import Item, System

# Any of the forms of an address of S3, in any partition; documents of the Systems Manager are taken, too.
IN_S3 = re.compile(r"https://([^/]+\.)?s3[.-][^/]+/|ssm-doc://")


@rule(
    "nested-templates-in-s3",
    rows="K07",
    severity="error",
    why="CloudFormation fetches a nested template from S3 by https, and from nowhere else.",
    remedy="Write a path relative to the parent, which `aws cloudformation package` uploads and rewrites, or the https "
    "address of the object.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html",
)
def templates_in_s3(system: System) -> Iterator[Fault]:
    """The address of every nested template is one of S3, or a relative path."""
    for item in system.of(STACK_TYPE):
        url = item.get("TemplateURL")
        if isinstance(url, str) and "://" in url and not IN_S3.match(url):
            yield Fault(item, f"has its template at {url}, which is no https address of S3", "TemplateURL")


@rule(
    "nested-templates-alike",
    rows="K07",
    severity="advice",
    why="Relative paths are rewritten by `aws cloudformation package` and by nothing else; in a template that is "
    "uploaded as it is, a path that is left fails.",
    remedy="Write all of them as relative paths and package, or all as addresses.",
    source="https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html",
)
def templates_alike(system: System) -> Iterator[Fault]:
    """The nested templates of a nest are all named by relative paths, or all by addresses."""
    relative: list[Item] = []
    absolute: list[Item] = []
    for item in system.of(STACK_TYPE):
        url = item.get("TemplateURL")
        if isinstance(url, str):
            (absolute if "://" in url else relative).append(item)
        elif isinstance(url, Text):
            absolute.append(item)
    if absolute:
        for item in relative:
            yield Fault(item, f"has its template at a relative path, and {absolute[0]} at an address", "TemplateURL")
