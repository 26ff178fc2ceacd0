"""Rotation before the secret knows its database, or before the function has a way out."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import WAIT, too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.attached_secrets import SECRET, attachments_of
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.reach.default_routes import subnets, vpc_of, way_out
from tasktracker_cfn.model.system import System

ROTATION = "AWS::SecretsManager::RotationSchedule"
SUBNETS = ("HostedRotationLambda", "VpcSubnetIds")


@rule(
    "rotation-after-attachment",
    rows="K05 S05",
    severity="error",
    why="The function that rotates reads engine and host in the secret, which stand there only once it is attached.",
    remedy="Let the schedule depend on the attachment, or refer to the attachment instead of the secret.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-secretsmanager-rotationschedule.html",
)
def rotation_after_attachment(system: System) -> Iterator[Fault]:
    """The rotation of a secret is set up after it is attached to its database."""
    for schedule in system.of(ROTATION):
        secret = system.at(schedule.get("SecretId"))
        if secret is not None and secret.type == SECRET:
            found = attachments_of(system, secret)
            yield from too_early(system, schedule, found, "what tells the secret its database", "SecretId")


@rule(
    "rotation-after-routes",
    rows="K05 S04",
    severity="warning",
    why="A schedule rotates, or at least tries the function, at once; that needs a way to Secrets Manager.",
    remedy=WAIT,
    source="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html",
)
def rotation_after_routes(system: System) -> Iterator[Fault]:
    """Rotation is set up after its function's way to Secrets Manager: default routes, or else the endpoint."""
    for schedule in system.of(ROTATION):
        places = subnets(system, schedule.get(*SUBNETS))
        routes = [item for subnet in places for item in way_out(system, subnet)]
        closed = {vpc_of(system, subnet) for subnet in places if not way_out(system, subnet)} - {None}
        endpoints = [
            endpoint
            for endpoint in system.of("AWS::EC2::VPCEndpoint")
            if system.at(endpoint.get("VpcId")) in closed
            and "".join(literals(endpoint.get("ServiceName"))).endswith(".secretsmanager")
        ]
        reason = "what leads its function to Secrets Manager"
        yield from too_early(system, schedule, [*routes, *endpoints], reason, *SUBNETS)
