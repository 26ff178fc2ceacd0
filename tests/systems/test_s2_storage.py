"""Document 002's bucket: its name, versions, encryption, lifecycle, who may use it."""

from tests.systems import buckets, policies, task_tracker_mysql
from tests.systems.built import System, entries, follow, listed, text

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
    """All objects move to Intelligent-Tiering."""
    classes = {
        transition.get("StorageClass")
        for rule in buckets.rules_in_force(task_tracker_mysql.app_bucket(system))
        if not rule.keys() & {"Prefix", "TagFilters", "ObjectSizeGreaterThan", "ObjectSizeLessThan"}
        for transition in entries(rule.get("Transitions"))
    }
    assert "INTELLIGENT_TIERING" in classes


def test_s2_73_access_to_the_bucket_is_logged(system: System) -> None:
    """Access is logged into another, closed bucket of this system that takes such logs."""
    bucket = task_tracker_mysql.app_bucket(system)
    target = system.at(bucket.get("LoggingConfiguration", "DestinationBucketName"))
    assert target is not None
    assert target != bucket
    prefix = text(bucket.get("LoggingConfiguration", "LogFilePrefix") or "")
    source = f"arn:<AWS::Partition>:s3:::{task_tracker_mysql.BUCKET_NAME}"
    assert buckets.admits(system, target, "logging.s3.amazonaws.com", f"{prefix}log", source)
    assert buckets.is_closed(target)
    # The service that logs has no key of KMS.
    assert buckets.encryption(target) == "AES256"


def test_s2_76_the_bucket_has_a_policy(system: System) -> None:
    """The bucket's policy refuses everybody access without TLS, to the bucket and to its objects."""
    bucket = task_tracker_mysql.app_bucket(system)
    (refused,) = [
        entry
        for entry in policies.bucket_statements(system, bucket)
        if follow(entry, "Condition", "Bool", "aws:SecureTransport") in ("false", False)
    ]
    resources = {policies.written(system, resource) for resource in listed(refused.get("Resource"))}
    assert (refused.get("Effect"), refused.get("Principal")) == ("Deny", "*")
    assert listed(refused.get("Action")) == ("s3:*",)
    assert resources == {f"<{bucket}.Arn>", f"<{bucket}.Arn>/*"}


def test_s2_77_nothing_is_public(system: System) -> None:
    """The bucket is no web site, has no open access list, and no statement allows anything to anybody."""
    bucket = task_tracker_mysql.app_bucket(system)
    assert bucket.get("WebsiteConfiguration") is None
    assert bucket.get("AccessControl") in (None, "Private")
    assert not any(policies.is_for_everybody(entry) for entry in policies.bucket_statements(system, bucket))
