"""Document 001's alarms: what they watch, when they fire, and who hears of them."""

from tests.alarm_evaluator import Minutes, fires
from tests.systems import alarms, aurora, community, distribution, tasks, topics, traffic
from tests.systems.built import System, number

pytestmark = community.EVERY
ERRORS = ("HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count", "RequestCount")
ABOVE, BELOW = "GreaterThanThreshold", "LessThanThreshold"


def failing(system: System, percent: int) -> bool:
    """Tell whether the alarm on errors fires when this share of 100 requests a minute fails for half an hour."""
    alarm = alarms.on(system, *ERRORS, periods=2)
    asked: Minutes = [100.0] * 30
    failed: Minutes = [float(percent)] * 30
    return fires(alarm.properties, {ERRORS[0]: failed, ERRORS[1]: [None] * 30, ERRORS[2]: asked})


def test_s1_104_slow_answers_raise_an_alarm(system: System) -> None:
    """An alarm fires when 5 percent of the answers take more than 2 seconds, in two periods."""
    alarm = alarms.on(system, "TargetResponseTime")
    (metric,) = alarms.metrics(alarm)
    assert system.at(metric.dimensions.get("LoadBalancer")) == traffic.load_balancer(system)
    assert metric.statistic == "p95"
    assert alarms.fires(alarm) == (ABOVE, 2)
    assert number(alarm.get("EvaluationPeriods")) == 2


def test_s1_105_errors_raise_an_alarm(system: System) -> None:
    """An alarm fires when more than 5 percent of the requests fail, in two periods."""
    alarm = alarms.on(system, *ERRORS, periods=2)
    assert {metric.statistic for metric in alarms.metrics(alarm)} == {"Sum"}
    assert [failing(system, percent) for percent in (0, 4, 5, 6, 100)] == [False, False, False, True, True]


def test_s1_106_refused_connections_raise_an_alarm(system: System) -> None:
    """An alarm fires when the database's log tells of more than 10 refused connections in 5 minutes."""
    alarm = alarms.on(system, "DatabaseConnectionFailures")
    (metric,) = alarms.metrics(alarm)
    group = alarms.made_of_logs(system).get((metric.namespace, metric.name))
    assert group is not None
    assert group.get("LogGroupName") == aurora.log_group_name(system)
    assert (metric.statistic, metric.seconds) == ("Sum", 300)
    assert alarms.fires(alarm) == (ABOVE, 10)
    assert number(alarm.get("EvaluationPeriods")) == 1


def test_s1_107_missing_tasks_raise_an_alarm(system: System) -> None:
    """An alarm fires when fewer than 1, 2 or 3 tasks run, also when none does."""
    alarm = alarms.on(system, "RunningTaskCount")
    (metric,) = alarms.metrics(alarm)
    assert system.at(metric.dimensions.get("ServiceName")) == tasks.service(system)
    assert alarms.fires(alarm) == (BELOW, community.expected(system).tasks[0])
    assert metric.statistic in ("Minimum", "Average")
    assert alarm.get("TreatMissingData") == "breaching"


def test_s1_108_a_full_database_raises_an_alarm(system: System) -> None:
    """An alarm fires when more than 90 percent of the database's capacity is used for 5 minutes."""
    alarm = alarms.on(system, "ACUUtilization")
    (metric,) = alarms.metrics(alarm)
    assert system.at(metric.dimensions.get("DBClusterIdentifier")) == aurora.cluster(system)
    assert alarms.fires(alarm) == (ABOVE, 90)
    assert number(alarm.get("EvaluationPeriods")) * metric.seconds == 300


def test_s1_109_no_healthy_target_raises_an_alarm(system: System) -> None:
    """An alarm fires when the API's target group has no healthy target, also when it has no target."""
    alarm = alarms.on(system, "HealthyHostCount")
    (metric,) = alarms.metrics(alarm)
    assert system.at(metric.dimensions.get("TargetGroup")) == traffic.target_group(system, community.CONTAINER)
    assert alarms.fires(alarm) == (BELOW, 1)
    assert alarm.get("TreatMissingData") == "breaching"


def test_s1_110_errors_of_the_site_raise_an_alarm(system: System) -> None:
    """An alarm fires when more than 5 percent of the distribution's answers are 5xx."""
    alarm = alarms.on(system, "5xxErrorRate")
    (metric,) = alarms.metrics(alarm)
    assert system.at(metric.dimensions.get("DistributionId")) == distribution.distribution(system)
    assert alarms.fires(alarm) == (ABOVE, 5)


def test_s1_111i_tasks_that_cannot_start_raise_an_alarm(system: System) -> None:
    """An alarm fires when no task runs, as when a secret cannot be read."""
    alarm = alarms.on(system, "RunningTaskCount")
    assert fires(alarm.properties, {"RunningTaskCount": [None] * 30})
    assert fires(alarm.properties, {"RunningTaskCount": [0.0] * 30})


def test_s1_112_critical_alarms_have_a_topic_in_production(system: System) -> None:
    """In production the alarms that cannot wait go to a topic of their own."""
    told = {str(topic) for alarm in topics.alarms(system) for topic in topics.told(system, alarm)}
    wanted = 2 if community.environment(system) == "production" else 1
    assert len(system.of("AWS::SNS::Topic")) == wanted
    assert len(told) == wanted
    missing, slow = (alarms.on(system, name) for name in ("RunningTaskCount", "TargetResponseTime"))
    assert (topics.told(system, missing) == topics.told(system, slow)) == (wanted == 1)


def test_s1_113_warnings_have_a_topic(system: System) -> None:
    """Alarms that can wait go to a topic."""
    (topic,) = topics.told(system, alarms.on(system, "TargetResponseTime"))
    assert topic.type == "AWS::SNS::Topic"


def test_s1_114_topics_have_an_email_subscription(system: System) -> None:
    """Every topic has a subscription by e-mail, whose address is a parameter with the environment's default."""
    for topic in system.of("AWS::SNS::Topic"):
        (subscription,) = topics.subscriptions(system, topic)
        assert subscription.get("Protocol") == "email"
        assert str(subscription.get("Endpoint")).endswith("@example.com")


def test_s1_115_every_alarm_is_sent(system: System) -> None:
    """Every alarm, composite ones too, goes to a topic when it fires and when it is over."""
    assert topics.alarms(system)
    for alarm in topics.alarms(system):
        assert alarm.get("ActionsEnabled") in (None, True)
        assert topics.told(system, alarm)
        assert alarm.get("OKActions") == alarm.get("AlarmActions")


def test_s1_116_alarms_may_be_published(system: System) -> None:
    """CloudWatch may publish into every topic, and a topic's key, if there is one, lets it in."""
    for topic in system.of("AWS::SNS::Topic"):
        assert topics.admits_alarms(system, topic)


def test_s1_142_alarms_can_fire(system: System) -> None:
    """Every metric of every alarm is published, with its dimensions, by resources of this system."""
    assert len(alarms.alarms(system)) >= 8
    for alarm in alarms.alarms(system):
        assert alarms.unpublished(system, alarm) == []


def test_s1_p9_what_matters_is_watched(system: System) -> None:
    """Alarms with a threshold and a topic watch latency, errors and connections to the database."""
    watched = [
        alarms.on(system, "TargetResponseTime"),
        alarms.on(system, *ERRORS, periods=2),
        alarms.on(system, "DatabaseConnections"),
    ]
    for alarm in watched:
        assert number(alarm.get("Threshold")) > 0
        assert topics.told(system, alarm)
