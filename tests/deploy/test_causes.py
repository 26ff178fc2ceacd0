"""The first real cause is found among the echoes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from tasktracker_cfn.deploy.apply.causes import causes, failures
from tasktracker_cfn.deploy.apply.progress import Placed, duration, placed, rows
from tasktracker_cfn.deploy.aws.values.events import Event, OperationEvent
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def event(second: int, stack: str, name: str, status: str, reason: str = "", type_: str = "AWS::S3::Bucket") -> Placed:
    """Give an event of a stack; one without a name is the stack's own."""
    stack_id = f"arn:{stack}"
    number = f"{second}-{stack}-{name}-{status}"
    physical = name or stack_id
    time = NOW + timedelta(seconds=second)
    return placed(
        Event(
            number,
            stack_id,
            stack or "root",
            time,
            name or stack,
            type_ if name else STACK_TYPE,
            status,
            physical,
            reason,
        ),
        stack,
    )


EMBEDDED = (
    "Embedded stack arn:aws:... was not successfully created: The following resource(s) failed to create: [Store]."
)
ECHOES = [
    event(9, "", "Data", "CREATE_FAILED", EMBEDDED, STACK_TYPE),
    event(9, "", "", "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [Data]. Rollback requested"),
    event(8, "Data", "", "CREATE_FAILED", "The following resource(s) failed to create: [Store]."),
    event(7, "Data", "Topic", "CREATE_FAILED", "Resource creation cancelled"),
    event(7, "Data", "Store", "CREATE_FAILED", "store already exists"),
    event(1, "", "", "CREATE_IN_PROGRESS", "User Initiated"),
]


def test_first_across_children() -> None:
    """Of all that fails, the first with a reason of its own is the cause."""
    found = causes([*ECHOES, event(20, "", "Role", "DELETE_FAILED", "in use")])
    assert str(found.first) == "Data/Store (AWS::S3::Bucket) CREATE_FAILED: store already exists"
    assert found.rollback is None


def test_two_failures() -> None:
    """Of two that fail for themselves, the earlier one is the cause, in whatever stack and order they are read."""
    found = causes([*ECHOES, event(5, "Edge", "Certificate", "CREATE_FAILED", "no such domain")])
    assert found.first
    assert found.first.address == "Edge/Certificate"


def test_rollback_failed() -> None:
    """When the rollback failed, its own first cause is told as well."""
    more = [
        event(12, "Data", "Key", "DELETE_FAILED", "key is in use"),
        event(13, "", "", "ROLLBACK_FAILED", "The following resource(s) failed to delete: [Data]."),
    ]
    found = causes([*ECHOES, *more])
    assert found.rollback
    assert (found.first and found.first.address, found.rollback.address) == ("Data/Store", "Data/Key")


@pytest.mark.parametrize("reason", ["Rollback triggered by alarm errors", "User Initiated"])
def test_no_resource_failed(reason: str) -> None:
    """Where no resource failed, what the stack says of itself is the cause, and not what fails in the rollback."""
    turned = event(5, "", "", "UPDATE_ROLLBACK_IN_PROGRESS", reason)
    found = causes([event(1, "", "", "UPDATE_IN_PROGRESS"), turned, event(7, "", "Role", "UPDATE_FAILED", "in use")])
    assert found.first
    assert (found.first.address, found.first.reason) == ("", reason)


def test_no_reason_at_all() -> None:
    """Without any failure there is no cause."""
    assert causes([event(1, "", "", "CREATE_IN_PROGRESS")]).first is None


def test_all_validation_errors() -> None:
    """All that validation found is listed, each once, with its place; warnings are called so."""
    found = [
        OperationEvent(
            "1",
            "VALIDATION_ERROR",
            logical_id="Store",
            resource_type="AWS::S3::Bucket",
            validation_name="NAME_CONFLICT_VALIDATION",
            validation_path="/Resources/Store",
            validation_reason="the name is taken",
        ),
        OperationEvent(
            "2", "VALIDATION_ERROR", validation_name="QUOTA", validation_mode="WARN", validation_reason="few"
        ),
        OperationEvent("3", "HOOK_INVOCATION_ERROR", hook_type="My::Hook::Type", hook_reason="not allowed"),
        OperationEvent("4", "STACK_EVENT", reason="nothing"),
        OperationEvent("5", "HOOK_INVOCATION_ERROR", hook_type="My::Hook::Type", hook_reason="not allowed"),
    ]
    assert list(failures(found)) == [
        "NAME_CONFLICT_VALIDATION: Store AWS::S3::Bucket /Resources/Store: the name is taken",
        "QUOTA (warning): few",
        "My::Hook::Type: not allowed",
    ]


def test_rows() -> None:
    """A resource is at it since it began with what it does now; a configured one only waits."""
    first = event(3, "Service", "Service", "CREATE_IN_PROGRESS", type_="AWS::ECS::Service")
    again = event(5, "Service", "Service", "CREATE_IN_PROGRESS", type_="AWS::ECS::Service")
    later = again._replace(event=again.event._replace(detailed_status="CONFIGURATION_COMPLETE"))
    (row,) = rows([first, later])
    assert (row.address, row.since, row.is_waiting) == ("Service/Service", first.event.time, True)
    assert row.doing == "configured, waiting"
    (row,) = rows([first, later, event(9, "Service", "Service", "CREATE_COMPLETE")])
    assert (row.since, row.doing) == (NOW + timedelta(seconds=9), "CREATE_COMPLETE")


@pytest.mark.parametrize(("seconds", "text"), [(48, "48s"), (370, "6m 10s"), (3900, "1h 05m")])
def test_duration(seconds: int, text: str) -> None:
    """A duration is as short as a person says it."""
    assert duration(timedelta(seconds=seconds)) == text
