"""One environment of one system: the whole that the templates are built from, and the rules between its parts."""

import re
from collections.abc import Mapping

from pydantic import BaseModel, Field

from tasktracker_cfn.config.data import DataConfig
from tasktracker_cfn.config.edge import EdgeConfig
from tasktracker_cfn.config.fields import (
    STRICT,
    AccountId,
    Ascii,
    EnvironmentName,
    OutputName,
    Region,
    SystemName,
    TagKey,
    TagValue,
)
from tasktracker_cfn.config.monitoring import MonitoringConfig
from tasktracker_cfn.config.network import NetworkConfig
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.service import BUCKET_SOURCE, ServiceConfig

SIMPLE_OUTPUTS = (
    "vpc.id",
    "load-balancer.dns-name",
    "url",
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


class SystemConfig(BaseModel):
    """One environment of one system."""

    model_config = STRICT

    system: SystemName = Field(description="Name of the system; also its folder below out/.")
    environment: EnvironmentName = Field(description="Name of the environment; also its folder below the system's.")
    description: Ascii = Field(default="", description="One line that says what the system is; plain ASCII.")
    region: Region = Field(default="us-east-1", description="Region that it is deployed to.")
    account: AccountId | None = Field(default=None, description="Account that it may be deployed to; any when absent.")
    disposable: bool = Field(
        default=False,
        description="Deleting the stack also deletes image repositories with their images, and secrets. Databases "
        "always leave a final snapshot, buckets are always kept.",
    )
    tags: Mapping[TagKey, TagValue] = Field(
        default={},
        description="Tags of every resource, beside Environment, Project and ManagedBy, which have defaults.",
    )
    network: NetworkConfig = Field(description="Addresses, zones, ways out.")
    data: DataConfig = Field(description="What must survive.")
    edge: EdgeConfig = Field(description="Where traffic enters.")
    service: ServiceConfig = Field(description="What runs.")
    monitoring: MonitoringConfig | None = Field(default=None, description="What watches; no such stack when absent.")
    outputs: Mapping[OutputName, str] = Field(
        default={}, description="Outputs of the root stack: a name of your choice, and what it gives."
    )

    @property
    def name(self) -> str:
        """Give the name that physical names start with, at most 45 characters."""
        return f"{self.system}-{self.environment}"

    def all_tags(self) -> dict[str, str]:
        """Give the tags that every resource carries, in the order in which they are written."""
        defaults = {"Environment": self.environment, "Project": self.system, "ManagedBy": "tasktracker-cfn"}
        return {**defaults, **self.tags}

    def violations(self) -> Violations:
        """Check what one part needs of another."""
        if len(self.all_tags()) > MOST_OWN_TAGS:
            yield Violation(("tags",), f"AWS takes 50 tags and adds some itself; {MOST_OWN_TAGS} are the most here")
        yield from self._placement()
        yield from self._targets()
        yield from self._sources()
        yield from self._watched()
        for name, source in self.outputs.items():
            reason = self._why_no_output(source)
            if reason:
                yield Violation(("outputs", name), reason)

    def _placement(self) -> Violations:
        for zone in self.network.zone_names:
            if zone[:-1] != self.region:
                yield Violation(("network", "zone_names"), f'"{zone}" is not in region {self.region}')
        tier = self.service.subnets
        if not self.network.tier(tier):
            yield Violation(("service", "subnets"), f'"{tier}", but network.{tier}_subnets is empty')
        elif tier == "private" and self.network.nat_gateways == "none":
            # N05: the image, the secrets and the logs are all outside.
            yield Violation(
                ("network", "nat_gateways"),
                'tasks in private subnets have no way out with "none"; choose "single" or "per-zone", or put them '
                'into the public subnets (service.subnets = "public")',
            )
        database = self.data.database
        if database is not None and not self.network.tier(database.subnets):
            yield Violation(
                ("data", "database", "subnets"),
                f'"{database.subnets}", but network.{database.subnets}_subnets is empty',
            )

    def _targets(self) -> Violations:
        for name in self.edge.targets:
            container = self.service.containers.get(name)
            if container is None:
                known = ", ".join(sorted(self.service.containers))
                yield Violation(("edge", "targets", name), f"there is no container of this name; there is {known}")
            elif container.port is None:
                yield Violation(("service", "containers", name, "port"), "is missing; edge.targets sends it traffic")

    def _sources(self) -> Violations:
        access = self.service.access
        for name in access.buckets:
            if name not in self.data.buckets:
                yield Violation(("service", "access", "buckets", name), "there is no such bucket in data.buckets")
        if access.database_secret and self.data.database is None:
            yield Violation(("service", "access", "database_secret"), "there is no data.database")
        for container_name, container in self.service.containers.items():
            at = ("service", "containers", container_name)
            if container.secrets and self.data.database is None:
                yield Violation((*at, "secrets"), "there is no data.database whose secret could fill them")
            for variable, source in container.environment_from.items():
                reason = self._why_no_source(source)
                if reason:
                    yield Violation((*at, "environment_from", variable), reason)

    def _why_no_source(self, source: str) -> str | None:
        bucket = BUCKET_SOURCE.fullmatch(source)
        if bucket:
            name = bucket["bucket"]
            if name not in self.data.buckets:
                return f'there is no bucket "{name}" in data.buckets'
            if name not in self.service.access.buckets:
                return f'the application may not use the bucket; add service.access.buckets.{name} = "read-write"'
            return None
        if source.startswith("database.") and self.data.database is None:
            return "there is no data.database"
        if source == "database.secret-arn" and not self.service.access.database_secret:
            return "the application may not read the secret; set service.access.database_secret = true"
        return None

    def _watched(self) -> Violations:
        if self.monitoring is None:
            return
        if self.monitoring.database_cpu_percent is not None and self.data.database is None:
            yield Violation(("monitoring", "database_cpu_percent"), "there is no data.database to watch")
        # O07: RunningTaskCount is published by Container Insights only.
        if self.monitoring.running_tasks_below is not None and self.service.container_insights == "disabled":
            yield Violation(
                ("monitoring", "running_tasks_below"),
                'the metric exists only with Container Insights; set service.container_insights = "enabled"',
            )

    def _why_no_output(self, source: str) -> str | None:
        named = NAMED_OUTPUT.fullmatch(source)
        if named and named["attribute"] == ATTRIBUTES[named["kind"]]:
            present = self.data.repositories if named["kind"] == "repository" else self.data.buckets
            return None if named["name"] in present else f'there is no {named["kind"]} "{named["name"]}" in data'
        if source not in SIMPLE_OUTPUTS:
            allowed = ", ".join((*SIMPLE_OUTPUTS, "repository.<name>.uri", "bucket.<name>.name"))
            return f'"{source}" is nothing that can be given; allowed are {allowed}'
        if source.startswith("database.") and self.data.database is None:
            return "there is no data.database"
        if source == "hosted-zone.name-servers" and not (self.edge.domain and self.edge.domain.hosted_zone == "create"):
            return 'there is no hosted zone of this stack; edge.domain.hosted_zone = "create" makes one'
        return None
