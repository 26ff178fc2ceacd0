"""Access control lists on buckets that take none."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.named import BUCKET
from tasktracker_cfn.model.system import System, follow

# What is the default in effect, and so harmless.
PRIVATE = (None, "Private", "BucketOwnerFullControl", "BucketOwnerRead")


@rule(
    "bucket-acl-with-owner-enforced",
    rows="B02",
    severity="error",
    why="A bucket whose owner is enforced takes no access control lists, and S3 refuses to set one.",
    remedy="Leave AccessControl out, and grant in a BucketPolicy.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
)
def access_control(system: System) -> Iterator[Fault]:
    """A bucket whose owner is enforced has no access control list."""
    for bucket in system.of(BUCKET):
        given = bucket.text("AccessControl")
        rules = [follow(entry, "ObjectOwnership") for entry in bucket.mappings("OwnershipControls", "Rules")]
        if given not in PRIVATE and rules == ["BucketOwnerEnforced"]:
            yield Fault(bucket, f"has the AccessControl {given} under BucketOwnerEnforced", "AccessControl")
