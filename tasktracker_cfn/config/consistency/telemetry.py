"""What metrics, traces and whoever looks at them need of each other, of the task and of the region."""

from tasktracker_cfn.config import sidecars
from tasktracker_cfn.config.fargate import MEMORY_MIB
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.regions import WITH_GRAFANA, WITHOUT_PROMETHEUS
from tasktracker_cfn.config.system import SystemConfig
from tasktracker_cfn.config.telemetry import EXPORTERS

# Less than this runs no application.
LEAST_APPLICATION_MIB = 64


def telemetry(system: SystemConfig) -> Violations:
    """Check that what is collected has a source and a place, and that the collector has room."""
    yield from _workspace(system)
    yield from _metrics(system)
    yield from _watching(system)
    if system.service.collector is not None and sidecars.collector(system) is None:
        yield Violation(
            ("service", "collector"), "collects nothing; add [service.metrics] or [service.tracing], or leave it out"
        )
    yield from _room(system)


def _workspace(system: SystemConfig) -> Violations:
    if system.data.metrics is not None:
        if system.region in WITHOUT_PROMETHEUS:
            yield Violation(("data", "metrics"), f"there is no managed Prometheus in {system.region}")
        if system.service.metrics is None:
            yield Violation(("data", "metrics"), "nothing writes into it; add [service.metrics], or leave it out")
    elif system.service.metrics is not None:
        yield Violation(("service", "metrics"), "there is no workspace to write into; add [data.metrics]")


def _metrics(system: SystemConfig) -> Violations:
    metrics, database = system.service.metrics, system.data.database
    if metrics is None:
        return
    containers = system.service.containers
    if metrics.container is not None and metrics.container not in containers:
        known = ", ".join(sorted(containers))
        yield Violation(("service", "metrics", "container"), f"there is no such container; there is {known}")
    elif sidecars.source(system) is None:
        yield Violation(
            ("service", "metrics", "container"),
            "which container gives the metrics cannot be told from the ports; name one, and its port if it has none",
        )
    if database is None and metrics.database_exporter and "database_exporter" in metrics.model_fields_set:
        yield Violation(("service", "metrics", "database_exporter"), "there is no data.database to read")
    if database is not None and metrics.database_exporter and database.engine not in EXPORTERS:
        yield Violation(
            ("service", "metrics", "database_exporter"),
            f"there is no exporter for {database.engine}, only for {', '.join(EXPORTERS)}; set it to false",
        )


def _watching(system: SystemConfig) -> Violations:
    watch = system.monitoring
    if watch is None:
        return
    if watch.rules is not None and system.data.metrics is None:
        yield Violation(("monitoring", "rules"), "there are no metrics to judge; add [data.metrics]")
    if watch.grafana is not None:
        if system.data.metrics is None:
            yield Violation(("monitoring", "grafana"), "there are no metrics to look at; add [data.metrics]")
        # X10
        if system.region not in WITH_GRAFANA:
            yield Violation(("monitoring", "grafana"), f"there is no managed Grafana in {system.region}")


def _room(system: SystemConfig) -> Violations:
    service, beside = system.service, sidecars.sidecars(system)
    for one in beside:
        if one.name in service.containers:
            yield Violation(
                ("service", "containers", one.name),
                "is what a container of [service.metrics] or [service.tracing] is called; choose another name",
            )
        # E15: the containers of a task share one network namespace.
        for name, container in service.containers.items():
            if container.port in one.ports:
                yield Violation(
                    ("service", "containers", name, "port"),
                    f"{container.port} is the {one.name}'s, and the containers of a task share one address",
                )
    yield from _memory(system, sum(one.memory for one in beside))


def _memory(system: SystemConfig, beside: int) -> Violations:
    """Check that the application keeps enough (E14): its limits, or something for each container without one."""
    service = system.service
    wanted = sum(container.memory or LEAST_APPLICATION_MIB for container in service.containers.values())
    if not beside or wanted + beside <= service.memory:
        return
    larger = [size for size in MEMORY_MIB[service.cpu] if size >= wanted + beside]
    advice = f"set it to {larger[0]}" if larger else "take more CPU, which comes with more memory"
    yield Violation(
        ("service", "memory"),
        f"the sidecars take {beside} of {service.memory} MiB, the application's containers need {wanted}; "
        f"{advice}, or lower service.containers.<name>.memory or service.collector.memory",
    )
