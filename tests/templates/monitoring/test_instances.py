"""What is watched of instances only, of replicas and readers, and what RDS itself tells."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.alarm_evaluator import Minutes, fires
from tests.nests import nest_with, properties
from tests.toml_files import Key
from tests.watching import ALL, INSTANCE, Template, alarms, dashboards, resources, watch

EVENTS = "AWS::RDS::EventSubscription"
GIB = 2**30
# The settings of instances, each with its alarms where there are two replicas.
MADE: dict[str, set[str]] = {
    "database_free_storage_gib": {"DatabaseFreeStorageAlarm"},
    "database_cpu_credits": {"DatabaseCpuCreditsAlarm"},
    "database_replica_lag_seconds": {"DatabaseReplica1LagAlarm", "DatabaseReplica2LagAlarm"},
}
CRITICAL = {"DatabaseFreeStorageAlarm"}
TOPICS_KEY: dict[Key, object] = {"encryption": {"topics": True}}


def _watch(settings: Mapping[str, Any]) -> Template:
    return watch(settings, INSTANCE, replicas=2)


@pytest.mark.parametrize("setting", MADE)
def test_alone(setting: str) -> None:
    """Each setting makes its own alarms, with its number as threshold, and without it there are none."""
    found = alarms(_watch({setting: 17}))
    assert set(found) == MADE[setting]
    assert {alarm["Threshold"] for alarm in found.values()} == {17}
    others = {key: value for key, value in ALL.items() if key != setting}
    assert not MADE[setting] & set(alarms(_watch(others)))


def test_topics() -> None:
    """A full database is critical; the rest is a warning."""
    found = alarms(_watch(ALL))
    for name in set().union(*MADE.values()):
        topic = "CriticalAlarmTopic" if name in CRITICAL else "AlarmTopic"
        assert found[name]["AlarmActions"] == [{"Ref": topic}], name


Case = tuple[str, str, Mapping[str, Minutes], bool]
CASES: list[Case] = [
    ("DatabaseFreeStorageAlarm", "nothing is sent", {"FreeStorageSpace": [None] * 30}, False),
    ("DatabaseFreeStorageAlarm", "just enough", {"FreeStorageSpace": [2 * GIB] * 30}, False),
    ("DatabaseFreeStorageAlarm", "too little", {"FreeStorageSpace": [2 * GIB - 1] * 30}, True),
    (
        "DatabaseFreeStorageAlarm",
        "for four minutes",
        {"FreeStorageSpace": [*[9 * GIB] * 26, *[1] * 4]},
        False,
    ),
    ("DatabaseCpuCreditsAlarm", "plenty", {"CPUCreditBalance": [144] * 30}, False),
    ("DatabaseCpuCreditsAlarm", "few", {"CPUCreditBalance": [49.9] * 30}, True),
    ("DatabaseCpuCreditsAlarm", "for ten minutes", {"CPUCreditBalance": [*[144] * 20, *[1] * 10]}, False),
    ("DatabaseReplica1LagAlarm", "a little behind", {"ReplicaLag": [60] * 30}, False),
    ("DatabaseReplica1LagAlarm", "behind", {"ReplicaLag": [61] * 30}, True),
    ("DatabaseReplica1LagAlarm", "behind for nine minutes", {"ReplicaLag": [*[0] * 21, *[99] * 9]}, False),
    ("DatabaseReplica1LagAlarm", "replication has stopped", {"ReplicaLag": [-1] * 30}, True),
    ("DatabaseReplica1LagAlarm", "nothing is sent", {"ReplicaLag": [None] * 30}, True),
]


@pytest.mark.parametrize(("name", "what", "series", "expected"), CASES, ids=lambda value: str(value)[:40])
def test_fires(name: str, what: str, series: Mapping[str, Minutes], expected: bool) -> None:
    """Each alarm fires when it must and is silent when it must."""
    found = alarms(_watch(ALL))
    assert fires(found[name], series) is expected, what


def test_dashboard() -> None:
    """The dashboard shows how far each replica is behind, and where the alarms are."""
    body = json.loads(dashboards(_watch(ALL))["DatabaseDashboard"])
    graphs = {widget["properties"]["title"]: widget["properties"] for widget in body["widgets"][1:]}
    lag = graphs["Lag of replicas, seconds"]
    ids = [row[3] for row in lag["metrics"]]
    assert ids == ["${DatabaseReplica1Identifier}", "${DatabaseReplica2Identifier}"]
    assert lag["annotations"] == {"horizontal": [{"label": "Alarm", "value": 60}]}
    lines = graphs["Free storage, bytes"]["annotations"]["horizontal"]
    assert {"label": "Alarm", "value": 2 * GIB} in lines
    assert "Lag of replicas, seconds" not in dashboards(watch(ALL, INSTANCE))["DatabaseDashboard"]


def test_size_that_deployment_knows(tmp_path: Path) -> None:
    """Where the storage is a parameter of the stack, no line is drawn where its end may not be."""
    changes: dict[Key, object] = {"monitoring.dashboards": True, "data.database.size_parameters": True}
    made = properties(nest_with(tmp_path, changes)["monitoring"], "DatabaseDashboard")["DashboardBody"]["Fn::Sub"]
    assert '"Size"' not in made
    del changes["data.database.size_parameters"]
    made = properties(nest_with(tmp_path, changes)["monitoring"], "DatabaseDashboard")["DashboardBody"]["Fn::Sub"]
    assert '"Size"' in made


def test_insights_are_shown(tmp_path: Path) -> None:
    """With Performance Insights the dashboard shows what sessions do."""
    changes: dict[Key, object] = {"monitoring.dashboards": True, "data.database.performance_insights": True}
    made = properties(nest_with(tmp_path, changes)["monitoring"], "DatabaseDashboard")["DashboardBody"]["Fn::Sub"]
    assert '"DBLoadNonCPU"' in made


def test_events_of_an_instance() -> None:
    """RDS tells of the instance and its replicas, once the topic's policy lets it."""
    template = _watch({"database_events": True})
    subscription = template["Resources"]["DatabaseEvents"]
    assert subscription["DependsOn"] == "AlarmTopicPolicy"
    told = subscription["Properties"]
    assert told["SnsTopicArn"] == {"Ref": "AlarmTopic"}
    assert told["SourceType"] == "db-instance"
    assert told["SourceIds"] == [
        {"Ref": name} for name in ("DatabaseIdentifier", "DatabaseReplica1Identifier", "DatabaseReplica2Identifier")
    ]
    # CT.RDS.PR.18
    assert {"maintenance", "configuration change", "failure"} <= set(told["EventCategories"])
    statements = resources(template, "AWS::SNS::TopicPolicy")["AlarmTopicPolicy"]["PolicyDocument"]["Statement"]
    (publisher,) = [entry for entry in statements if entry["Sid"] == "DatabaseEventsPublish"]
    assert publisher["Principal"] == {"Service": ["events.rds.amazonaws.com"]}
    assert publisher["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_events_of_parameters() -> None:
    """RDS tells when somebody changes the parameters of the instance and its replicas."""
    template = _watch({"database_events": True})
    assert template["Resources"]["DatabaseParameterEvents"]["DependsOn"] == "AlarmTopicPolicy"
    told = template["Resources"]["DatabaseParameterEvents"]["Properties"]
    assert (told["SourceType"], told["SourceIds"]) == ("db-parameter-group", [{"Ref": "DatabaseParameterGroupName"}])
    # CT.RDS.PR.19
    assert told["EventCategories"] == ["configuration change"]


def test_events_of_a_cluster() -> None:
    """RDS tells of the cluster as a whole; the group of its parameters is no source of events."""
    (told,) = resources(watch({"database_events": True}), EVENTS).values()
    assert (told["SourceType"], told["SourceIds"]) == ("db-cluster", [{"Ref": "DatabaseIdentifier"}])
    # CT.RDS.PR.12
    assert {"maintenance", "failure"} <= set(told["EventCategories"])


def test_no_events() -> None:
    """What was not asked for is not told, and RDS may not publish."""
    template = _watch({**ALL, "database_events": False})
    assert resources(template, EVENTS) == {}
    assert "events.rds" not in json.dumps(template)


@pytest.mark.parametrize("events", [True, False])
def test_key_of_the_topics(events: bool, tmp_path: Path) -> None:
    """A topic with a key of its own takes events because the key lets RDS in, and only then."""
    nest = nest_with(tmp_path, {**TOPICS_KEY, "monitoring.database_events": events})
    statements = properties(nest["keys"], "TopicsKey")["KeyPolicy"]["Statement"]
    found = [entry["Action"] for entry in statements if entry["Sid"] == "DatabaseEventsPublish"]
    assert found == ([["kms:Decrypt", "kms:GenerateDataKey*"]] if events else [])
