"""Another person, with the same rights."""

from typing import Any, NamedTuple

from botocore import xform_name

from tests.aws.desk import Desk
from tests.aws.timeline import Timeline


class Other(NamedTuple):
    """Does things at once and past the network: no call is counted, no fault is met; also from within `aws.when`."""

    desk: Desk
    timeline: Timeline

    def call(self, service: str, operation: str, **parameters: Any) -> dict[str, Any]:
        """Call an operation, by AWS's or boto3's name.

        :raises Refused: as AWS would
        """
        with self.timeline.lock:
            return self.desk.services[service][xform_name(operation)](parameters)

    def execute(self, change_set: str) -> None:
        """Execute a change set."""
        self.call("cloudformation", "ExecuteChangeSet", ChangeSetName=change_set, DisableRollback=False)

    def delete_change_set(self, change_set: str) -> None:
        """Delete a change set."""
        self.call("cloudformation", "DeleteChangeSet", ChangeSetName=change_set)

    def update(self, stack: str, body: str) -> None:
        """Begin to update a stack to a template, with its parameters as they are."""
        everything = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
        with self.timeline.lock:
            (found,) = self.call("cloudformation", "DescribeStacks", StackName=stack)["Stacks"]
            kept = [
                {"ParameterKey": one["ParameterKey"], "UsePreviousValue": True} for one in found["Parameters"] or []
            ]
            asked = {"StackName": stack, "TemplateBody": body, "Parameters": kept, "Capabilities": everything}
            self.call("cloudformation", "UpdateStack", **asked)

    def delete(self, stack: str) -> None:
        """Begin to delete a stack."""
        self.call("cloudformation", "DeleteStack", StackName=stack)
