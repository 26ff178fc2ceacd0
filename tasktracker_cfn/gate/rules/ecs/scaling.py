"""Scaling of services."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.scaled_services import FIELDS, segments, service_of, targets
from tasktracker_cfn.gate.rules.ecs.tasks import CLUSTER, OPEN, SERVICE, flat
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_mappings
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System, all_references, follow

POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"
METRIC = ("TargetTrackingScalingPolicyConfiguration", "PredefinedMetricSpecification")
COUNT = "ALBRequestCountPerTarget"
LISTENERS = {
    "AWS::ElasticLoadBalancingV2::Listener": "DefaultActions",
    "AWS::ElasticLoadBalancingV2::ListenerRule": "Actions",
}
BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
# What the label consists of: app/<name>/<id>/targetgroup/<name>/<id>, or two attributes.
WANTED = {
    BALANCER: "LoadBalancerFullName",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "TargetGroupFullName",
}
TARGET_PAGE = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html"
METRIC_PAGE = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html"


@rule(
    "scalable-target-names-service",
    rows="E33",
    severity="error",
    why="A scalable target names its service as service/<cluster>/<service>, by their names; an ARN there is refused.",
    remedy="Write `service/${Cluster}/${Service.Name}`.",
    source=TARGET_PAGE,
)
def scalable_target_names_service(system: System) -> Iterator[Fault]:
    """A scalable target names its cluster and its service by their names."""
    for target in targets(system):
        fields = segments(target.get("ResourceId"))
        known = OPEN not in (flat(target.get("ResourceId")) or OPEN)
        if known and (len(fields) != FIELDS or fields[0] != "service"):
            message = f"names {target.text('ResourceId')}, which is not service/<cluster>/<service>"
            yield Fault(target, message, "ResourceId")
        for field in fields[1:]:
            item = system.at(field)
            attribute = field.attribute if isinstance(field, Reference) else None
            # Ref gives the name of a cluster, and the ARN of a service.
            by_arn = {(SERVICE, None), (SERVICE, "ServiceArn"), (CLUSTER, "Arn")}
            if item is not None and (item.type, attribute) in by_arn and len(fields) > 1:
                yield Fault(target, f"has the ARN of {item} where its name belongs", "ResourceId")


@rule(
    "scalable-target-after-service",
    rows="E33",
    severity="error",
    why="A scalable target is refused while there is no such service; a name written out makes nothing wait for it.",
    remedy="Write `service/${Cluster}/${Service.Name}`, or let the target depend on the service.",
    source=TARGET_PAGE,
)
def scalable_target_after_service(system: System) -> Iterator[Fault]:
    """A scalable target is created after its service."""
    for target in targets(system):
        service = service_of(system, target)
        if service is not None and not system.order.surely_after(target.resource, service.resource):
            yield Fault(target, f"is not surely created after {service}, which it scales", "ResourceId")


@rule(
    "scaling-policy-after-target",
    rows="E33",
    severity="error",
    why="A scaling policy is refused while what it scales is not registered; a name makes nothing wait for that.",
    remedy="Give the policy a ScalingTargetId with a Ref to the target, or let it depend on the target.",
    source="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html",
)
def scaling_policy_after_target(system: System) -> Iterator[Fault]:
    """A scaling policy is created after the target that it names."""
    for policy in system.of(POLICY):
        named = policy.get("ResourceId")
        for target in targets(system):
            is_its = named is not None and named == target.get("ResourceId")
            if is_its and not system.order.surely_after(policy.resource, target.resource):
                yield Fault(policy, f"is not surely created after {target}, which it names", "ResourceId")


@rule(
    "scaling-limits-ordered",
    rows="E33",
    severity="error",
    why="A scalable target whose least is above its most is refused.",
    remedy="Raise MaxCapacity, or lower MinCapacity.",
    source=TARGET_PAGE,
)
def scaling_limits_ordered(system: System) -> Iterator[Fault]:
    """The least number of tasks of a scaled service is not above the most."""
    for target in targets(system):
        least, most = target.number("MinCapacity"), target.number("MaxCapacity")
        if least is not None and most is not None and least > most:
            yield Fault(target, f"scales from {least:g} to {most:g}", "MinCapacity")


@rule(
    "request-count-label",
    rows="E33",
    severity="error",
    why="The requests per target are those of one load balancer and target group, which the label must name.",
    remedy="Write `${LoadBalancer.LoadBalancerFullName}/${TargetGroup.TargetGroupFullName}` as ResourceLabel.",
    source=METRIC_PAGE,
)
def request_count_label(system: System) -> Iterator[Fault]:
    """A policy that scales by requests names the load balancer and the target group."""
    for policy, label in _labels(system):
        problem = _problem(system, label)
        if problem:
            yield Fault(policy, problem, *METRIC, "ResourceLabel")


@rule(
    "request-count-attached",
    rows="E33",
    severity="error",
    why="A policy that scales by requests is refused while no listener forwards to its target group.",
    remedy="Let the policy depend on the listener, or on the service that does.",
    source=METRIC_PAGE,
)
def request_count_attached(system: System) -> Iterator[Fault]:
    """A policy that scales by requests is created after a listener that forwards to its target group."""
    for policy, label in _labels(system):
        groups = {item for item in _named(system, label) if item.type != BALANCER}
        for group in groups:
            forwarding = [item for item in system.of(*LISTENERS) if _forwards(system, item, group)]
            # One that may not exist, or stands in for another, tells nothing.
            known = not any("Condition" in item.resource.attributes for item in forwarding)
            is_after = any(system.order.surely_after(policy.resource, item.resource) for item in forwarding)
            if forwarding and known and not is_after:
                message = f"is not surely created after {forwarding[0]}, which forwards to {group}"
                yield Fault(policy, message, *METRIC, "ResourceLabel")


def _labels(system: System) -> Iterator[tuple[Item, Value]]:
    for policy in system.of(POLICY):
        if policy.text(*METRIC, "PredefinedMetricType") == COUNT:
            yield policy, policy.get(*METRIC, "ResourceLabel")


def _problem(system: System, label: Value) -> str | None:
    if label is None:
        return f"scales by {COUNT} without a ResourceLabel"
    parts = label.parts if isinstance(label, Text) else (label,)
    # What a function picks out of an ARN may well be the right part of it.
    for reference in (part for part in parts if isinstance(part, Reference)):
        item = system.at(reference)
        if item is not None and item.type in WANTED and reference.attribute != WANTED[item.type]:
            return f"has a ResourceLabel with {reference.attribute or 'the ARN'} of {item}, not its {WANTED[item.type]}"
    text = flat(label) or OPEN
    if OPEN not in text and not (text.startswith("app/") and "/targetgroup/" in text):
        return f"has the ResourceLabel {text}, which is not app/…/targetgroup/…"
    is_half = isinstance(label, Reference) and _named(system, label)
    return "has a ResourceLabel that names only one of the two" if is_half else None


def _named(system: System, label: Value) -> tuple[Item, ...]:
    found = (system.at(reference) for reference in all_references(label))
    return tuple(item for item in found if item is not None and item.type in WANTED)


def _forwards(system: System, item: Item, group: Item) -> bool:
    for action in item.mappings(LISTENERS[item.type]):
        held = known_mappings(follow(action, "ForwardConfig", "TargetGroups"))
        if group in [
            system.at(value) for value in (action.get("TargetGroupArn"), *(one.get("TargetGroupArn") for one in held))
        ]:
            return True
    return False
