"""Who hears of alarms: a topic for warnings, and one for critical alarms where somebody else hears of these."""

from collections.abc import Mapping
from typing import NamedTuple

from awacs import sns as sns_actions
from awacs.aws import Allow, Bool, Condition, Deny, PolicyDocument, Principal, Statement, StringEquals
from troposphere import AccountId, AWSObject, Ref, sns

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Arn, EmailAddress


class Topics(NamedTuple):
    """Where alarms go, and all resources of it; without a topic of their own, critical ones go where all go."""

    warning: sns.Topic
    critical: sns.Topic
    resources: list[AWSObject]


def build(
    system_name: str,
    email: EmailAddress | None,
    critical_email: EmailAddress | None,
    key_arn: Arn | None,
    *,
    database_events: bool = False,
) -> Topics:
    """Give the topics with their policies and subscriptions; warnings may come from RDS itself, too."""
    warning = _topic("AlarmTopic", f"Alarms of {system_name}", key_arn)
    of_events = {"DatabaseEventsPublish": "events.rds"} if database_events else {}
    resources = [warning, _policy(warning, of_events), *_subscription("AlarmEmailSubscription", warning, email)]
    if critical_email is None:
        return Topics(warning, warning, resources)
    critical = _topic("CriticalAlarmTopic", f"Critical alarms of {system_name}", key_arn)
    subscription = _subscription("CriticalAlarmEmailSubscription", critical, critical_email)
    return Topics(warning, critical, [*resources, critical, _policy(critical, {}), *subscription])


def _topic(logical_id: str, shown: str, key_arn: Arn | None) -> sns.Topic:
    # O01: encrypted with a key of our own or not at all. The policy of the key alias/aws/sns cannot admit CloudWatch,
    # so alarms would fire and nothing would arrive.
    return sns.Topic(logical_id, DisplayName=shown, **given(KmsMasterKeyId=key_arn))


def _policy(topic: sns.Topic, others: Mapping[str, str]) -> sns.TopicPolicy:
    # O02: a policy replaces the default one, so it names every publisher.
    return sns.TopicPolicy(
        f"{topic.title}Policy",
        Topics=[Ref(topic)],
        PolicyDocument=PolicyDocument(
            Version="2012-10-17",
            Statement=[
                _publisher("AlarmsPublish", "cloudwatch", topic),
                *(_publisher(sid, service, topic) for sid, service in others.items()),
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


def _publisher(sid: str, service: str, topic: sns.Topic) -> Statement:
    return Statement(
        Sid=sid,
        Effect=Allow,
        Principal=Principal("Service", [f"{service}.amazonaws.com"]),
        Action=[sns_actions.Publish],
        Resource=[Ref(topic)],
        Condition=Condition(StringEquals("aws:SourceAccount", AccountId)),
    )


def _subscription(logical_id: str, topic: sns.Topic, email: EmailAddress | None) -> list[sns.SubscriptionResource]:
    # O03: an empty address would fail, so there is either one or no subscription.
    if email is None:
        return []
    return [sns.SubscriptionResource(logical_id, TopicArn=Ref(topic), Protocol="email", Endpoint=email)]
