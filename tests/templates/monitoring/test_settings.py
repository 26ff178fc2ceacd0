"""Every setting of the monitoring does what its description says, and no more."""

import re
from pathlib import Path
from typing import Any

import pytest

from tasktracker_cfn.assembly.rendering import render
from tasktracker_cfn.authoring.tags import tagged
from tasktracker_cfn.config.monitoring import ALARMS, MonitoringConfig
from tasktracker_cfn.gate.linting import lint
from tests.watching import ALL, CLUSTER, INSTANCE, alarms, resources, system_of, watch

COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
ANY_ALARM = ("AWS::CloudWatch::Alarm", COMPOSITE)
BURN = {
    f"{rate}Burn{window}Alarm"
    for rate, windows in {"Fast": ("OneHour", "FiveMinutes", ""), "Slow": ("SixHours", "ThirtyMinutes", "")}.items()
    for window in windows
}
# The alarms of each setting, and whether they are critical by its description.
MADE: dict[str, set[str]] = {
    "database_cpu_percent": {"DatabaseCpuAlarm"},
    "database_connections": {"DatabaseConnectionsAlarm"},
    "database_connection_failures": {"DatabaseConnectionFailuresAlarm"},
    "database_acu_percent": {"DatabaseCapacityAlarm"},
    # Of instances, which are looked at in a module of their own; and what is no alarm.
    "database_free_storage_gib": set(),
    "database_replica_lag_seconds": {"DatabaseReaderLagAlarm"},
    "database_cpu_credits": set(),
    "database_events": set(),
    "running_tasks_below": {"RunningTasksAlarm"},
    "tasks_below_desired": {"TasksBelowDesiredAlarm"},
    "no_healthy_targets": {"ApiNoHealthyTargetsAlarm"},
    "latency_seconds": {"LatencyAlarm"},
    "error_percent": {"ErrorRateAlarm"},
    "server_errors": {"ServerErrorsAlarm"},
    "site_error_percent": {"SiteErrorsAlarm"},
    "waf_blocked_requests": {"FirewallBlocksAlarm", "SiteFirewallBlocksAlarm"},
    "availability_percent": BURN,
}
# Numbers other than those of ALL, to see them arrive.
OTHER: dict[str, Any] = {
    "database_cpu_percent": 71,
    "database_connections": 72,
    "database_connection_failures": 73,
    "database_acu_percent": 74,
    "database_replica_lag_seconds": 76,
    "running_tasks_below": 75,
    "latency_seconds": 0.25,
    "error_percent": 0.5,
    "server_errors": 0,
    "site_error_percent": 1.5,
}


@pytest.mark.parametrize("setting", ALARMS)
def test_alone(setting: str) -> None:
    """Each setting makes its own alarms and no other, in the topic that is always there."""
    template = watch({setting: ALL[setting]})
    assert set(resources(template, *ANY_ALARM)) == MADE[setting]
    others = set(template["Resources"]) - MADE[setting] - {"DatabaseConnectionFailuresFilter", "DatabaseEvents"}
    assert others == {"AlarmTopic", "AlarmTopicPolicy"}


@pytest.mark.parametrize("setting", ALARMS)
def test_without(setting: str) -> None:
    """A setting that is left out takes its own alarms along and no other."""
    template = watch({key: value for key, value in ALL.items() if key != setting})
    assert set(resources(template, *ANY_ALARM)) == set().union(*MADE.values()) - MADE[setting]


@pytest.mark.parametrize("setting", OTHER)
def test_thresholds(setting: str) -> None:
    """A number is the threshold of its alarm."""
    (alarm,) = alarms(watch({setting: OTHER[setting]})).values()
    assert alarm["Threshold"] == OTHER[setting]


def test_floor() -> None:
    """The floor of requests is where the share of errors starts to be judged."""
    (alarm,) = alarms(watch({"error_percent": 5.0, "error_floor_requests": 77})).values()
    assert "asked >= 77" in alarm["Metrics"][0]["Expression"]


def test_every_target_group() -> None:
    """Each target group has its own alarm."""
    found = alarms(watch({"no_healthy_targets": True}, targets=("api", "web-front")))
    assert set(found) == {"ApiNoHealthyTargetsAlarm", "WebFrontNoHealthyTargetsAlarm"}
    groups = [alarm["Dimensions"][0]["Value"]["Ref"] for alarm in found.values()]
    assert groups == ["ApiTargetGroupFullName", "WebFrontTargetGroupFullName"]


def test_every_setting_is_tried() -> None:
    """No setting of the configuration is left out here, but for those that make no alarm."""
    without_alarms = {"grafana", "rules", "saved_queries"}
    assert set(ALL) | {"error_floor_requests"} | without_alarms == set(MonitoringConfig.model_fields)
    assert set(MADE) == set(ALARMS)


def _critical() -> set[str]:
    described = {name: field.description or "" for name, field in MonitoringConfig.model_fields.items()}
    by_description = [MADE[name] for name in ALARMS if described[name].startswith("Critical alarm")]
    return set().union(*by_description) | {"FastBurnAlarm"}


def test_critical_topic() -> None:
    """Alarms whose setting calls them critical tell the critical topic, all others the other one."""
    for name, alarm in resources(watch(ALL), *ANY_ALARM).items():
        topic = "CriticalAlarmTopic" if name in _critical() else "AlarmTopic"
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": topic}], name


def test_no_critical_topic() -> None:
    """Without somebody else to hear of critical alarms, all go to one topic."""
    template = watch({key: value for key, value in ALL.items() if key != "critical_email"})
    assert set(resources(template, "AWS::SNS::Topic")) == {"AlarmTopic"}
    for alarm in resources(template, *ANY_ALARM).values():
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "AlarmTopic"}]


@pytest.mark.parametrize("key", ["email", "critical_email"])
def test_addresses(key: str) -> None:
    """Each address is subscribed to its own topic."""
    template = watch({"server_errors": 1, key: "a@example.com"})
    prefix = "Alarm" if key == "email" else "CriticalAlarm"
    (subscription,) = resources(template, "AWS::SNS::Subscription").values()
    assert subscription == {
        "TopicArn": {"Ref": f"{prefix}Topic"},
        "Protocol": "email",
        "Endpoint": {"Ref": f"{prefix}Email"},
    }


def test_topics_admit_cloudwatch() -> None:
    """Each topic lets CloudWatch of this account publish, refuses plain HTTP, and has no key that shuts it out."""
    template = watch({**ALL, "database_events": False})
    topics = resources(template, "AWS::SNS::Topic")
    policies = resources(template, "AWS::SNS::TopicPolicy")
    assert set(policies) == {f"{topic}Policy" for topic in topics}
    for name, topic in topics.items():
        assert "KmsMasterKeyId" not in topic
        policy = policies[f"{name}Policy"]
        assert policy["Topics"] == [{"Ref": name}]
        allow, *others, deny = policy["PolicyDocument"]["Statement"]
        assert all("Service" in other["Principal"] and "Condition" in other for other in others)
        assert (allow["Effect"], allow["Principal"]) == ("Allow", {"Service": ["cloudwatch.amazonaws.com"]})
        assert allow["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
        assert (deny["Effect"], deny["Principal"]) == ("Deny", "*")
        assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        assert allow["Resource"] == deny["Resource"] == [{"Ref": name}]


@pytest.mark.parametrize("folder", [CLUSTER, INSTANCE])
def test_whole_alarms(folder: str) -> None:
    """Every alarm says what happened and what to look at, what silence means, and has no name of its own."""
    for name, alarm in resources(watch(ALL, folder), *ANY_ALARM).items():
        assert "Look at" in alarm["AlarmDescription"], name
        assert len(alarm["AlarmDescription"]) <= 1024
        assert "AlarmName" not in alarm
        if "AlarmRule" not in alarm:
            assert alarm["TreatMissingData"] in {"breaching", "notBreaching"}, name


@pytest.mark.parametrize("folder", [CLUSTER, INSTANCE])
def test_limits(folder: str) -> None:
    """No alarm looks back further than CloudWatch does."""
    for name, alarm in alarms(watch(ALL, folder)).items():
        stats = [query["MetricStat"] for query in alarm.get("Metrics", []) if "MetricStat" in query]
        (period,) = {stat["Period"] for stat in stats} or {alarm.get("Period")}
        assert len(stats) <= 10
        assert period * alarm["EvaluationPeriods"] <= (86_400 if period < 3600 else 604_800), name


def test_spans() -> None:
    """The time that a description speaks of is the time that is judged."""
    seconds = {"two minutes": 120, "five minutes": 300, "ten minutes": 600, "fifteen minutes": 900}
    for folder in (CLUSTER, INSTANCE):
        for name, alarm in alarms(watch(ALL, folder)).items():
            if "Burn" in name:
                continue
            stats = [query["MetricStat"] for query in alarm.get("Metrics", []) if "MetricStat" in query]
            period = stats[0]["Period"] if stats else alarm["Period"]
            (words,) = re.findall(r"(two periods of five|two|five|ten|fifteen) minutes", alarm["AlarmDescription"])
            expected = 600 if words.startswith("two periods") else seconds[f"{words} minutes"]
            assert period * alarm["EvaluationPeriods"] == expected, name


def test_filter_comes_first() -> None:
    """The metric filter reads the database's own log and is there before its alarm."""
    template = watch({"database_connection_failures": 10})
    counter = template["Resources"]["DatabaseConnectionFailuresFilter"]["Properties"]
    alarm = template["Resources"]["DatabaseConnectionFailuresAlarm"]
    assert alarm["DependsOn"] == "DatabaseConnectionFailuresFilter"
    assert counter["LogGroupName"] == {"Ref": "DatabaseLogGroupName"}
    (made,) = counter["MetricTransformations"]
    assert made["MetricNamespace"] == alarm["Properties"]["Namespace"] == "community-tracker-production"
    assert made["MetricName"] == alarm["Properties"]["MetricName"]


REFUSED = [
    'FATAL:  password authentication failed for user "tracker"',
    'FATAL:  PAM authentication failed for user "tracker"',
    'FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "tracker", database "tracker", no encryption',
    'FATAL:  pg_hba.conf rejects connection for host "10.0.0.1", user "tracker", database "tracker", no encryption',
    "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
    "FATAL:  sorry, too many clients already",
    'FATAL:  too many connections for role "tracker"',
    "FATAL:  the database system is starting up",
]
HARMLESS = [
    "LOG:  database system is ready to accept connections",
    "LOG:  database system is shut down",
    "LOG:  connection authorized: user=tracker database=tracker SSL enabled",
    'DETAIL:  Connection matched file "/rdsdbdata/config/pg_hba.conf" line 13: "host all all all md5"',
    "LOG:  duration: 1500.000 ms  statement: SELECT count(*) FROM connections",
]


def test_refusals() -> None:
    """The filter counts what PostgreSQL writes when it refuses a connection, once, and nothing else."""
    template = watch({"database_connection_failures": 10})
    pattern = template["Resources"]["DatabaseConnectionFailuresFilter"]["Properties"]["FilterPattern"]
    terms = re.findall(r'\?"([^"]+)"', pattern)
    assert pattern == " ".join(f'?"{term}"' for term in terms)
    assert len(pattern) <= 1024
    for line in REFUSED:
        assert any(term in line for term in terms), line
    for line in HARMLESS:
        assert not any(term in line for term in terms), line


def test_order_of_composite_alarms() -> None:
    """A composite alarm refers to the alarms that it is made of, so that they are there before it."""
    rules = {name: alarm["AlarmRule"]["Fn::Sub"] for name, alarm in resources(watch(ALL), COMPOSITE).items()}
    assert rules == {
        "FastBurnAlarm": 'ALARM("${FastBurnOneHourAlarm}") AND ALARM("${FastBurnFiveMinutesAlarm}")',
        "SlowBurnAlarm": 'ALARM("${SlowBurnSixHoursAlarm}") AND ALARM("${SlowBurnThirtyMinutesAlarm}")',
    }


def test_existing_alarms() -> None:
    """What is deployed keeps its alarms as they were, by their ids."""
    config = system_of(INSTANCE).monitoring
    assert config is not None
    template = watch(config.model_dump(exclude_unset=True), INSTANCE)
    assert set(template["Resources"]) == {
        "AlarmTopic",
        "AlarmTopicPolicy",
        "AlarmEmailSubscription",
        "DatabaseCpuAlarm",
        "RunningTasksAlarm",
        "ServerErrorsAlarm",
    }
    cpu, running, errors = (
        alarms(template)[name] for name in ("DatabaseCpuAlarm", "RunningTasksAlarm", "ServerErrorsAlarm")
    )
    assert (cpu["Statistic"], cpu["Period"], cpu["EvaluationPeriods"], cpu["Threshold"]) == ("Average", 300, 2, 80)
    assert (running["Statistic"], running["Period"], running["EvaluationPeriods"]) == ("Minimum", 60, 5)
    assert errors["Metrics"][0]["Expression"] == "FILL(target, 0) + FILL(balancer, 0)"


@pytest.mark.parametrize("folder", [CLUSTER, INSTANCE])
def test_lints_clean(folder: str, tmp_path: Path) -> None:
    """Nothing is found in monitoring with every setting."""
    system = system_of(folder)
    file = tmp_path / "monitoring.yaml"
    file.write_text(render(tagged(watch(ALL, folder), system.all_tags(), system.name), "test"), encoding="utf-8")
    assert [finding for findings in lint([file], system.region, 1) for finding in findings] == []
