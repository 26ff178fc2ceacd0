"""ECS fills variables from whole secrets and from keys of them, which have a value before the first task starts."""

import json
from pathlib import Path

from tests.nests import nest_with, of_type, properties
from tests.templates.switches import API
from tests.toml_files import Key

SECRETS: dict[Key, object] = {
    "data.secrets.api-config": {"description": "Keys", "generate": True, "keys": ["jwt", "mail.key"]},
    "data.secrets.license": {"description": "License", "generate": True},
    "data.secrets.unused": {"description": "By hand"},
}
INJECTED: dict[Key, object] = {
    **SECRETS,
    f"{API}.secrets": {
        "MAIL_KEY": "secret.api-config:mail.key",
        "ALL": "secret.api-config",
        "LICENSE": "secret.license",
    },
}


def test_values(tmp_path: Path) -> None:
    """A whole secret is given by its ARN, a key of it by the key and two colons behind that."""
    (container,) = properties(nest_with(tmp_path, INJECTED)["service"], "TaskDefinition")["ContainerDefinitions"]
    assert container["Secrets"] == [
        {"Name": "ALL", "ValueFrom": {"Ref": "ApiConfigSecretArn"}},
        {"Name": "LICENSE", "ValueFrom": {"Ref": "LicenseSecretArn"}},
        {"Name": "MAIL_KEY", "ValueFrom": {"Fn::Sub": "${ApiConfigSecretArn}:mail.key::"}},
    ]


def test_execution_role_reads_them(tmp_path: Path) -> None:
    """The execution role reads those that are injected, each named once, and the task role does not."""
    service = nest_with(tmp_path, INJECTED)["service"]
    statements = {
        statement["Sid"]: statement
        for statement in properties(service, "ExecutionPolicy")["PolicyDocument"]["Statement"]
    }
    assert "ReadDatabaseSecret" not in statements
    assert statements["ReadInjectedSecrets"]["Action"] == ["secretsmanager:GetSecretValue"]
    assert statements["ReadInjectedSecrets"]["Resource"] == [{"Ref": "ApiConfigSecretArn"}, {"Ref": "LicenseSecretArn"}]
    allowed = properties(service, "TaskPolicy")["PolicyDocument"]["Statement"]
    assert "ReadSecrets" not in {statement["Sid"] for statement in allowed}


def test_nothing_is_read_unless_told(tmp_path: Path) -> None:
    """Secrets that nobody injects are not for the execution role."""
    service = nest_with(tmp_path, SECRETS)["service"]
    statements = properties(service, "ExecutionPolicy")["PolicyDocument"]["Statement"]
    assert "ReadInjectedSecrets" not in {statement["Sid"] for statement in statements}


def test_values_to_start_with(tmp_path: Path) -> None:
    """A secret with generate starts as random text, or as an object with its keys; another one starts empty."""
    data = nest_with(tmp_path, SECRETS)["data"]
    whole = properties(data, "LicenseSecret")["GenerateSecretString"]
    assert whole == {"PasswordLength": 32, "ExcludePunctuation": True}
    keys = properties(data, "ApiConfigSecret")["GenerateSecretString"]
    assert keys["GenerateStringKey"] == "jwt"
    assert json.loads(keys["SecretStringTemplate"]) == {"mail.key": "fill-me-in"}
    assert "GenerateSecretString" not in properties(data, "UnusedSecret")
    assert "SecretString" not in json.dumps([properties(data, "UnusedSecret")])


def test_beside_the_databases(tmp_path: Path) -> None:
    """Keys of the database's secret and of others fill variables of one container."""
    changes: dict[Key, object] = {
        **SECRETS,
        f"{API}.secrets": {"DB_PASSWORD": "database.password", "LICENSE": "secret.license"},
    }
    service = nest_with(tmp_path, changes)["service"]
    (container,) = properties(service, "TaskDefinition")["ContainerDefinitions"]
    assert [secret["ValueFrom"] for secret in container["Secrets"]] == [
        {"Fn::Sub": "${DatabaseSecretArn}:password::"},
        {"Ref": "LicenseSecretArn"},
    ]
    statements = properties(service, "ExecutionPolicy")["PolicyDocument"]["Statement"]
    assert {"ReadDatabaseSecret", "ReadInjectedSecrets"} <= {statement["Sid"] for statement in statements}


def test_rotation_of_the_database_is_no_matter_of_other_secrets(tmp_path: Path) -> None:
    """Tasks that hold no password of the database are not replaced when it changes."""
    rotated: dict[Key, object] = {"data.database.rotation": {"method": "managed"}}
    assert of_type(nest_with(tmp_path, {**INJECTED, **rotated})["service"], "AWS::Events::Rule") == {}
    held: dict[Key, object] = {f"{API}.secrets": {"DB_PASSWORD": "database.password"}}
    assert of_type(nest_with(tmp_path, {**rotated, **held})["service"], "AWS::Events::Rule")
