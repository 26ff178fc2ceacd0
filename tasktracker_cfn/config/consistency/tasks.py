"""What tasks are sent, may use and are told."""

from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.service import BUCKET_SOURCE, SECRET_SOURCE
from tasktracker_cfn.config.system import SystemConfig


def targets(system: SystemConfig) -> Violations:
    """Check that each target is a container with a port."""
    for name in system.edge.targets:
        container = system.service.containers.get(name)
        if container is None:
            known = ", ".join(sorted(system.service.containers))
            yield Violation(("edge", "targets", name), f"there is no container of this name; there is {known}")
        elif container.port is None:
            yield Violation(("service", "containers", name, "port"), "is missing; edge.targets sends it traffic")


def access(system: SystemConfig) -> Violations:
    """Check that what the application may use is there."""
    access = system.service.access
    for name in access.buckets:
        if name not in system.data.buckets:
            yield Violation(("service", "access", "buckets", name), "there is no such bucket in data.buckets")
    for name in access.secrets:
        if name not in system.data.secrets:
            yield Violation(("service", "access", "secrets"), f'there is no secret "{name}" in data.secrets')
    if access.database_secret and system.data.database is None:
        yield Violation(("service", "access", "database_secret"), "there is no data.database")


def sources(system: SystemConfig) -> Violations:
    """Check that what the containers are told is there."""
    for name, container in system.service.containers.items():
        at = ("service", "containers", name)
        if container.secrets and system.data.database is None:
            yield Violation((*at, "secrets"), "there is no data.database whose secret could fill them")
        for variable, source in container.environment_from.items():
            reason = _why_no_source(system, source)
            if reason:
                yield Violation((*at, "environment_from", variable), reason)


def _why_no_source(system: SystemConfig, source: str) -> str | None:
    access = system.service.access
    bucket = BUCKET_SOURCE.fullmatch(source)
    if bucket:
        name = bucket["bucket"]
        if name not in system.data.buckets:
            return f'there is no bucket "{name}" in data.buckets'
        if name not in access.buckets:
            return f'the application may not use the bucket; add service.access.buckets.{name} = "read-write"'
    secret = SECRET_SOURCE.fullmatch(source)
    if secret:
        name = secret["secret"]
        if name not in system.data.secrets:
            return f'there is no secret "{name}" in data.secrets'
        if name not in access.secrets:
            return f'the application may not read the secret; add "{name}" to service.access.secrets'
    if source.startswith("database.") and system.data.database is None:
        return "there is no data.database"
    if source == "database.replica-host" and system.data.database is not None:
        return system.data.database.why_no_copies
    if source == "database.secret-arn" and not access.database_secret:
        return "the application may not read the secret; set service.access.database_secret = true"
    return None
