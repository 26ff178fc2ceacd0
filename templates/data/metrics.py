"""Where metrics are kept: a managed Prometheus workspace, with its alert manager and the topics that alerts go to.

The alert manager belongs to the workspace, and so the topics are here and not with the alarms: the workspace exists
before the service writes into it, and the monitoring comes after the service.
"""

from collections.abc import Mapping
from typing import NamedTuple

from awacs import sns as sns_actions
from awacs.aws import Allow, ArnEquals, Condition, Principal, Statement, StringEquals
from troposphere import AccountId, AWSHelperFn, AWSObject, GetAtt, Ref, aps, logs, sns

from tasktracker_cfn.authoring.alarm_topics import policy_of
from tasktracker_cfn.authoring.log_groups import log_group
from tasktracker_cfn.authoring.plain_yaml import plain_yaml
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Arn, Name
from tasktracker_cfn.config import SystemConfig, given_names
from tasktracker_cfn.config.telemetry import WorkspaceConfig

WARNING, CRITICAL = "warning", "critical"


class Keys(NamedTuple):
    """Our own keys, where there are any."""

    data: Arn | None
    logs: Arn | None
    topics: Arn | None


class Metrics(NamedTuple):
    """The workspace as other stacks see it, the topics of alerts by how grave they are, and all resources in order."""

    arn: Arn
    endpoint: Name
    alerts_arns: Mapping[str, Arn]
    resources: list[AWSObject]


def build(system: SystemConfig, config: WorkspaceConfig, keys: Keys) -> Metrics:
    """Give the workspace and what belongs to it."""
    topics = _topics(system, keys.topics)
    group = _log_group(system, config, keys.logs)
    workspace = aps.Workspace(
        "MetricWorkspace",
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
        Alias=system.name,
        # X09: 150 days when nothing is said.
        WorkspaceConfiguration=aps.WorkspaceConfiguration(RetentionPeriodInDays=config.retention_days),
        **given(
            KmsKeyArn=keys.data,
            # It takes the ARN with the ":*" at its end, with which GetAtt gives it (I04).
            LoggingConfiguration=aps.LoggingConfiguration(LogGroupArn=GetAtt(group, "Arn")) if group else None,
            AlertManagerDefinition=_alert_manager(topics) if topics else None,
        ),
    )
    policies = [_policy(topic, workspace) for topic in topics.values()]
    groups = [group] if group else []
    return Metrics(
        arn=Arn(GetAtt(workspace, "Arn")),
        endpoint=Name(GetAtt(workspace, "PrometheusEndpoint")),
        alerts_arns={severity: Arn(Ref(topic)) for severity, topic in topics.items()},
        resources=[*topics.values(), *groups, workspace, *policies],
    )


def _topics(system: SystemConfig, key_arn: Arn | None) -> dict[str, sns.Topic]:
    watch = system.monitoring
    if watch is None or watch.rules is None:
        return {}
    wanted = {WARNING: f"Metric alerts of {system.name}"}
    if watch.critical_email is not None:
        wanted[CRITICAL] = f"Critical metric alerts of {system.name}"
    return {
        severity: sns.Topic(f"{severity.title()}MetricAlerts", DisplayName=shown, **given(KmsMasterKeyId=key_arn))
        for severity, shown in wanted.items()
    }


def _log_group(system: SystemConfig, config: WorkspaceConfig, key_arn: Arn | None) -> logs.LogGroup | None:
    if config.log_retention_days is None:
        return None
    return log_group("MetricWorkspaceLogs", given_names.workspace_logs(system), config.log_retention_days, key_arn)


def _alert_manager(topics: Mapping[str, sns.Topic]) -> AWSHelperFn:
    """Give the alert manager's definition: what is critical goes to its own topic where there is one."""
    route: dict[str, object] = {
        "receiver": WARNING,
        "group_by": ["alertname"],
        "group_wait": "30s",
        "group_interval": "5m",
        "repeat_interval": "4h",
    }
    if CRITICAL in topics:
        route["routes"] = [{"receiver": CRITICAL, "matchers": [f'severity="{CRITICAL}"']}]
    definition = {
        "route": route,
        "receivers": [
            {
                "name": severity,
                "sns_configs": [
                    {
                        "topic_arn": f"{{{severity}}}",
                        "sigv4": {"region": "${AWS::Region}"},
                        "send_resolved": True,
                        "attributes": {"severity": severity},
                    }
                ],
            }
            for severity in topics
        ],
    }
    # https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-config.html
    pattern = "alertmanager_config: |\n" + "".join(f"  {line}\n" for line in plain_yaml(definition).splitlines())
    return text(pattern, **{severity: Ref(topic) for severity, topic in topics.items()})


def _policy(topic: sns.Topic, workspace: aps.Workspace) -> sns.TopicPolicy:
    # https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver-AMPpermission.html
    publishes = Statement(
        Sid="AlertsPublish",
        Effect=Allow,
        Principal=Principal("Service", ["aps.amazonaws.com"]),
        Action=[sns_actions.GetTopicAttributes, sns_actions.Publish],
        Resource=[Ref(topic)],
        Condition=Condition(
            [StringEquals("aws:SourceAccount", AccountId), ArnEquals("aws:SourceArn", GetAtt(workspace, "Arn"))]
        ),
    )
    return policy_of(topic, publishes)
