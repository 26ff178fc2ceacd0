"""Where buckets write their access logs."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_mappings
from tasktracker_cfn.model.named import BUCKET, meant
from tasktracker_cfn.model.policies.buckets import bucket_entries
from tasktracker_cfn.model.policies.granting import may_admit, may_do
from tasktracker_cfn.model.system import Item, System, follow

CONFIG = "LoggingConfiguration"
TARGET = (CONFIG, "DestinationBucketName")
SERVICE = "logging.s3.amazonaws.com"
BY_KMS = ("aws:kms", "aws:kms:dsse")
DOCUMENTED = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html"


@rule(
    "access-log-elsewhere",
    rows="B08",
    severity="warning",
    why="A bucket that logs into itself logs the writing of its log as well, without end.",
    remedy="Name another bucket as DestinationBucketName.",
    source=DOCUMENTED,
)
def elsewhere(system: System) -> Iterator[Fault]:
    """A bucket writes its access log into another bucket."""
    for bucket in system.of(BUCKET):
        target = bucket.get(*TARGET)
        if bucket.get(CONFIG) is not None and (target is None or bucket in meant(system, target, BUCKET)):
            yield Fault(bucket, "writes its access log into itself", *TARGET)


@rule(
    "access-log-encryption",
    rows="B08",
    severity="warning",
    why="S3 delivers access logs only to buckets that encrypt with S3's own keys (AES256); elsewhere none arrive.",
    remedy="Let the log bucket encrypt with AES256.",
    source=DOCUMENTED,
)
def encryption(system: System) -> Iterator[Fault]:
    """A bucket that takes access logs encrypts with S3's own keys."""
    for bucket, target in _logging(system):
        rules = known_mappings(target.get("BucketEncryption", "ServerSideEncryptionConfiguration"))
        if any(follow(entry, "ServerSideEncryptionByDefault", "SSEAlgorithm") in BY_KMS for entry in rules):
            yield Fault(bucket, f"writes its access log into {target}, which encrypts with KMS", *TARGET)


@rule(
    "access-log-permission",
    rows="B08",
    severity="warning",
    why="S3 writes access logs as a service, which the policy of the log bucket must let in.",
    remedy=f"Allow {SERVICE} s3:PutObject on the log bucket's objects, with aws:SourceAccount.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
)
def permission(system: System) -> Iterator[Fault]:
    """A bucket that takes access logs lets S3's log delivery write."""
    for bucket, target in _logging(system):
        admits = (
            may_do(entry, "s3:PutObject") and may_admit(entry, SERVICE) for entry in bucket_entries(system, target)
        )
        if target.get("AccessControl") is None and not any(admits):
            yield Fault(bucket, f"writes its access log into {target}, whose policy does not admit {SERVICE}", *TARGET)


def _logging(system: System) -> Iterator[tuple[Item, Item]]:
    for bucket in system.of(BUCKET):
        yield from ((bucket, target) for target in meant(system, bucket.get(*TARGET), BUCKET) if target != bucket)
