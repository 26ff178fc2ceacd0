"""Deployments that ECS shifts from one target group to another."""

from collections.abc import Iterator, Mapping
from math import floor

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.forwarding import targets
from tasktracker_cfn.model.known import known_number
from tasktracker_cfn.model.policies.documents import ROLE
from tasktracker_cfn.model.policies.roles import surely_lacks
from tasktracker_cfn.model.policies.trust import may_take_on
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow
from tasktracker_cfn.model.tasks import SERVICE, numbered

# Of an application load balancer a rule is changed, of a network load balancer a listener.
CHANGES = ("elasticloadbalancing:ModifyRule", "elasticloadbalancing:ModifyListener")
SHIFTING = ("BLUE_GREEN", "CANARY", "LINEAR")
FIELDS = ("AlternateTargetGroupArn", "ProductionListenerRule", "RoleArn")
LISTENER, RULE = "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"
CONFIGURATION, ADVANCED = "DeploymentConfiguration", "AdvancedConfiguration"
PAGE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-implementation.html"
LONGEST = 33 * 60
WHOLE = 100

Entry = tuple[Item, int, Mapping[str, Value]]


@rule(
    "blue-green-parts",
    rows="E29",
    severity="error",
    why="To shift traffic ECS needs a second target group, the listener rule to change, and a role that may.",
    remedy="Set AlternateTargetGroupArn, ProductionListenerRule and RoleArn in AdvancedConfiguration.",
    source=PAGE,
)
def blue_green_parts(system: System) -> Iterator[Fault]:
    """A service that shifts its traffic says between which target groups, by which rule and with which role."""
    for service, number, entry in _entries(system):
        held = entry.get(ADVANCED)
        # One entry may shift for the others.
        shifted = any(ADVANCED in other for other in service.mappings("LoadBalancers"))
        if (held is None and shifted) or (held is not None and not isinstance(held, Mapping)):
            continue
        missing = [field for field in FIELDS if follow(held, field) is None]
        if missing:
            message = f"deploys by {_strategy(service)} without {' and '.join(missing)}"
            yield Fault(service, message, "LoadBalancers", number, ADVANCED)


@rule(
    "blue-green-listener-rule",
    rows="E29",
    severity="error",
    why="Of an application load balancer ECS changes a listener rule, which must know both target groups.",
    remedy="Name a listener rule whose ForwardConfig has both target groups, with the weights 1 and 0.",
    source=PAGE,
)
def blue_green_listener_rule(system: System) -> Iterator[Fault]:
    """The listener rule by which a service shifts its traffic is a rule, and forwards to both target groups."""
    for service, number, entry in _entries(system):
        item = system.at(follow(entry, ADVANCED, "ProductionListenerRule"))
        path = ("LoadBalancers", number, ADVANCED, "ProductionListenerRule")
        if item is not None and item.type == LISTENER and item.text("Protocol") in {"HTTP", "HTTPS"}:
            yield Fault(service, f"names {item}, a listener, where a rule of it belongs", *path)
        groups = (entry.get("TargetGroupArn"), follow(entry, ADVANCED, "AlternateTargetGroupArn"))
        wanted = [group for group in map(system.at, groups) if group is not None]
        named = [value for value in targets(item) if value is not None] if item and item.type == RULE else []
        known = [system.at(value) for value in named]
        # What is not known may be the one that is wanted.
        absent = [str(group) for group in wanted if known and None not in known and group not in known]
        if absent:
            yield Fault(service, f"shifts traffic by {item}, which does not forward to {' and '.join(absent)}", *path)


@rule(
    "blue-green-role",
    rows="E29",
    severity="error",
    misses=True,
    why="ECS changes the listener rule in the name of this role.",
    remedy="Let ecs.amazonaws.com assume the role; attach AmazonECSInfrastructureRolePolicyForLoadBalancers to it.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
    "AmazonECSInfrastructureRolePolicyForLoadBalancers.html",
)
def blue_green_role(system: System) -> Iterator[Fault]:
    """ECS may take on the role with which a service shifts its traffic."""
    for service, number, entry in _entries(system):
        role = system.at(follow(entry, ADVANCED, "RoleArn"))
        if role is None or role.type != ROLE:
            continue
        path = ("LoadBalancers", number, ADVANCED, "RoleArn")
        if not may_take_on(role, "ecs.amazonaws.com"):
            yield Fault(service, f"shifts traffic with {role}, which ecs.amazonaws.com may not assume", *path)
        if all(surely_lacks(system, follow(entry, ADVANCED, "RoleArn"), action) for action in CHANGES):
            yield Fault(service, f"shifts traffic with {role}, which may change neither listeners nor rules", *path)


@rule(
    "traffic-shift-in-time",
    rows="E29",
    severity="error",
    why="CloudFormation refuses a deployment that is planned to take more than 33 hours.",
    remedy="Shorten the bake times, or shift in fewer steps.",
    source="schema AWS::ECS::Service",
)
def traffic_shift_in_time(system: System) -> Iterator[Fault]:
    """The steps of a deployment take no more than 33 hours."""
    for service in system.of(SERVICE):
        minutes = _planned(service)
        if minutes is not None and minutes > LONGEST:
            yield Fault(service, f"deploys by {_strategy(service)} over {minutes / 60:.1f} hours", CONFIGURATION)


def _strategy(service: Item) -> str | None:
    return service.text(CONFIGURATION, "Strategy")


def _entries(system: System) -> Iterator[Entry]:
    for service in system.of(SERVICE):
        if _strategy(service) in SHIFTING:
            for number, entry in numbered(service.get("LoadBalancers")):
                yield service, number, entry


def _planned(service: Item) -> float | None:
    """Give the minutes that CloudFormation reckons with, by the formulas in the schema."""

    def number(default: float, *path: str) -> float:
        value = service.get(CONFIGURATION, *path)
        return default if value is None else known_number(value) or 0

    baking = number(15, "BakeTimeInMinutes")
    if _strategy(service) == "CANARY":
        return baking + number(10, "CanaryConfiguration", "CanaryBakeTimeInMinutes")
    step = number(10, "LinearConfiguration", "StepPercent")
    if _strategy(service) != "LINEAR" or step <= 0:
        return None
    steps = WHOLE / step - 1 if WHOLE % step == 0 else floor(WHOLE / step)
    return baking + steps * number(6, "LinearConfiguration", "StepBakeTimeInMinutes")
