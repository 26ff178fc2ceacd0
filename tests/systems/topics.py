"""Questions about who hears of alarms: topics, their policies and their subscriptions."""

from collections.abc import Mapping

from tasktracker_cfn.model.symbols import Value
from tests.systems.built import Item, System, entries, follow, listed


def alarms(system: System) -> tuple[Item, ...]:
    """Give all alarms, those that are made of others too."""
    return system.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")


def told(system: System, alarm: Item) -> tuple[Item, ...]:
    """Give the topics that an alarm goes to when it fires; all that it does must be that."""
    found = system.all_at(alarm.get("AlarmActions"))
    assert {item.type for item in found} == {"AWS::SNS::Topic"}
    return found


def subscriptions(system: System, topic: Item) -> list[Item]:
    """Give the subscriptions of a topic."""
    return [item for item in system.of("AWS::SNS::Subscription") if system.at(item.get("TopicArn")) == topic]


def admits_alarms(system: System, topic: Item) -> bool:
    """Tell whether CloudWatch may publish into a topic; without a policy it may."""
    statements = [
        entry
        for policy in system.of("AWS::SNS::TopicPolicy")
        if topic in map(system.at, listed(policy.get("Topics")))
        for entry in entries(policy.get("PolicyDocument", "Statement"))
    ]
    return not statements or any(
        _admits_cloudwatch(entry)
        and "sns:Publish" in listed(entry.get("Action"))
        and topic in map(system.at, listed(entry.get("Resource")))
        for entry in statements
    )


def key_admits_alarms(system: System, topic: Item) -> bool:
    """Tell whether CloudWatch may encrypt for a topic: with no key, or one of this system's, but not with AWS's own."""
    if topic.get("KmsMasterKeyId") is None:
        return True
    key = system.at(topic.get("KmsMasterKeyId"))
    allowed = {
        action
        for entry in entries(key.get("KeyPolicy", "Statement") if key is not None else None)
        if _admits_cloudwatch(entry)
        for action in listed(entry.get("Action"))
    }
    return {"kms:Decrypt", "kms:GenerateDataKey*"} <= allowed


def _admits_cloudwatch(entry: Mapping[str, Value]) -> bool:
    services = listed(follow(entry, "Principal", "Service"))
    return entry.get("Effect") == "Allow" and "cloudwatch.amazonaws.com" in services
