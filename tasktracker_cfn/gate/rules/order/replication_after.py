"""Replication of a bucket before what it needs."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_mappings
from tasktracker_cfn.model.named import BUCKET, meant_by_arn
from tasktracker_cfn.model.policies.attached import policies_of_role
from tasktracker_cfn.model.system import System, follow

CONFIG = "ReplicationConfiguration"


@rule(
    "replication-after-policy",
    rows="K05 B05",
    severity="advice",
    why="Objects that are written before the role has its permissions are not copied, and nobody says so.",
    remedy="Let the policy name the bucket by its name, not by a reference, and let the bucket depend on the policy.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-troubleshoot.html",
)
def replication_after_policy(system: System) -> Iterator[Fault]:
    """A bucket that is copied is created after its role's policies, but for those that refer to the bucket."""
    for bucket in system.of(BUCKET):
        found = [
            policy
            for policy in policies_of_role(system, bucket.get(CONFIG, "Role"))
            if not system.order.surely_after(policy.resource, bucket.resource)
        ]
        yield from too_early(system, bucket, found, "what its replication role needs", CONFIG, "Role")


@rule(
    "replication-after-destination",
    rows="K05 B04",
    severity="error",
    why="S3 refuses a replication whose destination does not exist, or keeps no versions yet.",
    remedy="Name the destination by its Arn, or let the source depend on it.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html",
)
def replication_after_destination(system: System) -> Iterator[Fault]:
    """A bucket that is copied is created after the bucket that it is copied to."""
    for bucket in system.of(BUCKET):
        for number, entry in enumerate(known_mappings(bucket.get(CONFIG, "Rules"))):
            found = meant_by_arn(system, follow(entry, "Destination", "Bucket"), ":s3:::", BUCKET)
            path = (CONFIG, "Rules", number, "Destination", "Bucket")
            yield from too_early(system, bucket, found, "the bucket that it is copied to", *path)
