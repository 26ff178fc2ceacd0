"""Property 9: what was asked to be watched is watched, and somebody is told.

Every alarm has a threshold, and at least one action, a topic of this system into which CloudWatch may publish; an alarm
made of other alarms has their states instead of a threshold. For each threshold in the configuration there is an alarm
that looks at its metric with that threshold; where events of the database were asked for, RDS may publish them.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig
from tests.properties.subject import Complaints, Environment, of_each
from tests.systems.alarms import metrics, topics
from tests.systems.built import Item, System, entries, follow, listed, number

ALARM, COMPOSITE = "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"
ERRORS = frozenset({"HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"})


class Wanted(NamedTuple):
    """An alarm that must be there: which metrics it looks at, and its threshold, when that is configured."""

    setting: str
    metrics: frozenset[str]
    threshold: float


@of_each
def covered(environment: Environment) -> Complaints:
    """Give the alarms that cannot tell anybody anything, and those that are missing."""
    config, built = environment
    for alarm in built.of(ALARM, COMPOSITE):
        told = topics(built, alarm)
        if not told or any(topic is None or topic.type != "AWS::SNS::Topic" for topic in told):
            yield f"{alarm} tells nobody"
        if alarm.get("ActionsEnabled") not in (None, True):
            yield f"{alarm} is silenced"
        yield from (f"{alarm}: CloudWatch may not publish to {topic}" for topic in told if not _open(built, topic))
        if alarm.type == ALARM and alarm.get("Threshold") is None and alarm.get("ThresholdMetricId") is None:
            yield f"{alarm} has no threshold"
        if alarm.type == COMPOSITE and not alarm.get("AlarmRule"):
            yield f"{alarm} has no rule"
    if config.monitoring is None:
        return
    found = [(_looks_at(alarm), _threshold(alarm)) for alarm in built.of(ALARM)]
    for wanted in _wanted(config.monitoring, config.data.database):
        if (wanted.metrics, wanted.threshold) not in found:
            yield f"nothing watches {wanted.setting} with {wanted.threshold:g}"
    told = [built.at(subscription.get("SnsTopicArn")) for subscription in built.of("AWS::RDS::EventSubscription")]
    if bool(told) != config.monitoring.database_events:
        yield "events of the database are told, or not, against what was asked"
    yield from (f"RDS may not publish to {topic}" for topic in told if not _open(built, topic, "events.rds"))


def _looks_at(alarm: Item) -> frozenset[str]:
    return frozenset(metric.name for metric in metrics(alarm))


def _threshold(alarm: Item) -> float | None:
    value = alarm.get("Threshold")
    return None if value is None else number(value)


def _wanted(config: MonitoringConfig, database: DatabaseConfig | None) -> Iterator[Wanted]:
    of_cluster = database is not None and database.is_cluster
    looked_at = {
        "database_cpu_percent": {"CPUUtilization"},
        "database_connections": {"DatabaseConnections"},
        "database_connection_failures": {"DatabaseConnectionFailures"},
        "database_acu_percent": {"ACUUtilization"},
        "database_free_storage_gib": {"FreeStorageSpace"},
        "database_replica_lag_seconds": {"AuroraReplicaLagMaximum" if of_cluster else "ReplicaLag"},
        "database_cpu_credits": {"CPUCreditBalance"},
        "running_tasks_below": {"RunningTaskCount"},
        "latency_seconds": {"TargetResponseTime"},
        "error_percent": ERRORS | {"RequestCount"},
        "server_errors": ERRORS,
        "site_error_percent": {"5xxErrorRate"},
        "waf_blocked_requests": {"BlockedRequests"},
    }
    for setting, names in looked_at.items():
        threshold = getattr(config, setting)
        if threshold is not None:
            yield Wanted(setting, frozenset(names), threshold)
    if config.tasks_below_desired:
        yield Wanted("tasks_below_desired", frozenset({"DesiredTaskCount", "RunningTaskCount"}), 0)
    if config.no_healthy_targets:
        yield Wanted("no_healthy_targets", frozenset({"HealthyHostCount"}), 1)
    if config.availability_percent is not None:
        for rate in (14.4, 6):
            yield Wanted("availability_percent", frozenset(ERRORS | {"RequestCount"}), rate)


def _open(built: System, topic: Item | None, service: str = "cloudwatch") -> bool:
    """Tell whether a topic's policy, which replaces the default one, lets a service publish."""
    statements = [
        entry
        for policy in built.of("AWS::SNS::TopicPolicy")
        if topic in [built.at(arn) for arn in listed(policy.get("Topics"))]
        for entry in entries(follow(policy.get("PolicyDocument"), "Statement"))
    ]
    return any(
        entry.get("Effect") == "Allow"
        and "sns:Publish" in listed(entry.get("Action"))
        and f"{service}.amazonaws.com" in listed(follow(entry, "Principal", "Service"))
        for entry in statements
    )
