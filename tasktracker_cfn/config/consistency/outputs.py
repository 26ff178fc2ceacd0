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
    "database.port",
    "database.secret-arn",
    "database.security-group-id",
)
NAMED_OUTPUT = re.compile(r"^(?P<kind>repository|bucket)\.(?P<name>[a-z][a-z0-9-]*)\.(?P<attribute>[a-z]+)$")
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
    if source.startswith("database.") and system.data.database is None:
        return "there is no data.database"
    if source == "metrics.endpoint" and system.data.metrics is None:
        return "there is no data.metrics"
    if source == "grafana.host" and (system.monitoring is None or system.monitoring.grafana is None):
        return "there is no monitoring.grafana"
    if source.startswith("site.") and system.edge.site is None:
        return "there is no edge.site"
    creates_zone = system.edge.domain is not None and system.edge.domain.hosted_zone == "create"
    if source == "hosted-zone.name-servers" and not creates_zone:
        return 'there is no hosted zone of this stack; edge.domain.hosted_zone = "create" makes one'
    return None
