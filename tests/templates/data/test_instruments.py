"""Enhanced Monitoring and Performance Insights of instances, replicas and members of a cluster."""

from pathlib import Path
from typing import Any

import pytest

from tests.nests import nest_with, of_type, properties
from tests.toml_files import Key

RDS = "data.database"
ROLE = {"Fn::GetAtt": ["DatabaseMonitoringRole", "Arn"]}
INSTANCE = (f"{RDS}.instance_class", f"{RDS}.storage_gib", f"{RDS}.multi_az")
CLUSTER: dict[Key, object] = {
    f"{RDS}.engine": "aurora-postgresql",
    f"{RDS}.version": "16.13",
    f"{RDS}.serverless": {"minimum_acu": 0.5, "maximum_acu": 2, "readers": 1},
}


def _data(folder: Path, changes: dict[Key, object], *, cluster: bool) -> dict[str, Any]:
    if cluster:
        return nest_with(folder, {**CLUSTER, **changes}, INSTANCE)["data"]
    return nest_with(folder, {f"{RDS}.read_replicas": 1, **changes})["data"]


@pytest.mark.parametrize("cluster", [False, True], ids=["instance", "cluster"])
def test_enhanced_monitoring(cluster: bool, tmp_path: Path) -> None:
    """Every instance is looked at, with a role that RDS can use for instances of this account only (S2-60)."""
    data = _data(tmp_path, {f"{RDS}.enhanced_monitoring_seconds": 15}, cluster=cluster)
    instances = of_type(data, "AWS::RDS::DBInstance")
    assert len(instances) == 2
    for instance in instances.values():
        assert instance["Properties"]["MonitoringInterval"] == 15
        assert instance["Properties"]["MonitoringRoleArn"] == ROLE
    role = properties(data, "DatabaseMonitoringRole")
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": ["monitoring.rds.amazonaws.com"]}
    arn = "arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:db:*"
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        "ArnLike": {"aws:SourceArn": {"Fn::Sub": arn}},
    }
    policy = "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
    assert role["ManagedPolicyArns"] == [{"Fn::Sub": policy}]


@pytest.mark.parametrize("cluster", [False, True], ids=["instance", "cluster"])
def test_performance_insights(cluster: bool, tmp_path: Path) -> None:
    """Every instance keeps the days that are free; a cluster says the same under its own names (S2-65)."""
    changes: dict[Key, object] = {f"{RDS}.performance_insights": True, "encryption": {"data": True}}
    data = _data(tmp_path, changes, cluster=cluster)
    key = {"Ref": "DataKeyArn"}
    for instance in of_type(data, "AWS::RDS::DBInstance").values():
        assert instance["Properties"]["EnablePerformanceInsights"] is True
        assert instance["Properties"]["PerformanceInsightsRetentionPeriod"] == 7
        assert instance["Properties"]["PerformanceInsightsKMSKeyId"] == key
    if cluster:
        database = properties(data, "Database")
        assert database["PerformanceInsightsEnabled"] is True
        assert database["PerformanceInsightsRetentionPeriod"] == 7
        assert database["PerformanceInsightsKmsKeyId"] == key


@pytest.mark.parametrize("cluster", [False, True], ids=["instance", "cluster"])
def test_neither(cluster: bool, tmp_path: Path) -> None:
    """What is not asked for is not said, and there is no role for it."""
    data = _data(tmp_path, {}, cluster=cluster)
    assert of_type(data, "AWS::IAM::Role") == {}
    for resource in data["Resources"].values():
        told = resource["Properties"]
        assert not [key for key in told if key.startswith(("Monitoring", "EnablePerf", "PerformanceInsights"))]
