"""Turn what CloudFormation says of events, hooks and drift into values."""

from tasktracker_cfn.deploy.aws.answers.reading import maybe, maybe_number, part, parts, said, surely, text, time
from tasktracker_cfn.deploy.aws.calling import Answer
from tasktracker_cfn.deploy.aws.values.drift import DriftDetection, PropertyDrift, ResourceDrift
from tasktracker_cfn.deploy.aws.values.events import Event, HookResult, OperationEvent


def events(answer: Answer) -> tuple[Event, ...]:
    """Read a page of DescribeStackEvents."""
    return tuple(
        Event(
            id=text(of, "EventId"),
            stack_id=text(of, "StackId"),
            stack_name=text(of, "StackName"),
            time=surely(of, "Timestamp"),
            logical_id=text(of, "LogicalResourceId"),
            type=text(of, "ResourceType"),
            status=text(of, "ResourceStatus"),
            physical_id=maybe(of, "PhysicalResourceId"),
            reason=said(of, "ResourceStatusReason"),
            token=maybe(of, "ClientRequestToken"),
            operation_id=maybe(of, "OperationId"),
            detailed_status=maybe(of, "DetailedStatus"),
            hook_type=maybe(of, "HookType"),
            hook_status=maybe(of, "HookStatus"),
            hook_reason=said(of, "HookStatusReason"),
        )
        for of in parts(answer, "StackEvents")
    )


def operation_events(answer: Answer) -> tuple[OperationEvent, ...]:
    """Read a page of DescribeEvents."""
    return tuple(map(_operation_event, parts(answer, "OperationEvents")))


def _operation_event(of: Answer) -> OperationEvent:
    return OperationEvent(
        id=text(of, "EventId"),
        type=text(of, "EventType"),
        stack_id=maybe(of, "StackId"),
        operation_id=maybe(of, "OperationId"),
        operation_type=maybe(of, "OperationType"),
        operation_status=maybe(of, "OperationStatus"),
        time=time(of, "Timestamp"),
        logical_id=maybe(of, "LogicalResourceId"),
        physical_id=maybe(of, "PhysicalResourceId"),
        resource_type=maybe(of, "ResourceType"),
        status=maybe(of, "ResourceStatus"),
        reason=said(of, "ResourceStatusReason"),
        detailed_status=maybe(of, "DetailedStatus"),
        hook_type=maybe(of, "HookType"),
        hook_status=maybe(of, "HookStatus"),
        hook_reason=said(of, "HookStatusReason"),
        hook_mode=maybe(of, "HookFailureMode"),
        validation_name=maybe(of, "ValidationName"),
        validation_status=maybe(of, "ValidationStatus"),
        validation_mode=maybe(of, "ValidationFailureMode"),
        validation_path=maybe(of, "ValidationPath"),
        validation_reason=said(of, "ValidationStatusReason"),
    )


def hook_results(answer: Answer) -> tuple[HookResult, ...]:
    """Read a page of ListHookResults."""
    return tuple(
        HookResult(
            id=text(of, "HookResultId"),
            type=text(of, "TypeName"),
            status=text(of, "Status"),
            mode=maybe(of, "FailureMode"),
            reason=said(of, "HookStatusReason"),
            target=maybe(of, "TargetId") or maybe(answer, "TargetId"),
        )
        for of in parts(answer, "HookResults")
    )


def drift_detection(of: Answer) -> DriftDetection:
    """Read DescribeStackDriftDetectionStatus."""
    return DriftDetection(
        id=text(of, "StackDriftDetectionId"),
        stack_id=text(of, "StackId"),
        status=text(of, "DetectionStatus"),
        time=surely(of, "Timestamp"),
        drift=maybe(of, "StackDriftStatus"),
        reason=said(of, "DetectionStatusReason"),
        drifted_resources=maybe_number(of, "DriftedStackResourceCount"),
    )


def drifts(answer: Answer) -> tuple[ResourceDrift, ...]:
    """Read a page of DescribeStackResourceDrifts."""
    return tuple(map(_drift, parts(answer, "StackResourceDrifts")))


def drift(answer: Answer) -> ResourceDrift:
    """Read DetectStackResourceDrift."""
    return _drift(part(answer, "StackResourceDrift"))


def _drift(of: Answer) -> ResourceDrift:
    return ResourceDrift(
        stack_id=text(of, "StackId"),
        logical_id=text(of, "LogicalResourceId"),
        type=text(of, "ResourceType"),
        status=text(of, "StackResourceDriftStatus"),
        time=surely(of, "Timestamp"),
        physical_id=maybe(of, "PhysicalResourceId"),
        differences=tuple(map(_difference, parts(of, "PropertyDifferences"))),
        expected=maybe(of, "ExpectedProperties"),
        actual=maybe(of, "ActualProperties"),
        reason=said(of, "DriftStatusReason"),
    )


def _difference(of: Answer) -> PropertyDrift:
    return PropertyDrift(
        text(of, "PropertyPath"), text(of, "ExpectedValue"), text(of, "ActualValue"), text(of, "DifferenceType")
    )
