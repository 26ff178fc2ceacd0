"""Service: what runs, that is the cluster, the task definition, the service, its roles, logs and scaling.

It needs subnets and a security group from the network, the target groups from the edge (reading them also makes it
wait for every listener and rule, E01, E02), and from the data stack whatever its containers are told. The keys
stack gives the keys for data and logs, if there are any.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from troposphere import AWSHelperFn, AWSObject, GetAtt, Ref, Template, ecs, iam, logs

from tasktracker_cfn.authoring.log_groups import log_group
from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import (
    Address,
    Arn,
    EmailAddress,
    ImageTag,
    ImageUri,
    Name,
    Number,
    SecurityGroupId,
    Stack,
    SubnetIds,
    VpcId,
    finish,
    receive,
)
from tasktracker_cfn.config import SystemConfig
from templates.service import (
    bootstrap,
    capacity,
    deployment,
    deployment_alarms,
    discovery,
    fargate,
    restart,
    roles,
    scaling,
    task,
)


class Inputs(NamedTuple):
    """Where the tasks are placed, what they are told, and what is known at deployment only."""

    task_subnet_ids: SubnetIds
    task_security_group_id: SecurityGroupId
    vpc_id: VpcId | None
    load_balancer_full_name: Name | None
    target_group_arns: Annotated[Mapping[str, Arn], "{}TargetGroupArn"]
    target_group_full_names: Annotated[Mapping[str, Name], "{}TargetGroupFullName"]
    alternate_target_group_arns: Annotated[Mapping[str, Arn], "{}TargetGroupAlternateArn"]
    alternate_target_group_full_names: Annotated[Mapping[str, Name], "{}TargetGroupAlternateFullName"]
    rule_arns: Annotated[Mapping[str, Arn], "{}RuleArn"]
    images: Annotated[Mapping[str, ImageUri], "{}Image"]
    image_tags: Annotated[Mapping[str, ImageTag], "{}ImageTag"]
    bootstrap: Number | None
    task_cpu: Number | None
    task_memory: Number | None
    desired_task_count: Number | None
    database_host: Address | None
    database_replica_host: Address | None
    database_port: Number | None
    database_secret_arn: Arn | None
    cache_host: Address | None
    cache_port: Number | None
    cache_secret_arn: Arn | None
    bucket_names: Annotated[Mapping[str, Name], "{}BucketName"]
    bucket_arns: Annotated[Mapping[str, Arn], "{}BucketArn"]
    secret_arns: Annotated[Mapping[str, Arn], "{}SecretArn"]
    repository_arns: Annotated[Mapping[str, Arn], "{}RepositoryArn"]
    repository_uris: Annotated[Mapping[str, Name], "{}RepositoryUri"]
    alarm_email: EmailAddress | None
    metric_workspace_arn: Arn | None
    metric_endpoint: Name | None
    data_key_arn: Arn | None
    logs_key_arn: Arn | None
    topics_key_arn: Arn | None


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
        here.bucket_arns,
        here.secret_arns,
        here.database_secret_arn,
        here.cache_secret_arn,
        here.repository_arns,
        here.data_key_arn,
    )
    execution = roles.execution(system, group, stored)
    application = roles.application(system, stored, here.metric_workspace_arn)
    defined = _task(system, here, group, execution.role, application.role)
    cluster = fargate.cluster(config)
    around = _around(system, here, cluster)
    service = fargate.service(system, _placement(here, cluster, defined, around))
    add_all(template, [group, *execution.resources, *application.resources, *defined.resources, cluster])
    add_all(template, [*around.resources, service])
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


class _Defined(NamedTuple):
    """The task definition that the service runs, and all there are."""

    chosen: AWSHelperFn
    resources: list[AWSObject]


class _Around(NamedTuple):
    """What the service needs beside its tasks, as far as it is asked for."""

    capacity_providers: ecs.ClusterCapacityProviderAssociations | None
    traffic_role: iam.Role | None
    registry: discovery.Registry | None
    alarms: deployment_alarms.DeploymentAlarms

    @property
    def resources(self) -> list[AWSObject]:
        """Give all of it in reading order."""
        single = [self.capacity_providers, self.traffic_role, *(self.registry or ())]
        return [*(part for part in single if part is not None), *self.alarms.resources]


def _task(
    system: SystemConfig, here: Inputs, group: logs.LogGroup, execution_role: iam.Role, task_role: iam.Role
) -> _Defined:
    size = task.Size(here.task_cpu, here.task_memory)
    surroundings = task.Surroundings(
        size=size,
        log_group=group,
        execution_role=execution_role,
        task_role=task_role,
        images={**here.images, **_own_images(system, here)},
        database_host=here.database_host,
        database_replica_host=here.database_replica_host,
        database_port=here.database_port,
        database_secret_arn=here.database_secret_arn,
        cache_host=here.cache_host,
        cache_port=here.cache_port,
        cache_secret_arn=here.cache_secret_arn,
        bucket_names=here.bucket_names,
        secret_arns=here.secret_arns,
        metric_endpoint=here.metric_endpoint,
    )
    definition = task.definition(system, surroundings)
    if here.bootstrap is None:
        return _Defined(Ref(definition), [definition])
    placeholder = bootstrap.definition(system, size, group, execution_role)
    return _Defined(bootstrap.chosen(definition, placeholder, here.bootstrap), [definition, placeholder])


def _own_images(system: SystemConfig, here: Inputs) -> dict[str, AWSHelperFn]:
    """Give the images of the system's own repositories, by their containers."""
    return {
        name: text("{uri}:{tag}", uri=here.repository_uris[container.repository], tag=here.image_tags[name])
        for name, container in system.service.containers.items()
        if container.repository is not None
    }


def _around(system: SystemConfig, here: Inputs, cluster: ecs.Cluster) -> _Around:
    config = system.service
    registry = (
        discovery.build(system, config.discovery, here.vpc_id)
        if config.discovery is not None and here.vpc_id is not None
        else None
    )
    alarms = deployment_alarms.DeploymentAlarms([], [])
    if config.deployment_alarms is not None and here.load_balancer_full_name is not None:
        alarms = deployment_alarms.build(
            system,
            config.deployment_alarms,
            here.load_balancer_full_name,
            deployment_alarms.both(here.target_group_full_names, here.alternate_target_group_full_names),
            deployment_alarms.Told(here.alarm_email, here.topics_key_arn),
        )
    return _Around(
        capacity_providers=capacity.association(config.capacity, cluster) if config.capacity else None,
        traffic_role=deployment.role(system) if config.blue_green else None,
        registry=registry,
        alarms=alarms,
    )


def _placement(here: Inputs, cluster: ecs.Cluster, defined: _Defined, around: _Around) -> fargate.Placement:
    return fargate.Placement(
        cluster=cluster,
        task_definition=defined.chosen,
        subnet_ids=here.task_subnet_ids,
        security_group_id=here.task_security_group_id,
        targets=deployment.Targets(here.target_group_arns, here.alternate_target_group_arns, here.rule_arns),
        desired_task_count=here.desired_task_count,
        capacity_providers=around.capacity_providers,
        traffic_role=around.traffic_role,
        alarms=around.alarms.alarms,
        registry=around.registry,
    )
