"""How a tree of stacks stands: status, since when, what it means, what is next."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.tree import Node, StackPath, Tree
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE
from tasktracker_cfn.deploy.commands import Spelling
from tasktracker_cfn.deploy.guarding.policies import Unlocked
from tasktracker_cfn.deploy.guarding.stateful import state_class
from tasktracker_cfn.deploy.plain import ago, branches, columns, count, length, moment, stamp
from tasktracker_cfn.deploy.statuses import about
from tasktracker_cfn.errors import printable

DRIFT = {"IN_SYNC": "none", "DRIFTED": "drifted", "NOT_CHECKED": "not checked", None: "not checked"}


class Standing(NamedTuple):
    """A tree, when each of its stacks came into its status, and the time that it is now.

    `unlocked` is what no stack policy keeps; None when that may not be seen.
    """

    tree: Tree
    since: Mapping[StackPath, datetime]
    now: datetime
    unlocked: tuple[Unlocked, ...] | None = ()

    @property
    def holds_data(self) -> bool:
        """Tell whether something in it would be lost with it."""
        return any(state_class(thing.type) is not None for node in self.tree.nodes for thing in node.things)


def lines(standing: Standing, spelling: Spelling) -> Iterator[str]:
    """Give the lines for a person; `spelling` is that of the commands that are named."""
    root = standing.tree.root.stack
    yield from columns([("stack", "status", "since", "drift"), *_rows(standing)])
    yield ""
    yield from columns(_facts(standing))
    row = about(root.status)
    if row.family != "stable":
        yield ""
        yield f"{root.status}: {row.meaning}."
        yield f"at risk: {row.risk}"
    failed = list(_failed(standing.tree))
    if failed and row.family != "stable":
        yield ""
        yield "failed:"
        for node, logical_id, status, reason in failed:
            yield printable(f"  {node.address(logical_id)}: {status}: {reason or 'no reason is given'}")
    open_ = list(_open(standing, spelling))
    if open_:
        yield ""
        yield "not protected at this moment:"
        yield from (printable(f"  {line}") for line in open_)
        yield ""
    yield f"next: {_next(root.status, spelling)}"


def document(standing: Standing) -> Mapping[str, object]:
    """Give the same for machines."""
    root = standing.tree.root.stack
    row = about(root.status)
    return {
        "stack": root.name,
        "id": root.id,
        "status": root.status,
        "family": row.family,
        "meaning": row.meaning,
        "risk": row.risk,
        "termination_protection": root.termination_protection,
        "unprotected": None if standing.unlocked is None else [item.address for item in standing.unlocked],
        "last_operation": root.last_operations[0].type if root.last_operations else None,
        "stacks": [_stack(standing, node) for node in standing.tree.nodes],
        "failed": [
            {"resource": node.address(logical_id), "status": status, "reason": reason}
            for node, logical_id, status, reason in _failed(standing.tree)
        ],
    }


def _open(standing: Standing, spelling: Spelling) -> Iterator[str]:
    """Give what holds data and can be lost: by an update that replaces or deletes it, or with the stack."""
    root = standing.tree.root.stack
    for item in standing.unlocked or ():
        yield f"{item.address} ({item.type}): the stack policy lets an update replace or delete it"
    if standing.unlocked is None:
        yield "what the stack policies keep is not known: these credentials may not see them"
    if standing.unlocked and about(root.status).family == "stable":
        yield f"  to close the policies: {spelling.command('unstick', '--run')}"
    if standing.holds_data and not root.termination_protection:
        protect = ("update-termination-protection", "--enable-termination-protection", "--stack-name", root.name)
        call = spelling.call("cloudformation", *protect)
        yield f"the whole stack: termination protection is off; to set it: {call}"


def _stack(standing: Standing, node: Node) -> Mapping[str, object]:
    stack = node.stack
    return {
        "path": "/".join(node.path),
        "name": stack.name,
        "status": stack.status,
        "detailed_status": stack.detailed_status,
        "reason": stack.status_reason,
        "since": stamp(standing.since.get(node.path)),
        "resources": sum(1 for _ in node.things),
        "drift": stack.drift_status,
        "drift_checked": stamp(stack.drift_checked),
    }


def _rows(standing: Standing) -> Iterator[tuple[str, ...]]:
    nodes = standing.tree.nodes
    for node, branch in zip(nodes, branches([node.path for node in nodes]), strict=True):
        since = standing.since.get(node.path)
        status = node.stack.status
        if node.stack.detailed_status:
            status += f" ({node.stack.detailed_status})"
        name = node.path[-1] if node.path else node.stack.name
        yield branch + name, status, ago(since, standing.now) if since else "not known", _drift(node, standing.now)


def _drift(node: Node, now: datetime) -> str:
    stack = node.stack
    said = DRIFT.get(stack.drift_status, stack.drift_status or "")
    return f"{said}, {length(now - stack.drift_checked)} ago" if stack.drift_checked else said


def _facts(standing: Standing) -> Iterator[tuple[str, str]]:
    root = standing.tree.root.stack
    last = root.last_operations[0].type if root.last_operations else "not known"
    yield "last operation", last
    yield "made", moment(root.created)
    yield "termination protection", "on" if root.termination_protection else "off"
    alarms = len(root.rollback.triggers)
    if alarms:
        yield "rollback alarms", f"{alarms}, watched for {root.rollback.monitoring_minutes} min after an operation"
    resources = sum(1 for node in standing.tree.nodes for _ in node.things)
    yield "resources", f"{resources} in {count(len(standing.tree.nodes), 'stack')}"


def _failed(tree: Tree) -> Iterator[tuple[Node, str, str, str | None]]:
    """Give the resources that failed, but nested stacks, which fail because of what is in them."""
    for node in tree.nodes:
        for resource in node.resources:
            if resource.status.endswith("_FAILED") and resource.type != STACK_TYPE:
                yield node, resource.logical_id, resource.status, resource.status_reason


def _next(status: str, spelling: Spelling) -> str:
    match about(status).family:
        case "none":
            return spelling.command("plan")
        case "in progress":
            return spelling.command("events", "--follow")
        case "stuck":
            return spelling.command("unstick")
        case "stable":
            return f"nothing; {spelling.command('plan')} shows what an update would do"
