"""Alarms of what users meet: slow answers, errors, no target to answer, errors of the site."""

from collections.abc import Mapping
from typing import NamedTuple

from troposphere import AWSObject, cloudwatch

from tasktracker_cfn.authoring.alarms import FIVE_MINUTES, ONE_MINUTE, Judgement, Metric, alarm, judged, queried
from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.wires import Name
from tasktracker_cfn.config.monitoring import MonitoringConfig
from templates.monitoring import traffic
from templates.monitoring.topics import Topics

CLOUDFRONT = "AWS/CloudFront"


class Balanced(NamedTuple):
    """The load balancer and the targets' groups; blue/green deployment gives each target a second one."""

    load_balancer: Name
    groups: Mapping[str, Name]
    alternates: Mapping[str, Name]


def build(config: MonitoringConfig, balanced: Balanced, topics: Topics) -> list[AWSObject]:
    """Give the alarms of the load balancer that the configuration asks for."""
    made: list[AWSObject] = []
    load_balancer = balanced.load_balancer
    if config.server_errors is not None:
        made.append(_server_errors(config.server_errors, load_balancer, topics))
    if config.error_percent is not None:
        made.append(_error_percent(config.error_percent, config.error_floor_requests, load_balancer, topics))
    if config.latency_seconds is not None:
        made.append(_latency(config.latency_seconds, load_balancer, topics))
    if config.no_healthy_targets:
        made += [_no_healthy_targets(name, balanced, topics) for name in balanced.groups]
    return made


def site(percent: float, distribution_id: Name, topics: Topics) -> cloudwatch.Alarm:
    """Give the alarm on errors of the site."""
    return alarm(
        "SiteErrorsAlarm",
        f"CloudFront has answered more than {percent:g} percent of the site's requests with a 5xx in two periods of "
        "five minutes. Look at the site's bucket, at who may read it, and at functions of the distribution.",
        # O06
        Metric(
            CLOUDFRONT,
            "5xxErrorRate",
            {"DistributionId": distribution_id, "Region": "Global"},
            "Average",
            FIVE_MINUTES,
        ),
        Judgement("GreaterThanThreshold", percent, 2, "notBreaching"),
        topics.warning,
    )


def _server_errors(most: int, load_balancer: Name, topics: Topics) -> cloudwatch.Alarm:
    return alarm(
        "ServerErrorsAlarm",
        f"More than {most} requests were answered with a 5xx status within five minutes. Look at the tasks' log, and "
        "where the load balancer gave the answers, at the health of its targets.",
        [judged("errors", "5xx answers", traffic.ERRORS), *traffic.failures(load_balancer, FIVE_MINUTES)],
        Judgement("GreaterThanThreshold", most, 1, "notBreaching"),
        topics.warning,
    )


def _error_percent(percent: float, floor: int, load_balancer: Name, topics: Topics) -> cloudwatch.Alarm:
    return alarm(
        "ErrorRateAlarm",
        f"More than {percent:g} percent of requests have failed with a 5xx in two periods of five minutes. Look at the "
        "tasks' log, at the health of the targets, at the database, and at what was deployed last.",
        [
            judged("percent", "5xx percent", f"IF(asked >= {floor}, 100 * errors / asked, 0)"),
            *traffic.shares(load_balancer, FIVE_MINUTES),
        ],
        Judgement("GreaterThanThreshold", percent, 2, "notBreaching"),
        topics.critical,
    )


def _latency(seconds: float, load_balancer: Name, topics: Topics) -> cloudwatch.Alarm:
    return alarm(
        "LatencyAlarm",
        f"The slowest 5 percent of requests have taken more than {seconds:g} seconds in two periods of five minutes. "
        "Look at the tasks' CPU and memory, and at the database's latency and capacity.",
        # O04: in seconds.
        Metric(traffic.NAMESPACE, "TargetResponseTime", {"LoadBalancer": load_balancer}, "p95", FIVE_MINUTES),
        # Without requests none is slow.
        Judgement("GreaterThanThreshold", seconds, 2, "notBreaching"),
        topics.warning,
    )


def _no_healthy_targets(name: str, balanced: Balanced, topics: Topics) -> cloudwatch.Alarm:
    return alarm(
        f"{pascal(name)}NoHealthyTargetsAlarm",
        f"The load balancer has had no healthy {name} target for two minutes. Look at the service's events, at the "
        "tasks' log, and at what the health check's path answers.",
        _healthy(name, balanced),
        # O09: without a registered target the metric ends.
        Judgement("LessThanThreshold", 1, 2, "breaching"),
        topics.critical,
    )


def _healthy(name: str, balanced: Balanced) -> Metric | list[cloudwatch.MetricDataQuery]:
    # O06: this metric is published per target group, and only together with its load balancer.
    primary, *others = (
        Metric(
            traffic.NAMESPACE,
            "HealthyHostCount",
            {"TargetGroup": groups[name], "LoadBalancer": balanced.load_balancer},
            "Minimum",
            ONE_MINUTE,
        )
        for groups in (balanced.groups, balanced.alternates)
        if name in groups
    )
    if not others:
        return primary
    # Whichever of the two groups has the tasks: the other one is empty but for a deployment.
    return [
        judged("healthy", "Healthy targets", "FILL(primary, 0) + FILL(alternate, 0)"),
        queried("primary", primary),
        queried("alternate", others[0]),
    ]
