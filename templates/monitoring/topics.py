"""Who hears of alarms: a topic for warnings, and one for critical alarms where somebody else hears of these."""

from typing import NamedTuple

from awacs import sns as sns_actions
from awacs.aws import Allow, ArnLike, Bool, Condition, Deny, PolicyDocument, Principal, Statement, StringEquals
from troposphere import AccountId, AWSObject, Ref, sns

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
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
    warning = _topic("AlarmTopic", f"Alarms of {system_name}", key_arn)
    publishers = [_alarms(warning)]
    if config.budget is not None:
        publishers.append(_budgets(warning))
    resources = [warning, _policy(warning, publishers), *_subscription("AlarmEmailSubscription", warning, email)]
    if critical_email is None:
        return Topics(warning, warning, resources)
    critical = _topic("CriticalAlarmTopic", f"Critical alarms of {system_name}", key_arn)
    subscription = _subscription("CriticalAlarmEmailSubscription", critical, critical_email)
    return Topics(warning, critical, [*resources, critical, _policy(critical, [_alarms(critical)]), *subscription])


def _topic(logical_id: str, shown: str, key_arn: Arn | None) -> sns.Topic:
    # O01: encrypted with a key of our own or not at all. The policy of the key alias/aws/sns cannot admit CloudWatch,
    # so alarms would fire and nothing would arrive.
    return sns.Topic(logical_id, DisplayName=shown, **given(KmsMasterKeyId=key_arn))


def _policy(topic: sns.Topic, publishers: list[Statement]) -> sns.TopicPolicy:
    # O02: a policy replaces the default one, so it names every publisher.
    return sns.TopicPolicy(
        f"{topic.title}Policy",
        Topics=[Ref(topic)],
        PolicyDocument=PolicyDocument(
            Version="2012-10-17",
            Statement=[
                *publishers,
                Statement(
                    Sid="RefusePlainHttp",
                    Effect=Deny,
                    Principal=Principal("*"),
                    Action=[sns_actions.Publish],
                    Resource=[Ref(topic)],
                    Condition=Condition(Bool("aws:SecureTransport", "false")),
                ),
            ],
        ),
    )


def _alarms(topic: sns.Topic) -> Statement:
    return Statement(
        Sid="AlarmsPublish",
        Effect=Allow,
        Principal=Principal("Service", ["cloudwatch.amazonaws.com"]),
        Action=[sns_actions.Publish],
        Resource=[Ref(topic)],
        Condition=Condition(StringEquals("aws:SourceAccount", AccountId)),
    )


def _budgets(topic: sns.Topic) -> Statement:
    # https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
    return Statement(
        Sid="BudgetsPublish",
        Effect=Allow,
        Principal=Principal("Service", ["budgets.amazonaws.com"]),
        Action=[sns_actions.Publish],
        Resource=[Ref(topic)],
        Condition=Condition(
            [
                StringEquals("aws:SourceAccount", AccountId),
                ArnLike("aws:SourceArn", text("arn:${AWS::Partition}:budgets::${AWS::AccountId}:*")),
            ]
        ),
    )


def _subscription(logical_id: str, topic: sns.Topic, email: EmailAddress | None) -> list[sns.SubscriptionResource]:
    # O03: an empty address would fail, so there is either one or no subscription.
    if email is None:
        return []
    return [sns.SubscriptionResource(logical_id, TopicArn=Ref(topic), Protocol="email", Endpoint=email)]
