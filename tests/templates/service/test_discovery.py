"""Service discovery: a private name that leads to the tasks, and rules that let them talk."""

from collections.abc import Callable

import pytest

from tests.systems import rules, tasks
from tests.systems.built import System

NAMESPACE, SERVICE = "AWS::ServiceDiscovery::PrivateDnsNamespace", "AWS::ServiceDiscovery::Service"


@pytest.mark.parametrize(
    ("settings", "namespace", "name", "seconds"),
    [
        ({}, "development.task-management-api.internal", "api", 10),
        ({"namespace": "tasks.local", "name": "rest", "ttl_seconds": 60}, "tasks.local", "rest", 60),
    ],
    ids=["made up", "given"],
)
def test_a_private_name(
    settings: dict[str, object], namespace: str, name: str, seconds: int, built: Callable[..., System]
) -> None:
    """The tasks register their addresses under a name in a private domain of the VPC."""
    system = built({"service.discovery": settings})
    domain, registry = system.one(NAMESPACE), system.one(SERVICE)
    assert domain.get("Name") == namespace
    assert system.at(domain.get("Vpc")) == system.one("AWS::EC2::VPC")
    assert registry.get("Name") == name
    assert system.at(registry.get("NamespaceId")) == domain
    assert registry.entries("DnsConfig", "DnsRecords") == ({"Type": "A", "TTL": seconds},)
    # ECS tells Cloud Map who is well, which it may only where a custom health check is set.
    assert registry.get("HealthCheckCustomConfig") == {"FailureThreshold": 1}
    (registered,) = tasks.service(system).entries("ServiceRegistries")
    assert system.at(registered["RegistryArn"]) == registry
    # With A records ECS refuses a port.
    assert set(registered) == {"RegistryArn"}


def test_tasks_talk_to_each_other(built: Callable[..., System]) -> None:
    """Who finds a task by its name reaches the port of its target, in both directions of the one group."""
    system = built({"service.discovery": {}})
    group = tasks.group(system)
    assert rules.tcp(8000, group) in rules.inbound(system, group)
    assert rules.tcp(8000, group) in rules.outbound(system, group)


def test_no_discovery(built: Callable[..., System]) -> None:
    """Without the table there is no private name, and tasks do not talk to each other."""
    system = built()
    assert system.of(NAMESPACE, SERVICE) == ()
    assert "ServiceRegistries" not in tasks.service(system).properties
    assert not rules.admits(rules.inbound(system, tasks.group(system)), 8000, tasks.group(system))
