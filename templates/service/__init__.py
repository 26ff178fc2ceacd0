"""Service: what runs, that is the cluster, the task definition, the service, its roles, logs and scaling.

It needs subnets and a security group from the network, the target groups from the edge (reading them also makes it
wait for every listener and rule, E01, E02), and from the data stack whatever its containers are told. The keys
stack gives the keys for data and logs, if there are any.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from troposphere import AWSObject, GetAtt, Ref, Template, ecs

from tasktracker_cfn.authoring.log_groups import log_group
from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.wires import (
    Address,
    Arn,
    ImageUri,
    Name,
    Number,
    SecurityGroupId,
    Stack,
    SubnetIds,
    finish,
    receive,
)
from tasktracker_cfn.config import SystemConfig
from templates.service import fargate, restart, roles, scaling, task


class Inputs(NamedTuple):
    """Where the tasks are placed, what they are told, and what is known at deployment only."""

    task_subnet_ids: SubnetIds
    task_security_group_id: SecurityGroupId
    target_group_arns: Annotated[Mapping[str, Arn], "{}TargetGroupArn"]
    images: Annotated[Mapping[str, ImageUri], "{}Image"]
    desired_task_count: Number | None
    database_host: Address | None
    database_port: Number | None
    database_secret_arn: Arn | None
    bucket_names: Annotated[Mapping[str, Name], "{}BucketName"]
    bucket_arns: Annotated[Mapping[str, Arn], "{}BucketArn"]
    secret_arns: Annotated[Mapping[str, Arn], "{}SecretArn"]
    repository_arns: Annotated[Mapping[str, Arn], "{}RepositoryArn"]
    metric_workspace_arn: Arn | None
    metric_endpoint: Name | None
    data_key_arn: Arn | None
    logs_key_arn: Arn | None


class Outputs(NamedTuple):
    """By which names the service is watched and updated."""

    cluster_name: Name
    service_name: Name
    log_group_name: Name


def build(system: SystemConfig, inputs: Inputs) -> Stack[Outputs]:
    """Build the service of a system."""
    config = system.service
    template = Template(Description=f"{system.name} service: cluster, task definition, service, scaling")
    here = receive(template, inputs)
    group = log_group("TaskLogGroup", system.filled(config.log_group), config.log_retention_days, here.logs_key_arn)
    stored = roles.Stored(
        here.bucket_arns, here.secret_arns, here.database_secret_arn, here.repository_arns, here.data_key_arn
    )
    execution = roles.execution(system, group, stored)
    application = roles.application(system, stored, here.metric_workspace_arn)
    surroundings = task.Surroundings(
        log_group=group,
        execution_role=execution.role,
        task_role=application.role,
        images=here.images,
        database_host=here.database_host,
        database_port=here.database_port,
        database_secret_arn=here.database_secret_arn,
        bucket_names=here.bucket_names,
        secret_arns=here.secret_arns,
        metric_endpoint=here.metric_endpoint,
    )
    definition = task.definition(system, surroundings)
    cluster = fargate.cluster(config)
    service = fargate.service(system, _placement(here, cluster, definition))
    add_all(template, [group, *execution.resources, *application.resources, definition, cluster, service])
    if config.autoscaling is not None:
        add_all(template, scaling.build(config.autoscaling, cluster, service))
    if restart.wanted(system) and here.database_secret_arn is not None:
        add_all(template, restart.build(system, cluster, service, here.database_secret_arn, here.logs_key_arn))
    add_all(template, _tracing(system))
    outputs = Outputs(
        cluster_name=Name(Ref(cluster)),
        service_name=Name(GetAtt(service, "Name")),
        log_group_name=Name(Ref(group)),
    )
    return finish("Service", template, inputs, outputs)


def _tracing(system: SystemConfig) -> list[AWSObject]:
    if system.service.tracing is None:
        return []
    from templates.service import tracing  # noqa: PLC0415 - most systems start without it

    return tracing.build(system, system.service.tracing)


def _placement(here: Inputs, cluster: ecs.Cluster, definition: ecs.TaskDefinition) -> fargate.Placement:
    return fargate.Placement(
        cluster=cluster,
        definition=definition,
        subnet_ids=here.task_subnet_ids,
        security_group_id=here.task_security_group_id,
        target_group_arns=here.target_group_arns,
        desired_task_count=here.desired_task_count,
    )
