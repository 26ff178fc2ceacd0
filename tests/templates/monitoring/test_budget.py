"""The budget tells the alarms' topic, which lets it in, and the alarms' address."""

from pathlib import Path
from typing import Any

import pytest

from tests.nests import nest_with, properties
from tests.toml_files import Key

ON: dict[Key, object] = {"monitoring.budget": {"monthly_usd": 300}}
TOLD = {"SubscriptionType": "SNS", "Address": {"Ref": "AlarmTopic"}}


def _publishers(policy: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {entry["Sid"]: entry for entry in policy["Statement"] if entry["Effect"] == "Allow"}


@pytest.fixture(name="monitoring")
def _monitoring(tmp_path: Path) -> dict[str, Any]:
    return nest_with(tmp_path, ON)["monitoring"]


def test_none(tmp_path: Path) -> None:
    """Without the table there is no budget, and no budget may publish."""
    nest = nest_with(tmp_path, {"encryption": {"topics": True}})
    assert "Budget" not in nest["monitoring"]["Resources"]
    assert set(_publishers(properties(nest["monitoring"], "AlarmTopicPolicy")["PolicyDocument"])) == {"AlarmsPublish"}
    assert "BudgetsPublish" not in _publishers(properties(nest["keys"], "TopicsKey")["KeyPolicy"])


def test_limit(monitoring: dict[str, Any]) -> None:
    """The budget is for all that the account costs in a month, and has no name, so that it can be replaced."""
    assert properties(monitoring, "Budget")["Budget"] == {
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": 300.0, "Unit": "USD"},
    }


def test_notifications(monitoring: dict[str, Any]) -> None:
    """Each percentage, of what was spent and of what is expected, tells the topic and the address."""
    told = properties(monitoring, "Budget")["NotificationsWithSubscribers"]
    assert [(n["Notification"]["NotificationType"], n["Notification"]["Threshold"]) for n in told] == [
        ("ACTUAL", 80),
        ("ACTUAL", 100),
        ("FORECASTED", 100),
    ]
    for notification in told:
        assert notification["Notification"]["ComparisonOperator"] == "GREATER_THAN"
        assert notification["Notification"]["ThresholdType"] == "PERCENTAGE"
        email = {"SubscriptionType": "EMAIL", "Address": {"Ref": "AlarmEmail"}}
        assert notification["Subscribers"] == [TOLD, email]


def test_without_address(tmp_path: Path) -> None:
    """Without an address the topic alone is told."""
    watch: dict[Key, object] = {"monitoring": {"budget": {"monthly_usd": 1, "forecast_percents": []}}}
    told = properties(nest_with(tmp_path, watch)["monitoring"], "Budget")["NotificationsWithSubscribers"]
    assert [notification["Subscribers"] for notification in told] == [[TOLD], [TOLD]]


def test_by_tag(tmp_path: Path) -> None:
    """With a tag, the budget counts what carries it with the value that this system's resources have."""
    changes: dict[Key, object] = {"monitoring.budget": {"monthly_usd": 300, "tag": "Project"}}
    budget = properties(nest_with(tmp_path, changes)["monitoring"], "Budget")["Budget"]
    assert budget["CostFilters"] == {"TagKeyValue": ["user:Project$task-management-api"]}


def test_topic_lets_budgets_in(tmp_path: Path) -> None:
    """The topic for warnings lets budgets of this account in before there is one; that for critical alarms does not."""
    monitoring = nest_with(tmp_path, {**ON, "monitoring.critical_email": "on-call@example.com"})["monitoring"]
    publishers = _publishers(properties(monitoring, "AlarmTopicPolicy")["PolicyDocument"])
    assert publishers["BudgetsPublish"]["Principal"] == {"Service": ["budgets.amazonaws.com"]}
    assert publishers["BudgetsPublish"]["Action"] == ["sns:Publish"]
    assert publishers["BudgetsPublish"]["Condition"] == {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        "ArnLike": {"aws:SourceArn": {"Fn::Sub": "arn:${AWS::Partition}:budgets::${AWS::AccountId}:*"}},
    }
    assert monitoring["Resources"]["Budget"]["DependsOn"] == ["AlarmTopicPolicy"]
    critical = _publishers(properties(monitoring, "CriticalAlarmTopicPolicy")["PolicyDocument"])
    assert set(critical) == {"AlarmsPublish"}


def test_key_lets_budgets_in(tmp_path: Path) -> None:
    """The key of the topics lets budgets of this account use it."""
    key = properties(nest_with(tmp_path, {**ON, "encryption": {"topics": True}})["keys"], "TopicsKey")
    statement = _publishers(key["KeyPolicy"])["BudgetsPublish"]
    assert statement["Principal"] == {"Service": ["budgets.amazonaws.com"]}
    assert statement["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
