"""A service before its subnets have a way to its images, secrets and logs."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.starting import secrets_of, starting
from tasktracker_cfn.gate.rules.order.waiting import WAIT, too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.reach.default_routes import subnets, vpc_of, way_out
from tasktracker_cfn.model.system import Item, System

SUBNETS = ("NetworkConfiguration", "AwsvpcConfiguration", "Subnets")
IMAGES = ("ecr.api", "ecr.dkr", "s3")
SECRETS = ("secretsmanager", "ssm", "kms")


@rule(
    "service-after-routes",
    rows="K05 N05",
    severity="warning",
    why="Tasks that start before their subnets have a default route reach neither their image nor their secrets; "
    "each waits until it fails, and the circuit breaker counts.",
    remedy=WAIT,
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
)
def service_after_routes(system: System) -> Iterator[Fault]:
    """A service is created after the default routes of its subnets."""
    for service, _ in starting(system):
        found = [item for subnet in subnets(system, service.get(*SUBNETS)) for item in way_out(system, subnet)]
        yield from too_early(system, service, found, "what gives its subnets a way out", *SUBNETS)


@rule(
    "service-after-endpoints",
    rows="K05 N06",
    severity="warning",
    why="In subnets without a default route tasks reach their image, secrets and logs by endpoints only, and nothing "
    "that a service mentions makes it wait for those.",
    remedy=WAIT,
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html",
)
def service_after_endpoints(system: System) -> Iterator[Fault]:
    """A service in subnets without a default route is created after the endpoints that its tasks start by."""
    for service, task in starting(system):
        places = subnets(system, service.get(*SUBNETS))
        closed = {vpc_of(system, subnet) for subnet in places if not way_out(system, subnet)} - {None}
        found = [
            endpoint
            for endpoint in system.of("AWS::EC2::VPCEndpoint")
            if system.at(endpoint.get("VpcId")) in closed and _is_needed(endpoint, task)
        ]
        yield from too_early(system, service, found, "the endpoints by which its tasks start", *SUBNETS)


def _is_needed(endpoint: Item, task: Item) -> bool:
    needed = [*IMAGES, "logs"]
    if any(True for _ in secrets_of(task)):
        needed += SECRETS
    name = "".join(literals(endpoint.get("ServiceName")))
    return any(name.endswith(f".{service}") for service in needed)
