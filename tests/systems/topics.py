"""Questions about who hears of alarms: topics, their policies and their subscriptions."""

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
        entry.get("Effect") == "Allow"
        and "cloudwatch.amazonaws.com" in listed(follow(entry, "Principal", "Service"))
        and "sns:Publish" in listed(entry.get("Action"))
        and topic in map(system.at, listed(entry.get("Resource")))
        for entry in statements
    )
