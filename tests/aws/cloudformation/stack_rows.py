"""Stacks, resources and events as they are described."""

from typing import Any

from tests.aws.cloudformation.parameters import shown
from tests.aws.cloudformation.state import Event, Resource, Stack

# Only a stack that was made or updated well names the change set; recordings of AWS show it in no other status.
NAMES_CHANGE_SET = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
FAILURES = ("CREATE_FAILED", "UPDATE_FAILED", "DELETE_FAILED")


def stack_row(stack: Stack) -> dict[str, Any]:
    """Give a stack as DescribeStacks gives it."""
    status = stack.status
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "ChangeSetId": stack.change_set_id if status in NAMES_CHANGE_SET else None,
        "Description": stack.document.content.get("Description"),
        "Parameters": shown(stack.document, stack.parameters) if stack.parameters else None,
        "CreationTime": stack.created,
        "DeletionTime": stack.deleted,
        "LastUpdatedTime": stack.updated,
        "RollbackConfiguration": stack.settings.get("RollbackConfiguration") or {},
        "StackStatus": status,
        "StackStatusReason": stack.reason or None,
        "DisableRollback": stack.settings.get("on_failure") == "DO_NOTHING",
        "NotificationARNs": stack.settings.get("NotificationARNs") or [],
        "Capabilities": stack.capabilities,
        "Outputs": list(stack.outputs.values()) or None,
        "RoleARN": stack.settings.get("RoleARN"),
        "Tags": pairs(stack.tags),
        "EnableTerminationProtection": stack.root.termination_protection,
        "ParentId": stack.parent.id if stack.parent else None,
        "RootId": stack.root.id if stack.parent else None,
        "DriftInformation": drift_information(stack),
        "LastOperations": list(reversed(stack.root.operations[-2:])) or None,
    }


def drift_information(stack: Stack) -> dict[str, Any]:
    """Give what the last drift detection found."""
    found = {"StackDriftStatus": stack.detection.get("status", "NOT_CHECKED")}
    return found | ({"LastCheckTimestamp": stack.detection["at"]} if stack.detection.get("at") else {})


def summary_row(stack: Stack) -> dict[str, Any]:
    """Give a stack as ListStacks gives it."""
    names: tuple[str, ...] = ("StackId", "StackName", "CreationTime", "LastUpdatedTime", "DeletionTime", "StackStatus")
    names += ("StackStatusReason", "ParentId", "RootId", "DriftInformation", "LastOperations")
    row = stack_row(stack)
    return {name: row[name] for name in names} | {"TemplateDescription": row["Description"]}


def pairs(tags: dict[str, str]) -> list[dict[str, str]]:
    """Give tags as AWS writes them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def resource_row(stack: Stack, resource: Resource) -> dict[str, Any]:
    """Give a resource as DescribeStackResources and ListStackResources give it."""
    return {
        "StackName": stack.name,
        "StackId": stack.id,
        "LogicalResourceId": resource.logical_id,
        "PhysicalResourceId": resource.physical_id or None,
        "ResourceType": resource.type,
        "Timestamp": resource.at or stack.created,
        "LastUpdatedTimestamp": resource.at or stack.created,
        "ResourceStatus": resource.status,
        "ResourceStatusReason": resource.reason or None,
        "DriftInformation": {"StackResourceDriftStatus": "NOT_CHECKED"},
    }


def event_row(event: Event) -> dict[str, Any]:
    """Give an event as DescribeStackEvents gives it."""
    return {
        "StackId": event.stack_id,
        "EventId": event.id,
        "StackName": event.stack_name,
        "OperationId": event.operation_id,
        "LogicalResourceId": event.logical_id,
        "PhysicalResourceId": event.physical_id,
        "ResourceType": event.type,
        "Timestamp": event.at,
        "ResourceStatus": event.status,
        "ResourceStatusReason": event.reason or None,
        "ClientRequestToken": event.token,
        "DetailedStatus": event.detailed,
    }


def operation_event_row(event: Event) -> dict[str, Any]:
    """Give an event as DescribeEvents gives it."""
    row = event_row(event)
    row.pop("StackName")
    failed = event.status in FAILURES and event.logical_id != event.stack_name
    return row | {"EventType": "PROVISIONING_ERROR" if failed else "STACK_EVENT"}
