"""How long a service takes until it is steady, worked out of its templates."""

from pathlib import Path

import pytest

from tasktracker_cfn.insight.duration.rollout import NOTED, SETTLING, START, UNCHECKED, first_start, rollout
from tasktracker_cfn.insight.duration.spans import NOTHING, Span, exactly
from tasktracker_cfn.model.system import Item, System
from tests.insight.written import system

ROLLS = frozenset({"TaskDefinition"})
TEMPLATE = """
Parameters: {{Count: {{Type: Number, Default: 4}}}}
Resources:
  Group:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {{Port: 80{group}}}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions: [{{Name: app, StopTimeout: 2{container}}}{more}]
  Service:
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: !Ref Task
      {service}
"""
BALANCED = "LoadBalancers: [{TargetGroupArn: !Ref Group, ContainerName: app, ContainerPort: 80}]"
QUICK = ", HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 2"
DRAIN = ", TargetGroupAttributes: [{Key: deregistration_delay.timeout_seconds, Value: '20'}]"
STOPS = Span(1, 2, 2)


def of(
    folder: Path, service: str = BALANCED, group: str = "", container: str = "", more: str = ""
) -> tuple[System, Item]:
    """Give a service, with what is added to its parts."""
    written = TEMPLATE.format(group=group, container=container, more=more, service=service)
    found = system(folder, written)
    return found, found.one("AWS::ECS::Service")


@pytest.mark.parametrize(
    ("service", "group", "container", "expected"),
    [
        (BALANCED, "", "", Span(30, 150, 180)),
        (BALANCED, QUICK, "", Span(10, 20, 30)),
        (BALANCED, QUICK, ", HealthCheck: {Interval: 45, StartPeriod: 60}", Span(45, 45, 105)),
        ("LoadBalancers: [{TargetGroupArn: 'arn:elsewhere', ContainerName: app}]", "", "", Span(30, 150, 180)),
        ("DesiredCount: 1", "", "", UNCHECKED),
        ("DesiredCount: 1", "", ", HealthCheck: {Interval: 5}", Span(5, 5, 10)),
    ],
)
def test_checks(tmp_path: Path, service: str, group: str, container: str, expected: Span) -> None:
    """A task counts when the slower of its target's and its container's checks has passed, as often as it must."""
    assert first_start(*of(tmp_path, service, group, container)) == START.then(expected).then(SETTLING)


def test_containers_in_order(tmp_path: Path) -> None:
    """A container that waits until another one is healthy is healthy after it."""
    waits = ", HealthCheck: {Interval: 10}, DependsOn: [{ContainerName: agent, Condition: HEALTHY}]"
    agent = ", {Name: agent, HealthCheck: {Interval: 20}, DependsOn: [{ContainerName: app}, {ContainerName: none}]}"
    found = first_start(*of(tmp_path, "DesiredCount: 1", container=waits, more=agent))
    assert found.likely == START.likely + 30 + SETTLING.likely


@pytest.mark.parametrize(
    ("configuration", "rounds"),
    [
        ("DesiredCount: !Ref Count", 1),
        ("DesiredCount: 4\n      DeploymentConfiguration: {MinimumHealthyPercent: 100, MaximumPercent: 150}", 2),
        ("DesiredCount: 4\n      DeploymentConfiguration: {MinimumHealthyPercent: 50, MaximumPercent: 100}", 2),
        ("DesiredCount: 1\n      DeploymentConfiguration: {MinimumHealthyPercent: 0, MaximumPercent: 100}", 1),
        ("DesiredCount: 3\n      DeploymentConfiguration: {MinimumHealthyPercent: 100, MaximumPercent: 134}", 3),
        ("DesiredCount: 2\n      DeploymentConfiguration: {MinimumHealthyPercent: 100, MaximumPercent: 100}", 2),
        ("DeploymentConfiguration: {MinimumHealthyPercent: 75, MaximumPercent: 100}", 4),
        ("PlatformVersion: LATEST", 1),
    ],
)
def test_rounds(tmp_path: Path, configuration: str, rounds: int) -> None:
    """As many tasks are replaced at a time as the percentages leave room for; each time old ones drain and stop."""
    service = f"{BALANCED}\n      {configuration}"
    each = START.then(Span(10, 20, 30)).then(exactly(20)).then(STOPS)
    assert rollout(*of(tmp_path, service, QUICK + DRAIN), ROLLS) == each.times(rounds).then(SETTLING)


@pytest.mark.parametrize(
    ("configuration", "minutes"),
    [
        ("Strategy: BLUE_GREEN, BakeTimeInMinutes: 5", 5),
        ("Strategy: CANARY, BakeTimeInMinutes: 5, CanaryConfiguration: {CanaryBakeTimeInMinutes: 3}", 8),
        ("Strategy: LINEAR, LinearConfiguration: {StepPercent: 25, StepBakeTimeInMinutes: 4}", 12),
        ("Strategy: LINEAR, LinearConfiguration: {StepPercent: 0, StepBakeTimeInMinutes: 4}", 0),
        ("Strategy: ROLLING, BakeTimeInMinutes: 5", 0),
    ],
)
def test_gradually(tmp_path: Path, configuration: str, minutes: int) -> None:
    """Traffic that moves in steps takes the time of the steps, and both are kept while the new one bakes."""
    service = f"{BALANCED}\n      DeploymentConfiguration: {{{configuration}}}"
    at_once = rollout(*of(tmp_path, BALANCED, QUICK), ROLLS)
    assert rollout(*of(tmp_path, service, QUICK), ROLLS) == at_once.then(exactly(60 * minutes))


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"HealthCheckGracePeriodSeconds"}, NOTED),
        ({"DesiredCount"}, START.then(UNCHECKED).then(SETTLING)),
        ({"DesiredCount", "TaskDefinition"}, START.then(UNCHECKED).then(STOPS).then(SETTLING)),
        (set(), START.then(UNCHECKED).then(STOPS).then(SETTLING)),
    ],
)
def test_properties(tmp_path: Path, properties: set[str], expected: Span) -> None:
    """Tasks are replaced for what they are made of; for another count some start, and the rest is only noted."""
    assert rollout(*of(tmp_path, "DesiredCount: 1"), frozenset(properties)) == expected


def test_no_tasks(tmp_path: Path) -> None:
    """A service without tasks waits for none."""
    none = of(tmp_path, "DesiredCount: 0")
    assert first_start(*none) == rollout(*none, ROLLS) == NOTED


@pytest.mark.parametrize("number", ["-5", "1e300", "nonsense", "!Ref AWS::Region", "1e-300", "{}"])
def test_nonsense(tmp_path: Path, number: str) -> None:
    """Numbers that no service can have come to a length all the same."""
    service = f"{BALANCED}\n      DesiredCount: {number}\n      DeploymentConfiguration: {{MaximumPercent: {number}}}"
    group = f", HealthCheckIntervalSeconds: {number}, HealthyThresholdCount: {number}"
    found = rollout(*of(tmp_path, service, group, f", HealthCheck: {{Interval: {number}}}"), ROLLS)
    assert NOTHING <= found < exactly(1e12)
