"""Goals for topics."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.goals.keys import AWS_OWN
from tasktracker_cfn.gate.goals.statements import Statement, of_owner
from tasktracker_cfn.model.system import Item, System, listed

TOPICS = Area("Topics")

TOPIC = "AWS::SNS::Topic"
POLICIES = ("AWS::SNS::TopicPolicy", "AWS::SNS::TopicInlinePolicy")


@TOPICS.always("topic-encryption", "CKV_AWS_26 SNS_ENCRYPTED_KMS SNSEncryptedKMS SH:SNS.1 cn:W47")
def encryption(system: System) -> Iterator[Breach]:
    """Every topic is encrypted, with a key that whoever publishes may use."""
    for topic in system.of(TOPIC):
        key = topic.get("KmsMasterKeyId")
        if not key:
            yield topic, "is not encrypted"
        elif isinstance(key, str) and AWS_OWN in key:
            # O01: CloudWatch cannot use AWS's own key, and its alarms are lost without a word.
            yield topic, "has a key that alarms cannot use"


@TOPICS.always(
    "topic-policy",
    "AS-SNS3 SNSTopicSSLPublishOnly SNS_TOPICPOLICY_NO_WILDCARD_PRINCIPAL "
    "SNS_TOPICPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL SNS_TOPICPOLICY_NO_ALLOW_PLUS_NOT_ACTION SH:SNS.4 "
    "cr:SNSTopicPolicyWildcardActionRule cr:SNSTopicPolicyNotPrincipalRule "
    "cr:SNSTopicDangerousPolicyActionsRule cn:F18 SNSRedrivePolicy",
)
def policy(system: System) -> Iterator[Breach]:
    """Every topic refuses what does not come over TLS, and nobody publishes who is not named."""
    refusing: set[Item | None] = set()
    for statement in of_owner(system, *POLICIES):
        if _refuses_plain_http(statement):
            refusing |= {
                system.at(topic) for topic in listed(statement.owner.get("Topics") or statement.owner.get("TopicArn"))
            }
        if statement.allows and (statement.is_for_everybody or "NotPrincipal" in statement.entry):
            yield statement, "is for everybody"
        if statement.allows and any(action.endswith("*") for action in statement.actions):
            yield statement, "allows more than a named action"
    yield from ((topic, "takes plain HTTP") for topic in system.of(TOPIC) if topic not in refusing)


@TOPICS.exempted("topic-delivery-status", "SH:SNS.2")
def delivery_status(system: System) -> Iterator[Breach]:
    """Every topic logs what became of its messages."""
    for topic in system.of(TOPIC):
        if not topic.get("DeliveryStatusLogging"):
            yield topic, "does not log what becomes of its messages"


def _refuses_plain_http(statement: Statement) -> bool:
    refuses = statement.entry.get("Effect") == "Deny" and statement.is_for_everybody
    publishing = any(action in {"sns:Publish", "SNS:Publish"} for action in statement.actions)
    return refuses and publishing and statement.condition("Bool", "aws:SecureTransport") in ("false", False)
