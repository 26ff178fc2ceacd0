"""Whoever publishes into a topic is let in by its policy and its key, and nobody else is (O02, I07)."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.nests import Templates, nest_with, of_type, properties
from tests.toml_files import Key

PUBLISHERS = {
    "AWS::Budgets::Budget": "budgets.amazonaws.com",
    "AWS::CloudWatch::Alarm": "cloudwatch.amazonaws.com",
    "AWS::CloudWatch::CompositeAlarm": "cloudwatch.amazonaws.com",
    "AWS::Events::Rule": "events.amazonaws.com",
    "AWS::RDS::EventSubscription": "events.rds.amazonaws.com",
}
# What mentions a topic without publishing into it.
SILENT = {"AWS::SNS::TopicPolicy", "AWS::SNS::Subscription"}
CASES: dict[str, dict[Key, object]] = {
    "alarms": {},
    "budget": {"monitoring.budget": {"monthly_usd": 300}},
    "all": {
        "monitoring.budget": {"monthly_usd": 300},
        "monitoring.trail": {},
        "monitoring.no_healthy_targets": True,
        "monitoring.critical_email": "on-call@example.com",
        "monitoring.availability_percent": 99.9,
    },
}


def _publishing(monitoring: dict[str, Any], topic: str) -> set[str]:
    mentioning = {
        resource["Type"]
        for resource in monitoring["Resources"].values()
        if json.dumps({"Ref": topic}) in json.dumps(resource["Properties"])
    }
    return {PUBLISHERS[kind] for kind in mentioning - SILENT}


def _let_in(policy: dict[str, Any], *actions: str) -> set[str]:
    return {
        service
        for entry in policy["Statement"]
        if entry["Effect"] == "Allow" and set(actions) <= set(entry["Action"])
        for service in entry["Principal"].get("Service", [])
    }


@pytest.fixture(name="nest", params=CASES)
def _nest(request: pytest.FixtureRequest, tmp_path: Path) -> Templates:
    return nest_with(tmp_path, {**CASES[request.param], "encryption": {"topics": True}})


def test_topics_let_in_their_publishers(nest: Templates) -> None:
    """The policy of each topic lets in the services whose resources mention it, over TLS, and no others."""
    topics = of_type(nest["monitoring"], "AWS::SNS::Topic")
    assert topics
    for topic in topics:
        policy = properties(nest["monitoring"], f"{topic}Policy")["PolicyDocument"]
        assert _let_in(policy, "sns:Publish") == _publishing(nest["monitoring"], topic)
        (refused,) = [entry for entry in policy["Statement"] if entry["Effect"] == "Deny"]
        assert (refused["Principal"], refused["Action"]) == ("*", ["sns:Publish"])
        assert refused["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_key_lets_in_the_publishers_of_all_topics(nest: Templates) -> None:
    """The key of the topics lets in whoever publishes into any of them, to encrypt and to decrypt, and no others."""
    topics = of_type(nest["monitoring"], "AWS::SNS::Topic")
    publishing = set().union(*(_publishing(nest["monitoring"], topic) for topic in topics))
    key = properties(nest["keys"], "TopicsKey")["KeyPolicy"]
    assert _let_in(key, "kms:Decrypt", "kms:GenerateDataKey*") == publishing
