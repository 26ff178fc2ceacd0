"""Document 004's alarms: what they watch, when they fire, and who hears of them."""

import re

from tests.systems import alarms, database, task_management_api, tasks, traffic
from tests.systems.built import System, number, text

FOLDER = task_management_api.FOLDER


def test_s4_57_a_busy_database_raises_an_alarm(system: System) -> None:
    """An alarm fires when the database's CPU is above 80 percent."""
    alarm = alarms.on(system, "CPUUtilization")
    (metric,) = alarms.metrics(alarm)
    assert metric.namespace == "AWS/RDS"
    assert system.at(metric.dimensions.get("DBInstanceIdentifier")) == database.database(system)
    assert alarms.fires(alarm) == ("GreaterThanThreshold", 80)
    assert metric.statistic == "Average"


def test_s4_58_a_missing_task_raises_an_alarm(system: System) -> None:
    """An alarm fires when fewer than two tasks of the service run, also when none does."""
    alarm = alarms.on(system, "RunningTaskCount")
    (metric,) = alarms.metrics(alarm)
    assert system.at(metric.dimensions.get("ServiceName")) == tasks.service(system)
    assert alarms.fires(alarm) == ("LessThanThreshold", 2)
    assert metric.statistic in ("Minimum", "Average")
    assert alarm.get("TreatMissingData") == "breaching"


def test_s4_59_server_errors_raise_an_alarm(system: System) -> None:
    """An alarm fires when more than ten answers within five minutes are 5xx, whoever gives them."""
    alarm = alarms.on(system, "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count")
    assert alarms.fires(alarm) == ("GreaterThanThreshold", 10)
    assert number(alarm.get("EvaluationPeriods")) == 1
    for metric in alarms.metrics(alarm):
        assert (metric.statistic, metric.seconds) == ("Sum", 300)
        assert system.at(metric.dimensions.get("LoadBalancer")) == traffic.load_balancer(system)
    (returned,) = [query for query in alarm.entries("Metrics") if query.get("ReturnData") is not False]
    assert set(re.findall(r"FILL\((\w+), 0\)", text(returned.get("Expression")))) == {
        query.get("Id") for query in alarm.entries("Metrics") if "MetricStat" in query
    }


def test_s4_77_alarms_reach_someone(system: System) -> None:
    """Every alarm goes to a topic that has a subscriber and lets CloudWatch publish."""
    for alarm in alarms.alarms(system):
        topics = alarms.topics(system, alarm)
        assert topics
        for topic in topics:
            assert topic is not None
            assert topic in {system.at(item.get("TopicArn")) for item in system.of("AWS::SNS::Subscription")}


def test_s4_81_alarms_can_fire(system: System) -> None:
    """Every metric of every alarm is published, with its dimensions, by resources of this system."""
    assert len(alarms.alarms(system)) == 3
    for alarm in alarms.alarms(system):
        assert alarms.unpublished(system, alarm) == []
