"""Ways to watch beside CloudWatch's alarms and dashboards: Prometheus rules, Grafana, saved queries of the logs."""

from collections.abc import Mapping
from typing import NamedTuple

from troposphere import AWSObject, grafana, sns

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.wires import Arn, EmailAddress, Name
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig

CRITICAL = "critical"


class Seen(NamedTuple):
    """What is looked at: the workspace of metrics with its key, the topics of its alerts, and the log of the tasks."""

    metric_workspace_arn: Arn | None
    data_key_arn: Arn | None
    metric_alerts_arns: Mapping[str, Arn]
    task_log_group_name: Name


class Heard(NamedTuple):
    """Who hears of alerts."""

    email: EmailAddress | None
    critical_email: EmailAddress | None


class Made(NamedTuple):
    """All resources in reading order, and Grafana where there is one."""

    resources: list[AWSObject]
    grafana: grafana.Workspace | None


def build(system: SystemConfig, config: MonitoringConfig, seen: Seen, heard: Heard) -> Made:
    """Give what the configuration asks for."""
    resources: list[AWSObject] = []
    workspace: grafana.Workspace | None = None
    if config.saved_queries:
        from templates.monitoring import saved_queries  # noqa: PLC0415 - only who wants it waits for it

        resources += saved_queries.build(system, seen.task_log_group_name)
    if config.rules is not None and seen.metric_workspace_arn is not None:
        from templates.monitoring import rules  # noqa: PLC0415 - as above

        resources.append(rules.namespace(system, config.rules, seen.metric_workspace_arn))
        resources += _subscriptions(seen.metric_alerts_arns, heard)
    if config.grafana is not None and seen.metric_workspace_arn is not None:
        from templates.monitoring import managed_grafana  # noqa: PLC0415 - as above

        made = managed_grafana.build(system, config.grafana, seen.metric_workspace_arn, seen.data_key_arn)
        resources += made.resources
        workspace = made.workspace
    return Made(resources, workspace)


def _subscriptions(topics: Mapping[str, Arn], heard: Heard) -> list[sns.SubscriptionResource]:
    # O03: an empty address would fail, so there is either one or no subscription.
    told = {severity: heard.critical_email if severity == CRITICAL else heard.email for severity in topics}
    return [
        sns.SubscriptionResource(
            f"{pascal(severity)}MetricAlertsSubscription", TopicArn=topics[severity], Protocol="email", Endpoint=email
        )
        for severity, email in told.items()
        if email is not None
    ]
