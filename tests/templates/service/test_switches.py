"""Settings of the service that the shipped systems do not use do what they say."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.nests import nest_with, of_type, properties
from tests.templates.switches import API, CHECK
from tests.toml_files import DATABASE_KEYS, Key


def _container(tmp_path: Path, changes: dict[Key, object], without: Sequence[Key] = ()) -> dict[str, Any]:
    definition = properties(nest_with(tmp_path, changes, without)["service"], "TaskDefinition")
    (container,) = definition["ContainerDefinitions"]
    assert isinstance(container, dict)
    return container


def test_container_health_check(tmp_path: Path) -> None:
    """A container's own health check is what it is told to be, also where a number is zero."""
    assert _container(tmp_path, {f"{API}.health_check": CHECK})["HealthCheck"] == {
        "Command": ["CMD-SHELL", "true"],
        "Interval": 9,
        "Timeout": 4,
        "Retries": 2,
        "StartPeriod": 0,
    }


def test_writable_root(tmp_path: Path) -> None:
    """A container may be allowed to write to its root."""
    assert _container(tmp_path, {f"{API}.read_only_root": False})["ReadonlyRootFilesystem"] is False


@pytest.mark.parametrize(
    ("port", "user", "helped"),
    [(443, "1000", True), (443, "1000:0", True), (443, None, False), (443, "0:0", False), (1024, "1000", False)],
)
def test_port_below_1024(tmp_path: Path, port: int, user: str | None, *, helped: bool) -> None:
    """Who is named and not root may listen on a port below 1024; nobody else's ports are changed."""
    named: dict[Key, object] = {f"{API}.user": user} if user else {}
    container = _container(tmp_path, {f"{API}.port": port, **named}, () if user else (f"{API}.user",))
    leave = [{"Namespace": "net.ipv4.ip_unprivileged_port_start", "Value": "0"}]
    assert container.get("SystemControls", []) == (leave if helped else [])


def test_command_of_odd_texts(tmp_path: Path) -> None:
    """Whatever a command holds reaches the container unchanged."""
    command = ["a\x00b\x1b", "x\r\ny", "\u2028\u0085", "\ufeff", "\U0001f600", "${REGION}", " a\n\n"]
    assert _container(tmp_path, {f"{API}.command": command})["Command"] == command


def test_arm(tmp_path: Path) -> None:
    """The other processor is asked for by name."""
    definition = properties(nest_with(tmp_path, {"service.architecture": "ARM64"})["service"], "TaskDefinition")
    assert definition["RuntimePlatform"] == {"CpuArchitecture": "ARM64", "OperatingSystemFamily": "LINUX"}


def test_memory_autoscaling(tmp_path: Path) -> None:
    """Memory is tracked beside CPU, or alone."""
    changes: dict[Key, object] = {"service.autoscaling.memory_percent": 55}
    both = of_type(nest_with(tmp_path, changes)["service"], "AWS::ApplicationAutoScaling::ScalingPolicy")
    assert set(both) == {"CpuScalingPolicy", "MemoryScalingPolicy"}
    tracking = both["MemoryScalingPolicy"]["Properties"]["TargetTrackingScalingPolicyConfiguration"]
    assert tracking["TargetValue"] == 55
    metric = tracking["PredefinedMetricSpecification"]["PredefinedMetricType"]
    assert metric == "ECSServiceAverageMemoryUtilization"
    alone = nest_with(tmp_path, changes, ["service.autoscaling.cpu_percent"])["service"]
    assert set(of_type(alone, "AWS::ApplicationAutoScaling::ScalingPolicy")) == {"MemoryScalingPolicy"}


def test_scaling_without_count(tmp_path: Path) -> None:
    """With autoscaling and no count the template says none, so that no update undoes the scaling."""
    nest = nest_with(tmp_path, drop=["service.desired_count"])
    assert "DesiredCount" not in properties(nest["service"], "Service")
    assert "DesiredTaskCount" not in nest["root"]["Parameters"]


def test_fixed_count(tmp_path: Path) -> None:
    """Without autoscaling the count is what is said, or one."""
    fixed = nest_with(tmp_path, drop=["service.autoscaling"])["service"]
    assert properties(fixed, "Service")["DesiredCount"] == 2
    assert not of_type(fixed, "AWS::ApplicationAutoScaling::ScalableTarget")
    one = nest_with(tmp_path, drop=["service.autoscaling", "service.desired_count"])["service"]
    assert properties(one, "Service")["DesiredCount"] == 1


def test_no_room_no_rebalancing(tmp_path: Path) -> None:
    """Where a deployment may not go above 100 percent, rebalancing is off."""
    changes: dict[Key, object] = {"service.maximum_percent": 100, "service.minimum_healthy_percent": 50}
    service = properties(nest_with(tmp_path, changes)["service"], "Service")
    assert service["AvailabilityZoneRebalancing"] == "DISABLED"
    assert service["DeploymentConfiguration"]["MaximumPercent"] == 100
    assert service["DeploymentConfiguration"]["MinimumHealthyPercent"] == 50


def test_no_circuit_breaker(tmp_path: Path) -> None:
    """The circuit breaker can be switched off."""
    service = properties(nest_with(tmp_path, {"service.circuit_breaker": False})["service"], "Service")
    assert service["DeploymentConfiguration"]["DeploymentCircuitBreaker"] == {
        "Enable": False,
        "Rollback": False,
    }


def test_read_only_access(tmp_path: Path) -> None:
    """An application that only reads a bucket may not write to it."""
    service = nest_with(tmp_path, {"service.access.buckets.uploads": "read"})["service"]
    statements = properties(service, "TaskPolicy")["PolicyDocument"]["Statement"]
    assert {statement["Sid"] for statement in statements} == {
        "ReadDatabaseSecret",
        "ListBuckets",
        "ReadObjects",
    }


def test_no_access(tmp_path: Path) -> None:
    """An application that uses nothing has a role without a policy."""
    drop = [*DATABASE_KEYS, "service.access.buckets", f"{API}.environment_from.UPLOADS_BUCKET"]
    service = nest_with(tmp_path, drop=drop)["service"]
    assert "TaskPolicy" not in service["Resources"]
    assert "ManagedPolicyArns" not in properties(service, "TaskRole")


def test_secrets(tmp_path: Path) -> None:
    """Injected secrets are read by the execution role, by key."""
    service = nest_with(tmp_path, {f"{API}.secrets": {"DB_PASSWORD": "database.password"}})["service"]
    (container,) = properties(service, "TaskDefinition")["ContainerDefinitions"]
    (secret,) = container["Secrets"]
    assert secret["ValueFrom"] == {"Fn::Sub": "${DatabaseSecretArn}:password::"}
    statements = properties(service, "ExecutionPolicy")["PolicyDocument"]["Statement"]
    assert "ReadDatabaseSecret" in {statement["Sid"] for statement in statements}
