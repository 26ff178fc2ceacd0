"""What AWS says about what happens: a stack's events, an operation's failures, what hooks found."""

from datetime import datetime
from typing import NamedTuple


class Event(NamedTuple):
    """One event of one stack.

    The stack's own events have its id as `physical_id`. `token` is the ClientRequestToken of whoever started it, so
    that one's own operation is told from another's. `properties` is a JSON text that may hold secrets: it is never
    shown.
    """

    id: str
    stack_id: str
    stack_name: str
    time: datetime
    logical_id: str = ""
    type: str = ""
    status: str = ""
    physical_id: str | None = None
    reason: str | None = None
    token: str | None = None
    operation_id: str | None = None
    detailed_status: str | None = None
    hook_type: str | None = None
    hook_status: str | None = None
    hook_reason: str | None = None

    @property
    def is_of_stack(self) -> bool:
        """Tell whether it is about the stack itself and not about a resource."""
        return self.physical_id == self.stack_id


class OperationEvent(NamedTuple):
    """One event of an operation, also one that happened before any resource was touched.

    `type` is STACK_EVENT, PROGRESS_EVENT, VALIDATION_ERROR, PROVISIONING_ERROR or HOOK_INVOCATION_ERROR.
    `validation_name` is a free text; `validation_mode` is FAIL or WARN; `validation_path` a place in the template.
    """

    id: str
    type: str
    stack_id: str | None = None
    operation_id: str | None = None
    operation_type: str | None = None
    operation_status: str | None = None
    time: datetime | None = None
    logical_id: str | None = None
    physical_id: str | None = None
    resource_type: str | None = None
    status: str | None = None
    reason: str | None = None
    detailed_status: str | None = None
    hook_type: str | None = None
    hook_status: str | None = None
    hook_reason: str | None = None
    hook_mode: str | None = None
    validation_name: str | None = None
    validation_status: str | None = None
    validation_mode: str | None = None
    validation_path: str | None = None
    validation_reason: str | None = None


class HookResult(NamedTuple):
    """What one hook said of one target; `mode` is FAIL or WARN."""

    id: str
    type: str
    status: str
    mode: str | None = None
    reason: str | None = None
    target: str | None = None
