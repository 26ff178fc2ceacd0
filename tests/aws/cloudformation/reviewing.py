"""Change sets of a nest: made step by step, the children first, and found empty, wrong or ready."""

from functools import partial
from typing import Any

from tests.aws.cloudformation import naming, things
from tests.aws.cloudformation.differing import Differing
from tests.aws.cloudformation.documents import STACK, read
from tests.aws.cloudformation.evaluating import AFTER, known, plain, unresolved
from tests.aws.cloudformation.nesting import shell
from tests.aws.cloudformation.orders import Finding
from tests.aws.cloudformation.parameters import effective
from tests.aws.cloudformation.state import NO_CHANGES, ChangeSet, Goal, Pinned, Stack
from tests.aws.cloudformation.world import World
from tests.aws.refusal import Refused, invalid

PENDING, EACH = 1, 2


def make(world: World, stack: Stack, goal: Goal, request: dict[str, Any]) -> ChangeSet:
    """Make a change set; it is ready after some seconds."""
    kind = request.get("ChangeSetType", "UPDATE")
    change_set = _new(world, stack, goal, request["ChangeSetName"], kind, request)
    world.timeline.after(PENDING, partial(_begin, world, change_set))
    return change_set


def _new(world: World, stack: Stack, goal: Goal | None, name: str, kind: str, request: dict[str, Any]) -> ChangeSet:
    identifier = world.account.arn("cloudformation", f"changeSet/{name}/{world.account.uuid()}")
    change_set = ChangeSet(identifier, name, stack, world.timeline.now(), goal, kind, request)
    world.change_sets.append(change_set)
    return change_set


def _begin(world: World, change_set: ChangeSet) -> None:
    """Look at the whole nest, and end with the children, then the root."""
    if change_set not in world.change_sets or change_set.goal is None:
        return
    change_set.status = "CREATE_IN_PROGRESS"
    really = _look(world, change_set, change_set.goal, change_set.goal)
    for number, member in enumerate(reversed(list(change_set.family())), 1):
        if member.status == "CREATE_PENDING":
            member.status = "CREATE_IN_PROGRESS"
        world.timeline.after(EACH * number, partial(_end, world, member, really))


def _look(world: World, change_set: ChangeSet, goal: Goal, calm: Goal) -> bool:
    """Fill in the rows of a change set and of those below it; tell whether anything really differs.

    `calm` is the goal without noise: where only CloudFormation is not sure of a value, it is the one of now.
    """
    try:
        _validate(world, change_set, goal)
        differing = Differing(world, change_set.stack, goal)
        change_set.rows = differing.rows()
        _check_names(world, change_set)
        quiet = Differing(world, change_set.stack, calm, noise=False)
        really = bool(quiet.rows()) or quiet.outputs_differ() or change_set.kind == "CREATE"
        if not really and not change_set.rows:
            change_set.reason = NO_CHANGES
        if change_set.request.get("IncludeNestedStacks"):
            for row in change_set.rows:
                if row["ResourceType"] == STACK and row["Action"] != "Remove":
                    really = _nest(world, change_set, row, differing, quiet) or really
    except Refused as refused:
        change_set.status, change_set.reason = "failing", refused.message
        return True
    return really


def _validate(world: World, change_set: ChangeSet, goal: Goal) -> None:
    """Check capabilities, and what tests ordered validation to find.

    :raises Refused: when one is missing, or the finding is one to fail for
    """
    missing = [need for need in goal.document.capabilities if not acknowledged(need, change_set.request)]
    if missing and change_set.parent:
        message = f"Requires capabilities : [{', '.join(missing)}]"
        raise invalid(message)
    where = "/".join(change_set.stack.path)
    change_set.findings = [order for order in world.orders.findings if order.place.rpartition("/")[0] == where]
    _refuse_findings(change_set)


def _check_names(world: World, change_set: ChangeSet) -> None:
    """Check that the names of what is to be made are free, as far as they are known.

    :raises Refused: when one is taken
    """
    for row in change_set.rows:
        chosen = row.get("after", {}).get("Properties", {}) if row["Action"] == "Add" else {}
        known_by_now = {name: value for name, value in chosen.items() if known(value)}
        name = things.taken(world, row["ResourceType"], known_by_now)
        old = change_set.stack.resources.get(row["LogicalResourceId"])
        if name and not (old and naming.custom_name(old.type, old.properties) == name):
            place, reason = change_set.stack.place(row["LogicalResourceId"]), f"{name} already exists"
            change_set.findings.append(Finding(place, "NAME_CONFLICT_VALIDATION", reason, "FAIL", ""))
    _refuse_findings(change_set)


def _refuse_findings(change_set: ChangeSet) -> None:
    if any(finding.mode == "FAIL" for finding in change_set.findings):
        message = "The following hook(s)/validation failed: [AWS::EarlyValidation::ResourceExistenceCheck]. "
        raise invalid(f"{message}To troubleshoot Early Validation errors, use the DescribeEvents API.")


def acknowledged(need: str, request: dict[str, Any]) -> bool:
    """Tell whether a request acknowledges a capability."""
    given = request.get("Capabilities") or []
    return need in given or (need == "CAPABILITY_IAM" and "CAPABILITY_NAMED_IAM" in given)


def _nest(world: World, parent: ChangeSet, row: dict[str, Any], differing: Differing, quiet: Differing) -> bool:
    """Make the change set of a nested stack; tell whether anything in it really differs."""
    name = row["LogicalResourceId"]
    properties = differing.nested[name]
    resource = parent.stack.resources.get(name)
    goal = calm = None
    document, problem = parent.stack.document, ""
    try:
        document = world.fetched(properties["TemplateURL"])
        goal = _goal(parent, name, properties, document, world)
        calm = _goal(parent, name, quiet.nested.get(name, properties), document, world)
    except Refused as refused:
        problem = refused.message
    is_left = resource is not None and resource.status == "CREATE_FAILED" and world.failed_nest == "made anew"
    there = None if is_left or resource is None else resource.child
    stack = there or shell(world, parent.stack, name, document)
    if not stack.events:
        world.event(stack, None, "REVIEW_IN_PROGRESS")
    kind = "CREATE" if stack.status == "REVIEW_IN_PROGRESS" else "UPDATE"
    request = {key: parent.request.get(key) for key in ("IncludeNestedStacks", "Capabilities")}
    set_name = f"{parent.root.name[:60]}-{name[:40]}-{world.account.draw(8)}"
    child = _new(world, stack, goal, set_name, kind, request)
    child.parent, child.logical_id = parent, name
    parent.children.append(child)
    row["ChangeSetId"] = child.id
    if goal is None or calm is None or parent.goal is None:
        child.status, child.reason = "failing", problem
        return True
    parent.goal.children[name] = Pinned(document.text, goal.children)
    return _look(world, child, goal, calm)


def _goal(parent: ChangeSet, name: str, properties: dict[str, Any], document: Any, world: World) -> Goal:
    assert parent.goal
    written = parent.goal.document.resources[name]["Properties"].get("Parameters") or {}
    given = [
        {"ParameterKey": key, "ParameterValue": _handed(parent.stack.name, written.get(key), plain(value))}
        for key, value in (properties.get("Parameters") or {}).items()
    ]
    own = {item["Key"]: plain(item["Value"]) for item in properties.get("Tags") or []}
    return Goal(read(document.text), effective(document, given, {}, world.stored), {**parent.goal.tags, **own})


def _handed(stack: str, written: Any, value: str) -> str:
    """Give a parameter's value as a nested change set has it: not what will be, but how it will be worked out."""
    return unresolved(stack, written) if AFTER in value and isinstance(written, dict) else value


def _end(world: World, change_set: ChangeSet, really: bool) -> None:
    """Give a change set its last status; one that fails for more than being empty makes those above fail at once."""
    if change_set not in world.change_sets or change_set.status not in {"CREATE_IN_PROGRESS", "failing"}:
        return
    if change_set.status == "failing":
        change_set.status = "FAILED"
        _fail_above(change_set)
    elif change_set.parent is None and not really and (world.empty_nest == "failed" or not change_set.rows):
        change_set.status, change_set.reason = "FAILED", world.no_change_text or NO_CHANGES
    elif change_set.reason == NO_CHANGES:
        change_set.status = "FAILED"
    elif change_set.parent:
        # Whatever is nested is executed with the root: https://github.com/aws-amplify/amplify-cli/pull/14764
        change_set.status, change_set.reason = "CREATE_COMPLETE", "Only executable from the root change set."
    else:
        change_set.status, change_set.execution = "CREATE_COMPLETE", "AVAILABLE"


def _fail_above(change_set: ChangeSet) -> None:
    """Let what nests a change set fail, though others of the nest are still worked out.

    https://github.com/aws-amplify/amplify-cli/pull/14764
    """
    parent = change_set.parent
    while parent and parent.status != "FAILED":
        text = "was not successfully created: Currently in FAILED."
        parent.status, parent.reason = "FAILED", f"Nested change set {change_set.id} {text}"
        change_set, parent = parent, parent.parent
