"""Where things are: zones, tiers, and the ways out that what is in them needs."""

from collections.abc import Iterable

from tasktracker_cfn.config.administration import AMAZON_ASN, RESERVED_ASN, RESERVED_ASNS
from tasktracker_cfn.config.database import KEYS_OF_A_MANAGED_SECRET
from tasktracker_cfn.config.endpoints import NEEDED
from tasktracker_cfn.config.flows import MOST_ENTRIES, entries
from tasktracker_cfn.config.network import TIERS
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.system import SystemConfig
from tasktracker_cfn.config.ways_out import (
    Need,
    bastion_needs,
    endpoints,
    is_private_image,
    pulled_images,
    task_needs,
    tasks_without_nat,
    without_nat,
)


def placement(system: SystemConfig) -> Violations:
    """Check zones, and that tasks and database are in subnets that exist and lead out."""
    for zone in system.network.zone_names:
        if zone[:-1] != system.region:
            yield Violation(("network", "zone_names"), f'"{zone}" is not in region {system.region}')
    tier = system.service.subnets
    if not system.network.tier(tier):
        yield Violation(("service", "subnets"), f'"{tier}", but network.{tier}_subnets is empty')
    elif tasks_without_nat(system):
        yield from _without_nat(system)
    database = system.data.database
    if database is not None and not system.network.tier(database.subnets):
        yield Violation(
            ("data", "database", "subnets"), f'"{database.subnets}", but network.{database.subnets}_subnets is empty'
        )


def _without_nat(system: SystemConfig) -> Violations:
    """Check that endpoints reach all that the tasks call when they start: there is nothing else (N05, N06)."""
    if not system.network.interface_endpoints:
        yield Violation(
            ("network", "nat_gateways"),
            'tasks in private subnets have no way out with "none"; choose "single" or "per-zone", or put them '
            'into the public subnets (service.subnets = "public"), or reach AWS by network.interface_endpoints = '
            f'["{NEEDED}"]',
        )
        return
    yield from _missing(system, task_needs(system), ("network", "interface_endpoints"))
    if not system.network.s3_endpoint:
        yield Violation(
            ("network", "s3_endpoint"), "image layers come from S3, and without NAT gateways by this endpoint only"
        )
    for key, image in pulled_images(system):
        if not is_private_image(system, image):
            # N07
            yield Violation(
                key,
                f'"{image}" is not in a private registry of ECR in {system.region}, and without NAT gateways '
                "no other can be reached; copy the image there",
            )


def _missing(system: SystemConfig, needs: Iterable[Need], key: tuple[str, ...]) -> Violations:
    """Name the services that somebody calls and no endpoint reaches."""
    there = endpoints(system)
    missing = {service: caller for service, caller in needs if service not in there}
    if missing:
        named = ", ".join(f'"{service}" ({caller})' for service, caller in missing.items())
        yield Violation(
            key,
            f"without NAT gateways there is no way to {named}; add to network.interface_endpoints what is missing, or "
            f'"{NEEDED}"',
        )


def administration(system: SystemConfig) -> Violations:
    """Check what the ways in for administrators, and the rules of the network's groups and lists, need of the rest."""
    network = system.network
    if network.bastion is not None and without_nat(system):
        yield from _missing(system, bastion_needs(system), ("network", "bastion"))
    if network.vpn is not None and network.vpn.database_access and system.data.database is None:
        yield Violation(("network", "vpn", "database_access"), "there is no data.database")
    asn = network.vpn.customer_asn if network.vpn is not None else None
    if asn is not None and asn in (AMAZON_ASN, RESERVED_ASN, RESERVED_ASNS.get(system.region)):
        yield Violation(
            ("network", "vpn", "customer_asn"), f"{asn} is AWS's own in {system.region}; give the device another"
        )
    if network.s3_prefix_list_id is not None and not (without_nat(system) and network.private_subnets):
        yield Violation(
            ("network", "s3_prefix_list_id"), "is for private subnets without NAT gateways; the others reach all of AWS"
        )
    if network.network_acls:
        yield from _entries_of_acls(system)


def _entries_of_acls(system: SystemConfig) -> Violations:
    for tier in TIERS:
        for inbound, direction in ((True, "in"), (False, "out")):
            count = sum(entry.inbound == inbound for entry in entries(system, tier))
            if count > MOST_ENTRIES:
                yield Violation(
                    ("network", "network_acls"),
                    f"the {tier} tier would need {count} entries {direction}, and AWS takes {MOST_ENTRIES} beside its "
                    "own; give tiers adjacent blocks, which are one entry, or fewer containers a port",
                )


def rotation(system: SystemConfig) -> Violations:
    """Check what a rotation needs of the network, and what it leaves in the secret."""
    database = system.data.database
    if database is None or database.rotation is None:
        return
    reaches_secrets = not without_nat(system) or "secretsmanager" in endpoints(system)
    if database.rotation.method == "hosted-function" and not (system.network.private_subnets and reaches_secrets):
        # S04
        yield Violation(
            ("data", "database", "rotation", "method"),
            '"hosted-function" runs in private subnets and calls Secrets Manager through a NAT gateway or an endpoint; '
            'set network.private_subnets, and network.nat_gateways or "secretsmanager" in network.interface_endpoints, '
            'or choose "managed"',
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
