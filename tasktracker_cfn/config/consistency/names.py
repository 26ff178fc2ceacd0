"""What AWS takes once: names and domains, within an environment and between two."""

from tasktracker_cfn.config import given_names
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.system import SystemConfig


def shared_names(system: SystemConfig, sibling: SystemConfig) -> Violations:
    """Check that two environments of a system name nothing alike, so that one account can hold both."""
    theirs_everywhere = set(_domains(sibling).values())
    for key, domain in _domains(system).items():
        if domain in theirs_everywhere:
            yield Violation(
                key,
                f'"{domain}" is also a domain of environment {sibling.environment}; a domain leads to one of them, in '
                "whatever account or region they are, so give each environment a domain of its own",
            )
    yield from _shared_buckets(system, sibling)
    if system.region != sibling.region or (system.account and sibling.account and system.account != sibling.account):
        return
    theirs = set(_physical_names(sibling).values())
    for key, name in _physical_names(system).items():
        if name in theirs:
            yield Violation(
                key,
                f'"{name}" is also what environment {sibling.environment} names so; keep a place for '
                "{environment} in the name, or give each environment a name of its own",
            )


def _shared_buckets(system: SystemConfig, sibling: SystemConfig) -> Violations:
    """Check the names of buckets, which all accounts and regions share (B01)."""
    known = bool(system.account and sibling.account)
    theirs = {name for _, name in _bucket_names(sibling, known=known)}
    for key, name in _bucket_names(system, known=known):
        if name in theirs:
            yield Violation(
                ("data", "buckets", key, "name"),
                f'"{name}" is also what environment {sibling.environment} names a bucket or its copy, and all of AWS '
                "shares these names; keep a place for {environment} in the name, or give each environment its own",
            )


def _bucket_names(system: SystemConfig, *, known: bool) -> list[tuple[str, str]]:
    """Give the names of buckets and copies with the use of the bucket, and the account in them where both are known."""
    return [
        (key, name.replace("{account}", system.account or "") if known else name)
        for key, config in system.data.buckets.items()
        for name in (given_names.bucket(system, config), given_names.copy_of_bucket(system, config))
        if name is not None
    ]


def same_log_groups(system: SystemConfig) -> Violations:
    """Check that each log group has a name of its own."""
    seen = given_names.log_groups(system)
    for key, name in _physical_names(system).items():
        if key[-1] != "log_group":
            continue
        if name in seen:
            yield Violation(key, f'"{name}" is also the name of {seen[name]}; each needs a log group of its own')
        seen.setdefault(name, ".".join(key))


def _domains(system: SystemConfig) -> dict[tuple[str, ...], str]:
    """Give the domains of an environment, by their keys."""
    domain, site = system.edge.domain, system.edge.site
    found: dict[tuple[str, ...], str] = {("edge", "domain", "name"): domain.name} if domain else {}
    if site is not None and site.domain is not None:
        found["edge", "site", "domain"] = site.domain
    return found


def _physical_names(system: SystemConfig) -> dict[tuple[str, ...], str]:
    """Give the names that AWS takes once in an account and region, by their keys; what has none is left out."""
    flow_logs, database = system.network.flow_logs, system.data.database
    names: dict[tuple[str, ...], str | None] = {
        ("network", "flow_logs", "log_group"): flow_logs.log_group if flow_logs else None,
        ("data", "database", "log_group"): database.log_group if database else None,
        ("service", "log_group"): system.service.log_group,
        **{
            ("data", "repositories", key, "name"): repository.name
            for key, repository in system.data.repositories.items()
        },
    }
    return {key: filled for key, name in names.items() if (filled := system.filled(name)) is not None}
