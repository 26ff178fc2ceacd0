"""Own keys of KMS: which are made, whom they let in, and what they encrypt, in every stack and in none without them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tasktracker_cfn.gate.linting import lint
from tests.commands import build_here
from tests.nests import Templates, nest_with, of_type, properties
from tests.toml_files import Key, system_file

ALL: dict[Key, object] = {"encryption": {"data": True, "logs": True, "topics": True}}
MORE: dict[Key, object] = {
    "data.database.rotation": {"method": "hosted-function"},
    "data.database.log_group": "/database/{environment}",
    "data.repositories.api": {"name": "api"},
    "data.secrets.keys": {"description": "Keys of other services"},
    "service.containers.api.secrets": {"DB_PASSWORD": "database.password"},
    "service.access.secrets": ["keys"],
    "monitoring.critical_email": "on-call@example.com",
}
INSTANCE = ("data.database.instance_class", "data.database.storage_gib", "data.database.multi_az")
CLUSTER: dict[Key, object] = {
    "data.database.engine": "aurora-postgresql",
    "data.database.version": "16.13",
    "data.database.serverless": {"minimum_acu": 0.5, "maximum_acu": 2},
}
DATA, LOGS, TOPICS = ({"Ref": f"{name}KeyArn"} for name in ("Data", "Logs", "Topics"))
KEY = "AWS::KMS::Key"


@pytest.fixture(name="nest")
def _nest(tmp_path: Path) -> Templates:
    return nest_with(tmp_path, {**ALL, **MORE})


def _statements(key: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {statement["Sid"]: statement for statement in key["KeyPolicy"]["Statement"]}


def _granted(template: dict[str, Any], policy: str) -> dict[str, dict[str, Any]]:
    return {entry["Sid"]: entry for entry in properties(template, policy)["PolicyDocument"]["Statement"]}


def test_no_keys(tmp_path: Path) -> None:
    """Without the table there is no stack of keys, and nothing names a key of ours."""
    nest = nest_with(tmp_path, MORE)
    assert "keys" not in nest
    assert "KeyArn" not in json.dumps(nest)


def test_wired_from_the_keys_stack(nest: Templates) -> None:
    """The stack of keys takes nothing, and each stack that encrypts is given the keys that it needs and no others."""
    assert "Parameters" not in nest["keys"]
    stacks = of_type(nest["root"], "AWS::CloudFormation::Stack")
    given = {
        stack: {name for name in resource["Properties"].get("Parameters", {}) if name.endswith("KeyArn")}
        for stack, resource in stacks.items()
    }
    assert given == {
        "Keys": set(),
        "Network": {"LogsKeyArn"},
        "Data": {"DataKeyArn", "LogsKeyArn"},
        "Edge": set(),
        "Service": {"DataKeyArn", "LogsKeyArn"},
        "Monitoring": {"TopicsKeyArn"},
    }
    assert next(iter(stacks)) == "Keys"
    told = stacks["Data"]["Properties"]["Parameters"]["DataKeyArn"]
    assert told == {"Fn::GetAtt": ["Keys", "Outputs.DataKeyArn"]}


@pytest.mark.parametrize("wanted", ["data", "logs", "topics"])
def test_one_key_alone(wanted: str, tmp_path: Path) -> None:
    """Only the key that is asked for is made."""
    keys = nest_with(tmp_path, {"encryption": {wanted: True}})["keys"]
    assert list(of_type(keys, KEY)) == [f"{wanted.title()}Key"]
    assert list(keys["Outputs"]) == [f"{wanted.title()}KeyArn"]


def test_every_key_is_turned_over_and_governed(nest: Templates) -> None:
    """Every key is turned over, leaves itself to the account's IAM, and makes grants for services only."""
    keys = of_type(nest["keys"], KEY)
    assert set(keys) == {"DataKey", "LogsKey", "TopicsKey"}
    for logical_id in keys:
        key = properties(nest["keys"], logical_id)
        assert key["EnableKeyRotation"] is True
        assert key["PendingWindowInDays"] == 30
        statements = _statements(key)
        account = statements["AccountDecidesByIam"]
        assert account["Principal"] == {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}
        assert account["Action"] == ["kms:*"]
        assert statements["RefuseGrantsToOthersThanServices"] == {
            "Sid": "RefuseGrantsToOthersThanServices",
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": ["kms:CreateGrant"],
            "Resource": ["*"],
            "Condition": {"BoolIfExists": {"kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false"}},
        }


def test_whom_each_key_lets_in(nest: Templates) -> None:
    """The key for data lets in no service, that for logs CloudWatch Logs for its groups, that for topics the alarms."""
    common = {"AccountDecidesByIam", "RefuseGrantsToOthersThanServices"}
    assert set(_statements(properties(nest["keys"], "DataKey"))) == common
    logs = _statements(properties(nest["keys"], "LogsKey"))
    assert set(logs) == common | {"LogGroupsUse"}
    assert logs["LogGroupsUse"]["Principal"] == {"Service": [{"Fn::Sub": "logs.${AWS::Region}.amazonaws.com"}]}
    groups = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*"
    context = {"kms:EncryptionContext:aws:logs:arn": {"Fn::Sub": groups}}
    assert logs["LogGroupsUse"]["Condition"] == {"ArnLike": context}
    topics = _statements(properties(nest["keys"], "TopicsKey"))
    assert set(topics) == common | {"AlarmsPublish"}
    assert topics["AlarmsPublish"]["Principal"] == {"Service": ["cloudwatch.amazonaws.com"]}
    assert topics["AlarmsPublish"]["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]


@pytest.mark.parametrize("disposable", [True, False])
def test_what_becomes_of_the_keys(disposable: bool, tmp_path: Path) -> None:
    """The key of what outlives the stack outlives it, too; the others go with a system that is disposable."""
    keys = nest_with(tmp_path, {**ALL, "environments.development.disposable": disposable})["keys"]["Resources"]
    other = "Delete" if disposable else "Retain"
    assert {name: key["DeletionPolicy"] for name, key in keys.items()} == {
        "DataKey": "Retain",
        "LogsKey": other,
        "TopicsKey": other,
    }
    assert {key["UpdateReplacePolicy"] for key in keys.values()} == {"Retain"}


def test_every_log_group(nest: Templates) -> None:
    """Every log group of every stack is encrypted with the key for logs."""
    groups = {
        name: group for template in nest.values() for name, group in of_type(template, "AWS::Logs::LogGroup").items()
    }
    assert set(groups) == {
        "FlowLogGroup",
        "DatabasePostgresqlLogs",
        "DatabaseUpgradeLogs",
        "DatabaseLogGroup",
        "DatabaseRotationLogs",
        "TaskLogGroup",
        "RestartLogGroup",
    }
    assert all(group["Properties"]["KmsKeyId"] == LOGS for group in groups.values())


def test_every_topic(nest: Templates) -> None:
    """Every topic is encrypted with the key that lets the alarms publish."""
    topics = of_type(nest["monitoring"], "AWS::SNS::Topic")
    assert set(topics) == {"AlarmTopic", "CriticalAlarmTopic"}
    assert all(topic["Properties"]["KmsMasterKeyId"] == TOPICS for topic in topics.values())


def test_data_at_rest(nest: Templates) -> None:
    """Database, secrets, rotation, buckets and repositories are encrypted with the key for data."""
    data = nest["data"]
    assert properties(data, "Database")["KmsKeyId"] == DATA
    assert properties(data, "Database")["StorageEncrypted"] is True
    assert {
        secret["Properties"]["KmsKeyId"]["Ref"] for secret in of_type(data, "AWS::SecretsManager::Secret").values()
    } == {"DataKeyArn"}
    assert properties(data, "DatabaseSecretRotation")["HostedRotationLambda"]["KmsKeyArn"] == DATA
    (rule,) = properties(data, "UploadsBucket")["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {
        "BucketKeyEnabled": True,
        "ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": DATA},
    }
    assert properties(data, "ApiRepository")["EncryptionConfiguration"] == {"EncryptionType": "KMS", "KmsKey": DATA}


def test_cluster(tmp_path: Path) -> None:
    """A cluster, and the secret that RDS manages for it, are encrypted with the key for data."""
    managed: dict[Key, object] = {"data.database.rotation": {"method": "managed"}}
    data = nest_with(tmp_path, {**ALL, **CLUSTER, **managed}, INSTANCE)["data"]
    assert properties(data, "Database")["KmsKeyId"] == DATA
    assert properties(data, "Database")["MasterUserSecret"] == {"KmsKeyId": DATA}
    assert "KmsKeyId" not in properties(data, "DatabaseWriter")


def test_managed_secret_without_key(tmp_path: Path) -> None:
    """Without a key of ours, RDS keeps its secret under AWS's key."""
    data = nest_with(tmp_path, {"data.database.rotation": {"method": "managed"}})["data"]
    assert "MasterUserSecret" not in properties(data, "Database")


def test_roles_use_the_key_through_services(nest: Templates) -> None:
    """The roles of the tasks use the key for what they read and write, through the services that hold it."""
    through = {"StringEquals": {"kms:ViaService": {"Fn::Sub": "secretsmanager.${AWS::Region}.amazonaws.com"}}}
    secrets = {
        "Sid": "DecryptSecrets",
        "Effect": "Allow",
        "Action": ["kms:Decrypt"],
        "Resource": [DATA],
        "Condition": through,
    }
    assert _granted(nest["service"], "ExecutionPolicy")["DecryptSecrets"] == secrets
    task = _granted(nest["service"], "TaskPolicy")
    assert task["DecryptSecrets"] == secrets
    assert task["UseKeyOfObjects"]["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert task["UseKeyOfObjects"]["Resource"] == [DATA]
    through = {"StringEquals": {"kms:ViaService": {"Fn::Sub": "s3.${AWS::Region}.amazonaws.com"}}}
    assert task["UseKeyOfObjects"]["Condition"] == through


def test_roles_get_no_more_than_they_need(tmp_path: Path) -> None:
    """A role that reads no secret may not decrypt any, and one that only reads objects may not encrypt them."""
    changes: dict[Key, object] = {**ALL, "service.access.buckets": {"uploads": "read"}}
    service = nest_with(
        tmp_path, changes, ["service.access.database_secret", "service.containers.api.environment_from"]
    )["service"]
    assert "DecryptSecrets" not in _granted(service, "ExecutionPolicy")
    assert "DecryptSecrets" not in _granted(service, "TaskPolicy")
    assert _granted(service, "TaskPolicy")["UseKeyOfObjects"]["Action"] == ["kms:Decrypt"]


def test_site_bucket_keeps_the_encryption_of_s3(tmp_path: Path) -> None:
    """The site's bucket stays with S3's own encryption, which CloudFront can read without being let into a key."""
    edge = nest_with(tmp_path, {**ALL, "edge.site": {}})["edge"]
    (rule,) = properties(edge, "SiteBucket")["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}


@pytest.mark.parametrize("cluster", [False, True], ids=["instance", "cluster"])
def test_lints_clean(cluster: bool, tmp_path: Path) -> None:
    """All keys at once make templates in which cfn-lint finds nothing."""
    changes = {**ALL, **MORE, **(CLUSTER if cluster else {})}
    file = system_file(tmp_path, changes, INSTANCE if cluster else ())
    assert build_here(file, "--no-gate", "--quiet", "--out", tmp_path / "out").code == 0
    written = sorted((tmp_path / "out").glob("*/*/*.yaml"))
    assert [finding for findings in lint(written, "us-east-1", 1) for finding in findings] == []
