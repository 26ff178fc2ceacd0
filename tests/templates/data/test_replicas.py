"""Read replicas: what they have of their own, what they have from their source, and how they are reached."""

from pathlib import Path

import pytest

from tests.nests import Templates, nest_with, of_type, properties
from tests.toml_files import Key

RDS, API = "data.database", "service.containers.api"
INSTANCE = (f"{RDS}.instance_class", f"{RDS}.storage_gib", f"{RDS}.multi_az")
MYSQL: dict[Key, object] = {f"{RDS}.engine": "mysql", f"{RDS}.version": "8.4.8"}
READ: dict[Key, object] = {
    f"{API}.environment_from.DB_READ": "database.replica-host",
    "outputs.Reads": "database.replica-host",
}
# D15: RDS refuses these, or ignores them, where a replica has them from its source.
INHERITED = {
    "AllocatedStorage",
    "BackupRetentionPeriod",
    "DBName",
    "DBParameterGroupName",
    "DBSubnetGroupName",
    "KmsKeyId",
    "ManageMasterUserPassword",
    "MasterUserPassword",
    "MasterUsername",
    "MultiAZ",
    "PreferredBackupWindow",
    "StorageEncrypted",
    "StorageType",
}


def _replicated(folder: Path, replicas: int, changes: dict[Key, object]) -> Templates:
    return nest_with(folder, {f"{RDS}.read_replicas": replicas, **READ, **changes})


@pytest.mark.parametrize("changes", [{}, MYSQL], ids=["postgres", "mysql"])
def test_replicas(changes: dict[Key, object], tmp_path: Path) -> None:
    """Each is a copy of the database under a name of its own, and says nothing that it has from there (S2-61)."""
    data = _replicated(tmp_path, 2, changes)["data"]
    found = of_type(data, "AWS::RDS::DBInstance")
    assert list(found) == ["Database", "DatabaseReplica1", "DatabaseReplica2"]
    source = found.pop("Database")["Properties"]
    for number, replica in enumerate(found.values(), start=1):
        told = replica["Properties"]
        assert told["SourceDBInstanceIdentifier"] == {"Ref": "Database"}
        assert told["DBInstanceIdentifier"] == f"{source['DBInstanceIdentifier']}-replica-{number}"
        assert not INHERITED & told.keys()
        for key in ("Engine", "DBInstanceClass", "VPCSecurityGroups", "EnableCloudwatchLogsExports"):
            assert told[key] == source[key]
        assert told["PubliclyAccessible"] is False
        assert (replica["DeletionPolicy"], replica["UpdateReplacePolicy"]) == ("Delete", "Delete")
    assert source["BackupRetentionPeriod"] > 0


def test_logs_come_first(tmp_path: Path) -> None:
    """The log groups of a replica have the names that RDS writes to, and are there before it."""
    data = _replicated(tmp_path, 1, {})["data"]
    groups = data["Resources"]["DatabaseReplica1"]["DependsOn"]
    assert groups == ["DatabaseReplica1PostgresqlLogs", "DatabaseReplica1UpgradeLogs"]
    name = properties(data, groups[0])["LogGroupName"]
    assert name == "/aws/rds/instance/task-management-api-development-replica-1/postgresql"


def test_growing_storage(tmp_path: Path) -> None:
    """A replica's storage grows as far as that of its source."""
    data = _replicated(tmp_path, 1, {f"{RDS}.storage_limit_gib": 40})["data"]
    assert properties(data, "DatabaseReplica1")["MaxAllocatedStorage"] == 40


def test_host(tmp_path: Path) -> None:
    """The host of one replica, or of all joined by commas, is told to containers and given by the root."""
    first, second = ({"Fn::GetAtt": [f"DatabaseReplica{number}", "Endpoint.Address"]} for number in (1, 2))
    one, two = (_replicated(tmp_path, number, {}) for number in (1, 2))
    assert one["data"]["Outputs"]["DatabaseReplicaHost"]["Value"] == first
    assert two["data"]["Outputs"]["DatabaseReplicaHost"]["Value"] == {"Fn::Join": [",", [first, second]]}
    (container,) = properties(one["service"], "TaskDefinition")["ContainerDefinitions"]
    assert {"Name": "DB_READ", "Value": {"Ref": "DatabaseReplicaHost"}} in container["Environment"]
    given = {"Fn::GetAtt": ["Data", "Outputs.DatabaseReplicaHost"]}
    assert one["root"]["Outputs"]["Reads"]["Value"] == given


def test_host_of_readers(tmp_path: Path) -> None:
    """The readers of a cluster are reached under the same name, by the endpoint that all of them share."""
    cluster: dict[Key, object] = {
        f"{RDS}.engine": "aurora-postgresql",
        f"{RDS}.version": "16.13",
        f"{RDS}.serverless": {"minimum_acu": 0.5, "maximum_acu": 2, "readers": 2},
    }
    nest = nest_with(tmp_path, {**cluster, **READ}, INSTANCE)
    assert nest["data"]["Outputs"]["DatabaseReplicaHost"]["Value"] == {
        "Fn::GetAtt": ["Database", "ReadEndpoint.Address"]
    }


def test_no_replica(tmp_path: Path) -> None:
    """Without replicas there is one instance, and nothing speaks of another."""
    nest = nest_with(tmp_path)
    assert list(of_type(nest["data"], "AWS::RDS::DBInstance")) == ["Database"]
    assert "DatabaseReplicaHost" not in nest["data"]["Outputs"]
