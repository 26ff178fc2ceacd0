"""The services of AWS that publish to topics, as the resources of a system have them do it."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.model.known import known_items
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow

TOPIC = "AWS::SNS::Topic"
CLOUDWATCH, EVENTS, BUDGETS = "cloudwatch.amazonaws.com", "events.amazonaws.com", "budgets.amazonaws.com"
RDS, S3, BACKUP = "events.rds.amazonaws.com", "s3.amazonaws.com", "backup.amazonaws.com"
# The properties that hold the topics, for types that have them plainly.
PLAIN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "AWS::CloudWatch::Alarm": (CLOUDWATCH, ("AlarmActions", "OKActions", "InsufficientDataActions")),
    "AWS::CloudWatch::CompositeAlarm": (CLOUDWATCH, ("AlarmActions", "OKActions", "InsufficientDataActions")),
    "AWS::RDS::EventSubscription": (RDS, ("SnsTopicArn",)),
}
# The list, and the key in each of its entries.
LISTED: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "AWS::Events::Rule": (EVENTS, ("Targets",), "Arn"),
    "AWS::S3::Bucket": (S3, ("NotificationConfiguration", "TopicConfigurations"), "Topic"),
}


def publishers(system: System) -> dict[Item, dict[str, Item]]:
    """Give for each topic the services that publish to it, each with the first resource that has it do so."""
    found: dict[Item, dict[str, Item]] = {}
    for item in system.items:
        for service, value in _published(item):
            topic = system.at(value)
            if topic is not None and topic.type == TOPIC:
                found.setdefault(topic, {}).setdefault(service, item)
    return found


def _published(item: Item) -> Iterator[tuple[str, Value]]:
    if item.type in PLAIN:
        service, keys = PLAIN[item.type]
        yield from ((service, value) for key in keys for value in item.listed(key))
    elif item.type in LISTED:
        service, path, key = LISTED[item.type]
        yield from ((service, entry.get(key)) for entry in item.mappings(*path))
    elif item.type == "AWS::Backup::BackupVault":
        yield BACKUP, item.get("Notifications", "SNSTopicArn")
    elif item.type == "AWS::Budgets::Budget":
        for notification in item.mappings("NotificationsWithSubscribers"):
            for subscriber in known_items(notification.get("Subscribers")):
                yield BUDGETS, follow(subscriber, "Address")
