"""A database of MySQL: its port, its parameters, its logs, its rotation, and what is watched of it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.nests import Templates, nest_with, of_type, properties
from tests.toml_files import Key

RDS = "data.database"
MYSQL: dict[Key, object] = {f"{RDS}.engine": "mysql", f"{RDS}.version": "8.4.8"}
# The shipped system says its port.
PORT = (f"{RDS}.port",)
WATCHED: dict[Key, object] = {"monitoring.dashboards": True, "monitoring.database_connection_failures": 5}


def _mysql(folder: Path, changes: dict[Key, object]) -> Templates:
    return nest_with(folder, {**MYSQL, **changes}, PORT)


@pytest.fixture(name="nest")
def _nest(tmp_path: Path) -> Templates:
    return _mysql(tmp_path, {**WATCHED, f"{RDS}.rotation": {"method": "hosted-function"}})


def test_instance(nest: Templates) -> None:
    """The instance is of MySQL, encrypted, with IAM authentication and a password from the secret (S2-46, S2-104)."""
    database = properties(nest["data"], "Database")
    assert (database["Engine"], database["EngineVersion"]) == ("mysql", "8.4.8")
    assert database["EnableIAMDatabaseAuthentication"] is True
    assert database["StorageEncrypted"] is True
    resolved = "{{resolve:secretsmanager:${DatabaseSecret}:SecretString:password}}"
    assert database["MasterUserPassword"] == {"Fn::Sub": resolved}
    assert 8 <= properties(nest["data"], "DatabaseSecret")["GenerateSecretString"]["PasswordLength"] <= 41


def test_port(nest: Templates, tmp_path: Path) -> None:
    """Without a port, it is the engine's own in the instance and in every rule of the network (S2-58)."""
    assert properties(nest["data"], "Database")["Port"] == 3306
    assert properties(nest["network"], "DatabaseFromTasks")["FromPort"] == 3306
    egress = properties(nest["network"], "TaskSecurityGroup")["SecurityGroupEgress"]
    assert [rule["FromPort"] for rule in egress] == [443, 3306]
    assert properties(nest_with(tmp_path, drop=PORT)["data"], "Database")["Port"] == 5432


@pytest.mark.parametrize(("version", "family"), [("8.0.45", "mysql8.0"), ("8.4.8", "mysql8.4")])
def test_parameters(version: str, family: str, tmp_path: Path) -> None:
    """TLS is required, slow statements go into a file, and the general log is off (S2-59, S2-62, S2-63)."""
    data = _mysql(tmp_path, {f"{RDS}.version": version, f"{RDS}.slow_query_seconds": 2.5})["data"]
    group = properties(data, "DatabaseParameters")
    assert group["Family"] == family
    assert group["Parameters"] == {
        "require_secure_transport": "1",
        "log_output": "FILE",
        "slow_query_log": "1",
        "long_query_time": "2.5",
        "general_log": "0",
        "log_error_verbosity": "3",
    }
    assert properties(data, "Database")["DBParameterGroupName"] == {"Ref": "DatabaseParameters"}


def test_slow_statements_of_postgres(tmp_path: Path) -> None:
    """PostgreSQL is told the same seconds in milliseconds."""
    data = nest_with(tmp_path, {f"{RDS}.slow_query_seconds": 2.5})["data"]
    parameters = properties(data, "DatabaseParameters")["Parameters"]
    assert parameters == {"rds.force_ssl": "1", "log_min_duration_statement": "2500"}


def test_logs(nest: Templates) -> None:
    """Every log is exported, into groups that are there before the database makes its own (S2-64)."""
    database = nest["data"]["Resources"]["Database"]
    exports = database["Properties"]["EnableCloudwatchLogsExports"]
    assert exports == ["error", "slowquery", "general", "audit"]
    assert database["DependsOn"] == [f"Database{export.title()}Logs" for export in exports]
    for export, logical_id in zip(exports, database["DependsOn"], strict=True):
        group = properties(nest["data"], logical_id)
        assert group["LogGroupName"] == f"/aws/rds/instance/task-management-api-development/{export}"
        assert group["RetentionInDays"] == 7


def test_rotation(nest: Templates) -> None:
    """The function that changes the password speaks to MySQL."""
    schedule = properties(nest["data"], "DatabaseSecretRotation")
    assert schedule["HostedRotationLambda"]["RotationType"] == "MySQLSingleUser"


def test_managed_password(tmp_path: Path) -> None:
    """RDS manages the password of MySQL, too."""
    data = _mysql(tmp_path, {f"{RDS}.rotation": {"method": "managed"}})["data"]
    assert properties(data, "Database")["ManageMasterUserPassword"] is True
    assert of_type(data, "AWS::SecretsManager::Secret") == {}


REFUSED = [
    "22 [Note] [MY-010926] [Server] Access denied for user 'a'@'10.0.0.1' (using password: YES)",
    "22 [Note] [MY-010927] [Server] Access denied for user 'a'@'10.0.0.1'. Account is locked.",
    "0 [Warning] [MY-000000] [Server] Too many connections",
    "Host '10.0.0.1' is blocked because of many connection errors; unblock with 'mysqladmin flush-hosts'",
]
HARMLESS = [
    "0 [System] [MY-010931] [Server] /rdsdbbin/mysql/bin/mysqld: ready for connections.",
    "9 [Note] [MY-010914] [Server] Aborted connection 9 to db: 'tasks' user: 'a' host: '10.0.0.1' (Got timeout).",
    "0 [Note] [MY-012551] [InnoDB] InnoDB initialization has ended.",
]


def test_refused_connections(nest: Templates) -> None:
    """The filter counts in the error log what MySQL writes when it refuses a connection, and nothing else."""
    stack = properties(nest["root"], "Monitoring")["Parameters"]
    assert stack["DatabaseLogGroupName"] == {"Fn::GetAtt": ["Data", "Outputs.DatabaseLogGroupName"]}
    assert nest["data"]["Outputs"]["DatabaseLogGroupName"]["Value"] == {"Ref": "DatabaseErrorLogs"}
    terms = re.findall(
        r'\?"([^"]+)"', properties(nest["monitoring"], "DatabaseConnectionFailuresFilter")["FilterPattern"]
    )
    for line in REFUSED:
        assert sum(term in line for term in terms) == 1, line
    for line in HARMLESS:
        assert not any(term in line for term in terms), line


def _metrics(template: dict[str, Any]) -> set[str]:
    body = json.loads(properties(template, "DatabaseDashboard")["DashboardBody"]["Fn::Sub"])
    rows = [row for widget in body["widgets"] for row in widget["properties"].get("metrics", [])]
    return {row[1] for row in rows if isinstance(row[0], str)}


def test_dashboard(nest: Templates, tmp_path: Path) -> None:
    """The dashboard shows the binary logs of MySQL, and what only PostgreSQL has of PostgreSQL only."""
    of_postgres = {"TransactionLogsDiskUsage", "MaximumUsedTransactionIDs"}
    assert "BinLogDiskUsage" in _metrics(nest["monitoring"])
    assert not of_postgres & _metrics(nest["monitoring"])
    postgres = _metrics(nest_with(tmp_path, WATCHED)["monitoring"])
    assert of_postgres <= postgres
    assert "BinLogDiskUsage" not in postgres
