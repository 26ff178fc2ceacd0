"""The cluster and the service on Fargate."""

from collections.abc import Sequence
from typing import NamedTuple

from troposphere import AWSHelperFn, Ref, cloudwatch, ecs, iam

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Number, SecurityGroupId, SubnetIds
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.service import ServiceConfig
from templates.service import capacity, deployment, discovery


class Placement(NamedTuple):
    """Where the service runs and what it registers with."""

    cluster: ecs.Cluster
    task_definition: AWSHelperFn
    subnet_ids: SubnetIds
    security_group_id: SecurityGroupId
    targets: deployment.Targets
    desired_task_count: Number | None
    capacity_providers: ecs.ClusterCapacityProviderAssociations | None
    traffic_role: iam.Role | None
    alarms: Sequence[cloudwatch.Alarm]
    registry: discovery.Registry | None


def cluster(config: ServiceConfig) -> ecs.Cluster:
    """Give the cluster."""
    return ecs.Cluster(
        "Cluster",
        ClusterSettings=[ecs.ClusterSetting(Name="containerInsights", Value=config.container_insights)],
    )


def service(system: SystemConfig, placement: Placement) -> ecs.Service:
    """Give the service: new tasks start and pass their health checks before old ones stop."""
    config = system.service
    providers, registry = placement.capacity_providers, placement.registry
    return ecs.Service(
        # E26: no ServiceName, which could only change by replacement.
        "Service",
        # E09: a strategy holds only of what the cluster has been given.
        **given(DependsOn=providers),
        Cluster=Ref(placement.cluster),
        TaskDefinition=placement.task_definition,
        # E08: one of the two.
        **given(
            LaunchType="FARGATE" if config.capacity is None else None,
            CapacityProviderStrategy=capacity.strategy(config.capacity) if config.capacity else None,
        ),
        PlatformVersion="LATEST",
        **given(DesiredCount=_desired_count(config, placement.desired_task_count)),
        DeploymentConfiguration=deployment.configuration(config, placement.alarms),
        # E10: rebalancing starts a task before it stops one, which needs room above 100 percent.
        AvailabilityZoneRebalancing="ENABLED" if config.maximum_percent > 100 else "DISABLED",  # noqa: PLR2004 - a percentage
        NetworkConfiguration=ecs.NetworkConfiguration(
            AwsvpcConfiguration=ecs.AwsvpcConfiguration(
                Subnets=placement.subnet_ids,
                SecurityGroups=[placement.security_group_id],
                AssignPublicIp="ENABLED" if config.subnets == "public" else "DISABLED",
            )
        ),
        LoadBalancers=deployment.load_balancers(config, placement.targets, placement.traffic_role),
        **given(ServiceRegistries=[discovery.registration(registry)] if registry else None),
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
