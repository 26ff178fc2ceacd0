"""Change sets as DescribeChangeSet gives them: with values, and with what that drops, or without."""

import json
from typing import Any

from tests.aws.cloudformation.causes import Detail
from tests.aws.cloudformation.differing import masked
from tests.aws.cloudformation.parameters import secrets, shown
from tests.aws.cloudformation.state import NO_CHANGES, ChangeSet
from tests.aws.cloudformation.world import World
from tests.aws.pages import page

HIDDEN = {"details", "before", "after", "with_values"}


def described(world: World, change_set: ChangeSet, *, values: bool, token: str | None) -> dict[str, Any]:
    """Give one page of a description."""
    rows = change_set.rows if change_set.status in {"CREATE_COMPLETE", "FAILED"} else []
    reason = change_set.reason
    if reason and reason in {NO_CHANGES, world.no_change_text}:
        rows = []
    if values:
        dropped = [row["LogicalResourceId"] for row in rows if row["ResourceType"] in world.drops and row["details"]]
        rows = [row for row in rows if row["LogicalResourceId"] not in dropped]
        if dropped:
            # https://github.com/aws/aws-cdk-cli/issues/1780
            reason = (
                "[WARN] --include-property-values option can return incomplete ChangeSet data because: "
                f"ChangeSet creation failed for resource [{dropped[0]}]"
            )
    found, after = page(rows, token, world.account.page)
    hidden = secrets(change_set.goal.document, change_set.goal.parameters) if change_set.goal else []
    changes = [{"Type": "Resource", "ResourceChange": _row(row, values, hidden)} for row in found]
    return {
        **summary(change_set),
        "StatusReason": reason or None,
        "Parameters": shown(change_set.goal.document, change_set.goal.parameters) if change_set.goal else [],
        "Tags": [
            {"Key": key, "Value": value} for key, value in (change_set.goal.tags if change_set.goal else {}).items()
        ],
        "Capabilities": change_set.request.get("Capabilities", []),
        "NotificationARNs": change_set.request.get("NotificationARNs", []),
        "RollbackConfiguration": change_set.request.get("RollbackConfiguration", {}),
        "OnStackFailure": change_set.request.get("OnStackFailure"),
        "DeploymentMode": change_set.request.get("DeploymentMode"),
        "Changes": changes,
        "NextToken": after,
    }


def summary(change_set: ChangeSet) -> dict[str, Any]:
    """Give a change set as lists of them show it."""
    return {
        "ChangeSetId": change_set.id,
        "ChangeSetName": change_set.name,
        "StackId": change_set.stack.id,
        "StackName": change_set.stack.name,
        "Status": change_set.status,
        "StatusReason": change_set.reason or None,
        "ExecutionStatus": change_set.execution,
        "CreationTime": change_set.created,
        "Description": change_set.request.get("Description"),
        "IncludeNestedStacks": bool(change_set.request.get("IncludeNestedStacks")),
        "ParentChangeSetId": change_set.parent.id if change_set.parent else None,
        "RootChangeSetId": change_set.root.id if change_set.root is not change_set else None,
        "ImportExistingResources": bool(change_set.request.get("ImportExistingResources")),
    }


def _row(row: dict[str, Any], values: bool, hidden: list[str]) -> dict[str, Any]:
    found = {name: value for name, value in row.items() if name not in HIDDEN}
    if values:
        found |= row.get("with_values", {})
        for side in ("before", "after"):
            if side in row:
                found[f"{side.title()}Context"] = json.dumps(masked(row[side], hidden))
        found["Details"] = [_detail_with_values(detail, hidden) for detail in row["details"]]
    else:
        found["Details"] = list({json.dumps(_detail(detail)): _detail(detail) for detail in row["details"]}.values())
    return found


def _detail(detail: Detail) -> dict[str, Any]:
    target = {"Attribute": detail.attribute, "RequiresRecreation": detail.recreation}
    if detail.name:
        target["Name"] = detail.name
    found: dict[str, Any] = {"Target": target, "Evaluation": detail.evaluation, "ChangeSource": detail.source}
    if detail.cause:
        found["CausingEntity"] = detail.cause
    return found


def _detail_with_values(detail: Detail, hidden: list[str]) -> dict[str, Any]:
    found = _detail(detail)
    if detail.path:
        kind = "Add" if detail.before is None else "Remove" if detail.after is None else "Modify"
        found["Target"] |= {
            "Path": detail.path,
            "BeforeValue": masked(detail.before, hidden),
            "AfterValue": masked(detail.after, hidden),
            "AttributeChangeType": kind,
        }
    return found
