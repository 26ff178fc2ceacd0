"""The password is changed on schedule, by AWS's function or by RDS itself, for instances and for clusters."""

from pathlib import Path
from typing import Any

import pytest

from tests.nests import nest_with, of_type, properties
from tests.toml_files import Key

SECRET = "AWS::SecretsManager::Secret"
ROTATION = "AWS::SecretsManager::RotationSchedule"
TRANSFORM = "AWS::SecretsManager-2024-09-16"
RDS = "data.database"
INSTANCE = (f"{RDS}.instance_class", f"{RDS}.storage_gib", f"{RDS}.multi_az")
CLUSTER: dict[Key, object] = {
    f"{RDS}.engine": "aurora-postgresql",
    f"{RDS}.version": "16.13",
    f"{RDS}.serverless": {"minimum_acu": 0.5, "maximum_acu": 2, "readers": 1},
}


def _data(folder: Path, method: str, *, cluster: bool) -> dict[str, Any]:
    rotation: dict[Key, object] = {f"{RDS}.rotation": {"method": method, "days": 12}}
    if cluster:
        return nest_with(folder, {**CLUSTER, **rotation}, INSTANCE)["data"]
    return nest_with(folder, rotation)["data"]


@pytest.mark.parametrize("cluster", [False, True], ids=["instance", "cluster"])
def test_managed(cluster: bool, tmp_path: Path) -> None:
    """RDS makes and keeps the secret; only the schedule is ours, and no password is in the template."""
    data = _data(tmp_path, "managed", cluster=cluster)
    database = properties(data, "Database")
    assert database["ManageMasterUserPassword"] is True
    assert "MasterUserPassword" not in database
    assert of_type(data, SECRET) == {}
    assert "Transform" not in data
    schedule = properties(data, "DatabaseSecretRotation")
    assert schedule["SecretId"] == {"Fn::GetAtt": ["Database", "MasterUserSecret.SecretArn"]}
    assert schedule["RotationRules"] == {"AutomaticallyAfterDays": 12}
    assert "HostedRotationLambda" not in schedule
    assert data["Outputs"]["DatabaseSecretArn"]["Value"] == schedule["SecretId"]


@pytest.mark.parametrize("cluster", [False, True], ids=["instance", "cluster"])
def test_hosted(cluster: bool, tmp_path: Path) -> None:
    """A function of AWS's changes the generated secret, in place and group from which it reaches both its ends."""
    data = _data(tmp_path, "hosted-function", cluster=cluster)
    assert data["Transform"] == TRANSFORM
    schedule = data["Resources"]["DatabaseSecretRotation"]
    ready = "DatabaseWriter" if cluster else "Database"
    assert schedule["DependsOn"] == ["DatabaseRotationLogs", ready]
    told = schedule["Properties"]
    assert told["SecretId"] == {"Ref": "DatabaseSecretAttachment"}
    assert told["RotateImmediatelyOnUpdate"] is False
    function = told["HostedRotationLambda"]
    assert function["RotationType"] == "PostgreSQLSingleUser"
    assert function["VpcSubnetIds"] == {"Fn::Join": [",", {"Ref": "RotationSubnetIds"}]}
    assert function["VpcSecurityGroupIds"] == {"Ref": "RotationSecurityGroupId"}
    generated = properties(data, "DatabaseSecret")["GenerateSecretString"]
    assert function["ExcludeCharacters"] == generated["ExcludeCharacters"]
    logs = properties(data, "DatabaseRotationLogs")
    assert logs["LogGroupName"] == f"/aws/lambda/{function['RotationLambdaName']}"
    attachment = properties(data, "DatabaseSecretAttachment")
    assert attachment["TargetType"] == data["Resources"]["Database"]["Type"]


def test_without_rotation(tmp_path: Path) -> None:
    """Where nothing is said, the password stays what it is, and no macro is needed."""
    data = nest_with(tmp_path)["data"]
    assert of_type(data, ROTATION) == {}
    assert "Transform" not in data


def test_members_of_a_cluster(tmp_path: Path) -> None:
    """The writer comes first, readers after it, none of them with a snapshot of its own."""
    data = nest_with(tmp_path, CLUSTER, INSTANCE)["data"]
    members = of_type(data, "AWS::RDS::DBInstance")
    assert list(members) == ["DatabaseWriter", "DatabaseReader1"]
    assert {member["DeletionPolicy"] for member in members.values()} == {"Delete"}
    assert members["DatabaseReader1"]["DependsOn"] == "DatabaseWriter"
    assert properties(data, "Database")["ServerlessV2ScalingConfiguration"] == {"MinCapacity": 0.5, "MaxCapacity": 2}


def test_cluster_that_pauses(tmp_path: Path) -> None:
    """A minimum of 0 lets the cluster pause after a time without connections."""
    pausing: dict[Key, object] = {
        **CLUSTER,
        f"{RDS}.serverless": {"minimum_acu": 0, "maximum_acu": 4, "pause_after_seconds": 600},
    }
    data = nest_with(tmp_path, pausing, INSTANCE)["data"]
    assert properties(data, "Database")["ServerlessV2ScalingConfiguration"] == {
        "MinCapacity": 0,
        "MaxCapacity": 4,
        "SecondsUntilAutoPause": 600,
    }
