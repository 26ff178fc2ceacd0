"""Target tracking: as many tasks as the load needs, within bounds."""

from troposphere import AWSObject, GetAtt, Ref, ecs
from troposphere import applicationautoscaling as autoscaling

from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.config.scaling import AutoscalingConfig


def build(config: AutoscalingConfig, cluster: ecs.Cluster, service: ecs.Service) -> list[AWSObject]:
    """Give the scalable target and one policy for each load that is tracked."""
    target = autoscaling.ScalableTarget(
        "ScalableTarget",
        ServiceNamespace="ecs",
        ScalableDimension="ecs:service:DesiredCount",
        # E33: made of references, so that it waits for the service.
        ResourceId=text("service/{cluster}/{service}", cluster=Ref(cluster), service=GetAtt(service, "Name")),
        MinCapacity=config.minimum,
        MaxCapacity=config.maximum,
    )
    tracked = {
        "Cpu": ("ECSServiceAverageCPUUtilization", config.cpu_percent),
        "Memory": ("ECSServiceAverageMemoryUtilization", config.memory_percent),
    }
    policies = [
        _policy(name, metric, percent, config, target)
        for name, (metric, percent) in tracked.items()
        if percent is not None
    ]
    return [target, *policies]


def _policy(
    name: str, metric: str, percent: int, config: AutoscalingConfig, target: autoscaling.ScalableTarget
) -> autoscaling.ScalingPolicy:
    return autoscaling.ScalingPolicy(
        f"{name}ScalingPolicy",
        PolicyName=f"hold-{name.lower()}",
        PolicyType="TargetTrackingScaling",
        ScalingTargetId=Ref(target),
        TargetTrackingScalingPolicyConfiguration=autoscaling.TargetTrackingScalingPolicyConfiguration(
            PredefinedMetricSpecification=autoscaling.PredefinedMetricSpecification(PredefinedMetricType=metric),
            TargetValue=percent,
            ScaleOutCooldown=config.scale_out_seconds,
            ScaleInCooldown=config.scale_in_seconds,
        ),
    )
