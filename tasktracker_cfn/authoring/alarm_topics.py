"""Topics that alarms publish into, which all look alike."""

from collections.abc import Sequence
from typing import NamedTuple

from awacs import sns as sns_actions
from awacs.aws import (
    Allow,
    ArnLike,
    Bool,
    Condition,
    ConditionElement,
    Deny,
    PolicyDocument,
    Principal,
    Statement,
    StringEquals,
)
from troposphere import AccountId, Ref, sns

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Arn, EmailAddress


class Publisher(NamedTuple):
    """A service of AWS's that tells a topic something beside alarms, and of which resources, if it says that."""

    sid: str
    service: str
    source: str | None = None


ALARMS = Publisher("AlarmsPublish", "cloudwatch")


def topic(logical_id: str, shown: str, key_arn: Arn | None) -> sns.Topic:
    """Give a topic, encrypted with a key of our own or not at all."""
    # O01: the policy of the key alias/aws/sns cannot admit CloudWatch, so alarms would fire and nothing would arrive.
    return sns.Topic(logical_id, DisplayName=shown, **given(KmsMasterKeyId=key_arn))


def policy(topic: sns.Topic, others: Sequence[Publisher] = ()) -> sns.TopicPolicy:
    """Give the policy that lets alarms and other publishers of this account publish, over TLS."""
    return policy_of(topic, *(_publishes(publisher, topic) for publisher in (ALARMS, *others)))


def policy_of(topic: sns.Topic, *publishers: Statement) -> sns.TopicPolicy:
    """Give the policy that lets publish whom the statements name, over TLS."""
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


def _publishes(publisher: Publisher, topic: sns.Topic) -> Statement:
    conditions: list[ConditionElement] = [StringEquals("aws:SourceAccount", AccountId)]
    if publisher.source is not None:
        conditions.append(ArnLike("aws:SourceArn", text("arn:${AWS::Partition}:" + publisher.source)))
    return Statement(
        Sid=publisher.sid,
        Effect=Allow,
        Principal=Principal("Service", [f"{publisher.service}.amazonaws.com"]),
        Action=[sns_actions.Publish],
        Resource=[Ref(topic)],
        Condition=Condition(conditions),
    )


def subscriptions(logical_id: str, topic: sns.Topic, email: EmailAddress | None) -> list[sns.SubscriptionResource]:
    """Give the subscription of an address, if there is one; the address has to confirm it."""
    # O03: an empty address would fail, so there is either one or no subscription.
    if email is None:
        return []
    return [sns.SubscriptionResource(logical_id, TopicArn=Ref(topic), Protocol="email", Endpoint=email)]
