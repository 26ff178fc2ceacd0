"""Alarms that undo a deployment. They are here and not with the others, since they must exist before the service.

What they say must be good when nothing is wrong and when nothing is asked: ECS also watches them during the very first
deployment, when no request has come yet. Whether targets are healthy is not among it, for ECS itself waits for that.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
"""

from collections.abc import Mapping
from typing import NamedTuple

from troposphere import AWSObject, cloudwatch, sns

from tasktracker_cfn.authoring.alarm_topics import policy, subscriptions, topic
from tasktracker_cfn.authoring.alarms import ONE_MINUTE, Judgement, Metric, alarm
from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.wires import Arn, EmailAddress, Name
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.deployment import DeploymentAlarmsConfig

NAMESPACE = "AWS/ApplicationELB"
Groups = Mapping[tuple[str, str], Name]


class DeploymentAlarms(NamedTuple):
    """The alarms, and all resources with their topic, in reading order."""

    alarms: list[cloudwatch.Alarm]
    resources: list[AWSObject]


class Told(NamedTuple):
    """Who hears of it, and with which key."""

    email: EmailAddress | None
    key_arn: Arn | None


def build(
    system: SystemConfig, config: DeploymentAlarmsConfig, load_balancer: Name, groups: Groups, told: Told
) -> DeploymentAlarms:
    """Give the alarms that the configuration asks for, for each group: in blue/green the one of the new tasks tells."""
    hears = topic("DeploymentTopic", f"Undone deployments of {system.name}", told.key_arn)
    made: list[cloudwatch.Alarm] = []
    for (name, which), group in groups.items():
        dimensions = {"TargetGroup": group, "LoadBalancer": load_balancer}
        if config.server_errors is not None:
            made.append(_errors(name, which, config.server_errors, dimensions, hears))
        if config.latency_seconds is not None:
            made.append(_latency(name, which, config.latency_seconds, dimensions, hears))
    subscription = subscriptions("DeploymentEmailSubscription", hears, told.email)
    return DeploymentAlarms(made, [hears, policy(hears), *subscription, *made])


def both(groups: Mapping[str, Name], alternates: Mapping[str, Name]) -> Groups:
    """Give the groups by the names of their containers, and what the ids of the second ones end in."""
    return {
        (name, which): group for which, of in (("", groups), ("Alternate", alternates)) for name, group in of.items()
    }


def _errors(name: str, which: str, most: int, dimensions: Mapping[str, Name], hears: sns.Topic) -> cloudwatch.Alarm:
    return alarm(
        f"{pascal(name)}DeploymentErrorsAlarm{which}",
        f"The {name} tasks have answered more than {most} requests with a 5xx within a minute. A deployment that was "
        "going on is undone. Look at the tasks' log.",
        Metric(NAMESPACE, "HTTPCode_Target_5XX_Count", dimensions, "Sum", ONE_MINUTE),
        # O09: a series without errors is absent.
        Judgement("GreaterThanThreshold", most, 1, "notBreaching"),
        hears,
    )


def _latency(
    name: str, which: str, seconds: float, dimensions: Mapping[str, Name], hears: sns.Topic
) -> cloudwatch.Alarm:
    return alarm(
        f"{pascal(name)}DeploymentLatencyAlarm{which}",
        f"The slowest 5 percent of requests to the {name} tasks have taken more than {seconds:g} seconds for two "
        "minutes. A deployment that was going on is undone. Look at the tasks' CPU and memory.",
        # O04: in seconds.
        Metric(NAMESPACE, "TargetResponseTime", dimensions, "p95", ONE_MINUTE),
        Judgement("GreaterThanThreshold", seconds, 2, "notBreaching"),
        hears,
    )
