"""Turn answers of CloudFormation and S3, the dictionaries of boto3, into values. It imports nothing of boto3.

An answer that lacks something that AWS always says becomes a value with an empty text there: what AWS sends must not
stop a deployment half-way.
"""

from tasktracker_cfn.deploy.aws.answers.reading import (
    flag,
    mapping,
    maybe,
    number,
    part,
    parts,
    said,
    surely,
    text,
    texts,
    time,
)
from tasktracker_cfn.deploy.aws.calling import Answer
from tasktracker_cfn.deploy.aws.values.stacks import (
    Identity,
    Operation,
    Output,
    RollbackConfiguration,
    RollbackTrigger,
    Stack,
    StackResource,
    StackSummary,
)


def identity(answer: Answer, region: str, domain: str) -> Identity:
    """Read GetCallerIdentity."""
    return Identity(text(answer, "Account"), text(answer, "Arn"), region, domain)


def stacks(answer: Answer) -> tuple[Stack, ...]:
    """Read a page of DescribeStacks."""
    return tuple(map(_stack, parts(answer, "Stacks")))


def _stack(of: Answer) -> Stack:
    drift = part(of, "DriftInformation")
    return Stack(
        id=text(of, "StackId"),
        name=text(of, "StackName"),
        status=text(of, "StackStatus"),
        created=surely(of, "CreationTime"),
        status_reason=said(of, "StackStatusReason"),
        detailed_status=maybe(of, "DetailedStatus"),
        updated=time(of, "LastUpdatedTime"),
        deleted=time(of, "DeletionTime"),
        description=maybe(of, "Description"),
        parameters=mapping(of, "Parameters", "ParameterKey", "ParameterValue"),
        resolved=mapping(of, "Parameters", "ParameterKey", "ResolvedValue"),
        outputs={text(item, "OutputKey"): _output(item) for item in parts(of, "Outputs")},
        tags=mapping(of, "Tags", "Key", "Value"),
        capabilities=texts(of, "Capabilities"),
        role_arn=maybe(of, "RoleARN"),
        termination_protection=flag(of, "EnableTerminationProtection"),
        parent_id=maybe(of, "ParentId"),
        root_id=maybe(of, "RootId"),
        change_set_id=maybe(of, "ChangeSetId"),
        rollback=rollback(of),
        disable_rollback=flag(of, "DisableRollback"),
        deployment_mode=maybe(part(of, "DeploymentConfig"), "Mode"),
        drift_status=maybe(drift, "StackDriftStatus"),
        drift_checked=time(drift, "LastCheckTimestamp"),
        last_operations=tuple(
            Operation(text(item, "OperationType"), text(item, "OperationId")) for item in parts(of, "LastOperations")
        ),
        notification_arns=texts(of, "NotificationARNs"),
    )


def _output(of: Answer) -> Output:
    return Output(text(of, "OutputValue"), maybe(of, "Description"), maybe(of, "ExportName"))


def rollback(of: Answer) -> RollbackConfiguration:
    """Read the alarms of a stack or a change set."""
    configuration = part(of, "RollbackConfiguration")
    triggers = (
        RollbackTrigger(text(item, "Arn"), text(item, "Type")) for item in parts(configuration, "RollbackTriggers")
    )
    return RollbackConfiguration(tuple(triggers), number(configuration, "MonitoringTimeInMinutes"))


def stack_summaries(answer: Answer) -> tuple[StackSummary, ...]:
    """Read a page of ListStacks."""
    return tuple(
        StackSummary(
            text(of, "StackId"),
            text(of, "StackName"),
            text(of, "StackStatus"),
            maybe(of, "ParentId"),
            maybe(of, "RootId"),
        )
        for of in parts(answer, "StackSummaries")
    )


def resources(answer: Answer) -> tuple[StackResource, ...]:
    """Read a page of ListStackResources."""
    return tuple(
        StackResource(
            logical_id=text(of, "LogicalResourceId"),
            type=text(of, "ResourceType"),
            status=text(of, "ResourceStatus"),
            updated=surely(of, "LastUpdatedTimestamp"),
            physical_id=maybe(of, "PhysicalResourceId"),
            status_reason=said(of, "ResourceStatusReason"),
            drift_status=maybe(part(of, "DriftInformation"), "StackResourceDriftStatus"),
        )
        for of in parts(answer, "StackResourceSummaries")
    )
