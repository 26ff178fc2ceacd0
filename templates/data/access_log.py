"""The bucket that S3 writes the accesses of other buckets into."""

from typing import NamedTuple

from awacs import s3 as s3_actions
from awacs.aws import Allow, ArnLike, Condition, PolicyDocument, Principal, Statement, StringEquals
from troposphere import AccountId, AWSHelperFn, GetAtt, Ref, s3

from tasktracker_cfn.authoring.closed_buckets import abort_unfinished_uploads, closed
from tasktracker_cfn.authoring.iam import tls_only
from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.config import SystemConfig, given_names
from tasktracker_cfn.config.buckets import BucketConfig
from templates.data.bucket import arn


class AccessLog(NamedTuple):
    """The bucket with its policy, and the uses of the buckets that are logged into it."""

    bucket: s3.Bucket
    policy: s3.BucketPolicy
    sources: list[str]


def build(system: SystemConfig) -> AccessLog:
    """Give the bucket and who may write into it.

    It is kept when the stack is deleted, because it is never empty then (B11), and empties itself. It is not logged
    itself: every line that is written would make another one. S3 writes with no key but its own (B08).
    """
    logged = {use: config for use, config in system.data.buckets.items() if config.access_log}
    bucket = closed(
        "AccessLogBucket",
        VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
        LifecycleConfiguration=s3.LifecycleConfiguration(
            Rules=[
                abort_unfinished_uploads(),
                s3.LifecycleRule(
                    Id="expire",
                    Status="Enabled",
                    ExpirationInDays=system.data.access_log_days,
                    # B07
                    NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(NoncurrentDays=1),
                ),
            ]
        ),
    )
    writers = [_writer(system, bucket, use, config) for use, config in logged.items()]
    policy = s3.BucketPolicy(
        "AccessLogBucketPolicy",
        Bucket=Ref(bucket),
        PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=[tls_only(bucket), *writers]),
    )
    return AccessLog(bucket, policy, list(logged))


def logging(log: AccessLog, use: str) -> s3.LoggingConfiguration:
    """Give what sends a bucket's accesses there, below the name of its use."""
    return s3.LoggingConfiguration(DestinationBucketName=Ref(log.bucket), LogFilePrefix=f"{use}/")


def _writer(system: SystemConfig, log: s3.Bucket, use: str, config: BucketConfig) -> Statement:
    return Statement(
        Sid=f"WriteAccessesOf{pascal(use)}",
        Effect=Allow,
        Principal=Principal("Service", ["logging.s3.amazonaws.com"]),
        Action=[s3_actions.PutObject],
        Resource=[text(f"{{log}}/{use}/*", log=GetAtt(log, "Arn"))],
        Condition=Condition(
            [StringEquals("aws:SourceAccount", AccountId), ArnLike("aws:SourceArn", _source(system, config))]
        ),
    )


def _source(system: SystemConfig, config: BucketConfig) -> AWSHelperFn:
    # The bucket waits for this policy, so the policy can name it by a name that is given, and by no other.
    return arn(given_names.bucket(system, config) or "*")
