"""The trail: who called which API of AWS when, in all regions, in a bucket of its own and in a log group."""

from awacs import logs as logs_actions
from awacs import s3 as s3_actions
from awacs import sts
from awacs.aws import Allow, Condition, PolicyDocument, Principal, Statement, StringEquals
from troposphere import AWSObject, GetAtt, Ref, cloudtrail, iam, logs, s3

from tasktracker_cfn.authoring import log_buckets
from tasktracker_cfn.authoring.closed_buckets import abort_unfinished_uploads, closed
from tasktracker_cfn.authoring.iam import allow, managed_policy, tls_only
from tasktracker_cfn.authoring.log_groups import log_group
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.trails import trail_arn
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config import SystemConfig, given_names
from tasktracker_cfn.config.trail import TrailConfig

CLOUDTRAIL = "cloudtrail.amazonaws.com"
DAYS_TO_NOTICE_A_LOSS = 30


def build(system: SystemConfig, config: TrailConfig, key_arn: Arn | None, logs_key_arn: Arn | None) -> list[AWSObject]:
    """Give the trail with its bucket and its log group.

    :param key_arn: the key for topics, which lets this trail in; without it S3 encrypts
    """
    read = config.access_log
    logged = log_buckets.bucket("TrailAccessLogBucket", read) if read is not None else None
    bucket = _bucket(config, logged)
    policy = _policy(system, bucket)
    group = log_group("TrailLogGroup", None, config.log_retention_days, logs_key_arn)
    writing = _writing(group)
    role = _role(writing)
    trail = cloudtrail.Trail(
        "Trail",
        # X04: CloudTrail tries the bucket when the trail is made.
        DependsOn=[policy],
        # X04: the policies of bucket and key let in the trail of this name, which they have to know beforehand.
        TrailName=given_names.trail(system),
        IsLogging=True,
        IsMultiRegionTrail=True,
        IncludeGlobalServiceEvents=True,
        EnableLogFileValidation=True,
        S3BucketName=Ref(bucket),
        **given(KMSKeyId=key_arn),
        # I04: with the ":*" that this attribute ends in.
        CloudWatchLogsLogGroupArn=GetAtt(group, "Arn"),
        CloudWatchLogsRoleArn=GetAtt(role, "Arn"),
    )
    log = [logged, log_buckets.by_s3(logged, bucket)] if logged is not None else []
    return [bucket, policy, *log, group, writing, role, trail]


def _bucket(config: TrailConfig, logged: s3.Bucket | None) -> s3.Bucket:
    # What has a key comes with it, from the trail; a key of the bucket would have to let S3 in as well. There are no
    # ACLs; CloudTrail's own demand for one is met all the same.
    return closed(
        "TrailBucket",
        VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
        LifecycleConfiguration=s3.LifecycleConfiguration(Rules=_lifecycle(config)),
        LoggingConfiguration=_logging(logged) if logged is not None else None,
    )


def _logging(logged: s3.Bucket) -> s3.LoggingConfiguration:
    return s3.LoggingConfiguration(DestinationBucketName=Ref(logged))


def _lifecycle(config: TrailConfig) -> list[s3.LifecycleRule]:
    return [
        abort_unfinished_uploads(),
        s3.LifecycleRule(
            Id="expire",
            Status="Enabled",
            ExpirationInDays=config.retention_days,
            # B07: expiry only hides an object, and so does whoever deletes one to hide what they did.
            NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(NoncurrentDays=DAYS_TO_NOTICE_A_LOSS),
        ),
    ]


def _policy(system: SystemConfig, bucket: s3.Bucket) -> s3.BucketPolicy:
    # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    arn, trail = GetAtt(bucket, "Arn"), trail_arn(system)
    asking = Statement(
        Sid="TrailAsksForOwner",
        Effect=Allow,
        Principal=Principal("Service", [CLOUDTRAIL]),
        Action=[s3_actions.GetBucketAcl],
        Resource=[arn],
        Condition=Condition(StringEquals("aws:SourceArn", trail)),
    )
    writing = Statement(
        Sid="TrailWrites",
        Effect=Allow,
        Principal=Principal("Service", [CLOUDTRAIL]),
        Action=[s3_actions.PutObject],
        Resource=[text("{bucket}/AWSLogs/${AWS::AccountId}/*", bucket=arn)],
        Condition=Condition(StringEquals({"aws:SourceArn": trail, "s3:x-amz-acl": "bucket-owner-full-control"})),
    )
    return s3.BucketPolicy(
        "TrailBucketPolicy",
        Bucket=Ref(bucket),
        PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=[tls_only(bucket), asking, writing]),
    )


def _writing(group: logs.LogGroup) -> iam.ManagedPolicy:
    return managed_policy(
        "TrailPolicy",
        "Write the trail into its log group",
        allow(logs_actions.CreateLogStream, logs_actions.PutLogEvents, on=[GetAtt(group, "Arn")], sid="WriteTrail"),
    )


def _role(policy: iam.ManagedPolicy) -> iam.Role:
    return iam.Role(
        "TrailRole",
        Description="Writes the trail into its log group",
        # No condition on account or trail, as other roles have: CloudTrail's requests for this role carry neither.
        # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
        AssumeRolePolicyDocument=PolicyDocument(
            Version="2012-10-17",
            Statement=[
                Statement(
                    Sid="AssumedByService",
                    Effect=Allow,
                    Principal=Principal("Service", [CLOUDTRAIL]),
                    Action=[sts.AssumeRole],
                )
            ],
        ),
        # Listed here, so that CloudTrail finds it attached when it tries the role (E03).
        ManagedPolicyArns=[Ref(policy)],
    )
