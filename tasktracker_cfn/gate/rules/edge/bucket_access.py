"""Who may read the bucket behind a distribution."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.gate.rules.absence import lacks
from tasktracker_cfn.gate.rules.edge.bucket_origins import BUCKET
from tasktracker_cfn.gate.rules.edge.distributions import DISTRIBUTION, origins
from tasktracker_cfn.gate.rules.granting import Entry, entries_of, has_source, is_readable, may_allow, names
from tasktracker_cfn.gate.rules.rule import Fault, rule
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
        documents = [policy.get("PolicyDocument") for policy in _policies(system, origin.bucket)]
        if not origin.signs or not all(map(is_readable, documents)):
            continue
        if not any(may_allow(document, SERVICE, "s3:GetObject") for document in documents):
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
        for entry in entries_of(policy.get("PolicyDocument")):
            if entry.get("Effect") == "Allow" and names(entry, SERVICE) and not _may_have_source(entry):
                yield Fault(policy, "lets the distributions of every account read", "PolicyDocument", "Statement")


@rule(
    "distribution-may-decrypt",
    rows="F05",
    severity="warning",
    why="What a bucket encrypts with a key of the account's own is read only by who may use the key; CloudFront "
    "answers 403 otherwise, and always with an origin access identity.",
    remedy="Use origin access control, and allow cloudfront.amazonaws.com kms:Decrypt in the policy of the key.",
    source=DOCUMENT + "#create-oac-overview-s3-sse-kms",
)
def distribution_may_decrypt(system: System) -> Iterator[Fault]:
    """The key of a bucket lets the distribution in front of it decrypt."""
    for origin in _origins(system):
        key = system.at(origin.bucket.get(*ENCRYPTION, "KMSMasterKeyID"))
        if key is None or key.type != "AWS::KMS::Key":
            continue
        if not origin.signs:
            message = f"reads {origin.bucket} by an identity, which cannot decrypt with {key}"
            yield Fault(origin.distribution, message, *origin.path)
        elif not may_allow(key.get("KeyPolicy"), SERVICE, "kms:Decrypt"):
            message = f"reads {origin.bucket} and may not decrypt with {key}"
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


def _policies(system: System, bucket: Item) -> list[Item]:
    """Give the policies that may be the bucket's, those of a bucket that is not known among them."""
    found = [(policy, system.at(policy.get("Bucket"))) for policy in system.of(POLICY)]
    name = bucket.get("BucketName")
    return [
        policy
        for policy, owner in found
        if owner == bucket or (owner is None and (name is None or policy.get("Bucket") == name))
    ]


def _may_have_source(entry: Entry) -> bool:
    condition = entry.get("Condition")
    if not isinstance(condition, Mapping):
        return condition is not None
    return has_source(entry) or not all(isinstance(tests, Mapping) for tests in condition.values())
