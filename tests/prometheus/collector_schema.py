"""The collector's configuration as types: what the components that are used take, and nothing else.

The AWS distribution of the collector is in no package registry, so it cannot judge its configuration here. These models
are written from the sources of its components at the version that is pinned (0.49.0, whose components are those of
OpenTelemetry 0.156.0): a key that they do not know, the collector would refuse.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Duration = Annotated[str, Field(pattern=r"^[0-9]+(ms|s|m)$")]
# What only this task reaches.
Loopback = Annotated[str, Field(pattern=r"^127\.0\.0\.1:[0-9]+$")]
Variable = Annotated[str, Field(pattern=r"^\$\{env:[A-Z_]+\}$")]


class Model(BaseModel):
    """A table of the configuration."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class Endpoint(Model):
    """Where something listens."""

    endpoint: Loopback


class Signing(Model):
    """Settings of extension/sigv4authextension."""

    region: Variable
    service: Literal["aps"]


class Proxy(Model):
    """Settings of extension/awsproxy."""

    endpoint: Loopback
    region: Variable


class Extensions(Model):
    """What is there beside the pipelines."""

    health_check: Endpoint
    sigv4auth: Signing | None = None
    awsproxy: Proxy | None = None


class Targets(Model):
    """Addresses that are scraped."""

    targets: list[Loopback] = Field(min_length=1)


class Tls(Model):
    """How the certificate of a target is looked at."""

    insecure_skip_verify: bool


class Job(Model):
    """One kind of source, as Prometheus itself has it.

    https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
    """

    job_name: str
    metrics_path: Annotated[str, Field(pattern="^/")]
    static_configs: list[Targets] = Field(min_length=1)
    scheme: Literal["http", "https"] = "http"
    tls_config: Tls | None = None


class Global(Model):
    """How often sources are read."""

    scrape_interval: Duration
    scrape_timeout: Duration


class Scraping(Model):
    """What Prometheus itself would be told."""

    global_: Global = Field(alias="global")
    scrape_configs: list[Job] = Field(min_length=1)


class PrometheusReceiver(Model):
    """Settings of receiver/prometheusreceiver."""

    config: Scraping


class ContainerReceiver(Model):
    """Settings of receiver/awsecscontainermetricsreceiver."""

    collection_interval: Duration


class Protocols(Model):
    """How applications send."""

    grpc: Endpoint
    http: Endpoint


class OtlpReceiver(Model):
    """Settings of receiver/otlpreceiver."""

    protocols: Protocols


class Receivers(Model):
    """Where data comes from."""

    prometheus: PrometheusReceiver | None = None
    awsecscontainermetrics: ContainerReceiver | None = None
    otlp: OtlpReceiver | None = None


class MemoryLimiter(Model):
    """Settings of processor/memorylimiterprocessor."""

    check_interval: Duration
    limit_mib: int = Field(gt=0)
    spike_limit_mib: int = Field(gt=0)

    @model_validator(mode="after")
    def _spike_below_limit(self) -> "MemoryLimiter":
        assert self.spike_limit_mib < self.limit_mib
        return self


class Detection(Model):
    """Settings of processor/resourcedetectionprocessor."""

    detectors: list[Literal["ecs"]]
    override: bool


class Batch(Model):
    """Settings of processor/batchprocessor."""

    timeout: Duration


class Upsert(Model):
    """Set an attribute, to a value or to that of another attribute."""

    action: Literal["upsert"]
    key: str
    value: str | None = None
    from_attribute: str | None = None

    @model_validator(mode="after")
    def _one_source(self) -> "Upsert":
        assert (self.value is None) != (self.from_attribute is None)
        return self


class Deletion(Model):
    """Remove the attributes whose names match."""

    action: Literal["delete"]
    pattern: str

    @model_validator(mode="after")
    def _is_pattern(self) -> "Deletion":
        re.compile(self.pattern)
        # The collector would take "$" for the start of a variable.
        assert "$" not in self.pattern
        return self


class Attributes(Model):
    """Settings of processor/resourceprocessor."""

    attributes: list[Annotated[Upsert | Deletion, Field(discriminator="action")]] = Field(min_length=1)


class Processors(Model):
    """What happens to data on its way."""

    memory_limiter: MemoryLimiter
    resource_detection: Detection
    batch: Batch
    scraped: Attributes | None = Field(default=None, alias="resource/scraped")
    containers: Attributes | None = Field(default=None, alias="resource/containers")


class Authenticator(Model):
    """Which extension signs."""

    authenticator: Literal["sigv4auth"]


class Enabled(Model):
    """A switch."""

    enabled: bool


class Conversion(Model):
    """What becomes of the attributes of a resource."""

    enabled: bool
    exclude_service_attributes: bool


class RemoteWrite(Model):
    """Settings of exporter/prometheusremotewriteexporter."""

    endpoint: Variable
    auth: Authenticator
    translation_strategy: Literal[
        "UnderscoreEscapingWithSuffixes",
        "UnderscoreEscapingWithoutSuffixes",
        "NoUTF8EscapingWithSuffixes",
        "NoTranslation",
    ]
    disable_scope_info: bool
    target_info: Enabled
    max_batch_request_parallelism: int = Field(ge=1)
    resource_to_telemetry_conversion: Conversion | None = None


class XRay(Model):
    """Settings of exporter/awsxrayexporter."""

    region: Variable


class Exporters(Model):
    """Where data goes."""

    scraped: RemoteWrite | None = Field(default=None, alias="prometheus_remote_write/scraped")
    containers: RemoteWrite | None = Field(default=None, alias="prometheus_remote_write/containers")
    awsxray: XRay | None = None


class Pipeline(Model):
    """From receivers by way of processors to exporters."""

    receivers: list[str] = Field(min_length=1)
    processors: list[str]
    exporters: list[str] = Field(min_length=1)


class Level(Model):
    """How much the collector says of itself."""

    level: Literal["none", "basic", "normal", "detailed", "debug", "info", "warn", "error"]


class Telemetry(Model):
    """What the collector says of itself."""

    logs: Level
    metrics: Level


class Service(Model):
    """What of all this is used."""

    extensions: list[str]
    telemetry: Telemetry
    pipelines: dict[Annotated[str, Field(pattern=r"^(metrics|traces)(/\w+)?$")], Pipeline] = Field(min_length=1)


class Collector(Model):
    """The whole."""

    extensions: Extensions
    receivers: Receivers
    processors: Processors
    exporters: Exporters
    service: Service


def judged(found: dict[str, Any]) -> Collector:
    """Check a configuration: each table by its type, and that each component is defined once and used."""
    whole = Collector.model_validate(found)
    for kind in ("receivers", "processors", "exporters"):
        used = {name for pipeline in whole.service.pipelines.values() for name in getattr(pipeline, kind)}
        assert used == set(found[kind]), kind
    assert whole.service.extensions == list(found["extensions"])
    for pipeline in whole.service.pipelines.values():
        # https://github.com/open-telemetry/opentelemetry-collector/tree/main/processor#recommended-processors
        assert pipeline.processors[0] == "memory_limiter"
        assert pipeline.processors[-1] == "batch"
    return whole
