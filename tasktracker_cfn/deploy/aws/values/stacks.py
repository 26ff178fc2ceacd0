"""What AWS says about who asks and about stacks, as values that nothing changes.

Statuses and types stay texts: AWS adds to them, and a new one must not stop a deployment. What AWS left out is None,
or empty where it is a list.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

STACK_TYPE = "AWS::CloudFormation::Stack"
NOTHING: Mapping[str, str] = {}
# Stacks that are gone keep answering by their id, and one that only a change set made is not there yet.
GONE = "DELETE_COMPLETE"
IN_REVIEW = "REVIEW_IN_PROGRESS"
# Of the services in most regions; those of China and of sovereign clouds have others.
DOMAIN = "amazonaws.com"


class Identity(NamedTuple):
    """Who asks: the account (twelve digits), the caller's ARN, the region that is asked, its services' domain."""

    account: str
    arn: str
    region: str
    domain: str = DOMAIN

    @property
    def partition(self) -> str:
        """Give the partition of the ARN: aws, aws-cn, aws-us-gov."""
        return self.arn.split(":")[1] if self.arn.count(":") else "aws"


class Output(NamedTuple):
    """One output of a stack."""

    value: str
    description: str | None = None
    export: str | None = None


class RollbackTrigger(NamedTuple):
    """An alarm that undoes an operation; `type` is AWS::CloudWatch::Alarm or AWS::CloudWatch::CompositeAlarm."""

    arn: str
    type: str = "AWS::CloudWatch::Alarm"


class RollbackConfiguration(NamedTuple):
    """The alarms of a stack, and for how many minutes after an operation they are watched."""

    triggers: tuple[RollbackTrigger, ...] = ()
    monitoring_minutes: int = 0


class Operation(NamedTuple):
    """One of a stack's last operations, such as UPDATE_STACK."""

    type: str
    id: str


class Stack(NamedTuple):
    """A stack as it is; `id` is its ARN.

    Parameters that are NoEcho have the value ``****``. `resolved` has the values behind parameters that name an SSM
    parameter. `change_set_id` is the change set that made the stack or was executed last. `deployment_mode` is
    STANDARD or EXPRESS.
    """

    id: str
    name: str
    status: str
    created: datetime
    status_reason: str | None = None
    detailed_status: str | None = None
    updated: datetime | None = None
    deleted: datetime | None = None
    description: str | None = None
    parameters: Mapping[str, str] = NOTHING
    resolved: Mapping[str, str] = NOTHING
    outputs: Mapping[str, Output] = {}
    tags: Mapping[str, str] = NOTHING
    capabilities: tuple[str, ...] = ()
    role_arn: str | None = None
    termination_protection: bool = False
    parent_id: str | None = None
    root_id: str | None = None
    change_set_id: str | None = None
    rollback: RollbackConfiguration = RollbackConfiguration()
    disable_rollback: bool = False
    deployment_mode: str | None = None
    drift_status: str | None = None
    drift_checked: datetime | None = None
    last_operations: tuple[Operation, ...] = ()
    notification_arns: tuple[str, ...] = ()

    @property
    def account(self) -> str:
        """Give the account that the stack is in."""
        return self.id.split(":")[4] if self.id.count(":") > 4 else ""  # noqa: PLR2004 - the parts of an ARN

    @property
    def is_in_progress(self) -> bool:
        """Tell whether an operation is under way (a stack in review only waits for its first change set)."""
        return self.status.endswith("_IN_PROGRESS") and self.status != IN_REVIEW


class StackSummary(NamedTuple):
    """One stack of a list, as far as the list says it."""

    id: str
    name: str
    status: str
    parent_id: str | None = None
    root_id: str | None = None


class StackResource(NamedTuple):
    """One resource of one stack as it is."""

    logical_id: str
    type: str
    status: str
    updated: datetime
    physical_id: str | None = None
    status_reason: str | None = None
    drift_status: str | None = None

    @property
    def nested_stack_id(self) -> str | None:
        """Give the ARN of the nested stack that this resource is, if it is one and is there."""
        return self.physical_id if self.type == STACK_TYPE else None
