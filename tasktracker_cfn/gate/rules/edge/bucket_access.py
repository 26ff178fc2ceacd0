"""Who may read the bucket behind a distribution."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.gate.rules.edge.bucket_origins import BUCKET
from tasktracker_cfn.gate.rules.edge.distributions import DISTRIBUTION, origins
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_items, lacks
from tasktracker_cfn.model.policies.buckets import bucket_entries
from tasktracker_cfn.model.policies.documents import Entry, entries
from tasktracker_cfn.model.policies.granting import may_admit, may_do, names_source
from tasktracker_cfn.model.system import Item, System, follow

SERVICE = "cloudfront.amazonaws.com"
POLICY = "AWS::S3::BucketPolicy"
DOCUMENT = (
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html"
)
ENCRYPTION = ("BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault")


class _Origin(NamedTuple):
    distribution: Item
    path: tuple[str | int, ...]
    bucket: Item
    signs: bool


@rule(
    "bucket-lets-distribution-read",
    rows="F05",
    severity="warning",
    why="Without a statement for CloudFront in the bucket's policy every request is answered with 403.",
    remedy="Allow cloudfront.amazonaws.com s3:GetObject in a policy of the bucket, with the distribution as SourceArn.",
    source=DOCUMENT,
)
def bucket_lets_distribution_read(system: System) -> Iterator[Fault]:
    """The policy of a bucket lets the distribution in front of it read."""
    for origin in _origins(system):
        found = bucket_entries(system, origin.bucket)
        if origin.signs and not any(may_do(entry, "s3:GetObject") and may_admit(entry, SERVICE) for entry in found):
            yield Fault(origin.distribution, f"may not read {origin.bucket} by the bucket's policy", *origin.path)


@rule(
    "bucket-read-by-one-distribution",
    rows="F05",
    severity="warning",
    why="A statement for CloudFront without a source lets the distributions of every account read the bucket.",
    remedy="Add the condition StringEquals AWS:SourceArn with the ARN of the distribution.",
    source=DOCUMENT,
)
def bucket_read_by_one_distribution(system: System) -> Iterator[Fault]:
    """A bucket that CloudFront may read names the distribution or the account that may."""
    for policy in system.of(POLICY):
        for entry in entries(policy.get("PolicyDocument")):
            if entry is not None and entry.get("Effect") == "Allow" and _is_open(entry):
                yield Fault(policy, "lets the distributions of every account read", "PolicyDocument", "Statement")


@rule(
    "identity-may-decrypt",
    rows="F05",
    severity="warning",
    why="CloudFront cannot use a key of the account's own for an origin access identity, and answers 403.",
    remedy="Use origin access control, and allow cloudfront.amazonaws.com kms:Decrypt in the policy of the key.",
    source=DOCUMENT + "#create-oac-overview-s3-sse-kms",
)
def identity_may_decrypt(system: System) -> Iterator[Fault]:
    """A bucket that is read by an origin access identity has no key of the account's own."""
    for origin in _origins(system):
        key = system.at(origin.bucket.get(*ENCRYPTION, "KMSMasterKeyID"))
        if not origin.signs and key is not None and key.type == "AWS::KMS::Key":
            message = f"reads {origin.bucket} by an identity, which cannot decrypt with {key}"
            yield Fault(origin.distribution, message, *origin.path)


def _origins(system: System) -> Iterator[_Origin]:
    """Give the buckets of this system behind its distributions, that are read as buckets."""
    for item in system.of(DISTRIBUTION):
        for path, origin in origins(item):
            bucket = system.at(origin.get("DomainName"))
            identity = follow(origin, "S3OriginConfig", "OriginAccessIdentity")
            signs = not lacks(origin, "OriginAccessControlId")
            if bucket is not None and bucket.type == BUCKET and (signs or identity):
                yield _Origin(item, path, bucket, signs)


def _is_open(entry: Entry) -> bool:
    """Tell whether a statement is for CloudFront, and surely asks for no distribution or account."""
    if SERVICE not in known_items(follow(entry, "Principal", "Service")):
        return False
    condition = entry.get("Condition")
    if not isinstance(condition, Mapping):
        return condition is None
    return not names_source(entry) and all(isinstance(tests, Mapping) for tests in condition.values())
