"""Where things are: zones, tiers, and the ways out that what is in them needs."""

from tasktracker_cfn.config.database import KEYS_OF_A_MANAGED_SECRET
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.system import SystemConfig


def placement(system: SystemConfig) -> Violations:
    """Check zones, and that tasks and database are in subnets that exist and lead out."""
    for zone in system.network.zone_names:
        if zone[:-1] != system.region:
            yield Violation(("network", "zone_names"), f'"{zone}" is not in region {system.region}')
    tier = system.service.subnets
    if not system.network.tier(tier):
        yield Violation(("service", "subnets"), f'"{tier}", but network.{tier}_subnets is empty')
    elif tier == "private" and system.network.nat_gateways == "none":
        # N05: the image, the secrets and the logs are all outside.
        yield Violation(
            ("network", "nat_gateways"),
            'tasks in private subnets have no way out with "none"; choose "single" or "per-zone", or put them '
            'into the public subnets (service.subnets = "public")',
        )
    database = system.data.database
    if database is not None and not system.network.tier(database.subnets):
        yield Violation(
            ("data", "database", "subnets"), f'"{database.subnets}", but network.{database.subnets}_subnets is empty'
        )


def rotation(system: SystemConfig) -> Violations:
    """Check what a rotation needs of the network, and what it leaves in the secret."""
    database = system.data.database
    if database is None or database.rotation is None:
        return
    if database.rotation.method == "hosted-function" and (
        not system.network.private_subnets or system.network.nat_gateways == "none"
    ):
        # S04
        yield Violation(
            ("data", "database", "rotation", "method"),
            '"hosted-function" runs in private subnets and calls Secrets Manager through a NAT gateway; set '
            'network.private_subnets and network.nat_gateways, or choose "managed"',
        )
    if not database.managed_secret:
        return
    for name, container in system.service.containers.items():
        for variable, key in container.secrets.items():
            if key.startswith("database.") and key not in KEYS_OF_A_MANAGED_SECRET:
                yield Violation(
                    ("service", "containers", name, "secrets", variable),
                    f'"{key}" is not in a secret that RDS manages, which holds username and password; take it from '
                    "environment_from",
                )
