"""Topics that alarms publish into, which all look alike."""

from awacs import sns as sns_actions
from awacs.aws import Allow, Bool, Condition, Deny, PolicyDocument, Principal, Statement, StringEquals
from troposphere import AccountId, Ref, sns

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Arn, EmailAddress


def topic(logical_id: str, shown: str, key_arn: Arn | None) -> sns.Topic:
    """Give a topic, encrypted with a key of our own or not at all."""
    # O01: the policy of the key alias/aws/sns cannot admit CloudWatch, so alarms would fire and nothing would arrive.
    return sns.Topic(logical_id, DisplayName=shown, **given(KmsMasterKeyId=key_arn))


def policy(topic: sns.Topic) -> sns.TopicPolicy:
    """Give the policy that lets alarms publish, over TLS."""
    # O02: a policy replaces the default one, so it names every publisher.
    return sns.TopicPolicy(
        f"{topic.title}Policy",
        Topics=[Ref(topic)],
        PolicyDocument=PolicyDocument(
            Version="2012-10-17",
            Statement=[
                Statement(
                    Sid="AlarmsPublish",
                    Effect=Allow,
                    Principal=Principal("Service", ["cloudwatch.amazonaws.com"]),
                    Action=[sns_actions.Publish],
                    Resource=[Ref(topic)],
                    Condition=Condition(StringEquals("aws:SourceAccount", AccountId)),
                ),
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


def subscriptions(logical_id: str, topic: sns.Topic, email: EmailAddress | None) -> list[sns.SubscriptionResource]:
    """Give the subscription of an address, if there is one; the address has to confirm it."""
    # O03: an empty address would fail, so there is either one or no subscription.
    if email is None:
        return []
    return [sns.SubscriptionResource(logical_id, TopicArn=Ref(topic), Protocol="email", Endpoint=email)]
