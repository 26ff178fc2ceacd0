"""What a task tells of itself, by a collector beside it: metrics to a Prometheus workspace, traces to X-Ray."""

from typing import Literal, NamedTuple

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, ImageReference, PartName, Port, RetentionDays, UrlPath
from tasktracker_cfn.config.problems import Violation, Violations

# The names by which series are found: what the collector calls each source, and rules and dashboards ask for.
APPLICATION_JOB = "application"
DATABASE_JOB = "database"
CONTAINERS_JOB = "containers"

COLLECTOR_PORTS = {4317: "OTLP", 4318: "OTLP over HTTP", 13133: "its health check", 2000: "X-Ray's sampling rules"}
LEAST_COLLECTOR_MIB = 128
LEAST_EXPORTER_MIB = 32


class Exporter(NamedTuple):
    """The program that turns what a database knows of itself into metrics: whose it is, its image and its port."""

    family: Literal["mysql", "postgres"]
    image: str
    port: int


# https://github.com/prometheus/mysqld_exporter, https://github.com/prometheus-community/postgres_exporter
_OF_MYSQL = Exporter("mysql", "quay.io/prometheus/mysqld-exporter:v0.20.0", 9104)
_OF_POSTGRES = Exporter("postgres", "quay.io/prometheuscommunity/postgres-exporter:v0.20.1", 9187)
EXPORTERS = {"mysql": _OF_MYSQL, "postgres": _OF_POSTGRES, "aurora-postgresql": _OF_POSTGRES}


class WorkspaceConfig(BaseModel):
    """A managed Prometheus workspace; it bills samples: about 20 USD a month for two tasks with a database."""

    model_config = STRICT

    retention_days: int = Field(default=15, ge=1, le=1095, description="Days for which metrics are kept.")
    log_retention_days: RetentionDays | None = Field(
        default=None,
        description="Days for which the workspace's own log is kept, which says why a rule could not be evaluated or "
        "an alert not be sent; no such log when absent.",
    )


class CollectorConfig(BaseModel):
    """The OpenTelemetry collector beside the application, which metrics and tracing share."""

    model_config = STRICT

    image: ImageReference = Field(
        default="public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0",
        description="Image of the AWS distribution of the collector, version 0.49.0 or newer: the default of the "
        "stack's CollectorImage. Tasks without a way out need a copy in ECR of their own region.",
    )
    memory: int = Field(
        default=160,
        ge=LEAST_COLLECTOR_MIB,
        le=8192,
        description="Hard memory limit in MiB, out of the task's memory; it refuses data before it reaches the limit.",
    )


class MetricsConfig(BaseModel):
    """Metrics of the application, the database and the containers, written into `data.metrics`.

    The application gives `http_requests_total` with the labels `method`, `route` and `status`, and the histogram
    `http_request_duration_seconds` with the same labels: rules and dashboards are made of them. It costs memory of the
    task, and what `data.metrics` bills.
    """

    model_config = STRICT

    scrape_seconds: int = Field(default=15, ge=5, le=300, description="Seconds between two readings of each source.")
    container: PartName | None = Field(
        default=None,
        description="Container that gives the application's metrics; the only one with a port when absent.",
    )
    port: Port | None = Field(
        default=None,
        description="Port that it gives them on: its own when absent. The load balancer also leads to its own port; a "
        "second one is read by the collector alone.",
    )
    path: UrlPath = Field(default="/metrics", description="Path that it gives them under.")
    database_exporter: bool = Field(
        default=True,
        description="Read the database's metrics, too, by an exporter beside the application, with the database's "
        "secret; without data.database there is none.",
    )
    exporter_image: ImageReference | None = Field(
        default=None,
        description="Image of the exporter: the default of the stack's DatabaseExporterImage. The engine's own "
        "exporter, from a public registry, when absent.",
    )
    exporter_memory: int = Field(
        default=64, ge=LEAST_EXPORTER_MIB, le=8192, description="Hard memory limit of the exporter in MiB."
    )


class TracingConfig(BaseModel):
    """Traces to X-Ray: 5 USD for each million that is recorded."""

    model_config = STRICT

    sample_percent: float = Field(default=5, ge=0, le=100, description="Share of requests to trace, in percent.")
    first_per_second: int = Field(
        default=1, ge=0, le=1000, description="Requests that are traced each second before the share counts."
    )
    slow_seconds: float = Field(
        default=2, gt=0, le=300, description="The group of traces that is kept at hand: failed ones, and slower ones."
    )

    def violations(self) -> Violations:
        """Check that something is traced."""
        if self.sample_percent == 0 and self.first_per_second == 0:
            yield Violation(("sample_percent",), "traces nothing; raise it or first_per_second, or leave tracing out")
