"""Topics that let their publishers publish."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.monitoring.publishers import BUDGETS, EVENTS, S3, TOPIC, publishers
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_items
from tasktracker_cfn.model.policies.documents import is_known
from tasktracker_cfn.model.policies.granting import allowing, may_allow, names_source
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System

POLICIES = {"AWS::SNS::TopicPolicy": "Topics", "AWS::SNS::TopicInlinePolicy": "TopicArn"}
# The policy of a topic that has none of its own is for the account's own identities; these services are none.
NEVER_BY_DEFAULT = (EVENTS, BUDGETS, S3)


@rule(
    "topic-admits-publishers",
    rows="O02",
    severity="warning",
    why="The policy of a topic replaces the default one, and a service that it does not name publishes nothing more; "
    "alarms and events are lost without a word.",
    remedy="Allow the service sns:Publish in the topic's policy, for this account.",
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
)
def topic_admits_publishers(system: System) -> Iterator[Fault]:
    """The policy of a topic lets everything publish that is set to."""
    for topic, services in publishers(system).items():
        found = _policies(system, topic)
        if not all(map(is_known, found)):
            continue
        for service, publisher in services.items():
            silent = not found and service not in NEVER_BY_DEFAULT
            if not silent and not any(may_allow(document, service, "sns:Publish") for document in found):
                yield Fault(topic, f"does not let {service} publish, as {publisher} has it do")


@rule(
    "topic-key-admits-publishers",
    rows="O01",
    severity="warning",
    why="Who publishes to an encrypted topic uses its key; a service that may not publishes nothing, without a word.",
    remedy="Allow the service kms:Decrypt and kms:GenerateDataKey* in the policy of the key.",
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
)
def topic_key_admits_publishers(system: System) -> Iterator[Fault]:
    """The key of a topic lets everything use it that publishes there."""
    for topic, services in publishers(system).items():
        key = _key(system, topic)
        if key is None:
            continue
        for service, publisher in services.items():
            if not may_allow(key.get("KeyPolicy"), service, "kms:Decrypt", "kms:GenerateDataKey"):
                message = f"is encrypted with {key}, which {service} may not use, as it does for {publisher}"
                yield Fault(topic, message, "KmsMasterKeyId")


@rule(
    "topic-key-open-to-events",
    rows="O01",
    severity="warning",
    why="EventBridge does not say for whom it uses a key, so a statement that asks for the source keeps it out, and "
    "its events are lost without a word.",
    remedy="Allow events.amazonaws.com in a statement of the key's policy without SourceArn and SourceAccount.",
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services",
)
def topic_key_open_to_events(system: System) -> Iterator[Fault]:
    """The key of a topic for events does not ask EventBridge for whom it acts."""
    for topic, services in publishers(system).items():
        key = _key(system, topic) if EVENTS in services else None
        document = key.get("KeyPolicy") if key is not None else None
        found = allowing(document, EVENTS, "kms:Decrypt")
        if found and all(map(names_source, found)):
            message = f"is encrypted with {key}, which lets EventBridge in only when it names its source"
            yield Fault(topic, message, "KmsMasterKeyId")


@rule(
    "subscription-has-endpoint",
    rows="O03",
    severity="error",
    why="SNS refuses a subscription to nothing, so a stack without an address fails.",
    remedy="Make the subscription depend on a condition that the address is not empty, or ask for one.",
    source="https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
)
def subscription_has_endpoint(system: System) -> Iterator[Fault]:
    """A subscription goes to somebody."""
    for item in system.of("AWS::SNS::Subscription"):
        if _is_for_nobody(item.get("Endpoint"), item.get("Protocol")) and system.exists(item):
            yield Fault(item, "goes to nobody", "Endpoint")
    for topic in system.of(TOPIC):
        for number, entry in enumerate(topic.mappings("Subscription")):
            if system.exists(topic) and _is_for_nobody(entry.get("Endpoint"), entry.get("Protocol")):
                yield Fault(topic, "has a subscription that goes to nobody", "Subscription", number, "Endpoint")


def _key(system: System, topic: Item) -> Item | None:
    """Give the key of a topic, when it is one of this system."""
    key = system.at(topic.get("KmsMasterKeyId"))
    if key is not None and key.type == "AWS::KMS::Alias":
        key = system.at(key.get("TargetKeyId"))
    return key if key is not None and key.type == "AWS::KMS::Key" else None


def _policies(system: System, topic: Item) -> list[Value]:
    """Give the policies that may be a topic's, those of topics that are not known among them."""
    found: list[Value] = []
    for item in system.of(*POLICIES):
        owners = [system.at(value) for value in known_items(item.get(POLICIES[item.type]))]
        if topic in owners or None in owners:
            found.append(item.get("PolicyDocument"))
    return found


def _is_for_nobody(endpoint: Value, protocol: Value) -> bool:
    if not isinstance(endpoint, str):
        return False
    return not endpoint.strip() or (protocol in ("email", "email-json") and "@" not in endpoint)
