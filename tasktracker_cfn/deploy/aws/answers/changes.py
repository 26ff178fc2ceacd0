"""Turn what CloudFormation says of change sets into values."""

from collections.abc import Sequence

from tasktracker_cfn.deploy.aws.answers.reading import (
    flag,
    mapping,
    maybe,
    number,
    part,
    parts,
    said,
    text,
    texts,
    time,
)
from tasktracker_cfn.deploy.aws.answers.stacks import rollback
from tasktracker_cfn.deploy.aws.calling import Answer
from tasktracker_cfn.deploy.aws.values.changes import (
    ChangeDetail,
    ChangeSet,
    ChangeSetSummary,
    IgnoredDrift,
    ResourceChange,
)


def change_set(pages: Sequence[Answer]) -> ChangeSet:
    """Read all pages of DescribeChangeSet."""
    of = pages[0]
    return ChangeSet(
        id=text(of, "ChangeSetId"),
        name=text(of, "ChangeSetName"),
        stack_id=text(of, "StackId"),
        stack_name=text(of, "StackName"),
        status=text(of, "Status"),
        execution_status=text(of, "ExecutionStatus"),
        status_reason=said(of, "StatusReason"),
        description=maybe(of, "Description"),
        created=time(of, "CreationTime"),
        parameters=mapping(of, "Parameters", "ParameterKey", "ParameterValue"),
        resolved=mapping(of, "Parameters", "ParameterKey", "ResolvedValue"),
        tags=mapping(of, "Tags", "Key", "Value"),
        capabilities=texts(of, "Capabilities"),
        changes=tuple(_change(row) for page in pages for row in parts(page, "Changes")),
        include_nested=flag(of, "IncludeNestedStacks"),
        parent_id=maybe(of, "ParentChangeSetId"),
        root_id=maybe(of, "RootChangeSetId"),
        rollback=rollback(of),
        on_stack_failure=maybe(of, "OnStackFailure"),
        import_existing=flag(of, "ImportExistingResources"),
        deployment_mode=maybe(of, "DeploymentMode"),
        stack_drift_status=maybe(of, "StackDriftStatus"),
    )


def _change(row: Answer) -> ResourceChange:
    of = part(row, "ResourceChange")
    return ResourceChange(
        action=text(of, "Action"),
        logical_id=text(of, "LogicalResourceId"),
        type=text(of, "ResourceType"),
        physical_id=maybe(of, "PhysicalResourceId"),
        replacement=maybe(of, "Replacement"),
        policy_action=maybe(of, "PolicyAction"),
        scope=texts(of, "Scope"),
        details=tuple(map(_detail, parts(of, "Details"))),
        change_set_id=maybe(of, "ChangeSetId"),
        before_context=maybe(of, "BeforeContext"),
        after_context=maybe(of, "AfterContext"),
        previous_deployment_context=maybe(of, "PreviousDeploymentContext"),
        drift_status=maybe(of, "ResourceDriftStatus"),
        ignored_drift=tuple(
            IgnoredDrift(text(item, "Path"), text(item, "Reason"))
            for item in parts(of, "ResourceDriftIgnoredAttributes")
        ),
        module=maybe(part(of, "ModuleInfo"), "LogicalIdHierarchy"),
        hook_invocations=number(row, "HookInvocationCount"),
    )


def _detail(of: Answer) -> ChangeDetail:
    target = part(of, "Target")
    drift = part(target, "Drift")
    return ChangeDetail(
        attribute=maybe(target, "Attribute"),
        name=maybe(target, "Name"),
        recreation=maybe(target, "RequiresRecreation"),
        path=maybe(target, "Path"),
        before=maybe(target, "BeforeValue"),
        after=maybe(target, "AfterValue"),
        before_from=maybe(target, "BeforeValueFrom"),
        after_from=maybe(target, "AfterValueFrom"),
        change_type=maybe(target, "AttributeChangeType"),
        evaluation=maybe(of, "Evaluation"),
        source=maybe(of, "ChangeSource"),
        causing_entity=maybe(of, "CausingEntity"),
        drift_previous=maybe(drift, "PreviousValue"),
        drift_actual=maybe(drift, "ActualValue"),
    )


def change_set_summaries(answer: Answer) -> tuple[ChangeSetSummary, ...]:
    """Read a page of ListChangeSets."""
    return tuple(
        ChangeSetSummary(
            id=text(of, "ChangeSetId"),
            name=text(of, "ChangeSetName"),
            stack_id=text(of, "StackId"),
            status=text(of, "Status"),
            execution_status=text(of, "ExecutionStatus"),
            status_reason=said(of, "StatusReason"),
            created=time(of, "CreationTime"),
            description=maybe(of, "Description"),
            parent_id=maybe(of, "ParentChangeSetId"),
            root_id=maybe(of, "RootChangeSetId"),
        )
        for of in parts(answer, "Summaries")
    )
