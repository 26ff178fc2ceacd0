"""Scaling of services."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.scaled_services import FIELDS, segments, targets
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.known import OPEN, flat
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import CLUSTER, SERVICE

POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"
METRIC = ("TargetTrackingScalingPolicyConfiguration", "PredefinedMetricSpecification")
COUNT = "ALBRequestCountPerTarget"
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
