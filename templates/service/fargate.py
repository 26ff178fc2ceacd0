"""The cluster and the service on Fargate."""

from collections.abc import Mapping
from typing import NamedTuple

from troposphere import Ref, ecs

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Arn, Number, SecurityGroupId, SubnetIds
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.service import ServiceConfig


class Placement(NamedTuple):
    """Where the service runs and what it registers with."""

    cluster: ecs.Cluster
    definition: ecs.TaskDefinition
    subnet_ids: SubnetIds
    security_group_id: SecurityGroupId
    target_group_arns: Mapping[str, Arn]
    desired_task_count: Number | None


def cluster(config: ServiceConfig) -> ecs.Cluster:
    """Give the cluster."""
    return ecs.Cluster(
        "Cluster",
        ClusterSettings=[ecs.ClusterSetting(Name="containerInsights", Value=config.container_insights)],
    )


def service(system: SystemConfig, placement: Placement) -> ecs.Service:
    """Give the service: new tasks start and pass their health checks before old ones stop."""
    config = system.service
    return ecs.Service(
        # E26: no ServiceName, which could only change by replacement.
        "Service",
        Cluster=Ref(placement.cluster),
        TaskDefinition=Ref(placement.definition),
        LaunchType="FARGATE",
        PlatformVersion="LATEST",
        **given(DesiredCount=_desired_count(config, placement.desired_task_count)),
        DeploymentConfiguration=ecs.DeploymentConfiguration(
            MinimumHealthyPercent=config.minimum_healthy_percent,
            MaximumPercent=config.maximum_percent,
            DeploymentCircuitBreaker=ecs.DeploymentCircuitBreaker(
                Enable=config.circuit_breaker, Rollback=config.circuit_breaker
            ),
        ),
        # E10: rebalancing starts a task before it stops one, which needs room above 100 percent.
        AvailabilityZoneRebalancing="ENABLED" if config.maximum_percent > 100 else "DISABLED",  # noqa: PLR2004 - a percentage
        NetworkConfiguration=ecs.NetworkConfiguration(
            AwsvpcConfiguration=ecs.AwsvpcConfiguration(
                Subnets=placement.subnet_ids,
                SecurityGroups=[placement.security_group_id],
                AssignPublicIp="ENABLED" if config.subnets == "public" else "DISABLED",
            )
        ),
        LoadBalancers=[
            ecs.LoadBalancer(
                ContainerName=name, ContainerPort=config.containers[name].port, TargetGroupArn=target_group_arn
            )
            for name, target_group_arn in placement.target_group_arns.items()
        ],
        # E19: without it a slow start is taken for a failure.
        HealthCheckGracePeriodSeconds=config.health_check_grace_seconds,
        EnableECSManagedTags=True,
        PropagateTags="SERVICE",
    )


def _desired_count(config: ServiceConfig, parameter: Number | None) -> Number | int | None:
    if config.autoscaling is not None:
        # E20: a count in the template would undo the scaling at every update; so it is a parameter or nothing.
        return parameter
    return config.desired_count or 1
