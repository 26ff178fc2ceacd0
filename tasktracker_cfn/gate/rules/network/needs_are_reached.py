"""What tasks and rotation functions need to start and run is within reach; each rule is about one thing in the way."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.reach.answer import NO, About, Step, Way
from tasktracker_cfn.model.reach.groups import INGRESS, Group, has_unread_rules, rules_of
from tasktracker_cfn.model.reach.layouts import ENDPOINT
from tasktracker_cfn.model.reach.network import Network, network_of
from tasktracker_cfn.model.reach.places import place
from tasktracker_cfn.model.reach.ports import HTTPS
from tasktracker_cfn.model.reach.queries import Supply, supplies
from tasktracker_cfn.model.reach.services import INTERFACE, kind_of
from tasktracker_cfn.model.system import System

ENDPOINTS = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html"
NETWORKING = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html"


@rule(
    "tasks-reach-services",
    rows="N05 N06 S04",
    severity="error",
    misses=True,
    why="A task fetches its image, writes its logs and reads its secrets over its own subnet's network, or it stops.",
    remedy="Give its subnets a route to a NAT gateway, or endpoints for all that it calls, S3 by gateway; "
    "or public addresses in public subnets.",
    source=ENDPOINTS,
)
def tasks_reach_services(system: System) -> Iterator[Fault]:
    """Every task and rotation function has a way to the services of AWS that it needs, from each of its subnets."""
    for supply, way in _blocked(system, About.ROUTE, About.ACL, About.TARGET):
        if supply.need.to.service is not None:
            yield _fault(supply, way)


@rule(
    "images-are-within-reach",
    rows="N05 N07",
    severity="error",
    misses=True,
    why="Endpoints lead to ECR's private registry only; an image of any other registry comes over the internet.",
    remedy="Copy the image to ECR, or give the tasks' subnets a route to a NAT gateway.",
    source=NETWORKING,
)
def images_are_within_reach(system: System) -> Iterator[Fault]:
    """Whatever tasks fetch from the internet they have a way to, from each of their subnets."""
    for supply, way in _blocked(system, About.ROUTE, About.ACL):
        if supply.need.to.service is None:
            yield _fault(supply, way)


@rule(
    "endpoints-admit-callers",
    rows="N10",
    severity="error",
    misses=True,
    why="An endpoint that has a service's name and does not admit its callers is worse than none: calls time out.",
    remedy="Let the endpoint's security group admit port 443 from the callers' group, or from the VPC's addresses.",
    source=ENDPOINTS,
)
def endpoints_admit_callers(system: System) -> Iterator[Fault]:
    """The security groups of an interface endpoint admit port 443 from whoever calls the service."""
    for supply, way in _blocked(system, About.IN):
        yield _fault(supply, way)
    network = network_of(system)
    for endpoint in system.of(ENDPOINT):
        here = place(network, endpoint) if kind_of(endpoint) == INTERFACE else None
        if here is not None and here.groups and not any(_may_admit(network, group) for group in here.groups):
            yield Fault(
                endpoint, f"admits nobody on port {HTTPS}: {', '.join(map(str, here.groups))}", "SecurityGroupIds"
            )


def _may_admit(network: Network, group: Group) -> bool:
    if has_unread_rules(network, group, INGRESS) or group.is_default:
        return True
    return any(one.admits(HTTPS) != NO for one in rules_of(network, group, INGRESS))


@rule(
    "groups-let-tasks-out",
    rows="N11",
    severity="error",
    misses=True,
    why="A security group that lists what it lets out lets nothing else out; S3's gateway endpoint is no group, "
    "but a list of prefixes.",
    remedy="Let the tasks' group out to port 443 of the endpoints' group and of S3's prefix list, or of 0.0.0.0/0.",
    source=ENDPOINTS,
)
def groups_let_tasks_out(system: System) -> Iterator[Fault]:
    """The security groups of tasks and rotation functions let them out to what they need."""
    for supply, way in _blocked(system, About.OUT):
        yield _fault(supply, way)


def _blocked(system: System, *about: About) -> Iterator[tuple[Supply, Way]]:
    """Give what is needed and surely not reached because of one of some things, with the way there."""
    for supply in supplies(system):
        refused = (way for way in supply.answer.ways if way.verdict == NO and _reasons(way)[0].about in about)
        way = next(refused, None)
        if way is not None:
            yield supply, way


def _reasons(way: Way) -> tuple[Step, ...]:
    """Give why a way is shut: where there is no route, no rule of a group is of use, and none is spoken of."""
    routes = tuple(step for step in way.decisive if step.about not in {About.OUT, About.IN})
    return routes or way.decisive


def _fault(supply: Supply, way: Way) -> Fault:
    need, reasons = supply.need, "; ".join(step.text for step in _reasons(way))
    message = f"needs {need.to} for {need.reason}, which {way.source} does not reach: {reasons}"
    return Fault(need.item, message, *need.path)
