"""Questions about who hears of alarms: topics, their policies and their subscriptions."""

from tests.systems import keys, policies
from tests.systems.built import Item, System, entries, follow, listed

ALARMS = "cloudwatch.amazonaws.com"


def alarms(system: System) -> tuple[Item, ...]:
    """Give all alarms, those that are made of others too."""
    return system.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")


def told(system: System, alarm: Item) -> tuple[Item, ...]:
    """Give the topics that an alarm goes to when it fires; all that it does must be that, and it must do it."""
    assert alarm.get("ActionsEnabled") in (None, True, "true"), f"{alarm} does nothing"
    found = system.all_at(alarm.get("AlarmActions"))
    assert {item.type for item in found} == {"AWS::SNS::Topic"}
    return found


def subscriptions(system: System, topic: Item) -> list[Item]:
    """Give the subscriptions of a topic that have somebody at their end, all of them by e-mail."""
    found = [item for item in system.of("AWS::SNS::Subscription") if system.at(item.get("TopicArn")) == topic]
    return [item for item in found if item.get("Protocol") == "email" and "@" in str(item.get("Endpoint"))]


def admits_alarms(system: System, topic: Item) -> bool:
    """Tell whether CloudWatch may publish into a topic; without a policy it may."""
    return admits(system, topic, ALARMS)


def admits(system: System, topic: Item, service: str, source: str | None = None) -> bool:
    """Tell whether a topic's policy and its key let a service of AWS's publish; what has no policy takes alarms."""
    statements = [
        entry
        for policy in system.of("AWS::SNS::TopicPolicy")
        if topic in map(system.at, listed(policy.get("Topics")))
        for entry in entries(policy.get("PolicyDocument", "Statement"))
    ]
    by_policy = any(
        entry.get("Effect") == "Allow"
        and service in listed(follow(entry, "Principal", "Service"))
        and "sns:Publish" in listed(entry.get("Action"))
        and topic in map(system.at, listed(entry.get("Resource")))
        and policies.holds_for(system, entry, source)
        for entry in statements
    )
    return (by_policy or (service == ALARMS and not statements)) and _key_admits(system, topic, service)


def _key_admits(system: System, topic: Item, service: str) -> bool:
    name = topic.get("KmsMasterKeyId")
    key = system.at(name)
    # AWS's own key of a topic lets no service in.
    return name is None or (
        key is not None and keys.lets_in(system, key, service, "kms:Decrypt", "kms:GenerateDataKey")
    )
