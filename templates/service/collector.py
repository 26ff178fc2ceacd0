"""The collector's configuration: what it reads, what it makes of it, and where it sends it.

It reaches the collector as a variable, not by way of a parameter of Systems Manager (X11): a change of it is then a new
task definition, which a deployment rolls out and a failed one takes back, and the parameter's limit of 4 KB is none.

The components are those of the AWS distribution of OpenTelemetry: https://aws-otel.github.io/docs/components/
"""

from tasktracker_cfn.authoring.plain_yaml import plain_yaml
from tasktracker_cfn.config import SystemConfig, sidecars
from tasktracker_cfn.config.telemetry import APPLICATION_JOB, CONTAINERS_JOB, DATABASE_JOB, MetricsConfig

# Variables of the collector, which hold what is known at deployment only.
REGION = "AWS_REGION"
REMOTE_WRITE = "PROMETHEUS_REMOTE_WRITE"
LONGEST_SCRAPE_SECONDS = 10
OTLP = {"grpc": {"endpoint": "127.0.0.1:4317"}, "http": {"endpoint": "127.0.0.1:4318"}}
# What says nothing that the labels job, instance, container, service and zone do not say, and would make a series of
# its own at every start.
NOISE = (
    r"^(container\.(id|image)|cloud\.(region|account)|aws\.ecs\.(docker|launchtype|container|cluster\.arn"
    r"|task\.(arn|id|version|launch_type|known_status|pull_)))"
)


def configuration(system: SystemConfig) -> str:
    """Give the collector's configuration as YAML."""
    return plain_yaml(settings(system))


def settings(system: SystemConfig) -> dict[str, object]:
    """Give the collector's configuration; a pipeline for each kind of data that is wanted."""
    service = system.service
    wanted = sidecars.collector(system)
    memory = wanted.memory if wanted else 0
    extensions: dict[str, object] = {"health_check": {"endpoint": "127.0.0.1:13133"}}
    receivers: dict[str, object] = {}
    exporters: dict[str, object] = {}
    processors: dict[str, object] = {
        # It refuses data in time, so that the hard limit of the container is not reached.
        "memory_limiter": {"check_interval": "1s", "limit_mib": memory * 3 // 4, "spike_limit_mib": memory // 5},
        "resource_detection": {"detectors": ["ecs"], "override": False},
        "batch": {"timeout": "5s"},
    }
    pipelines: dict[str, object] = {}
    if service.metrics is not None:
        extensions["sigv4auth"] = {"region": _variable(REGION), "service": "aps"}
        receivers |= _metric_receivers(system, service.metrics)
        processors |= _labels()
        exporters |= _metric_exporters()
        pipelines |= _metric_pipelines()
    if service.tracing is not None:
        extensions["awsproxy"] = {"endpoint": "127.0.0.1:2000", "region": _variable(REGION)}
        receivers["otlp"] = {"protocols": OTLP}
        exporters["awsxray"] = {"region": _variable(REGION)}
        pipelines["traces"] = _pipeline("otlp", ["resource_detection", "batch"], "awsxray")
    return {
        "extensions": extensions,
        "receivers": receivers,
        "processors": processors,
        "exporters": exporters,
        "service": {
            "extensions": list(extensions),
            # What the collector says of itself would take memory and a port, and nobody reads it.
            "telemetry": {"logs": {"level": "warn"}, "metrics": {"level": "none"}},
            "pipelines": pipelines,
        },
    }


def _metric_receivers(system: SystemConfig, metrics: MetricsConfig) -> dict[str, object]:
    interval = f"{metrics.scrape_seconds}s"
    jobs = [_application(system, metrics)]
    exporter = sidecars.exporter(system)
    if exporter is not None:
        jobs.append(_job(DATABASE_JOB, exporter.port, "/metrics"))
    scraping = {
        "global": {
            "scrape_interval": interval,
            "scrape_timeout": f"{min(metrics.scrape_seconds, LONGEST_SCRAPE_SECONDS)}s",
        },
        "scrape_configs": jobs,
    }
    # Fargate has no Docker daemon to ask; ECS tells each task about its containers.
    return {"prometheus": {"config": scraping}, "awsecscontainermetrics": {"collection_interval": interval}}


def _application(system: SystemConfig, metrics: MetricsConfig) -> dict[str, object]:
    source = sidecars.source(system)
    if source is None:
        message = f"{system.name}: no container gives metrics; the configuration should have refused this"
        raise ValueError(message)
    target = system.edge.targets.get(source.container)
    job = _job(APPLICATION_JOB, source.port, metrics.path)
    if target is not None and target.protocol == "HTTPS" and metrics.port is None:
        # The container speaks TLS to the load balancer, with a certificate that nobody checks within the task.
        job |= {"scheme": "https", "tls_config": {"insecure_skip_verify": True}}
    return job


def _job(name: str, port: int, path: str) -> dict[str, object]:
    return {"job_name": name, "metrics_path": path, "static_configs": [{"targets": [f"127.0.0.1:{port}"]}]}


def _labels() -> dict[str, object]:
    """Name the task in each series: every one of them scrapes itself, so the address would be the same for all."""
    task = {"key": "service.instance.id", "from_attribute": "aws.ecs.task.id", "action": "upsert"}
    return {
        "resource/scraped": {"attributes": [task]},
        "resource/containers": {
            "attributes": [
                task,
                {"key": "service.name", "value": CONTAINERS_JOB, "action": "upsert"},
                {"pattern": NOISE, "action": "delete"},
            ]
        },
    }


def _metric_exporters() -> dict[str, object]:
    """Give the way into the workspace, once for series that have their labels, once for those that lack them."""
    common = {
        # X09
        "endpoint": _variable(REMOTE_WRITE),
        "auth": {"authenticator": "sigv4auth"},
        # A series is called what its source calls it, so that a query can be checked against that.
        "translation_strategy": "UnderscoreEscapingWithoutSuffixes",
        "disable_scope_info": True,
        "target_info": {"enabled": False},
        # One after the other: a workspace refuses what comes out of order.
        "max_batch_request_parallelism": 1,
    }
    converted = {"enabled": True, "exclude_service_attributes": True}
    return {
        "prometheus_remote_write/scraped": common,
        "prometheus_remote_write/containers": {**common, "resource_to_telemetry_conversion": converted},
    }


def _metric_pipelines() -> dict[str, object]:
    return {
        "metrics/scraped": _pipeline(
            "prometheus", ["resource_detection", "resource/scraped", "batch"], "prometheus_remote_write/scraped"
        ),
        "metrics/containers": _pipeline(
            "awsecscontainermetrics", ["resource/containers", "batch"], "prometheus_remote_write/containers"
        ),
    }


def _pipeline(receiver: str, processors: list[str], exporter: str) -> dict[str, object]:
    return {"receivers": [receiver], "processors": ["memory_limiter", *processors], "exporters": [exporter]}


def _variable(name: str) -> str:
    return f"${{env:{name}}}"


def traced(system: SystemConfig) -> dict[str, str]:
    """Give the variables by which an application that OpenTelemetry instruments finds the collector.

    They are those of OpenTelemetry's own specification; the sampler asks X-Ray's rules through the collector.
    """
    return {
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_METRICS_EXPORTER": "none",
        "OTEL_LOGS_EXPORTER": "none",
        "OTEL_PROPAGATORS": "tracecontext,baggage,xray",
        "OTEL_SERVICE_NAME": system.name,
        "OTEL_TRACES_SAMPLER": "xray",
        "OTEL_TRACES_SAMPLER_ARG": "endpoint=http://127.0.0.1:2000",
    }
