"""The trail records every region into a bucket and a log group that let in this trail and nobody else."""

from pathlib import Path
from typing import Any

import pytest

from tasktracker_cfn.gate.linting import lint
from tests.commands import build_here
from tests.nests import nest_with, of_type, properties
from tests.toml_files import Key, system_file

ON: dict[Key, object] = {"monitoring.trail": {"retention_days": 400, "log_retention_days": 90}}
KEYS: dict[Key, object] = {"encryption": {"logs": True, "topics": True}}
ARN = {
    "Fn::Sub": "arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/task-management-api-development"
}


def _statements(policy: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {statement["Sid"]: statement for statement in policy["Statement"]}


@pytest.fixture(name="monitoring")
def _monitoring(tmp_path: Path) -> dict[str, Any]:
    return nest_with(tmp_path, ON)["monitoring"]


def test_none(tmp_path: Path) -> None:
    """Without the table there is no trail, no bucket and no role for it."""
    assert not [name for name in nest_with(tmp_path)["monitoring"]["Resources"] if "Trail" in name]


def test_alone(tmp_path: Path) -> None:
    """A trail is reason enough for the monitoring stack, without any alarm."""
    assert of_type(nest_with(tmp_path, {"monitoring": {"trail": {}}})["monitoring"], "AWS::CloudTrail::Trail")


def test_records_everything(monitoring: dict[str, Any]) -> None:
    """The trail is on, in all regions and for global services, and its files can be validated."""
    trail = properties(monitoring, "Trail")
    assert trail["TrailName"] == "task-management-api-development"
    for switch in ("IsLogging", "IsMultiRegionTrail", "IncludeGlobalServiceEvents", "EnableLogFileValidation"):
        assert trail[switch] is True
    assert trail["S3BucketName"] == {"Ref": "TrailBucket"}


def test_bucket_lets_in_this_trail_only(monitoring: dict[str, Any]) -> None:
    """The bucket's policy, which comes before the trail, lets this trail ask and write, and refuses plain HTTP."""
    assert monitoring["Resources"]["Trail"]["DependsOn"] == ["TrailBucketPolicy"]
    statements = _statements(properties(monitoring, "TrailBucketPolicy")["PolicyDocument"])
    assert set(statements) == {"RefusePlainHttp", "TrailAsksForOwner", "TrailWrites"}
    asking, writing = statements["TrailAsksForOwner"], statements["TrailWrites"]
    for statement in (asking, writing):
        assert statement["Principal"] == {"Service": ["cloudtrail.amazonaws.com"]}
        assert statement["Condition"]["StringEquals"]["aws:SourceArn"] == ARN
    assert asking["Action"] == ["s3:GetBucketAcl"]
    assert asking["Resource"] == [{"Fn::GetAtt": ["TrailBucket", "Arn"]}]
    assert writing["Action"] == ["s3:PutObject"]
    assert writing["Resource"] == [{"Fn::Sub": "${TrailBucket.Arn}/AWSLogs/${AWS::AccountId}/*"}]
    assert writing["Condition"]["StringEquals"]["s3:x-amz-acl"] == "bucket-owner-full-control"


def test_bucket_keeps_the_record(monitoring: dict[str, Any]) -> None:
    """The bucket is closed, outlives its stack, and its record goes after the days that are asked for."""
    bucket = monitoring["Resources"]["TrailBucket"]
    assert (bucket["DeletionPolicy"], bucket["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert set(bucket["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}
    rules = {rule["Id"]: rule for rule in bucket["Properties"]["LifecycleConfiguration"]["Rules"]}
    assert rules["expire"]["ExpirationInDays"] == 400
    assert rules["expire"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}


def test_access_log(tmp_path: Path) -> None:
    """Who reads the record is noted in another bucket, which S3 alone may write to, and for this bucket only."""
    changes: dict[Key, object] = {"monitoring.trail": {"access_log": {"expire_days": 400}}}
    monitoring = nest_with(tmp_path, changes)["monitoring"]
    logging = properties(monitoring, "TrailBucket")["LoggingConfiguration"]
    assert logging == {"DestinationBucketName": {"Ref": "TrailAccessLogBucket"}}
    log = monitoring["Resources"]["TrailAccessLogBucket"]
    assert (log["DeletionPolicy"], log["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert log["Properties"]["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"] == 400
    statements = _statements(properties(monitoring, "TrailAccessLogBucketPolicy")["PolicyDocument"])
    assert set(statements) == {"RefusePlainHttp", "WriteByS3"}
    assert statements["WriteByS3"]["Condition"]["ArnLike"] == {
        "aws:SourceArn": {"Fn::GetAtt": ["TrailBucket", "Arn"]},
    }


def test_no_access_log(monitoring: dict[str, Any]) -> None:
    """Unless it is asked for, nobody notes who reads the record."""
    assert "LoggingConfiguration" not in properties(monitoring, "TrailBucket")
    assert "TrailAccessLogBucket" not in monitoring["Resources"]


def test_log_group(monitoring: dict[str, Any]) -> None:
    """The record enters a log group of its own, by its ARN with the star, through a role that can do nothing else."""
    trail = properties(monitoring, "Trail")
    arn = {"Fn::GetAtt": ["TrailLogGroup", "Arn"]}
    assert trail["CloudWatchLogsLogGroupArn"] == arn
    assert trail["CloudWatchLogsRoleArn"] == {"Fn::GetAtt": ["TrailRole", "Arn"]}
    assert properties(monitoring, "TrailLogGroup")["RetentionInDays"] == 90
    (statement,) = properties(monitoring, "TrailPolicy")["PolicyDocument"]["Statement"]
    assert (statement["Action"], statement["Resource"]) == (["logs:CreateLogStream", "logs:PutLogEvents"], [arn])
    role = properties(monitoring, "TrailRole")
    assert role["ManagedPolicyArns"] == [{"Ref": "TrailPolicy"}]
    (trusted,) = role["AssumeRolePolicyDocument"]["Statement"]
    # CloudTrail's requests carry neither account nor ARN here, so a condition would keep it out.
    assert "Condition" not in trusted
    assert trusted["Principal"] == {"Service": ["cloudtrail.amazonaws.com"]}


def test_without_keys(monitoring: dict[str, Any]) -> None:
    """Without keys of ours, S3 and CloudWatch encrypt the record themselves."""
    assert "KMSKeyId" not in properties(monitoring, "Trail")
    (rule,) = properties(monitoring, "TrailBucket")["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    assert "KmsKeyId" not in properties(monitoring, "TrailLogGroup")


def test_with_keys(tmp_path: Path) -> None:
    """With keys of ours, the trail encrypts with the key for topics, which lets in this trail and stays."""
    nest = nest_with(tmp_path, {**ON, **KEYS})
    assert properties(nest["monitoring"], "Trail")["KMSKeyId"] == {"Ref": "TopicsKeyArn"}
    assert properties(nest["monitoring"], "TrailLogGroup")["KmsKeyId"] == {"Ref": "LogsKeyArn"}
    key = nest["keys"]["Resources"]["TopicsKey"]
    assert _statements(key["Properties"]["KeyPolicy"])["TrailEncrypts"] == {
        "Sid": "TrailEncrypts",
        "Effect": "Allow",
        "Principal": {"Service": ["cloudtrail.amazonaws.com"]},
        "Action": ["kms:DescribeKey", "kms:GenerateDataKey*"],
        "Resource": ["*"],
        "Condition": {"StringEquals": {"aws:SourceArn": ARN}},
    }
    assert (nest["keys"]["Resources"]["LogsKey"]["DeletionPolicy"], key["DeletionPolicy"]) == ("Delete", "Retain")


@pytest.mark.parametrize("keys", [{}, KEYS], ids=["plain", "keys"])
def test_lints_clean(keys: dict[Key, object], tmp_path: Path) -> None:
    """A trail and a budget, with keys and without, make templates in which cfn-lint finds nothing."""
    changes = {**ON, **keys, "monitoring.budget": {"monthly_usd": 300, "tag": "Project"}, "region": "eu-west-1"}
    file = system_file(tmp_path, changes)
    assert build_here(file, "--no-gate", "--quiet", "--out", tmp_path / "out").code == 0
    written = sorted((tmp_path / "out").rglob("*.yaml"))
    assert [finding for findings in lint(written, "eu-west-1", 1) for finding in findings] == []
