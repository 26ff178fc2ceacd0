"""How what is in private subnets reaches AWS's services: over NAT gateways, or each by an endpoint of its own.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
"""

import re
from collections.abc import Iterator, Mapping
from typing import get_args

from tasktracker_cfn.config import sidecars
from tasktracker_cfn.config.endpoints import NEEDED, EndpointService
from tasktracker_cfn.config.network import Tier
from tasktracker_cfn.config.system import SystemConfig

PRIVATE_IMAGE = re.compile(r"^[0-9]{12}\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?/")
# An image that names no registry is on Docker Hub, too.
SIDECAR_IMAGES = {
    sidecars.COLLECTOR: ("service", "collector", "image"),
    sidecars.DATABASE_EXPORTER: ("service", "metrics", "exporter_image"),
}
# What is beside the application in a task, by its table in `service`, and what it sends to.
BESIDE_THE_APPLICATION: Mapping[str, EndpointService] = {"tracing": "xray", "metrics": "aps-workspaces"}
# In regions from 23 December 2023 on, ECS itself is reached over the VPC's endpoints, too.
NEWER_REGIONS = frozenset(
    {
        "ap-east-2",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-west-1",
        "eusc-de-east-1",
        "mx-central-1",
    }
)
OF_ECS: tuple[EndpointService, ...] = ("ecs", "ecs-agent", "ecs-telemetry")
Need = tuple[EndpointService, str]


def without_nat(system: SystemConfig) -> bool:
    """Tell whether private subnets have no route to the internet."""
    return system.network.nat_gateways == "none"


def tasks_without_nat(system: SystemConfig) -> bool:
    """Tell whether the tasks are in private subnets that have no route to the internet."""
    return system.service.subnets == "private" and without_nat(system)


def endpoint_tier(system: SystemConfig) -> Tier:
    """Give the tier that interface endpoints have their addresses in."""
    return "private" if system.network.private_subnets else "public"


def endpoints(system: SystemConfig) -> tuple[EndpointService, ...]:
    """Give the services that get an interface endpoint, in the order of their names."""
    wanted = set(system.network.interface_endpoints)
    if NEEDED in wanted:
        wanted |= needed_endpoints(system).keys()
    return tuple(service for service in get_args(EndpointService) if service in wanted - {NEEDED})


def needed_endpoints(system: SystemConfig) -> dict[EndpointService, str]:
    """Give the services that this system calls from its subnets, and what calls them."""
    found: dict[EndpointService, str] = {}
    for service, caller in (*task_needs(system), *rotation_needs(system), *bastion_needs(system)):
        found.setdefault(service, caller)
    return found


def task_needs(system: SystemConfig) -> Iterator[Need]:
    """Give what tasks call when they start, and what the configuration tells of the rest of their lives (N06)."""
    config = system.service
    for name, container in config.containers.items():
        if container.image is None or is_private_image(system, container.image):
            yield "ecr.api", f"the image of container {name}"
            yield "ecr.dkr", f"the image of container {name}"
    yield "logs", "the containers' logs"
    if any(container.secrets for container in config.containers.values()):
        yield "secretsmanager", "the secrets that are injected"
    if config.access.secrets or config.access.database_secret:
        yield "secretsmanager", "service.access"
    for table, service in BESIDE_THE_APPLICATION.items():
        if getattr(config, table, None) is not None:
            yield service, f"service.{table}"
    if system.region in NEWER_REGIONS:
        yield from ((service, f"ECS in {system.region}") for service in OF_ECS)


def rotation_needs(system: SystemConfig) -> Iterator[Need]:
    """Give what the rotation function calls (S04)."""
    database = system.data.database
    if database is not None and database.rotation is not None and database.rotation.method == "hosted-function":
        yield "secretsmanager", "the rotation function"


def bastion_needs(system: SystemConfig) -> Iterator[Need]:
    """Give what the bastion calls (X14).

    Not ec2messages: agents since 3.3.40.0, which every image of today has, use ssmmessages in its place.
    https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
    """
    if system.network.bastion is not None:
        yield "ssm", "the bastion"
        yield "ssmmessages", "the bastion"


def is_private_image(system: SystemConfig, image: str) -> bool:
    """Tell whether an image is in a private registry of the system's region, the only kind that endpoints reach (N07).

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
    """
    found = PRIVATE_IMAGE.match(image)
    return found is not None and found["region"] == system.region


def pulled_images(system: SystemConfig) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the images that are not known to be in this system's own repositories, by their keys."""
    containers = system.service.containers.items()
    yield from (
        (("service", "containers", name, "image"), container.image) for name, container in containers if container.image
    )
    if any(container.repository for _, container in containers):
        yield ("service", "bootstrap", "image"), system.service.bootstrap.image
    for sidecar in sidecars.sidecars(system):
        yield SIDECAR_IMAGES[sidecar.name], sidecar.image
