"""The site's bucket: private, versioned, read by one distribution and by nobody else."""

from awacs import s3 as s3_actions
from awacs.aws import Allow, Condition, PolicyDocument, Principal, Statement, StringEquals
from troposphere import AWSHelperFn, GetAtt, Ref, cloudfront, s3

from tasktracker_cfn.authoring.closed_buckets import abort_unfinished_uploads, closed
from tasktracker_cfn.authoring.iam import tls_only
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.config.site import SiteConfig


def build(config: SiteConfig, logged: s3.Bucket | None) -> s3.Bucket:
    """Give the bucket that the site is uploaded to; requests to it are logged into another, where there is one."""
    logging = s3.LoggingConfiguration(DestinationBucketName=Ref(logged)) if logged is not None else None
    # F05: with a key of KMS, the key's policy would have to let CloudFront in as well.
    return closed(
        "SiteBucket",
        VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
        LifecycleConfiguration=s3.LifecycleConfiguration(Rules=_lifecycle(config)),
        LoggingConfiguration=logging,
    )


def policy(
    bucket: s3.Bucket,
    access: cloudfront.OriginAccessControl | cloudfront.CloudFrontOriginAccessIdentity,
    distribution: cloudfront.Distribution,
) -> s3.BucketPolicy:
    """Give the one policy of the bucket (B10).

    Reading objects is all that it allows. Listing would turn the answer for what is missing from 403 into 404, and the
    distribution maps both.
    """
    if isinstance(access, cloudfront.CloudFrontOriginAccessIdentity):
        reader = Statement(
            Sid="ReadByOriginAccessIdentity",
            Effect=Allow,
            Principal=Principal("CanonicalUser", [GetAtt(access, "S3CanonicalUserId")]),
            Action=[s3_actions.GetObject],
            Resource=_objects(bucket),
        )
    else:
        # F05: the service asks for every customer's distributions, so the condition names this one.
        arn = text("arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/{id}", id=Ref(distribution))
        reader = Statement(
            Sid="ReadByDistribution",
            Effect=Allow,
            Principal=Principal("Service", ["cloudfront.amazonaws.com"]),
            Action=[s3_actions.GetObject],
            Resource=_objects(bucket),
            Condition=Condition(StringEquals("AWS:SourceArn", arn)),
        )
    return s3.BucketPolicy(
        "SiteBucketPolicy",
        Bucket=Ref(bucket),
        PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=[tls_only(bucket), reader]),
    )


def _objects(bucket: s3.Bucket) -> list[AWSHelperFn]:
    return [text("{bucket}/*", bucket=GetAtt(bucket, "Arn"))]


def _lifecycle(config: SiteConfig) -> list[s3.LifecycleRule]:
    return [
        s3.LifecycleRule(
            Id="tier-by-use",
            Status="Enabled",
            Transitions=[
                s3.LifecycleRuleTransition(StorageClass="INTELLIGENT_TIERING", TransitionInDays=config.tiering_days)
            ],
        ),
        s3.LifecycleRule(
            Id="delete-old-versions",
            Status="Enabled",
            NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(NoncurrentDays=config.noncurrent_days),
        ),
        abort_unfinished_uploads(),
    ]
