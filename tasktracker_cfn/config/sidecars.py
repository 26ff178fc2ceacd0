"""The containers that run beside the application's own, and what they take of the task."""

from typing import NamedTuple

from tasktracker_cfn.config.container import ContainerConfig
from tasktracker_cfn.config.system import SystemConfig
from tasktracker_cfn.config.telemetry import COLLECTOR_PORTS, EXPORTERS, CollectorConfig, Exporter

COLLECTOR = "collector"
DATABASE_EXPORTER = "database-exporter"


class Sidecar(NamedTuple):
    """A container beside the application: its name, its image, and what it takes of the task."""

    name: str
    image: str
    memory: int
    ports: frozenset[int]


class Source(NamedTuple):
    """Where the application gives its metrics: a container, and one of its ports."""

    container: str
    config: ContainerConfig
    port: int


def collector(system: SystemConfig) -> CollectorConfig | None:
    """Give the collector; None where neither metrics nor traces are collected."""
    service = system.service
    if service.metrics is None and service.tracing is None:
        return None
    return service.collector or CollectorConfig()


def exporter(system: SystemConfig) -> Exporter | None:
    """Give the exporter of the database, with the image that was chosen for it; None where none is wanted."""
    metrics, database = system.service.metrics, system.data.database
    if metrics is None or not metrics.database_exporter or database is None:
        return None
    usual = EXPORTERS.get(database.engine)
    if usual is None:
        return None
    return usual._replace(image=metrics.exporter_image) if metrics.exporter_image else usual


def source(system: SystemConfig) -> Source | None:
    """Give where the application's metrics are; None where that is not said well enough."""
    metrics = system.service.metrics
    if metrics is None:
        return None
    containers = system.service.containers
    named = [metrics.container] if metrics.container else [name for name, one in containers.items() if one.port]
    if len(named) != 1 or named[0] not in containers:
        return None
    config = containers[named[0]]
    port = metrics.port or config.port
    return Source(named[0], config, port) if port else None


def sidecars(system: SystemConfig) -> tuple[Sidecar, ...]:
    """Give the containers that run beside the application's own."""
    found: list[Sidecar] = []
    collects, exports, metrics = collector(system), exporter(system), system.service.metrics
    if collects is not None:
        found.append(Sidecar(COLLECTOR, collects.image, collects.memory, frozenset(COLLECTOR_PORTS)))
    if exports is not None and metrics is not None:
        found.append(Sidecar(DATABASE_EXPORTER, exports.image, metrics.exporter_memory, frozenset({exports.port})))
    return tuple(found)
