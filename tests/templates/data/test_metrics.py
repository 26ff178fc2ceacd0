"""The workspace of metrics: how long it keeps, whom its alerts reach, and that it outlives the stack."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.nests import Templates, nest_with, of_type, properties
from tests.prometheus.systems import METRICS
from tests.toml_files import Key

WORKSPACE, TOPIC, LOGS = "AWS::APS::Workspace", "AWS::SNS::Topic", "AWS::Logs::LogGroup"
CRITICAL: dict[Key, object] = {**METRICS, "monitoring.critical_email": "on-call@example.com"}


def _alert_manager(workspace: dict[str, Any]) -> dict[str, Any]:
    outer = yaml.safe_load(workspace["AlertManagerDefinition"]["Fn::Sub"])
    assert set(outer) == {"alertmanager_config"}
    found = yaml.safe_load(outer["alertmanager_config"])
    assert isinstance(found, dict)
    return found


@pytest.fixture(name="nest", scope="module")
def _nest(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return nest_with(tmp_path_factory.mktemp("system"), METRICS)


def test_none(tmp_path: Path) -> None:
    """Without the table there is no workspace, and no topic of it."""
    data = nest_with(tmp_path)["data"]
    assert not of_type(data, WORKSPACE)
    assert not of_type(data, TOPIC)


def test_s2_87_retention(nest: Templates, tmp_path: Path) -> None:
    """Metrics are kept for 15 days, or for as many as are said."""
    workspace = properties(nest["data"], "MetricWorkspace")
    assert workspace["WorkspaceConfiguration"] == {"RetentionPeriodInDays": 15}
    longer = nest_with(tmp_path, {**METRICS, "data.metrics": {"retention_days": 400}})["data"]
    assert properties(longer, "MetricWorkspace")["WorkspaceConfiguration"] == {"RetentionPeriodInDays": 400}


def test_workspace_stays(nest: Templates) -> None:
    """The workspace outlives the stack and its own replacement."""
    workspace = nest["data"]["Resources"]["MetricWorkspace"]
    assert (workspace["DeletionPolicy"], workspace["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_log_of_the_workspace(nest: Templates, tmp_path: Path) -> None:
    """The workspace has a log when that is asked for, in a group of the name that AWS may deliver to."""
    assert "LoggingConfiguration" not in properties(nest["data"], "MetricWorkspace")
    logged = nest_with(tmp_path, {**METRICS, "data.metrics": {"log_retention_days": 90}})["data"]
    group = properties(logged, "MetricWorkspaceLogs")
    assert group["LogGroupName"] == "/aws/vendedlogs/prometheus/task-management-api-development"
    assert group["RetentionInDays"] == 90
    arn = {"Fn::GetAtt": ["MetricWorkspaceLogs", "Arn"]}
    assert properties(logged, "MetricWorkspace")["LoggingConfiguration"] == {"LogGroupArn": arn}


def test_own_keys(tmp_path: Path) -> None:
    """With keys of our own the workspace, its log and its topics are encrypted with them."""
    keys = {"data": True, "logs": True, "topics": True}
    nest = nest_with(tmp_path, {**METRICS, "encryption": keys, "data.metrics": {"log_retention_days": 90}})
    assert properties(nest["data"], "MetricWorkspace")["KmsKeyArn"] == {"Ref": "DataKeyArn"}
    assert properties(nest["data"], "MetricWorkspaceLogs")["KmsKeyId"] == {"Ref": "LogsKeyArn"}
    assert properties(nest["data"], "WarningMetricAlerts")["KmsMasterKeyId"] == {"Ref": "TopicsKeyArn"}
    task = properties(nest["service"], "TaskPolicy")["PolicyDocument"]["Statement"]
    (use,) = [entry for entry in task if entry["Sid"] == "UseKeyOfMetrics"]
    assert use["Resource"] == [{"Ref": "DataKeyArn"}]
    assert use["Condition"] == {"StringEquals": {"kms:ViaService": {"Fn::Sub": "aps.${AWS::Region}.amazonaws.com"}}}
    policy = properties(nest["keys"], "TopicsKey")["KeyPolicy"]
    let_in = [principal for entry in policy["Statement"] for principal in _services(entry)]
    assert "aps.amazonaws.com" in let_in


def _services(entry: dict[str, Any]) -> list[str]:
    found = entry["Principal"].get("Service", []) if isinstance(entry["Principal"], dict) else []
    return found if isinstance(found, list) else [found]


def test_alerts_reach_the_topic(nest: Templates) -> None:
    """What the rules find goes to a topic into which this workspace alone may publish."""
    told = _alert_manager(properties(nest["data"], "MetricWorkspace"))
    assert told["route"]["receiver"] == "warning"
    (receiver,) = told["receivers"]
    assert receiver["sns_configs"][0]["topic_arn"] == "${WarningMetricAlerts}"
    assert receiver["sns_configs"][0]["sigv4"] == {"region": "${AWS::Region}"}
    policy = properties(nest["data"], "WarningMetricAlertsPolicy")
    assert policy["Topics"] == [{"Ref": "WarningMetricAlerts"}]
    publish, refuse = policy["PolicyDocument"]["Statement"]
    assert publish["Principal"] == {"Service": ["aps.amazonaws.com"]}
    assert publish["Action"] == ["sns:GetTopicAttributes", "sns:Publish"]
    assert publish["Condition"] == {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        "ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["MetricWorkspace", "Arn"]}},
    }
    assert refuse["Effect"] == "Deny"


def test_critical_alerts_reach_somebody_else(tmp_path: Path) -> None:
    """Where somebody else hears of what is critical, so it is with alerts on metrics."""
    nest = nest_with(tmp_path, CRITICAL)
    told = _alert_manager(properties(nest["data"], "MetricWorkspace"))
    assert told["route"]["routes"] == [{"receiver": "critical", "matchers": ['severity="critical"']}]
    assert [receiver["name"] for receiver in told["receivers"]] == ["warning", "critical"]
    subscriptions = of_type(nest["monitoring"], "AWS::SNS::Subscription")
    heard = {
        item["Properties"]["TopicArn"]["Ref"]: item["Properties"]["Endpoint"]["Ref"] for item in subscriptions.values()
    }
    assert heard["WarningMetricAlertsArn"] == "AlarmEmail"
    assert heard["CriticalMetricAlertsArn"] == "CriticalAlarmEmail"


def test_no_alert_manager_without_rules(tmp_path: Path) -> None:
    """Without rules there is nothing to tell of, and no topic for it."""
    changes = {key: value for key, value in METRICS.items() if key != "monitoring.rules"}
    nest = nest_with(tmp_path, changes)
    assert "AlertManagerDefinition" not in properties(nest["data"], "MetricWorkspace")
    assert not of_type(nest["data"], TOPIC)
    assert not of_type(nest["monitoring"], "AWS::APS::RuleGroupsNamespace")


def test_endpoint_is_an_output(tmp_path: Path) -> None:
    """The root can say where Grafana finds the metrics."""
    nest = nest_with(tmp_path, {**METRICS, "outputs.MetricsEndpoint": "metrics.endpoint"})
    assert nest["root"]["Outputs"]["MetricsEndpoint"]["Value"] == {"Fn::GetAtt": ["Data", "Outputs.MetricEndpoint"]}
    given = nest["data"]["Outputs"]["MetricEndpoint"]["Value"]
    assert given == {"Fn::GetAtt": ["MetricWorkspace", "PrometheusEndpoint"]}
