"""One private bucket: encrypted, by S3 or with our own key, no ACLs, no public access, TLS only, always kept."""

from typing import NamedTuple

from awacs.aws import PolicyDocument
from troposphere import AWSHelperFn, Ref, s3

from tasktracker_cfn.authoring.closed_buckets import abort_unfinished_uploads, closed
from tasktracker_cfn.authoring.iam import tls_only
from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config.buckets import BucketConfig


class Surroundings(NamedTuple):
    """What a bucket refers to: its key, where its accesses are logged, and how it is copied."""

    key_arn: Arn | None = None
    log: s3.LoggingConfiguration | None = None
    log_policy: s3.BucketPolicy | None = None
    replication: s3.ReplicationConfiguration | None = None


ALONE = Surroundings()


def build(use: str, config: BucketConfig, name: str | None, around: Surroundings = ALONE) -> s3.Bucket:
    """Give a bucket by the name of its use."""
    return closed(
        f"{pascal(use)}Bucket",
        _physical(name),
        around.key_arn,
        # B08: what is logged before the log may be written is lost.
        DependsOn=around.log_policy,
        VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled") if config.versioned else None,
        LifecycleConfiguration=s3.LifecycleConfiguration(Rules=_lifecycle(config)),
        LoggingConfiguration=around.log,
        ReplicationConfiguration=around.replication,
    )


def policy(use: str, target: s3.Bucket) -> s3.BucketPolicy:
    """Give the one policy of a bucket (B10)."""
    return s3.BucketPolicy(
        f"{pascal(use)}BucketPolicy",
        Bucket=Ref(target),
        PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=[tls_only(target)]),
    )


def _physical(name: str | None) -> AWSHelperFn | str | None:
    """Give a bucket's name as the template writes it: with the account's number where there is a place for it."""
    if name is None or "{account}" not in name:
        return name
    return text(name.replace("{account}", "${AWS::AccountId}"))


def arn(name: str) -> AWSHelperFn:
    """Give the ARN of a bucket by its name, for what is made before the bucket (B05)."""
    return text("arn:${AWS::Partition}:s3:::" + name.replace("{account}", "${AWS::AccountId}"))


def objects(name: str) -> AWSHelperFn:
    """Give the ARN of the objects in a bucket by its name (B09)."""
    return text("arn:${AWS::Partition}:s3:::" + name.replace("{account}", "${AWS::AccountId}") + "/*")


def _lifecycle(config: BucketConfig) -> list[s3.LifecycleRule]:
    rules = [abort_unfinished_uploads()]
    if config.tiering_days is not None:
        tiering = s3.LifecycleRuleTransition(StorageClass="INTELLIGENT_TIERING", TransitionInDays=config.tiering_days)
        rules.append(s3.LifecycleRule(Id="tier-by-use", Status="Enabled", Transitions=[tiering]))
    if config.noncurrent_days is not None:
        rules.append(
            s3.LifecycleRule(
                Id="delete-old-versions",
                Status="Enabled",
                NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(NoncurrentDays=config.noncurrent_days),
            )
        )
    for expiry in config.expire:
        # B07: in a versioned bucket expiry only hides an object; its last version goes a day later.
        old_versions = s3.NoncurrentVersionExpiration(NoncurrentDays=1) if config.versioned else None
        rules.append(
            s3.LifecycleRule(
                Id=f"expire-{expiry.prefix}",
                Status="Enabled",
                Prefix=expiry.prefix,
                ExpirationInDays=expiry.days,
                **given(NoncurrentVersionExpiration=old_versions),
            )
        )
    return rules
