"""Access logs of the site: what CloudFront was asked."""

from awacs.aws import ArnLike, StringEquals
from troposphere import AccountId, AWSObject, GetAtt, Ref, cloudfront, logs, s3

from tasktracker_cfn.authoring import log_buckets
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.access_log import AccessLogConfig


def of_distribution(
    system: SystemConfig, config: AccessLogConfig, distribution: cloudfront.Distribution
) -> list[AWSObject]:
    """Give the bucket that CloudFront writes into, and the delivery that joins the two.

    F17: the distribution's own setting needs a bucket with ACLs; a delivery does not.
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
    """
    bucket = log_buckets.bucket("SiteAccessLogBucket", config)
    policy = _by_delivery(bucket)
    return [bucket, policy, *_delivery(f"{system.name}-site", distribution, bucket, policy)]


def _by_delivery(bucket: s3.Bucket) -> s3.BucketPolicy:
    """Let the deliveries of CloudWatch Logs in this account and region write into a bucket."""
    sources = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:delivery-source:*"
    writer = log_buckets.writer(
        "WriteByLogDelivery",
        "delivery.logs.amazonaws.com",
        text("{bucket}/*", bucket=GetAtt(bucket, "Arn")),
        [
            StringEquals({"aws:SourceAccount": AccountId, "s3:x-amz-acl": "bucket-owner-full-control"}),
            ArnLike("aws:SourceArn", text(sources)),
        ],
    )
    return log_buckets.policy(bucket, writer)


def _delivery(
    name: str, distribution: cloudfront.Distribution, bucket: s3.Bucket, policy: s3.BucketPolicy
) -> list[AWSObject]:
    """Give the two ends of the delivery and what joins them; the name is one's own in the account and region."""
    origin = logs.DeliverySource(
        "SiteLogSource",
        Name=name,
        LogType="ACCESS_LOGS",
        ResourceArn=text("arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/{id}", id=Ref(distribution)),
    )
    destination = logs.DeliveryDestination(
        "SiteLogDestination",
        Name=name,
        OutputFormat="w3c",
        # K11: that and the format can only change by replacement, under a name that is taken; so neither is a setting.
        DestinationResourceArn=GetAtt(bucket, "Arn"),
    )
    delivery = logs.Delivery(
        "SiteLogDelivery",
        # Without a policy that lets it write, CloudWatch Logs would put one of its own on the bucket.
        DependsOn=[policy.title],
        DeliverySourceName=Ref(origin),
        DeliveryDestinationArn=GetAtt(destination, "Arn"),
    )
    return [origin, destination, delivery]
