"""The gateway's part about stacks: what is there, and what is done to one as a whole."""

from collections.abc import Iterator, Mapping, Sequence

from tasktracker_cfn.deploy.aws.answers import events as answers_events
from tasktracker_cfn.deploy.aws.answers import stacks as answers
from tasktracker_cfn.deploy.aws.calling import Caller
from tasktracker_cfn.deploy.aws.values.changes import TemplateStage
from tasktracker_cfn.deploy.aws.values.drift import DriftDetection, ResourceDrift
from tasktracker_cfn.deploy.aws.values.events import Event
from tasktracker_cfn.deploy.aws.values.stacks import GONE, Stack, StackResource, StackSummary
from tasktracker_cfn.errors import NotThereError

CLOUDFORMATION = "cloudformation"


class StackCalls(Caller):
    """Calls about stacks. A stack is named by its name, or by its ARN, which also finds one that is deleted."""

    def stack(self, name: str) -> Stack | None:
        """Give a stack; None when there is none. By its ARN a deleted one is found, too (DELETE_COMPLETE).

        :raises AwsError: when AWS says no
        """
        try:
            answer = self.call(CLOUDFORMATION, "describe_stacks", {"StackName": name})
        except NotThereError:
            return None
        stacks = answers.stacks(answer)
        return stacks[0] if stacks else None

    def stacks(self) -> Iterator[Stack]:
        """Give all stacks of account and region but deleted ones, nested ones among them.

        :raises AwsError: when AWS says no
        """
        for page in self.pages(CLOUDFORMATION, "describe_stacks", {}):
            yield from (stack for stack in answers.stacks(page) if stack.status != GONE)

    def summaries(self, statuses: Sequence[str] = ()) -> Iterator[StackSummary]:
        """Give all stacks in some statuses (any when empty), also those deleted within 90 days.

        :raises AwsError: when AWS says no
        """
        for page in self.pages(CLOUDFORMATION, "list_stacks", {"StackStatusFilter": list(statuses) or None}):
            yield from answers.stack_summaries(page)

    def resources(self, name: str) -> tuple[StackResource, ...]:
        """Give the resources of one stack; none when there is no such stack.

        :raises AwsError: when AWS says no
        """
        try:
            pages = list(self.pages(CLOUDFORMATION, "list_stack_resources", {"StackName": name}))
        except NotThereError:
            return ()
        return tuple(resource for page in pages for resource in answers.resources(page))

    def events(self, name: str) -> Iterator[Event]:
        """Give the events of one stack, newest first; pages are asked for as they are needed.

        :raises AwsError: when AWS says no
        :raises NotThereError: when there is no such stack
        """
        for page in self.pages(CLOUDFORMATION, "describe_stack_events", {"StackName": name}):
            yield from answers_events.events(page)

    def template(self, name: str, stage: TemplateStage = "Original") -> str | None:
        """Give the text of a deployed template; None when there is no such stack, or none of its templates yet.

        That of the stage Original is the very text that was uploaded.

        :raises AwsError: when AWS says no
        """
        return self._template({"StackName": name, "TemplateStage": stage})

    def change_set_template(self, change_set: str, stage: TemplateStage = "Original") -> str | None:
        """Give the text of a template as a change set, named by its ARN, would have it; None when it is gone.

        :raises AwsError: when AWS says no
        """
        return self._template({"ChangeSetName": change_set, "TemplateStage": stage})

    def _template(self, parameters: Mapping[str, object]) -> str | None:
        try:
            body = self.call(CLOUDFORMATION, "get_template", parameters).get("TemplateBody")
        except NotThereError:
            return None
        return None if body is None else str(body)

    def delete_stack(
        self,
        name: str,
        token: str,
        *,
        retain: Sequence[str] = (),
        force: bool = False,
        role_arn: str | None = None,
    ) -> None:
        """Begin to delete a stack; `retain` (logical ids) and `force` only for one in DELETE_FAILED.

        :raises AwsError: when AWS says no, such as for termination protection
        """
        parameters = {
            "StackName": name,
            "ClientRequestToken": token,
            "RetainResources": list(retain) or None,
            "DeletionMode": "FORCE_DELETE_STACK" if force else None,
            "RoleARN": role_arn,
        }
        self.call(CLOUDFORMATION, "delete_stack", parameters)

    def continue_update_rollback(
        self, name: str, token: str, *, skip: Sequence[str] = (), force: bool = False, role_arn: str | None = None
    ) -> None:
        """Go on with a rollback that failed, of a root stack; `skip` names ``Child.LogicalId``, and excludes `force`.

        :raises AwsError: when AWS says no
        """
        parameters = {
            "StackName": name,
            "ClientRequestToken": token,
            "ResourcesToSkip": list(skip) or None,
            "ForceRollback": force or None,
            "RoleARN": role_arn,
        }
        self.call(CLOUDFORMATION, "continue_update_rollback", parameters)

    def cancel_update(self, name: str, token: str) -> None:
        """Stop an update, which rolls it back.

        :raises AwsError: when AWS says no
        """
        self.call(CLOUDFORMATION, "cancel_update_stack", {"StackName": name, "ClientRequestToken": token})

    def rollback_stack(self, name: str, token: str, *, role_arn: str | None = None) -> None:
        """Roll back a stack that failed with rollback off.

        :raises AwsError: when AWS says no
        """
        parameters = {"StackName": name, "ClientRequestToken": token, "RoleARN": role_arn}
        self.call(CLOUDFORMATION, "rollback_stack", parameters)

    def stack_policy(self, name: str) -> str | None:
        """Give a stack's policy, a JSON text; None when it has none, or is not there.

        :raises AwsError: when AWS says no
        """
        try:
            body = self.call(CLOUDFORMATION, "get_stack_policy", {"StackName": name}).get("StackPolicyBody")
        except NotThereError:
            return None
        return str(body) if body else None

    def set_stack_policy(self, name: str, body: str) -> None:
        """Set a stack's policy, a JSON text. One that was set can be changed, and not be taken away.

        :raises AwsError: when AWS says no
        """
        self.call(CLOUDFORMATION, "set_stack_policy", {"StackName": name, "StackPolicyBody": body})

    def set_termination_protection(self, name: str, *, enabled: bool) -> None:
        """Set a root stack's termination protection, which holds for those nested in it.

        :raises AwsError: when AWS says no
        """
        parameters = {"StackName": name, "EnableTerminationProtection": enabled}
        self.call(CLOUDFORMATION, "update_termination_protection", parameters)

    def detect_drift(self, name: str) -> str:
        """Begin to look for drift in one stack, not in those nested in it; give the detection's id.

        :raises AwsError: when AWS says no
        """
        return str(self.call(CLOUDFORMATION, "detect_stack_drift", {"StackName": name})["StackDriftDetectionId"])

    def drift_detection(self, detection: str) -> DriftDetection:
        """Give how far a detection is.

        :raises AwsError: when AWS says no
        """
        parameters = {"StackDriftDetectionId": detection}
        return answers_events.drift_detection(
            self.call(CLOUDFORMATION, "describe_stack_drift_detection_status", parameters)
        )

    def drift_of(self, name: str, logical_id: str) -> ResourceDrift:
        """Look for drift in one resource, and give what was found.

        :raises AwsError: when AWS says no, also where the resource may not be read
        """
        parameters = {"StackName": name, "LogicalResourceId": logical_id}
        return answers_events.drift(self.call(CLOUDFORMATION, "detect_stack_resource_drift", parameters))

    def drifts(self, name: str, statuses: Sequence[str] = ()) -> tuple[ResourceDrift, ...]:
        """Give what a detection found in one stack, in some statuses or in any.

        :raises AwsError: when AWS says no
        """
        parameters = {"StackName": name, "StackResourceDriftStatusFilters": list(statuses) or None}
        pages = self.pages(CLOUDFORMATION, "describe_stack_resource_drifts", parameters)
        return tuple(drift for page in pages for drift in answers_events.drifts(page))
