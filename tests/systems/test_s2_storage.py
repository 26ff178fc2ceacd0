"""Document 002's bucket: its name, versions, encryption, lifecycle, who may use it."""

from tests.systems import buckets, policies, task_tracker_mysql
from tests.systems.built import System, entries, follow, listed

FOLDER = task_tracker_mysql.FOLDER


def test_s2_66_the_bucket_has_its_name(system: System) -> None:
    """A bucket is called task-tracker-app-data- and the account's number."""
    assert task_tracker_mysql.app_bucket(system).type == "AWS::S3::Bucket"


def test_s2_67_the_bucket_is_versioned(system: System) -> None:
    """The bucket keeps versions."""
    assert task_tracker_mysql.app_bucket(system).get("VersioningConfiguration", "Status") == "Enabled"


def test_s2_68_the_bucket_is_encrypted_with_aes_256(system: System) -> None:
    """The bucket's default encryption is AES256."""
    assert buckets.encryption(task_tracker_mysql.app_bucket(system)) == "AES256"


def test_s2_69_the_bucket_is_closed(system: System) -> None:
    """All four blocks against public access are on."""
    assert buckets.is_closed(task_tracker_mysql.app_bucket(system))


def test_s2_70_the_bucket_has_a_lifecycle(system: System) -> None:
    """A lifecycle rule of the bucket is in force."""
    assert buckets.rules_in_force(task_tracker_mysql.app_bucket(system))


def test_s2_71_objects_are_tiered_by_use(system: System) -> None:
    """Objects move to Intelligent-Tiering."""
    classes = {
        transition.get("StorageClass")
        for rule in buckets.rules_in_force(task_tracker_mysql.app_bucket(system))
        for transition in entries(rule.get("Transitions"))
    }
    assert "INTELLIGENT_TIERING" in classes


def test_s2_73_access_to_the_bucket_is_logged(system: System) -> None:
    """Access is logged into another bucket of this system whose policy admits that."""
    bucket = task_tracker_mysql.app_bucket(system)
    target = system.at(bucket.get("LoggingConfiguration", "DestinationBucketName"))
    assert target is not None
    assert target != bucket
    assert buckets.writable_by(system, target, "logging.s3.amazonaws.com")


def test_s2_76_the_bucket_has_a_policy(system: System) -> None:
    """The bucket's policy refuses access without TLS."""
    statements = policies.bucket_statements(system, task_tracker_mysql.app_bucket(system))
    refused = [entry for entry in statements if entry.get("Effect") == "Deny"]
    assert any(
        follow(entry, "Condition", "Bool", "aws:SecureTransport") in ("false", False)
        and "s3:*" in listed(entry.get("Action"))
        for entry in refused
    )


def test_s2_77_nothing_is_public(system: System) -> None:
    """The bucket is no web site, and no statement allows anything to anybody."""
    bucket = task_tracker_mysql.app_bucket(system)
    assert bucket.get("WebsiteConfiguration") is None
    assert not any(policies.is_for_everybody(entry) for entry in policies.bucket_statements(system, bucket))
