"""Ask AWS for all that a change set says of a whole nest, recursively, described twice, and for both templates."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.changes import ChangeSet, ResourceChange
from tasktracker_cfn.deploy.aws.values.stacks import GONE, IN_REVIEW, STACK_TYPE, Stack, StackResource
from tasktracker_cfn.deploy.review.facts import Document, NestFacts, StackFacts
from tasktracker_cfn.deploy.review.merging import merged
from tasktracker_cfn.errors import StalePlanError, TemplateError
from tasktracker_cfn.model.stacks import StackPath
from tasktracker_cfn.model.written import parse

# What AWS does without being told: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
SNAPSHOT_BY_DEFAULT = ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance")


def describe(gateway: Gateway, change_set: str, given: Mapping[str, str]) -> NestFacts:
    """Give what is known of a nest; `given` are secret values, to be found and hidden.

    :param change_set: the ARN of the root's change set
    :raises StalePlanError: when one of the change sets is gone
    :raises AwsError: when AWS says no
    """
    stacks: dict[StackPath, StackFacts] = {}
    notes: list[str] = []
    waiting: list[tuple[StackPath, str]] = [((), change_set)]
    while waiting:
        path, found = waiting.pop(0)
        facts = _planned(gateway, path, found)
        stacks[path] = facts
        _note_unread(facts, notes)
        # Depth first: whoever reads looks for what is nested in a stack below it.
        children: list[tuple[StackPath, str]] = []
        for row in facts.changes:
            nested = (*path, row.logical_id)
            if row.type != STACK_TYPE:
                continue
            if row.change_set_id:
                children.append((nested, row.change_set_id))
            elif row.action == "Remove" and row.policy_action != "Retain" and row.physical_id:
                stacks.update(_removed(gateway, nested, row.physical_id))
            elif row.action != "Remove":
                notes.append(f"AWS does not say what becomes of the stack {'/'.join(nested)}")
        waiting[:0] = children
    return NestFacts(stacks, given, tuple(notes))


def _planned(gateway: Gateway, path: StackPath, identifier: str) -> StackFacts:
    plain = gateway.change_set(identifier)
    valued = gateway.change_set(identifier, with_values=True) if plain and plain.changes else plain
    if plain is None or valued is None or plain.is_being_deleted:
        message = f"the change set {identifier} was deleted by somebody else; plan again"
        raise StalePlanError(message)
    deployed = _deployed(gateway, plain)
    before = _document(gateway.template(deployed.id, "Processed"), path) if deployed else None
    after = before
    if not plain.changes_nothing:
        after = _document(gateway.change_set_template(identifier, "Processed"), path)
    return StackFacts(
        path,
        merged(plain.changes, valued.changes),
        plain,
        deployed,
        _resources(gateway, deployed.id) if deployed else {},
        before,
        after,
    )


def _deployed(gateway: Gateway, change_set: ChangeSet) -> Stack | None:
    stack = gateway.stack(change_set.stack_id)
    return None if stack is None or stack.status in {IN_REVIEW, GONE} else stack


def _resources(gateway: Gateway, stack: str) -> Mapping[str, StackResource]:
    return {resource.logical_id: resource for resource in gateway.resources(stack)}


def _document(text: str | None, path: StackPath) -> Document | None:
    """Read a template; None when there is none, or none that can be read."""
    if text is None:
        return None
    try:
        content = parse(Path("/".join(path) or "root"), text).content
    except TemplateError:
        return None
    return content if isinstance(content, dict) else None


def _note_unread(facts: StackFacts, notes: list[str]) -> None:
    if facts.changes and (facts.after is None or (facts.deployed and facts.before is None)):
        name = "/".join(facts.path) or "the root"
        notes.append(f"the templates of {name} cannot be read: what AWS says of it stands as it is, unchecked")


def _removed(gateway: Gateway, path: StackPath, physical_id: str) -> dict[StackPath, StackFacts]:
    """Give what goes with a nested stack that is removed, of which AWS has no change set."""
    deployed = gateway.stack(physical_id)
    resources = _resources(gateway, physical_id)
    before = _document(gateway.template(physical_id, "Processed"), path)
    rows = tuple(_gone(resource, before) for resource in resources.values() if resource.status != GONE)
    found = {path: StackFacts(path, rows, None, deployed, resources, before, None)}
    for resource in _nested(rows):
        found.update(_removed(gateway, (*path, resource.logical_id), resource.physical_id or ""))
    return found


def _nested(rows: tuple[ResourceChange, ...]) -> Iterator[ResourceChange]:
    return (row for row in rows if row.type == STACK_TYPE and row.physical_id and row.policy_action != "Retain")


def _gone(resource: StackResource, document: Document | None) -> ResourceChange:
    resources = document.get("Resources") if document else None
    written = resources.get(resource.logical_id) if isinstance(resources, Mapping) else None
    policy = written.get("DeletionPolicy") if isinstance(written, Mapping) else None
    default = "Snapshot" if resource.type in SNAPSHOT_BY_DEFAULT else "Delete"
    known = "Retain" if str(policy).startswith("Retain") else str(policy) if isinstance(policy, str) else default
    return ResourceChange("Remove", resource.logical_id, resource.type, resource.physical_id, policy_action=known)
