"""The verb `drift`, against the fake."""

import json

import pytest

from tasktracker_cfn.cli import drift
from tests.deploy.shop import CANARY, Shop


def test_no_drift(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Every stack is looked at by itself and waited for; where nothing differs the exit code is 0."""
    assert drift.run(shop.standing) == 0
    shown = capsys.readouterr()
    assert shown.out == "shop-dev has no drift: 11 resources compared\n"
    assert [line for line in shown.err.splitlines() if line] == [
        "looking at shop-dev",
        "looking at Data",
        "looking at Data/Deep",
        "looking at Service",
    ]
    assert len([call for call in shop.aws.calls if call.operation == "DetectStackDrift"]) == 4


def test_drift_in_a_grandchild(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """What somebody changed or deleted, at any depth, is told with both values, and the exit code is 1."""
    shop.aws.drift("Data/Logs", "/RetentionInDays", 30, 7)
    shop.aws.delete_behind("Data/Deep/Queue")
    assert drift.run(shop.standing) == 1
    out = capsys.readouterr().out
    assert "Data/Logs: changed (AWS::Logs::LogGroup" in out
    assert "/RetentionInDays changed: 30 -> 7" in out
    assert "Data/Deep/Queue: deleted" in out
    assert "shop-dev has drifted in 2 resources" in out


def test_noise_is_told_apart(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """What a pipeline, scaling and AWS itself changed is told with its explanation, and is no drift."""
    shop.aws.drift("Service/Service", "/DesiredCount", 2, 4)
    shop.aws.drift("Service/Service", "/TaskDefinition", "arn:x:task-definition/shop:1", "arn:x:task-definition/shop:2")
    shop.aws.drift("Data/Database", "/EngineVersion", "16.3", "16.8")
    assert drift.run(shop.standing) == 0
    out = capsys.readouterr().out
    assert "3 known differences, no drift:" in out
    assert "    Service/Service /DesiredCount: 2 -> 4" in out
    assert out.splitlines()[-1].startswith("shop-dev has no drift")


def test_noise_does_not_hide_drift(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """A resource of which one difference is explained and another is not has drifted by the other one."""
    shop.aws.drift("Service/Service", "/DesiredCount", 2, 4)
    shop.aws.drift("Service/Service", "/HealthCheckGracePeriodSeconds", 60, 0)
    assert drift.run(shop.standing, "json") == 1
    (found,) = json.loads(capsys.readouterr().out)["resources"]
    explained = {item["path"]: item["explanation"] is not None for item in found["differences"]}
    assert explained == {"/DesiredCount": True, "/HealthCheckGracePeriodSeconds": False}


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_secrets_are_hidden(shop: Shop, capsys: pytest.CaptureFixture[str], output_format: str) -> None:
    """The values of passwords and of environments are hidden, from people and from programs."""
    shop.aws.drift("Data/Database", "/MasterUserPassword", "old", CANARY)
    shop.aws.drift("Service/TaskDefinition", "/ContainerDefinitions/0/Environment/0/Value", "x", CANARY)
    shop.aws.drift("Service/Cluster", "/Settings", [], [{"Name": "API_TOKEN", "Value": CANARY}])
    assert drift.run(shop.standing, "json" if output_format == "json" else "text") == 1
    shown = capsys.readouterr()
    assert CANARY not in shown.out + shown.err
    assert "/MasterUserPassword" in shown.out
