"""Capacity providers: by strategy in place of a launch type, and the time that a task has to end."""

from collections.abc import Callable

from tests.systems import tasks
from tests.systems.built import System
from tests.toml_files import Key

API = "service.containers.api"
SPOT: dict[Key, object] = {"service.capacity": {"on_demand_base": 2, "on_demand_weight": 1, "spot_weight": 3}}
ASSOCIATION = "AWS::ECS::ClusterCapacityProviderAssociations"
SHARES = (
    {"CapacityProvider": "FARGATE", "Base": 2, "Weight": 1},
    {"CapacityProvider": "FARGATE_SPOT", "Base": 0, "Weight": 3},
)


def test_spot_by_shares(built: Callable[..., System]) -> None:
    """The service has the strategy and no launch type, and the cluster has both providers before the service is."""
    system = built(SPOT)
    service, association = tasks.service(system), system.one(ASSOCIATION)
    assert service.get("CapacityProviderStrategy") == SHARES
    assert "LaunchType" not in service.properties
    assert association.get("CapacityProviders") == ("FARGATE", "FARGATE_SPOT")
    assert association.get("DefaultCapacityProviderStrategy") == SHARES
    assert system.at(association.get("Cluster")) == system.at(service.get("Cluster"))
    assert system.order.surely_after(service.resource, association.resource)
    assert tasks.on_fargate(system)


def test_on_demand_by_provider(built: Callable[..., System]) -> None:
    """What has no weight is not in the strategy; the cluster has both providers all the same."""
    system = built({"service.capacity": {}})
    assert tasks.service(system).get("CapacityProviderStrategy") == (
        {"CapacityProvider": "FARGATE", "Base": 0, "Weight": 1},
    )
    assert system.one(ASSOCIATION).get("CapacityProviders") == ("FARGATE", "FARGATE_SPOT")


def test_spot_on_arm(built: Callable[..., System]) -> None:
    """Spot has both processors."""
    system = built({**SPOT, "service.architecture": "ARM64"})
    assert tasks.definition(system).get("RuntimePlatform", "CpuArchitecture") == "ARM64"
    assert tasks.service(system).get("CapacityProviderStrategy") == SHARES


def test_launch_type(built: Callable[..., System]) -> None:
    """Without the table the service has the launch type and no strategy, and the cluster no providers."""
    system = built()
    assert tasks.service(system).get("LaunchType") == "FARGATE"
    assert "CapacityProviderStrategy" not in tasks.service(system).properties
    assert system.of(ASSOCIATION) == ()


def test_time_to_stop(built: Callable[..., System]) -> None:
    """A container has the time to end that it is given, or the one that ECS gives."""
    assert tasks.container(built({f"{API}.stop_seconds": 120}), "api")["StopTimeout"] == 120
    assert "StopTimeout" not in tasks.container(built(), "api")
