"""Blue/green deployment by ECS: two groups for each target, a rule for each, and how traffic moves."""

from collections.abc import Callable, Mapping

import pytest

from tasktracker_cfn.model.values import Text, Value
from tests.systems import alarms, tasks, traffic
from tests.systems.built import Item, System, entries, follow, listed
from tests.toml_files import Key

WEB: dict[Key, object] = {
    "service.containers.web": {"image": "nginx:alpine", "port": 8080},
    "edge.targets.web": {"paths": ["/web/*"], "priority": 7},
}
BLUE_GREEN: dict[Key, object] = {**WEB, "service.blue_green": {}}
GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
MANAGED = "AmazonECSInfrastructureRolePolicyForLoadBalancers"


def _registered(system: System) -> Mapping[str, Mapping[str, Value]]:
    return {str(entry["ContainerName"]): entry for entry in tasks.service(system).entries("LoadBalancers")}


def _advanced(system: System, container: str, key: str) -> Item:
    found = system.at(follow(_registered(system)[container], "AdvancedConfiguration", key))
    assert found is not None, f"{container} has no {key} of this system"
    return found


def _deployment(system: System, *path: str) -> Value:
    return tasks.service(system).get("DeploymentConfiguration", *path)


def _like(group: Item) -> dict[str, Value]:
    return dict(group.properties)


@pytest.mark.parametrize(
    ("settings", "strategy", "steps"),
    [
        ({}, "BLUE_GREEN", {}),
        (
            {"shift": "canary"},
            "CANARY",
            {"CanaryConfiguration": {"CanaryPercent": 5.0, "CanaryBakeTimeInMinutes": 10}},
        ),
        (
            {"shift": "linear", "step_percent": 12.5, "step_minutes": 0},
            "LINEAR",
            {"LinearConfiguration": {"StepPercent": 12.5, "StepBakeTimeInMinutes": 0}},
        ),
    ],
    ids=["at once", "canary", "linear"],
)
def test_strategies(
    settings: dict[str, object], strategy: str, steps: dict[str, object], built: Callable[..., System]
) -> None:
    """Each way of shifting traffic has its own settings and none of another's."""
    system = built({"service.blue_green": settings})
    assert _deployment(system, "Strategy") == strategy
    assert _deployment(system, "BakeTimeInMinutes") == 10
    found = {key: _deployment(system, key) for key in ("CanaryConfiguration", "LinearConfiguration")}
    assert {key: value for key, value in found.items() if value is not None} == steps


@pytest.mark.parametrize("container", ["api", "web"])
def test_two_groups_for_each_target(container: str, built: Callable[..., System]) -> None:
    """The second group is like the first, and one rule leads to both: all to the first, nothing to the second."""
    system = built(BLUE_GREEN)
    first = traffic.target_group(system, container)
    second = _advanced(system, container, "AlternateTargetGroupArn")
    assert first != second
    assert (second.type, _like(second)) == (GROUP, _like(first))
    rule = _advanced(system, container, "ProductionListenerRule")
    assert rule.type == traffic.LISTENER_RULE
    (action,) = rule.entries("Actions")
    weights = {
        system.at(part["TargetGroupArn"]): part["Weight"]
        for part in entries(follow(action, "ForwardConfig", "TargetGroups"))
    }
    assert weights == {first: 1, second: 0}
    assert "TargetGroupArn" not in action


def test_the_default_target_has_the_last_rule(built: Callable[..., System]) -> None:
    """Every path that no other rule takes reaches the default target by a rule, and never the default action."""
    system = built(BLUE_GREEN)
    rules = {rule.get("Priority"): rule for rule in traffic.rules_of(system, traffic.listener(system, "HTTPS", 443))}
    assert sorted(rules, key=str) == [50000, 7]
    assert traffic.paths(rules[50000]) == {"/*"}
    assert rules[50000] == _advanced(system, "api", "ProductionListenerRule")


def test_ecs_may_shift_traffic(built: Callable[..., System]) -> None:
    """ECS assumes a role with AWS's policy for this, which hangs on it from the start."""
    system = built(BLUE_GREEN)
    role = _advanced(system, "api", "RoleArn")
    (trust,) = entries(follow(role.get("AssumeRolePolicyDocument"), "Statement"))
    assert (trust["Effect"], follow(trust, "Principal", "Service")) == ("Allow", ("ecs.amazonaws.com",))
    (policy,) = listed(role.get("ManagedPolicyArns"))
    assert isinstance(policy, Text)
    # It has no "service-role" in its path, unlike other policies for ECS.
    assert policy.parts[-1] == f":iam::aws:policy/{MANAGED}"


def test_the_service_waits_for_rules(built: Callable[..., System]) -> None:
    """The service is made when every listener and every rule is there."""
    system = built(BLUE_GREEN)
    service = tasks.service(system).resource
    assert all(
        system.order.surely_after(service, item.resource)
        for item in system.of(traffic.LISTENER, traffic.LISTENER_RULE, GROUP)
    )
    assert (traffic.breaks(system, "api"), traffic.breaks(system, "web")) == ([], [])


def test_the_circuit_breaker_stays(built: Callable[..., System]) -> None:
    """A deployment whose tasks do not start is given up here, too."""
    assert _deployment(built(BLUE_GREEN), "DeploymentCircuitBreaker") == {"Enable": True, "Rollback": True}


def test_alarms_watch_both_groups(built: Callable[..., System]) -> None:
    """Alarms that undo a deployment see the tasks of both versions."""
    system = built({**BLUE_GREEN, "service.deployment_alarms": {"server_errors": 0}})
    names = listed(_deployment(system, "Alarms", "AlarmNames"))
    watched = {
        system.at(metric.dimensions["TargetGroup"])
        for name in names
        if (alarm := system.at(name)) is not None
        for metric in alarms.metrics(alarm)
    }
    assert len(names) == 4
    assert watched == set(system.of(GROUP))


def test_monitoring_watches_both_groups(built: Callable[..., System]) -> None:
    """An empty group is no outage: targets are counted over both groups."""
    system = built({**BLUE_GREEN, "monitoring.no_healthy_targets": True})
    counting = [
        alarm
        for alarm in system.of("AWS::CloudWatch::Alarm")
        if {metric.name for metric in alarms.metrics(alarm)} == {"HealthyHostCount"}
    ]
    seen = [{system.at(metric.dimensions["TargetGroup"]) for metric in alarms.metrics(alarm)} for alarm in counting]
    assert [len(groups) for groups in seen] == [2, 2]
    assert set().union(*seen) == set(system.of(GROUP))
    assert all("FILL(primary, 0) + FILL(alternate, 0)" in str(alarm.get("Metrics")) for alarm in counting)


def test_dashboards_show_both_groups(built: Callable[..., System]) -> None:
    """The dashboard of the API has a row for each group."""
    system = built({"service.blue_green": {}, "monitoring.dashboards": True})
    (body,) = [
        str(item.get("DashboardBody"))
        for item in system.of("AWS::CloudWatch::Dashboard")
        if item.resource.logical_id == "ApiDashboard"
    ]
    assert "Api: targets" in body
    assert "Api (alternate): targets" in body


def test_rolling(built: Callable[..., System]) -> None:
    """Without the table there is one group for each target, the default target has no rule, and nothing is shifted."""
    system = built(WEB)
    assert len(system.of(GROUP)) == 2
    assert [rule.get("Priority") for rule in system.of(traffic.LISTENER_RULE)] == [7]
    assert _deployment(system, "Strategy") is None
    assert all("AdvancedConfiguration" not in entry for entry in _registered(system).values())
    assert not [role for role in system.of("AWS::IAM::Role") if "TrafficRole" in str(role)]
