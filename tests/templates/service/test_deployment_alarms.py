"""Alarms that undo a deployment: there before the service, about its targets, and told."""

from collections.abc import Callable

import pytest

from tasktracker_cfn.gate.rules.monitoring.published import PUBLISHED
from tests.systems import alarms, tasks, topics
from tests.systems.built import Item, System, follow, listed
from tests.toml_files import Key

BOTH: dict[Key, object] = {"service.deployment_alarms": {"server_errors": 10, "latency_seconds": 1.5}}
TOPIC = "AWS::SNS::Topic"


def _watching(system: System) -> dict[str, Item]:
    """Give the alarms that the service watches during a deployment, by their ids."""
    names = listed(tasks.service(system).get("DeploymentConfiguration", "Alarms", "AlarmNames"))
    found = [system.at(name) for name in names]
    return {item.resource.logical_id: item for item in found if item is not None}


def test_alarms_undo_a_deployment(built: Callable[..., System]) -> None:
    """The service watches errors and latency of its target, and goes back when one of the alarms fires."""
    system = built(BOTH)
    configured = tasks.service(system).get("DeploymentConfiguration", "Alarms")
    assert (follow(configured, "Enable"), follow(configured, "Rollback")) == (True, True)
    found = _watching(system)
    assert set(found) == {"ApiDeploymentErrorsAlarm", "ApiDeploymentLatencyAlarm"}
    assert found["ApiDeploymentErrorsAlarm"].get("Threshold") == 10
    assert found["ApiDeploymentErrorsAlarm"].get("Statistic") == "Sum"
    assert found["ApiDeploymentLatencyAlarm"].get("Threshold") == 1.5
    assert found["ApiDeploymentLatencyAlarm"].get("ExtendedStatistic") == "p95"
    # Silence is good: in the very first deployment nobody asks.
    assert {alarm.get("TreatMissingData") for alarm in found.values()} == {"notBreaching"}


def test_alarms_look_at_what_is_published(built: Callable[..., System]) -> None:
    """Each alarm's metric is one that AWS publishes under its dimensions, which name load balancer and target group."""
    system = built(BOTH)
    for alarm in _watching(system).values():
        (metric,) = alarms.metrics(alarm)
        assert frozenset(metric.dimensions) in PUBLISHED[metric.namespace, metric.name]
        assert [system.at(value) for _, value in sorted(metric.dimensions.items())] == [
            system.one("AWS::ElasticLoadBalancingV2::LoadBalancer"),
            system.one("AWS::ElasticLoadBalancingV2::TargetGroup"),
        ]


def test_alarms_are_there_first(built: Callable[..., System]) -> None:
    """ECS finds the alarms when the service is made."""
    system = built(BOTH)
    service = tasks.service(system).resource
    assert all(system.order.surely_after(service, alarm.resource) for alarm in _watching(system).values())


def test_the_address_of_alarms_hears_of_it(built: Callable[..., System]) -> None:
    """The alarms have a topic beside the service, with the one address that hears of all alarms."""
    system = built(BOTH)
    for alarm in _watching(system).values():
        (topic,) = topics.told(system, alarm)
        assert topic.resource.stack == ("Service",)
        assert topics.admits_alarms(system, topic)
        (subscription,) = topics.subscriptions(system, topic)
        assert subscription.get("Endpoint") == "alarms@example.com"


def test_nobody_to_tell(built: Callable[..., System]) -> None:
    """Without monitoring the alarms work all the same, and nobody is subscribed."""
    system = built(BOTH, ["monitoring"])
    assert len(_watching(system)) == 2
    assert topics.subscriptions(system, system.one(TOPIC)) == []
    assert "AlarmEmail" not in system.nest.root.parameters


def test_own_key(built: Callable[..., System]) -> None:
    """The topic is encrypted with the key for topics, where there is one."""
    encrypted = built({**BOTH, "encryption": {"topics": True}}, ["monitoring"])
    assert encrypted.at(encrypted.one(TOPIC).get("KmsMasterKeyId")) == encrypted.one("AWS::KMS::Key")


@pytest.mark.parametrize(
    ("setting", "left"),
    [("server_errors", {"ApiDeploymentErrorsAlarm"}), ("latency_seconds", {"ApiDeploymentLatencyAlarm"})],
)
def test_one_alarm(setting: str, left: set[str], built: Callable[..., System]) -> None:
    """Each of the two alarms can be the only one."""
    assert set(_watching(built({f"service.deployment_alarms.{setting}": 1}))) == left


def test_no_alarms(built: Callable[..., System]) -> None:
    """Without the table the service watches no alarm."""
    system = built()
    assert tasks.service(system).get("DeploymentConfiguration", "Alarms") is None
    assert [topic.resource.stack for topic in system.of(TOPIC)] == [("Monitoring",)]
