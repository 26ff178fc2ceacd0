"""What tasks are sent, may use and are told."""

from tasktracker_cfn.config.container import BUCKET_SOURCE, INJECTED_SECRET, SECRET_SOURCE
from tasktracker_cfn.config.problems import Violation, Violations
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
        if container.injects("database") and system.data.database is None:
            yield Violation((*at, "secrets"), "there is no data.database whose secret could fill them")
        for variable, source in container.environment_from.items():
            reason = _why_no_source(system, source)
            if reason:
                yield Violation((*at, "environment_from", variable), reason)


def injected(system: SystemConfig) -> Violations:
    """Check that what ECS fills variables from is there, and has a value before the first task starts."""
    for name, container in system.service.containers.items():
        for variable, source in container.secrets.items():
            reason = _why_not_injected(system, source)
            if reason:
                yield Violation(("service", "containers", name, "secrets", variable), reason)


def _why_not_injected(system: SystemConfig, source: str) -> str | None:
    if source == "cache.auth-token" and system.data.cache is None:
        return "there is no data.cache"
    parts = INJECTED_SECRET.fullmatch(source)
    if parts is None:
        return None
    name, key = parts["secret"], parts["key"]
    config = system.data.secrets.get(name)
    if config is None:
        return f'there is no secret "{name}" in data.secrets'
    if not config.generate:
        # A task whose secret has no value does not start, so the first deployment would never settle.
        return (
            "the secret is empty until somebody fills it, and no task starts before; set "
            f"data.secrets.{name}.generate = true"
        )
    if key is not None and key not in config.keys:
        # E06
        return f'the secret has no key "{key}"; add it to data.secrets.{name}.keys'
    return None


def _why_no_source(system: SystemConfig, source: str) -> str | None:
    bucket, secret = BUCKET_SOURCE.fullmatch(source), SECRET_SOURCE.fullmatch(source)
    if bucket:
        return _why_no_bucket(system, bucket["bucket"])
    if secret:
        return _why_no_secret(system, secret["secret"])
    if source.startswith("cache.") and system.data.cache is None:
        return "there is no data.cache"
    if source.startswith("database.") and system.data.database is None:
        return "there is no data.database"
    if source == "database.replica-host" and system.data.database is not None:
        return system.data.database.why_no_copies
    if source == "database.secret-arn" and not system.service.access.database_secret:
        return "the application may not read the secret; set service.access.database_secret = true"
    return None


def _why_no_bucket(system: SystemConfig, name: str) -> str | None:
    if name not in system.data.buckets:
        return f'there is no bucket "{name}" in data.buckets'
    if name not in system.service.access.buckets:
        return f'the application may not use the bucket; add service.access.buckets.{name} = "read-write"'
    return None


def _why_no_secret(system: SystemConfig, name: str) -> str | None:
    if name not in system.data.secrets:
        return f'there is no secret "{name}" in data.secrets'
    if name not in system.service.access.secrets:
        return f'the application may not read the secret; add "{name}" to service.access.secrets'
    return None
