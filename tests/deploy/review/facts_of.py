"""Facts of a nest, written short, for the tests of what decides about them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tasktracker_cfn.deploy.aws.values.changes import ChangeDetail, ChangeSet, ResourceChange
from tasktracker_cfn.deploy.aws.values.stacks import Output, Stack, StackResource
from tasktracker_cfn.deploy.review.facts import NestFacts, StackFacts
from tasktracker_cfn.model.stacks import StackPath
from tasktracker_cfn.model.written import parse

TIME = datetime(2026, 1, 5, tzinfo=UTC)
ARN = "arn:aws:cloudformation:us-east-1:123456789012:stack/shop/1"
STACK_TYPE = "AWS::CloudFormation::Stack"
NOTHING: Mapping[str, str] = {}


def noise(name: str, *properties: str, kind: str = "AWS::X::Y", replacement: str = "False") -> ResourceChange:
    """Give a row as AWS has it for what it cannot exclude."""
    recreation = "Never" if replacement == "False" else "Always"
    details = tuple(
        ChangeDetail(
            "Properties", prop, recreation, evaluation="Dynamic", source="ResourceAttribute", causing_entity="X"
        )
        for prop in properties
    )
    return ResourceChange("Modify", name, kind, f"{name}-1", replacement, details=details)


def nested(name: str) -> ResourceChange:
    """Give the row of a nested stack."""
    detail = ChangeDetail("Properties", None, "Never", evaluation="Dynamic", source="Automatic")
    return ResourceChange("Modify", name, STACK_TYPE, name, "False", details=(detail,), change_set_id=name)


def stack(
    path: StackPath,
    before: str | None,
    after: str | None = None,
    changes: Sequence[ResourceChange] = (),
    old: Mapping[str, str] = NOTHING,
    new: Mapping[str, str] | None = None,
    outputs: Mapping[str, str] = NOTHING,
) -> StackFacts:
    """Give a stack by its templates, rows, parameters and outputs; a template that is not given stays the same."""
    set_of = ChangeSet(
        "set", "set", ARN, "shop", "CREATE_COMPLETE", "AVAILABLE", parameters=old if new is None else new
    )
    deployed = Stack(
        ARN, "shop", "CREATE_COMPLETE", TIME, parameters=old, outputs={n: Output(v) for n, v in outputs.items()}
    )
    resources = {
        row.logical_id: StackResource(row.logical_id, row.type, "CREATE_COMPLETE", TIME, row.physical_id)
        for row in changes
    }
    templates = [_read(text) for text in (before, before if after is None else after)]
    return StackFacts(path, tuple(changes), set_of, deployed, resources, *templates)


def nest(*stacks: StackFacts, given: Mapping[str, str] = NOTHING) -> NestFacts:
    """Give a nest of some stacks."""
    return NestFacts({one.path: one for one in stacks}, given)


def _read(text: str | None) -> Mapping[str, object] | None:
    if text is None:
        return None
    content = parse(Path("template"), text).content
    assert isinstance(content, dict)
    return content
