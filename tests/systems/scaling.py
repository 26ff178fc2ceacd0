"""Questions about scaling: how many tasks may run, and what their number follows."""

from tests.systems import policies, tasks
from tests.systems.built import Item, System, follow, number


def target(system: System) -> Item:
    """Give the one scalable target, which must be the service's count of tasks."""
    found = system.one("AWS::ApplicationAutoScaling::ScalableTarget")
    cluster, service = system.one("AWS::ECS::Cluster"), tasks.service(system)
    assert found.get("ServiceNamespace") == "ecs"
    assert found.get("ScalableDimension") == "ecs:service:DesiredCount"
    assert policies.written(system, found.get("ResourceId")) == f"service/<{cluster}>/<{service}.Name>"
    return found


def tracked(system: System) -> dict[str, float]:
    """Give the metrics that target tracking policies of the scalable target hold, each with its target."""
    found = {}
    for policy in system.of("AWS::ApplicationAutoScaling::ScalingPolicy"):
        tracking = policy.get("TargetTrackingScalingPolicyConfiguration")
        assert policy.get("PolicyType") == "TargetTrackingScaling"
        assert system.at(policy.get("ScalingTargetId")) == target(system)
        metric = follow(tracking, "PredefinedMetricSpecification", "PredefinedMetricType")
        found[str(metric)] = number(follow(tracking, "TargetValue"))
    return found


def cooldowns(system: System, name: str) -> list[float]:
    """Give the seconds that each policy waits between two changes in one direction; there is a policy."""
    found = system.of("AWS::ApplicationAutoScaling::ScalingPolicy")
    assert found, "nothing scales"
    return [number(policy.get("TargetTrackingScalingPolicyConfiguration", name)) for policy in found]
