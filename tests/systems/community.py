"""Document 001's three environments, and the numbers that differ among them."""

from dataclasses import dataclass

import pytest

from tests.systems.built import System

CONTAINER = "api"


@dataclass(frozen=True)
class Expected:
    """What the document, or where it leaves a choice the configuration, says of one environment."""

    vpc: str
    site: str
    nat_gateways: int
    database_instances: int
    capacity: tuple[float, float]
    cpu: int
    memory: int
    tasks: tuple[int, int]
    retention_days: int


ENVIRONMENTS = {
    "dev": Expected("10.0.0.0/16", "dev.communitytracker.example.com", 1, 1, (0.5, 2), 256, 512, (1, 3), 7),
    "staging": Expected("10.1.0.0/16", "staging.communitytracker.example.com", 1, 2, (1, 4), 512, 1024, (2, 6), 30),
    "production": Expected("10.2.0.0/16", "communitytracker.example.com", 2, 2, (2, 16), 1024, 2048, (3, 20), 90),
}
FOLDERS = [f"community-tracker/{name}" for name in ENVIRONMENTS]
EVERY = pytest.mark.parametrize("system", FOLDERS, indirect=True)
STANDARD_TAGS = {
    "Application": "community-activity-tracker",
    "CostCenter": "engineering",
    "Owner": "devops-team",
    "ManagedBy": "cdk",
    "Project": "community-tracker",
}


def environment(system: System) -> str:
    """Give the name of an environment, which is that of its folder."""
    return system.folder.name


def expected(system: System) -> Expected:
    """Give what is expected of an environment."""
    return ENVIRONMENTS[environment(system)]


def tags(system: System) -> dict[str, str]:
    """Give the standard tags of an environment."""
    return {"Environment": environment(system), **STANDARD_TAGS}
