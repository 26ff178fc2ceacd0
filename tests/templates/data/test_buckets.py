"""Buckets have the names, tiers, logs and copies that they are told to have, and none unless told."""

from pathlib import Path

import pytest

from tests.nests import nest_with, of_type, properties
from tests.systems import policies
from tests.systems.built import follow, listed
from tests.templates.data.buckets import COPIED, EVERYTHING, NAME, bucket, build

UPLOADS = "data.buckets.uploads"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("task-tracker-app-data-{account}", {"Fn::Sub": "task-tracker-app-data-${AWS::AccountId}"}),
        ("{system}-{environment}-{region}", "task-management-api-development-us-east-1"),
    ],
)
def test_name(name: str, written: object, tmp_path: Path) -> None:
    """A bucket has the name that it is given, with the account's number where there is a place for it."""
    assert properties(nest_with(tmp_path, {f"{UPLOADS}.name": name})["data"], "UploadsBucket")["BucketName"] == written


def test_nothing_unless_told(tmp_path: Path) -> None:
    """A bucket of which nothing is said has no name, moves nothing, is not logged and not copied."""
    data = nest_with(tmp_path, {UPLOADS: {}})["data"]
    bucket = properties(data, "UploadsBucket")
    assert not bucket.keys() & {"BucketName", "LoggingConfiguration", "ReplicationConfiguration"}
    assert [rule["Id"] for rule in bucket["LifecycleConfiguration"]["Rules"]] == ["abort-unfinished-uploads"]
    assert set(of_type(data, "AWS::S3::Bucket")) == {"UploadsBucket"}
    assert of_type(data, "AWS::IAM::Role") == {}


def test_tiering(tmp_path: Path) -> None:
    """Objects move to Intelligent-Tiering after their days."""
    rules = properties(nest_with(tmp_path, {f"{UPLOADS}.tiering_days": 0})["data"], "UploadsBucket")[
        "LifecycleConfiguration"
    ]["Rules"]
    (rule,) = [rule for rule in rules if rule["Id"] == "tier-by-use"]
    assert rule["Transitions"] == [{"StorageClass": "INTELLIGENT_TIERING", "TransitionInDays": 0}]
    assert rule["Status"] == "Enabled"


@pytest.mark.parametrize(
    ("setting", "algorithm"), [({}, "aws:kms"), ({"encryption": "kms"}, "aws:kms"), ({"encryption": "s3"}, "AES256")]
)
def test_encryption(setting: dict[str, object], algorithm: str, tmp_path: Path) -> None:
    """Where there is a key for data a bucket takes it, unless it is told to stay with the keys of S3."""
    nest = nest_with(tmp_path, {UPLOADS: setting, "encryption.data": True})
    (rule,) = properties(nest["data"], "UploadsBucket")["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == algorithm
    statements = properties(nest["service"], "TaskPolicy")["PolicyDocument"]["Statement"]
    uses = "UseKeyOfObjects" in {statement["Sid"] for statement in statements}
    assert uses == (algorithm == "aws:kms")


def test_access_log(tmp_path: Path) -> None:
    """Accesses go to one closed bucket, below the use of each bucket, and only of this account's S3."""
    system = build(tmp_path, EVERYTHING)
    log = bucket(system, "AccessLogBucket")
    for use, arn in {
        "uploads": "arn:<AWS::Partition>:s3:::app-data-development-<AWS::AccountId>",
        "exports": "arn:<AWS::Partition>:s3:::*",
    }.items():
        source = bucket(system, f"{use.title()}Bucket")
        assert system.at(source.get("LoggingConfiguration", "DestinationBucketName")) == log
        assert source.get("LoggingConfiguration", "LogFilePrefix") == f"{use}/"
        (writer,) = [
            entry
            for entry in policies.bucket_statements(system, log)
            if entry.get("Sid") == f"WriteAccessesOf{use.title()}"
        ]
        assert listed(follow(writer, "Principal", "Service")) == ("logging.s3.amazonaws.com",)
        assert listed(writer.get("Action")) == ("s3:PutObject",)
        assert [policies.written(system, value) for value in listed(writer.get("Resource"))] == [
            f"<Data/AccessLogBucket.Arn>/{use}/*"
        ]
        condition = writer.get("Condition")
        assert policies.written(system, follow(condition, "ArnLike", "aws:SourceArn")) == arn
        assert policies.written(system, follow(condition, "StringEquals", "aws:SourceAccount")) == "<AWS::AccountId>"


def test_access_log_is_closed_and_empties_itself(tmp_path: Path) -> None:
    """The bucket for access logs takes no key but S3's, is kept, is not logged itself, and deletes what is old."""
    nest = nest_with(tmp_path, {**EVERYTHING, "data.access_log_days": 7, "encryption.logs": True})
    log = properties(nest["data"], "AccessLogBucket")
    (rule,) = log["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    assert set(log["PublicAccessBlockConfiguration"].values()) == {True}
    assert log["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert log["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "LoggingConfiguration" not in log
    (expiry,) = [rule for rule in log["LifecycleConfiguration"]["Rules"] if rule["Id"] == "expire"]
    assert (expiry["ExpirationInDays"], expiry["NoncurrentVersionExpiration"]) == (7, {"NoncurrentDays": 1})
    assert nest["data"]["Resources"]["AccessLogBucket"]["DeletionPolicy"] == "Retain"


def test_access_log_stays_with_the_keys_of_s3(tmp_path: Path) -> None:
    """A key of our own for data is not for access logs, which S3 could not write then."""
    log = properties(
        nest_with(tmp_path, {f"{UPLOADS}.access_log": True, "encryption.data": True})["data"], "AccessLogBucket"
    )
    (rule,) = log["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def test_logged_buckets_wait_for_the_log(tmp_path: Path) -> None:
    """A bucket is made after S3 may write its accesses."""
    system = build(tmp_path, EVERYTHING)
    (policy,) = [
        item for item in system.of("AWS::S3::BucketPolicy") if item.resource.logical_id == "AccessLogBucketPolicy"
    ]
    for name in ("UploadsBucket", "ExportsBucket"):
        assert system.order.surely_after(bucket(system, name).resource, policy.resource)


def test_copy(tmp_path: Path) -> None:
    """All versions are copied to the bucket of the same name with -replica, and deletions are not."""
    source = properties(nest_with(tmp_path, {UPLOADS: COPIED})["data"], "UploadsBucket")
    assert source["VersioningConfiguration"] == {"Status": "Enabled"}
    (rule,) = source["ReplicationConfiguration"]["Rules"]
    assert (rule["Status"], rule["Priority"], rule["Filter"]) == ("Enabled", 1, {"Prefix": ""})
    assert rule["DeleteMarkerReplication"] == {"Status": "Disabled"}
    copy = NAME.replace("{environment}", "development").replace("{account}", "${AWS::AccountId}") + "-replica"
    assert rule["Destination"] == {"Bucket": {"Fn::Sub": f"arn:${{AWS::Partition}}:s3:::{copy}"}}


def test_role_of_copies(tmp_path: Path) -> None:
    """The role reads from the one bucket and writes into the other, may do no more, and is there before."""
    system = build(tmp_path, {UPLOADS: COPIED})
    source = bucket(system, "UploadsBucket")
    role = system.at(source.get("ReplicationConfiguration", "Role"))
    assert role is not None
    assert policies.trusted(role) == {"s3.amazonaws.com"}
    arn = "arn:<AWS::Partition>:s3:::app-data-development-<AWS::AccountId>"
    assert {(statement.actions, statement.resources) for statement in policies.statements(system, role)} == {
        (("s3:GetReplicationConfiguration", "s3:ListBucket"), (arn,)),
        (
            ("s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"),
            (f"{arn}/*",),
        ),
        (("s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"), (f"{arn}-replica/*",)),
    }
    (policy,) = [
        item for item in system.of("AWS::IAM::ManagedPolicy") if item.resource.logical_id == "ReplicationPolicy"
    ]
    assert system.order.surely_after(source.resource, policy.resource)


def test_one_role_for_all_copies(tmp_path: Path) -> None:
    """A second bucket is copied with the same role, and a bucket that is not copied is not in its policy."""
    system = build(
        tmp_path,
        {
            UPLOADS: COPIED,
            "data.buckets.exports": {"name": "exports-{account}", "replicate_to": "us-west-2"},
            "data.buckets.other": {"name": "other-{account}"},
        },
    )
    roles = {
        system.at(bucket(system, f"{use}Bucket").get("ReplicationConfiguration", "Role"))
        for use in ("Uploads", "Exports")
    }
    (role,) = roles
    assert role is not None
    resources = [name for statement in policies.statements(system, role) for name in statement.resources]
    assert len(resources) == 6
    assert not any("other" in name for name in resources)
