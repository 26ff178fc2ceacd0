"""CloudFormation's calls on stacks that only look."""

from typing import Any

from tests.aws.cloudformation import documents
from tests.aws.cloudformation.evaluating import plain
from tests.aws.cloudformation.stack_rows import (
    event_row,
    operation_event_row,
    resource_row,
    stack_row,
    summary_row,
)
from tests.aws.cloudformation.state import ChangeSet, Stack
from tests.aws.cloudformation.world import World
from tests.aws.pages import page
from tests.aws.refusal import Refused, invalid


class StackCalls:
    """One method for each operation, named as boto3 names it."""

    def __init__(self, world: World) -> None:
        """Work on a world."""
        self.world = world

    def describe_stacks(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Describe a stack, or all that live."""
        if name := asked.get("StackName"):
            return {"Stacks": [stack_row(self.world.stack(name))]}
        return self._page("Stacks", [stack_row(stack) for stack in self.world.stacks if stack.alive], asked)

    def list_stacks(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List stacks, deleted ones too."""
        wanted = asked.get("StackStatusFilter")
        found = [stack for stack in reversed(self.world.stacks) if not wanted or stack.status in wanted]
        return self._page("StackSummaries", [summary_row(stack) for stack in found], asked)

    def describe_stack_events(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give a stack's events, the newest first."""
        stack = self._known(asked["StackName"])
        return self._page("StackEvents", [event_row(event) for event in reversed(stack.events)], asked)

    def describe_events(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give the events of an operation, a stack or a change set, the newest first."""
        failed = bool((asked.get("Filters") or {}).get("FailedEvents"))
        rows = []
        if name := asked.get("ChangeSetName"):
            change_set = self._change_set(name, asked.get("StackName"))
            rows = [self._finding(change_set, finding) for finding in change_set.findings]
        else:
            wanted = asked.get("OperationId")
            stacks = self.world.stacks if wanted else [self._known(asked["StackName"])]
            events = sorted((event for stack in stacks for event in stack.events), key=lambda event: event.at)
            rows = [
                operation_event_row(event) for event in reversed(events) if not wanted or event.operation_id == wanted
            ]
        if failed:
            rows = [row for row in rows if row["EventType"].endswith("ERROR")]
        return self._page("OperationEvents", rows, asked)

    def describe_stack_resources(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give the first hundred resources of a stack, or the one of a physical id with its neighbours."""
        if physical := asked.get("PhysicalResourceId"):
            for stack in self.world.stacks:
                if any(resource.physical_id == physical for resource in stack.resources.values()):
                    break
            else:
                message = f"Stack for {physical} does not exist"
                raise invalid(message)
        else:
            stack = self._known(asked["StackName"])
        wanted = asked.get("LogicalResourceId")
        found = [one for name, one in stack.resources.items() if wanted in {None, name}]
        return {"StackResources": [resource_row(stack, resource) for resource in found[:100]]}

    def describe_stack_resource(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give one resource."""
        stack, name = self._known(asked["StackName"]), asked["LogicalResourceId"]
        if name not in stack.resources:
            message = f"Resource {name} does not exist for stack {stack.name}"
            raise invalid(message)
        return {"StackResourceDetail": resource_row(stack, stack.resources[name])}

    def list_stack_resources(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the resources of a stack."""
        stack = self._known(asked["StackName"])
        rows = [resource_row(stack, resource) for resource in stack.resources.values()]
        return self._page("StackResourceSummaries", rows, asked)

    def get_template(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give the template of a stack or of a change set."""
        stages = {"StagesAvailable": ["Original", "Processed"]}
        if name := asked.get("ChangeSetName"):
            change_set = self._change_set(name, asked.get("StackName"))
            if change_set.goal is None:
                message = f"Template for change set {name} is not available"
                raise invalid(message)
            return {"TemplateBody": change_set.goal.document.text, **stages}
        return {"TemplateBody": self._known(asked["StackName"]).document.text, **stages}

    def get_template_summary(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tell of a template."""
        stack = self._known(asked["StackName"]) if asked.get("StackName") else None
        document = stack.document if stack else self.world.template(asked)
        kinds = sorted({spec["Type"] for spec in document.resources.values()})
        return self._about(document) | {"ResourceTypes": kinds, "Version": "2010-09-09"}

    def validate_template(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Check a template as far as CloudFormation does."""
        return self._about(self.world.template(asked))

    def get_stack_policy(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give the stack policy."""
        return {"StackPolicyBody": self._known(asked["StackName"]).policy}

    def list_exports(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List what stacks export."""
        rows = [
            {"ExportingStackId": stack.id, "Name": output["ExportName"], "Value": output["OutputValue"]}
            for stack in self.world.stacks
            for output in stack.outputs.values()
            if stack.alive and "ExportName" in output
        ]
        return self._page("Exports", rows, asked)

    def list_imports(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List who imports an export: nobody."""
        message = f"Export '{asked['ExportName']}' is not imported by any stack."
        raise invalid(message)

    def _known(self, name: str) -> Stack:
        """Give a stack; here the message names it otherwise."""
        try:
            return self.world.stack(name)
        except Refused as refused:
            message = f"Stack [{name}] does not exist"
            raise invalid(message) from refused

    def _change_set(self, name: str, stack: str | None) -> ChangeSet:
        return find_change_set(self.world, name, stack)

    @staticmethod
    def _about(document: documents.Document) -> dict[str, Any]:
        rows = [
            {
                "ParameterKey": name,
                "ParameterType": spec["Type"],
                "DefaultValue": plain(spec["Default"]) if "Default" in spec else None,
                "NoEcho": plain(spec.get("NoEcho", False)) == "true",
                "Description": spec.get("Description"),
            }
            for name, spec in document.section("Parameters").items()
        ]
        about = {"Parameters": rows, "Description": document.content.get("Description")}
        needed = [need for need in document.capabilities if need != "CAPABILITY_AUTO_EXPAND"]
        return about | {"Capabilities": needed} if needed else about

    @staticmethod
    def _finding(change_set: ChangeSet, finding: Any) -> dict[str, Any]:
        return {
            "EventId": f"validation-{finding.name}",
            "StackId": change_set.stack.id,
            "EventType": "VALIDATION_ERROR",
            "OperationType": "CREATE_CHANGESET",
            "LogicalResourceId": finding.place.rpartition("/")[2],
            "Timestamp": change_set.created,
            "ValidationName": finding.name,
            "ValidationStatus": "FAILED",
            "ValidationFailureMode": finding.mode,
            "ValidationPath": finding.path,
            "ValidationStatusReason": finding.reason,
        }

    def _page(self, name: str, rows: list[dict[str, Any]], asked: dict[str, Any]) -> dict[str, Any]:
        found, token = page(rows, asked.get("NextToken"), self.world.account.page)
        return {name: found, "NextToken": token}


def find_change_set(world: World, name: str, stack: str | None) -> ChangeSet:
    """Give a change set by its id, or by its name and its stack.

    :raises Refused: when there is none
    """
    if not name.startswith("arn:") and not stack:
        message = "StackName must be specified if ChangeSetName is not specified as an ARN."
        raise invalid(message)
    for change_set in reversed(world.change_sets):
        if change_set.id == name or (change_set.name == name and stack in {change_set.stack.id, change_set.stack.name}):
            return change_set
    if stack and world.named(stack) is None:
        message = f"Stack [{stack}] does not exist"
        raise invalid(message)
    message = f"ChangeSet [{name}] does not exist"
    raise Refused("ChangeSetNotFoundException", message, 404)
