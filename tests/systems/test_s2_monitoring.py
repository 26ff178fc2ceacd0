"""Document 002's monitoring: metrics, alarms, the trail, the budget, saved queries."""

from tests.systems import alarms, policies, task_tracker_mysql, tasks, topics
from tests.systems.built import System, entries, follow, listed, number, true

FOLDER = task_tracker_mysql.FOLDER
FAILURES = {"HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"}


def test_s2_80_cpu_memory_and_network_are_measured(system: System) -> None:
    """Container Insights, which measure CPU, memory and network of the tasks, are on."""
    assert alarms.insights(system)


def test_s2_81_many_errors_raise_an_alarm(system: System) -> None:
    """An alarm looks at answers of 5xx."""
    watched = [alarm for alarm in alarms.alarms(system) if FAILURES & {found.name for found in alarms.metrics(alarm)}]
    assert watched
    assert {alarms.fires(alarm)[0] for alarm in watched} == {"GreaterThanThreshold"}


def test_s2_82_slow_answers_raise_an_alarm(system: System) -> None:
    """An alarm looks at the time that answers take."""
    alarm = alarms.on(system, "TargetResponseTime")
    assert alarms.fires(alarm)[0] == "GreaterThanThreshold"


def test_s2_83_a_service_that_is_down_raises_an_alarm(system: System) -> None:
    """An alarm fires when no healthy target is left, also when nothing is heard of any."""
    alarm = alarms.on(system, "HealthyHostCount")
    assert alarms.fires(alarm) == ("LessThanThreshold", 1)
    assert alarm.get("TreatMissingData") == "breaching"


def test_s2_84_alarms_reach_someone(system: System) -> None:
    """Every alarm goes to a topic that admits it and has a subscriber."""
    assert topics.alarms(system)
    for alarm in topics.alarms(system):
        for topic in topics.told(system, alarm):
            assert topics.subscriptions(system, topic)
            assert topics.admits_alarms(system, topic)


def test_s2_106_calls_of_the_api_are_recorded(system: System) -> None:
    """A trail is on and writes to a bucket whose policy admits it before the trail asks."""
    trail = system.one("AWS::CloudTrail::Trail")
    bucket = system.at(trail.get("S3BucketName"))
    assert true(trail.get("IsLogging"))
    assert bucket is not None
    statements = policies.bucket_statements(system, bucket)
    allowed = {
        str(action)
        for entry in statements
        if entry.get("Effect") == "Allow"
        and "cloudtrail.amazonaws.com" in listed(follow(entry, "Principal", "Service"))
        for action in listed(entry.get("Action"))
    }
    assert allowed == {"s3:GetBucketAcl", "s3:PutObject"}
    (policy,) = [item for item in system.of("AWS::S3::BucketPolicy") if system.at(item.get("Bucket")) == bucket]
    assert system.order.surely_after(trail.resource, policy.resource)


def test_s2_119_questions_to_the_logs_are_saved(system: System) -> None:
    """There are saved queries about the application's log group."""
    group = tasks.log_group(system, task_tracker_mysql.CONTAINER)
    queries = system.of("AWS::Logs::QueryDefinition")
    assert any(group in map(system.at, listed(query.get("LogGroupNames"))) for query in queries)


def test_s2_121_somebody_hears_of_the_budget(system: System) -> None:
    """A budget has notifications, each with a subscriber."""
    notifications = system.one("AWS::Budgets::Budget").entries("NotificationsWithSubscribers")
    assert notifications
    for notification in notifications:
        assert entries(notification.get("Subscribers"))
        assert number(follow(notification, "Notification", "Threshold")) > 0


def test_s2_131_alarms_can_fire(system: System) -> None:
    """Every metric of every alarm is published, with its dimensions, by resources of this system."""
    assert alarms.alarms(system)
    for alarm in alarms.alarms(system):
        assert alarms.unpublished(system, alarm) == []
