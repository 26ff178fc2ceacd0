"""What the root can give."""

import re

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
    "metrics.endpoint",
    "grafana.host",
    "database.host",
    "database.replica-host",
    "database.port",
    "database.secret-arn",
    "database.security-group-id",
    "bastion.instance-id",
    "vpn.connection-id",
    "cache.host",
    "cache.port",
)
NAMED_OUTPUT = re.compile(r"^(?P<kind>repository|bucket)\.(?P<name>[a-z][a-z0-9-]*)\.(?P<attribute>[a-z]+)$")
# What an output's first word needs, by its key.
PARTS = {
    "database": "data.database",
    "cache": "data.cache",
    "metrics": "data.metrics",
    "grafana": "monitoring.grafana",
    "site": "edge.site",
    "bastion": "network.bastion",
    "vpn": "network.vpn",
}
ATTRIBUTES = {"repository": "uri", "bucket": "name"}


def why_no_output(system: SystemConfig, source: str) -> str | None:
    """Say why a source gives nothing; None where it does."""
    named = NAMED_OUTPUT.fullmatch(source)
    if named and named["attribute"] == ATTRIBUTES[named["kind"]]:
        present = system.data.repositories if named["kind"] == "repository" else system.data.buckets
        return None if named["name"] in present else f'there is no {named["kind"]} "{named["name"]}" in data'
    if source not in SIMPLE_OUTPUTS:
        allowed = ", ".join((*SIMPLE_OUTPUTS, "repository.<name>.uri", "bucket.<name>.name"))
        return f'"{source}" is nothing that can be given; allowed are {allowed}'
    part = source.partition(".")[0]
    if part in _absent(system):
        return f"there is no {PARTS[part]}"
    if source == "database.replica-host" and system.data.database is not None:
        return system.data.database.why_no_copies
    creates_zone = system.edge.domain is not None and system.edge.domain.hosted_zone == "create"
    if source == "hosted-zone.name-servers" and not creates_zone:
        return 'there is no hosted zone of this stack; edge.domain.hosted_zone = "create" makes one'
    return None


def _absent(system: SystemConfig) -> set[str]:
    watch = system.monitoring
    parts = {
        "database": system.data.database,
        "cache": system.data.cache,
        "metrics": system.data.metrics,
        "grafana": watch.grafana if watch is not None else None,
        "site": system.edge.site,
        "bastion": system.network.bastion,
        "vpn": system.network.vpn,
    }
    return {name for name, part in parts.items() if part is None}
