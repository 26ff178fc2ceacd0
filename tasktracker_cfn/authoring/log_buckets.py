"""Buckets of access logs, one for each who writes into them (B12): private, encrypted by S3, always kept."""

from collections.abc import Sequence

from awacs import s3 as s3_actions
from awacs.aws import (
    Allow,
    ArnLike,
    Condition,
    ConditionElement,
    PolicyDocument,
    Principal,
    Statement,
    StringEquals,
)
from troposphere import AccountId, AWSHelperFn, GetAtt, Ref, s3

from tasktracker_cfn.authoring.closed_buckets import abort_unfinished_uploads, closed
from tasktracker_cfn.authoring.iam import tls_only
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.config.access_log import AccessLogConfig


def bucket(logical_id: str, config: AccessLogConfig) -> s3.Bucket:
    """Give a bucket whose objects go after some days.

    It stays when its stack goes: one that is not empty cannot be deleted (K19), and what is in it goes by itself.
    """
    # L02, B08: whoever delivers logs takes no key of KMS, or only one that lets it in.
    return closed(
        logical_id,
        VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
        LifecycleConfiguration=s3.LifecycleConfiguration(Rules=_lifecycle(config)),
    )


def by_s3(logged: s3.Bucket, source: s3.Bucket) -> s3.BucketPolicy:
    """Let S3 write the requests to one bucket into another."""
    wrote = writer(
        "WriteByS3",
        "logging.s3.amazonaws.com",
        text("{bucket}/*", bucket=GetAtt(logged, "Arn")),
        # B08
        [StringEquals("aws:SourceAccount", AccountId), ArnLike("aws:SourceArn", GetAtt(source, "Arn"))],
    )
    return policy(logged, wrote)


def policy(target: s3.Bucket, *writers: Statement) -> s3.BucketPolicy:
    """Give the one policy of a bucket (B10)."""
    return s3.BucketPolicy(
        f"{target.title}Policy",
        Bucket=Ref(target),
        PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=[tls_only(target), *writers]),
    )


def writer(sid: str, service: str, objects: AWSHelperFn, conditions: Sequence[ConditionElement] = ()) -> Statement:
    """Let a service put objects."""
    return Statement(
        Sid=sid,
        Effect=Allow,
        Principal=Principal("Service", [service]),
        Action=[s3_actions.PutObject],
        Resource=[objects],
        **given(Condition=Condition(list(conditions)) if conditions else None),
    )


def _lifecycle(config: AccessLogConfig) -> list[s3.LifecycleRule]:
    return [
        s3.LifecycleRule(
            Id="delete-old-logs",
            Status="Enabled",
            ExpirationInDays=config.expire_days,
            # B07: in a versioned bucket expiry only hides an object; its last version goes a day later.
            NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(NoncurrentDays=1),
        ),
        abort_unfinished_uploads(),
    ]
