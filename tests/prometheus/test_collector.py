"""The collector reads every source as often as it is told, and names the task in each series."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from tests.prometheus.collector_schema import judged
from tests.prometheus.systems import collector_of, system_with, with_mysql
from tests.prometheus.tool import promtool
from tests.toml_files import Key

SWITCHES: dict[str, tuple[dict[Key, object], tuple[Key, ...]]] = {
    "metrics": ({}, ()),
    "both": ({"service.tracing": {}}, ()),
    "no exporter": ({"service.metrics": {"database_exporter": False}}, ()),
    "quick": ({"service.metrics": {"scrape_seconds": 5}}, ()),
}


def _jobs(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {job["job_name"]: job for job in found["receivers"]["prometheus"]["config"]["scrape_configs"]}


@pytest.mark.parametrize("name", SWITCHES)
def test_configuration_is_of_the_components_types(name: str, tmp_path: Path) -> None:
    """The configuration says nothing that the collector's components do not take, and uses all that it defines."""
    changes, drop = SWITCHES[name]
    assert judged(collector_of(system_with(tmp_path, changes, drop))).service.pipelines


def test_a_wrong_configuration_is_noticed(tmp_path: Path) -> None:
    """A key that a component does not have, and one that is defined and not used, are found."""
    found = collector_of(system_with(tmp_path))
    with pytest.raises(ValidationError, match="scrape_every"):
        judged({**found, "receivers": {"prometheus": {"scrape_every": "15s"}}})
    with pytest.raises(AssertionError, match="receivers"):
        judged({**found, "receivers": {**found["receivers"], "otlp": {"protocols": _protocols()}}})


def _protocols() -> dict[str, Any]:
    return {"grpc": {"endpoint": "127.0.0.1:4317"}, "http": {"endpoint": "127.0.0.1:4318"}}


@pytest.mark.parametrize("name", ["metrics", "no exporter", "quick"])
def test_scraping_is_prometheus(name: str, tmp_path: Path) -> None:
    """Promtool takes what Prometheus would be told."""
    changes, drop = SWITCHES[name]
    config = collector_of(system_with(tmp_path, changes, drop))["receivers"]["prometheus"]["config"]
    (tmp_path / "prometheus.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    ended = promtool("check", "config", "prometheus.yaml", cwd=tmp_path)
    assert ended.code == 0, ended


def test_s2_86_scrape_interval(tmp_path: Path) -> None:
    """Sources are read every 15 seconds, or as often as is said; a reading takes no longer than that."""
    usual = collector_of(system_with(tmp_path))["receivers"]
    assert usual["prometheus"]["config"]["global"] == {"scrape_interval": "15s", "scrape_timeout": "10s"}
    assert usual["awsecscontainermetrics"] == {"collection_interval": "15s"}
    quick = collector_of(system_with(tmp_path, {"service.metrics": {"scrape_seconds": 5}}))["receivers"]
    assert quick["prometheus"]["config"]["global"] == {"scrape_interval": "5s", "scrape_timeout": "5s"}


def test_s2_88_application(tmp_path: Path) -> None:
    """The application is read on its own port under /metrics, or where is said."""
    usual = _jobs(collector_of(system_with(tmp_path)))["application"]
    assert usual["static_configs"] == [{"targets": ["127.0.0.1:8000"]}]
    assert usual["metrics_path"] == "/metrics"
    said = {"container": "api", "port": 9000, "path": "/internal/metrics"}
    job = _jobs(collector_of(system_with(tmp_path, {"service.metrics": said})))["application"]
    assert job["static_configs"] == [{"targets": ["127.0.0.1:9000"]}]
    assert job["metrics_path"] == "/internal/metrics"


def test_application_behind_tls(tmp_path: Path) -> None:
    """An application that speaks TLS on its port is read over TLS; on a port for metrics alone it is not."""
    changes: dict[Key, object] = {"edge.targets.api.protocol": "HTTPS"}
    job = _jobs(collector_of(system_with(tmp_path, changes)))["application"]
    assert (job["scheme"], job["tls_config"]) == ("https", {"insecure_skip_verify": True})
    beside = _jobs(collector_of(system_with(tmp_path, {**changes, "service.metrics": {"port": 9000}})))["application"]
    assert "scheme" not in beside


def test_s2_89_database(tmp_path: Path) -> None:
    """The database is read through its exporter: 9104 is that of MySQL, 9187 that of PostgreSQL."""
    system = system_with(tmp_path)
    assert _jobs(collector_of(with_mysql(system)))["database"]["static_configs"] == [{"targets": ["127.0.0.1:9104"]}]
    assert _jobs(collector_of(system))["database"]["static_configs"] == [{"targets": ["127.0.0.1:9187"]}]
    without = system_with(tmp_path, {"service.metrics": {"database_exporter": False}})
    assert set(_jobs(collector_of(without))) == {"application"}


def test_s2_90_containers(tmp_path: Path) -> None:
    """The containers of the task are read from ECS, where there is no Docker daemon, and keep their names."""
    found = collector_of(system_with(tmp_path))
    pipeline = found["service"]["pipelines"]["metrics/containers"]
    assert pipeline["receivers"] == ["awsecscontainermetrics"]
    (exporter,) = pipeline["exporters"]
    assert found["exporters"][exporter]["resource_to_telemetry_conversion"]["enabled"] is True


def test_series_of_two_tasks_differ(tmp_path: Path) -> None:
    """Each series is of one task: the address of a source, which is the same in all of them, gives way to its id."""
    processors = collector_of(system_with(tmp_path))["processors"]
    for name in ("resource/scraped", "resource/containers"):
        assert processors[name]["attributes"][0] == {
            "key": "service.instance.id",
            "from_attribute": "aws.ecs.task.id",
            "action": "upsert",
        }


def test_labels_of_containers(tmp_path: Path) -> None:
    """Of what ECS says of a container the dashboards' labels stay, and what changes at every start goes."""
    import re

    from tests.prometheus.produced import CONTAINER_LABELS

    attributes = collector_of(system_with(tmp_path))["processors"]["resource/containers"]["attributes"]
    (pattern,) = [entry["pattern"] for entry in attributes if "pattern" in entry]
    # receiver/awsecscontainermetricsreceiver/internal/awsecscontainermetrics/resource.go, at v0.156.0
    given = (
        "aws.ecs.cluster.name aws.ecs.task.arn aws.ecs.task.id aws.ecs.task.family aws.ecs.task.version "
        "aws.ecs.task.revision aws.ecs.service.name cloud.availability_zone aws.ecs.task.pull_started_at "
        "aws.ecs.task.pull_stopped_at aws.ecs.task.known_status aws.ecs.task.launch_type aws.ecs.launchtype "
        "cloud.region cloud.account.id container.name container.id aws.ecs.docker.name container.image.name "
        "aws.ecs.container.image.id container.image.tag aws.ecs.container.created_at aws.ecs.container.started_at "
        "aws.ecs.container.finished_at aws.ecs.container.know_status aws.ecs.container.exit_code"
    )
    kept = {name.replace(".", "_") for name in given.split() if not re.search(pattern, name)}
    assert kept | {"job", "instance"} == CONTAINER_LABELS


def test_room_for_data(tmp_path: Path) -> None:
    """The collector stops taking data well below the limit at which it would be killed."""
    found = collector_of(system_with(tmp_path, {"service.collector": {"memory": 400}}))
    assert found["processors"]["memory_limiter"]["limit_mib"] == 300


def test_tracing_alone(tmp_path: Path) -> None:
    """Traces are collected without metrics, too: one pipeline, and nothing of Prometheus."""
    from tasktracker_cfn.config import load
    from templates.service import collector
    from tests.toml_files import system_file

    (system,) = load(system_file(tmp_path, {"service.tracing": {}, "service.memory": 1024}))
    found = yaml.safe_load(collector.configuration(system))
    judged(found)
    assert set(found["service"]["pipelines"]) == {"traces"}
    assert "prometheus" not in found["receivers"]
