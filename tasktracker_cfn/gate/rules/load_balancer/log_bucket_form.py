"""A log bucket or a prefix that a load balancer cannot use."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.load_balancer.balancers import BALANCER, LOGS, attribute_index, buckets_of, kind
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.system import Item, System, follow

BY_KMS = ("aws:kms", "aws:kms:dsse")


@rule(
    "balancer-log-bucket-form",
    rows="L02",
    severity="error",
    why="An Application Load Balancer writes logs only to a bucket with SSE-S3, and its creation fails otherwise.",
    remedy="Encrypt the log bucket by AES256, and choose a prefix without AWSLogs, which is added by itself.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
)
def log_bucket_form(system: System) -> Iterator[Fault]:
    """A load balancer's log bucket is encrypted by no key of one's own, and its prefix does not say AWSLogs."""
    for balancer in system.of(BALANCER):
        pairs = balancer.pairs("LoadBalancerAttributes")
        for log in LOGS:
            key = f"{log}.s3.prefix"
            if any("AWSLogs" in literal for literal in literals(pairs.get(key))):
                place = attribute_index(balancer, "LoadBalancerAttributes", key)
                yield Fault(balancer, f"has a {key} that contains AWSLogs", "LoadBalancerAttributes", place)
        # A Network Load Balancer takes a key of KMS, too.
        if kind(balancer) == "application":
            for log, bucket, _ in buckets_of(system, balancer):
                yield from _encrypted_by_kms(balancer, log, bucket, own_key=True)


@rule(
    "balancer-log-bucket-key",
    rows="L02",
    # Some are in use: https://github.com/convox/rack/blob/master/provider/aws/formation/rack.json
    severity="warning",
    why="AWS writes that an Application Load Balancer takes buckets with SSE-S3 only; some with AWS's own key work.",
    remedy="Encrypt the log bucket by AES256.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
)
def log_bucket_key(system: System) -> Iterator[Fault]:
    """The log bucket of an Application Load Balancer is not encrypted by the key that AWS has for S3 in KMS."""
    for balancer in system.of(BALANCER):
        if kind(balancer) == "application":
            for log, bucket, _ in buckets_of(system, balancer):
                yield from _encrypted_by_kms(balancer, log, bucket, own_key=False)


def _encrypted_by_kms(balancer: Item, log: str, bucket: Item, *, own_key: bool) -> Iterator[Fault]:
    path = ("BucketEncryption", "ServerSideEncryptionConfiguration")
    for number, entry in enumerate(bucket.listed(*path)):
        algorithm = known_text(follow(entry, "ServerSideEncryptionByDefault", "SSEAlgorithm"))
        has_key = follow(entry, "ServerSideEncryptionByDefault", "KMSMasterKeyID") is not None
        if algorithm in BY_KMS and has_key is own_key:
            message = f"encrypts by {algorithm}, and {balancer} writes its {log.replace('_', ' ')} there"
            yield Fault(bucket, message, *path, number)
