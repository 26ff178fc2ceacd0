"""The gateway's part about change sets, and about what failed before anything was touched."""

from collections.abc import Iterator, Mapping
from typing import Literal

from tasktracker_cfn.deploy.aws.answers import changes as answers_changes
from tasktracker_cfn.deploy.aws.answers import events as answers_events
from tasktracker_cfn.deploy.aws.asking.stacks import CLOUDFORMATION
from tasktracker_cfn.deploy.aws.calling import Answer, Caller, pairs
from tasktracker_cfn.deploy.aws.values.changes import ChangeSet, ChangeSetRequest, ChangeSetSummary
from tasktracker_cfn.deploy.aws.values.events import HookResult, OperationEvent
from tasktracker_cfn.deploy.aws.values.stacks import RollbackConfiguration
from tasktracker_cfn.errors import ConflictError, NotThereError

HookTarget = Literal["CHANGE_SET", "STACK", "RESOURCE", "CLOUD_CONTROL"]


class ChangeSetCalls(Caller):
    """Calls about change sets. A change set is named by its ARN."""

    def create_change_set(self, request: ChangeSetRequest) -> str:
        """Begin to make a change set, and give its ARN.

        A lost answer repeats nothing: the request is made again with its token.

        :raises AwsError: when AWS says no
        :raises ExistsError: when the stack has a change set of this name that another request made
        """
        return str(self.call(CLOUDFORMATION, "create_change_set", _asked(request))["Id"])

    def change_set(self, change_set: str, *, with_values: bool = False) -> ChangeSet | None:
        """Give a change set with all pages of its changes; None when it is gone.

        With values AWS leaves out some rows; ask without them as well, and merge the two.
        https://github.com/aws/aws-cdk-cli/issues/1780

        :raises AwsError: when AWS says no
        """
        parameters = {"ChangeSetName": change_set, "IncludePropertyValues": with_values or None}
        try:
            pages: list[Answer] = list(self.pages(CLOUDFORMATION, "describe_change_set", parameters))
        except NotThereError:
            return None
        return answers_changes.change_set(pages)

    def change_sets(self, stack: str) -> tuple[ChangeSetSummary, ...]:
        """Give the change sets of a stack that are not gone; none when there is no such stack.

        :raises AwsError: when AWS says no
        """
        try:
            pages = list(self.pages(CLOUDFORMATION, "list_change_sets", {"StackName": stack}))
        except NotThereError:
            return ()
        return tuple(summary for page in pages for summary in answers_changes.change_set_summaries(page))

    def execute_change_set(
        self,
        change_set: str,
        token: str,
        *,
        disable_rollback: bool | None = False,
        retain_except_on_create: bool = False,
    ) -> None:
        """Begin to do what a change set says; only that of the root stack can be executed.

        `disable_rollback` is None for a change set that has `on_stack_failure` or is express: AWS takes one of them.

        :raises AwsError: when AWS says no
        :raises ConflictError: when it is executed, obsolete, or the stack is busy
        :raises NotThereError: when it was deleted
        """
        parameters = {
            "ChangeSetName": change_set,
            "ClientRequestToken": token,
            # Said wherever it may be: the reference gives True as its default, other pages False.
            "DisableRollback": disable_rollback,
            "RetainExceptOnCreate": retain_except_on_create or None,
        }
        self.call(CLOUDFORMATION, "execute_change_set", parameters)

    def delete_change_set(self, change_set: str) -> None:
        """Delete a change set, of a root with those of its nested stacks; nothing happens when it is gone or going.

        That of a nest is gone some seconds later; until then it is in DELETE_PENDING or DELETE_IN_PROGRESS.

        :raises AwsError: when AWS says no
        :raises ConflictError: when it, or one of a nested stack, is being made or executed
        """
        try:
            self.call(CLOUDFORMATION, "delete_change_set", {"ChangeSetName": change_set})
        except NotThereError:
            return
        except ConflictError:
            # The answer of the first call was lost, or somebody else was faster.
            found = self.change_set(change_set)
            if found is not None and found.status not in {"DELETE_PENDING", "DELETE_IN_PROGRESS"}:
                raise

    def operation_events(
        self,
        *,
        stack: str | None = None,
        change_set: str | None = None,
        operation: str | None = None,
        failed_only: bool = True,
    ) -> Iterator[OperationEvent]:
        """Give the events of a stack, a change set or an operation: validation, provisioning, hooks.

        :raises AwsError: when AWS says no
        :raises DeniedError: without cloudformation:DescribeEvents, which nobody has by older policies
        """
        parameters = {
            "StackName": stack,
            "ChangeSetName": change_set,
            "OperationId": operation,
            "Filters": {"FailedEvents": True} if failed_only else None,
        }
        for page in self.pages(CLOUDFORMATION, "describe_events", parameters):
            yield from answers_events.operation_events(page)

    def hook_results(self, kind: HookTarget, target: str) -> tuple[HookResult, ...]:
        """Give what hooks said of a change set or a stack, named by its ARN.

        :raises AwsError: when AWS says no
        """
        pages = self.pages(CLOUDFORMATION, "list_hook_results", {"TargetType": kind, "TargetId": target})
        return tuple(result for page in pages for result in answers_events.hook_results(page))


def _asked(request: ChangeSetRequest) -> Mapping[str, object]:
    """Give a request in AWS's words; what is None is left out by the call."""
    return {
        "StackName": request.stack_name,
        "ChangeSetName": request.name,
        "ChangeSetType": request.type,
        "ClientToken": request.token,
        "TemplateURL": request.template_url,
        "TemplateBody": request.template_body,
        "Parameters": [_parameter(name, value) for name, value in request.parameters.items()],
        "Tags": pairs(request.tags),
        "Capabilities": list(request.capabilities),
        "IncludeNestedStacks": request.include_nested,
        "Description": request.description,
        "RollbackConfiguration": _rollback(request.rollback),
        "RoleARN": request.role_arn,
        "NotificationARNs": list(request.notification_arns) or None,
        "OnStackFailure": request.on_stack_failure,
        "ImportExistingResources": request.import_existing or None,
        "DeploymentMode": request.deployment_mode,
        "DeploymentConfig": {"Mode": "EXPRESS"} if request.express else None,
    }


def _parameter(name: str, value: str | None) -> Mapping[str, object]:
    if value is None:
        return {"ParameterKey": name, "UsePreviousValue": True}
    return {"ParameterKey": name, "ParameterValue": value}


def _rollback(configuration: RollbackConfiguration | None) -> Mapping[str, object] | None:
    if configuration is None:
        return None
    triggers = [{"Arn": trigger.arn, "Type": trigger.type} for trigger in configuration.triggers]
    return {"RollbackTriggers": triggers, "MonitoringTimeInMinutes": configuration.monitoring_minutes}
