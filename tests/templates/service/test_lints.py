"""The service's switches together make templates without findings, in the two ways in which they can be together."""

from collections.abc import Callable

import pytest

from tasktracker_cfn.gate.linting import lint
from tests.systems.built import System
from tests.templates.switches import API, CHECK
from tests.toml_files import Key

EVERY: dict[Key, object] = {
    "data.repositories.api": {"name": "api"},
    f"{API}.repository": "api",
    f"{API}.tag": "1.0.0",
    f"{API}.health_check": CHECK,
    f"{API}.stop_seconds": 120,
    "service.size_parameters": True,
    "service.architecture": "ARM64",
    "service.capacity": {"on_demand_base": 1, "spot_weight": 4},
    "service.deployment_alarms": {"server_errors": 5, "latency_seconds": 2},
    "service.containers.web": {"image": "nginx:alpine", "port": 80},
    "edge.targets.web": {"paths": ["/web/*"], "priority": 7},
}


@pytest.mark.parametrize(
    "changes",
    [
        {"service.blue_green": {"shift": "canary"}},
        {"service.blue_green": {"shift": "linear"}},
        {"service.discovery": {}},
    ],
    ids=["canary", "linear", "discovery"],
)
def test_lints_clean(changes: dict[Key, object], built: Callable[..., System]) -> None:
    """With everything on that can be on together, cfn-lint finds nothing."""
    system = built({**EVERY, **changes}, [f"{API}.image"])
    written = sorted(system.folder.glob("*.yaml"))
    assert [finding for findings in lint(written, "us-east-1", 1) for finding in findings] == []
