"""Who hears of alarms: a topic for warnings, and one for critical alarms where somebody else hears of these."""

from typing import NamedTuple

from troposphere import AWSObject, sns

from tasktracker_cfn.authoring.alarm_topics import Publisher, policy, subscriptions, topic
from tasktracker_cfn.authoring.wires import Arn, EmailAddress
from tasktracker_cfn.config.monitoring import MonitoringConfig


class Topics(NamedTuple):
    """Where alarms go, and all resources of it; without a topic of their own, critical ones go where all go."""

    warning: sns.Topic
    critical: sns.Topic
    resources: list[AWSObject]


def build(
    system_name: str,
    config: MonitoringConfig,
    email: EmailAddress | None,
    critical_email: EmailAddress | None,
    key_arn: Arn | None,
) -> Topics:
    """Give the topics with their policies and subscriptions; what is no alarm goes to the topic for warnings."""
    warning = topic("AlarmTopic", f"Alarms of {system_name}", key_arn)
    others = [publisher for publisher, is_there in _others(config) if is_there]
    resources = [warning, policy(warning, others), *subscriptions("AlarmEmailSubscription", warning, email)]
    if critical_email is None:
        return Topics(warning, warning, resources)
    critical = topic("CriticalAlarmTopic", f"Critical alarms of {system_name}", key_arn)
    subscription = subscriptions("CriticalAlarmEmailSubscription", critical, critical_email)
    return Topics(warning, critical, [*resources, critical, policy(critical), *subscription])


def _others(config: MonitoringConfig) -> list[tuple[Publisher, bool]]:
    # https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
    budgets = Publisher("BudgetsPublish", "budgets", "budgets::${AWS::AccountId}:*")
    return [
        (budgets, config.budget is not None),
        (Publisher("DatabaseEventsPublish", "events.rds"), config.database_events),
    ]
