"""Document 002's monitoring: metrics, alarms, the trail, the budget, saved queries."""

from collections.abc import Mapping

from tasktracker_cfn.model.values import Value
from tests.alarm_evaluator import fires
from tests.systems import alarms, buckets, keys, policies, task_tracker_mysql, tasks, topics
from tests.systems.built import Item, System, entries, follow, listed, number, text, true

FOLDER = task_tracker_mysql.FOLDER
FAILURES = ("HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count")
SECONDS, HOSTS = "TargetResponseTime", "HealthyHostCount"
TRAIL = "cloudtrail.amazonaws.com"
BUDGET = "arn:<AWS::Partition>:budgets::<AWS::AccountId>:budget/any"


def arn_of(trail: Item) -> str:
    """Give the ARN that a trail has by its name."""
    return f"arn:<AWS::Partition>:cloudtrail:<AWS::Region>:<AWS::AccountId>:trail/{trail.get('TrailName')}"


def allowed_to_trail(system: System, trail: Item, bucket: Item) -> set[tuple[str, str]]:
    """Give what a bucket's policy allows to a trail: the actions, each with what it is about."""
    return {
        (text(action), policies.written(system, resource))
        for entry in policies.bucket_statements(system, bucket)
        if entry.get("Effect") == "Allow"
        and TRAIL in listed(follow(entry, "Principal", "Service"))
        and policies.holds_for(system, entry, arn_of(trail))
        and follow(entry, "Condition", "StringEquals", "s3:x-amz-acl") in (None, "bucket-owner-full-control")
        for action in listed(entry.get("Action"))
        for resource in listed(entry.get("Resource"))
    }


def is_heard(system: System, subscriber: Mapping[str, Value]) -> bool:
    """Tell whether a subscriber of a budget is somebody: an address, or a topic that lets budgets publish."""
    address = subscriber.get("Address")
    if subscriber.get("SubscriptionType") == "EMAIL":
        return "@" in text(address)
    topic = system.at(address)
    return (
        subscriber.get("SubscriptionType") == "SNS"
        and topic is not None
        and topics.admits(system, topic, "budgets.amazonaws.com", BUDGET)
        and bool(topics.subscriptions(system, topic))
    )


def test_s2_80_cpu_memory_and_network_are_measured(system: System) -> None:
    """Container Insights, which measure CPU, memory and network of the tasks, are on."""
    assert alarms.insights(system)


def test_s2_81_many_errors_raise_an_alarm(system: System) -> None:
    """An alarm fires when requests are answered with 5xx, by the tasks or by the load balancer."""
    alarm = alarms.on(system, *FAILURES, "RequestCount").properties
    for name in FAILURES:
        failed = [fires(alarm, {name: [count] * 30, "RequestCount": [100.0] * 30}) for count in (0.0, 1.0, 50.0)]
        assert failed == [False, False, True]


def test_s2_82_slow_answers_raise_an_alarm(system: System) -> None:
    """An alarm fires when answers take long."""
    alarm = alarms.on(system, SECONDS).properties
    assert [fires(alarm, {SECONDS: [seconds] * 30}) for seconds in (0.1, 30.0, None)] == [False, True, False]


def test_s2_83_a_service_that_is_down_raises_an_alarm(system: System) -> None:
    """An alarm fires when no healthy target is left, also when nothing is heard of any."""
    alarm = alarms.on(system, HOSTS).properties
    assert [fires(alarm, {HOSTS: [count] * 30}) for count in (1.0, 0.0, None)] == [False, True, True]


def test_s2_84_alarms_reach_someone(system: System) -> None:
    """Every alarm goes to a topic that admits it and has a subscriber."""
    assert topics.alarms(system)
    for alarm in topics.alarms(system):
        for topic in topics.told(system, alarm):
            assert topics.subscriptions(system, topic)
            assert topics.admits_alarms(system, topic)


def test_s2_106_calls_of_the_api_are_recorded(system: System) -> None:
    """A trail is on, and a closed bucket and its key take what it writes, before it starts."""
    trail = system.one("AWS::CloudTrail::Trail")
    bucket = system.at(trail.get("S3BucketName"))
    assert true(trail.get("IsLogging"))
    assert bucket is not None
    assert buckets.is_closed(bucket)
    assert allowed_to_trail(system, trail, bucket) == {
        ("s3:GetBucketAcl", f"<{bucket}.Arn>"),
        ("s3:PutObject", f"<{bucket}.Arn>/AWSLogs/<AWS::AccountId>/*"),
    }
    assert trail.get("S3KeyPrefix") is None
    assert system.order.surely_after(trail.resource, buckets.policy(system, bucket).resource)
    key = system.at(trail.get("KMSKeyId"))
    assert (key is None) == (trail.get("KMSKeyId") is None)
    assert key is None or keys.lets_in(
        system, key, TRAIL, "kms:DescribeKey", "kms:GenerateDataKey", source=arn_of(trail)
    )


def test_s2_119_questions_to_the_logs_are_saved(system: System) -> None:
    """There are saved queries about the application's log group."""
    group = tasks.log_group(system, task_tracker_mysql.CONTAINER)
    queries = system.of("AWS::Logs::QueryDefinition")
    assert any(group in map(system.at, listed(query.get("LogGroupNames"))) for query in queries)


def test_s2_121_somebody_hears_of_the_budget(system: System) -> None:
    """A budget has a limit and notifications, each with subscribers: people, and topics that take it."""
    budget = system.one("AWS::Budgets::Budget")
    notifications = budget.entries("NotificationsWithSubscribers")
    assert number(budget.get("Budget", "BudgetLimit", "Amount")) > 0
    assert notifications
    for notification in notifications:
        assert number(follow(notification, "Notification", "Threshold")) > 0
        subscribers = entries(notification.get("Subscribers"))
        assert subscribers
        for subscriber in subscribers:
            assert is_heard(system, subscriber)


def test_s2_131_alarms_can_fire(system: System) -> None:
    """Every metric of every alarm is published, with its dimensions, by resources of this system."""
    assert alarms.alarms(system)
    for alarm in alarms.alarms(system):
        assert alarms.unpublished(system, alarm) == []
