"""Topics that alarms publish into, which all look alike."""

from awacs import sns as sns_actions
from awacs.aws import Allow, Bool, Condition, ConditionElement, Deny, PolicyDocument, Principal, Statement, StringEquals
from troposphere import AccountId, Ref, sns

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Arn, EmailAddress


def topic(logical_id: str, shown: str, key_arn: Arn | None) -> sns.Topic:
    """Give a topic, encrypted with a key of our own or not at all."""
    # O01: the policy of the key alias/aws/sns cannot admit CloudWatch, so alarms would fire and nothing would arrive.
    return sns.Topic(logical_id, DisplayName=shown, **given(KmsMasterKeyId=key_arn))


def publisher(sid: str, service: str, to: sns.Topic, *conditions: ConditionElement) -> Statement:
    """Let an AWS service publish for this account."""
    return Statement(
        Sid=sid,
        Effect=Allow,
        Principal=Principal("Service", [f"{service}.amazonaws.com"]),
        Action=[sns_actions.Publish],
        Resource=[Ref(to)],
        Condition=Condition([StringEquals("aws:SourceAccount", AccountId), *conditions]),
    )


def policy(to: sns.Topic, *others: Statement) -> sns.TopicPolicy:
    """Give the policy that lets alarms publish, and whoever else is named, all over TLS."""
    # O02: a policy replaces the default one, so it names every publisher.
    return sns.TopicPolicy(
        f"{to.title}Policy",
        Topics=[Ref(to)],
        PolicyDocument=PolicyDocument(
            Version="2012-10-17",
            Statement=[
                publisher("AlarmsPublish", "cloudwatch", to),
                *others,
                Statement(
                    Sid="RefusePlainHttp",
                    Effect=Deny,
                    Principal=Principal("*"),
                    Action=[sns_actions.Publish],
                    Resource=[Ref(to)],
                    Condition=Condition(Bool("aws:SecureTransport", "false")),
                ),
            ],
        ),
    )


def subscriptions(logical_id: str, to: sns.Topic, email: EmailAddress | None) -> list[sns.SubscriptionResource]:
    """Give the subscription of an address, if there is one; the address has to confirm it."""
    # O03: an empty address would fail, so there is either one or no subscription.
    if email is None:
        return []
    return [sns.SubscriptionResource(logical_id, TopicArn=Ref(to), Protocol="email", Endpoint=email)]
