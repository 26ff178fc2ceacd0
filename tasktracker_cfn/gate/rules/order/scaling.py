"""Scaling before what is scaled."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import none_first, too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.forwarding import groups_in
from tasktracker_cfn.model.inside import all_references, literals
from tasktracker_cfn.model.named import meant, names_of
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.texts import concatenate

TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"
LABEL = ("TargetTrackingScalingPolicyConfiguration", "PredefinedMetricSpecification", "ResourceLabel")


@rule(
    "scaling-policy-after-listener",
    rows="K05 E33",
    severity="error",
    why="A policy that counts requests is refused while its target group has no load balancer or no service.",
    remedy="Let the policy depend on the service, and the service on the listener.",
    source="schema AWS::ApplicationAutoScaling::ScalingPolicy",
)
def scaling_policy_after_listener(system: System) -> Iterator[Fault]:
    """A policy that counts requests is created after the listeners and services of its target group."""
    for policy in system.of(POLICY):
        for group in groups_in(system, policy.get(*LABEL)):
            found = [*none_first(system, policy, group), *_services(system, group)]
            yield from too_early(system, policy, found, "what uses its target group", *LABEL)


@rule(
    "scaling-target-after-service",
    rows="K05 E33",
    severity="error",
    why="A service that does not exist cannot be scaled, and one that is named by a text is not waited for.",
    remedy="Put ResourceId together from the Ref of the cluster and the Name of the service.",
    source="schema AWS::ApplicationAutoScaling::ScalableTarget",
)
def scaling_target_after_service(system: System) -> Iterator[Fault]:
    """A service is made scalable after it is created."""
    for target in system.of(TARGET):
        wanted = target.get("ResourceId")
        found = [service for service in system.of("AWS::ECS::Service") if wanted in _ids(system, service)]
        yield from too_early(system, target, found, "the service that it scales", "ResourceId")


@rule(
    "scaling-policy-after-target",
    rows="E33",
    severity="error",
    why="A policy is refused while its service is not registered as scalable, and a target that is named by a text "
    "is not waited for.",
    remedy="Give the policy the Ref of the scalable target as its ScalingTargetId.",
    source="schema AWS::ApplicationAutoScaling::ScalingPolicy",
)
def scaling_policy_after_target(system: System) -> Iterator[Fault]:
    """A scaling policy is created after the scalable target that it is for."""
    for policy in system.of(POLICY):
        wanted = policy.get("ResourceId")
        found = [
            target
            for target in system.of(TARGET)
            if wanted is not None
            and target.get("ResourceId") == wanted
            and target.get("ScalableDimension") == policy.get("ScalableDimension")
        ]
        yield from too_early(system, policy, found, "the target that it scales", "ResourceId")


def _services(system: System, group: Reference) -> Iterator[Item]:
    wanted = system.at(group)
    for service in system.of("AWS::ECS::Service"):
        if wanted in (system.at(entry.get("TargetGroupArn")) for entry in service.mappings("LoadBalancers")):
            yield service


def _ids(system: System, service: Item) -> list[Value]:
    clusters = meant(system, service.get("Cluster"), "AWS::ECS::Cluster")
    named = [service.get("Cluster"), *(name for cluster in clusters for name in names_of(cluster))]
    return [concatenate(("service/", name, "/", service.get("ServiceName"))) for name in named if _has_name(service)]


def _has_name(service: Item) -> bool:
    name = service.get("ServiceName")
    return any(True for _ in literals(name)) or any(True for _ in all_references(name))
