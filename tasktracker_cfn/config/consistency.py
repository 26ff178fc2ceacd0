"""The rules between the parts of a system: what one stack's table needs of another's."""

import re

from tasktracker_cfn.config import given_names
from tasktracker_cfn.config.database import KEYS_OF_A_MANAGED_SECRET
from tasktracker_cfn.config.monitoring import MonitoringConfig
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.service import BUCKET_SOURCE, SECRET_SOURCE
from tasktracker_cfn.config.system import SystemConfig

SIMPLE_OUTPUTS = (
    "vpc.id",
    "load-balancer.dns-name",
    "url",
    "site.url",
    "site.bucket-name",
    "hosted-zone.name-servers",
    "cluster.name",
    "service.name",
    "database.host",
    "database.port",
    "database.secret-arn",
    "database.security-group-id",
)
NAMED_OUTPUT = re.compile(r"^(?P<kind>repository|bucket)\.(?P<name>[a-z][a-z0-9-]*)\.(?P<attribute>[a-z]+)$")
ATTRIBUTES = {"repository": "uri", "bucket": "name"}
MOST_OWN_TAGS = 40
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
CLOUDFRONT_REGION = "us-east-1"


def violations(system: SystemConfig) -> Violations:
    """Check what one part needs of another."""
    if len(system.all_tags()) > MOST_OWN_TAGS:
        yield Violation(("tags",), f"AWS takes 50 tags and adds some itself; {MOST_OWN_TAGS} are the most here")
    yield from _same_log_groups(system)
    yield from _placement(system)
    yield from _rotation(system)
    yield from _targets(system)
    yield from _access(system)
    yield from _sources(system)
    yield from _site(system)
    if system.monitoring is not None:
        yield from _watched(system, system.monitoring)
    for name, source in system.outputs.items():
        reason = _why_no_output(system, source)
        if reason:
            yield Violation(("outputs", name), reason)


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


def _same_log_groups(system: SystemConfig) -> Violations:
    seen = given_names.log_groups(system)
    for key, name in _physical_names(system).items():
        if key[-1] != "log_group":
            continue
        if name in seen:
            yield Violation(key, f'"{name}" is also the name of {seen[name]}; each needs a log group of its own')
        seen.setdefault(name, ".".join(key))


def _placement(system: SystemConfig) -> Violations:
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


def _rotation(system: SystemConfig) -> Violations:
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
            if key not in KEYS_OF_A_MANAGED_SECRET:
                yield Violation(
                    ("service", "containers", name, "secrets", variable),
                    f'"{key}" is not in a secret that RDS manages, which holds username and password; take it from '
                    "environment_from",
                )


def _targets(system: SystemConfig) -> Violations:
    for name in system.edge.targets:
        container = system.service.containers.get(name)
        if container is None:
            known = ", ".join(sorted(system.service.containers))
            yield Violation(("edge", "targets", name), f"there is no container of this name; there is {known}")
        elif container.port is None:
            yield Violation(("service", "containers", name, "port"), "is missing; edge.targets sends it traffic")


def _access(system: SystemConfig) -> Violations:
    access = system.service.access
    for name in access.buckets:
        if name not in system.data.buckets:
            yield Violation(("service", "access", "buckets", name), "there is no such bucket in data.buckets")
    for name in access.secrets:
        if name not in system.data.secrets:
            yield Violation(("service", "access", "secrets"), f'there is no secret "{name}" in data.secrets')
    if access.database_secret and system.data.database is None:
        yield Violation(("service", "access", "database_secret"), "there is no data.database")


def _sources(system: SystemConfig) -> Violations:
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
    if source == "database.secret-arn" and not access.database_secret:
        return "the application may not read the secret; set service.access.database_secret = true"
    return None


def _site(system: SystemConfig) -> Violations:
    site = system.edge.site
    if site is None or system.region == CLOUDFRONT_REGION:
        return
    # F01
    if site.domain is not None and site.certificate == "issue":
        yield Violation(
            ("edge", "site", "certificate"),
            f"CloudFront takes certificates of {CLOUDFRONT_REGION} only, and the stack is in {system.region}; choose "
            '"parameter" and give the ARN of one',
        )
    if site.security_headers == "lambda-edge":
        yield Violation(
            ("edge", "site", "security_headers"),
            f'"lambda-edge" must be in {CLOUDFRONT_REGION}, and the stack is in {system.region}; choose "policy"',
        )


def _watched(system: SystemConfig, watch: MonitoringConfig) -> Violations:
    database = system.data.database
    for key in ("database_cpu_percent", "database_connections", "database_connection_failures"):
        if getattr(watch, key) is not None and database is None:
            yield Violation(("monitoring", key), "there is no data.database to watch")
    if watch.database_acu_percent is not None and (database is None or not database.is_cluster):
        yield Violation(("monitoring", "database_acu_percent"), "only a serverless cluster of Aurora has such a metric")
    # O07: RunningTaskCount is published by Container Insights only.
    for key in ("running_tasks_below", "tasks_below_desired"):
        if getattr(watch, key) and system.service.container_insights == "disabled":
            yield Violation(
                ("monitoring", key),
                'the metric exists only with Container Insights; set service.container_insights = "enabled"',
            )
    if watch.site_error_percent is not None and system.edge.site is None:
        yield Violation(("monitoring", "site_error_percent"), "there is no edge.site to watch")
    if watch.site_error_percent is not None and system.region != CLOUDFRONT_REGION:
        # O06
        yield Violation(
            ("monitoring", "site_error_percent"),
            f"CloudFront's metrics are in {CLOUDFRONT_REGION}, and an alarm sees its own region only",
        )


def _why_no_output(system: SystemConfig, source: str) -> str | None:
    named = NAMED_OUTPUT.fullmatch(source)
    if named and named["attribute"] == ATTRIBUTES[named["kind"]]:
        present = system.data.repositories if named["kind"] == "repository" else system.data.buckets
        return None if named["name"] in present else f'there is no {named["kind"]} "{named["name"]}" in data'
    if source not in SIMPLE_OUTPUTS:
        allowed = ", ".join((*SIMPLE_OUTPUTS, "repository.<name>.uri", "bucket.<name>.name"))
        return f'"{source}" is nothing that can be given; allowed are {allowed}'
    if source.startswith("database.") and system.data.database is None:
        return "there is no data.database"
    if source.startswith("site.") and system.edge.site is None:
        return "there is no edge.site"
    creates_zone = system.edge.domain is not None and system.edge.domain.hosted_zone == "create"
    if source == "hosted-zone.name-servers" and not creates_zone:
        return 'there is no hosted zone of this stack; edge.domain.hosted_zone = "create" makes one'
    return None
