"""Access logs of the load balancer: the bucket, and what has to be there before it writes."""

from typing import NamedTuple

from troposphere import GetAtt, Ref, s3

from tasktracker_cfn.authoring import log_buckets
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.config.access_log import LoadBalancerAccessLogConfig


class LogBucket(NamedTuple):
    """A bucket of access logs, and the policy without which nobody writes into it."""

    bucket: s3.Bucket
    policy: s3.BucketPolicy


def build(config: LoadBalancerAccessLogConfig) -> LogBucket:
    """Give the bucket that the load balancer writes into.

    This principal is for every region; the account of each region is AWS's older way. The account in the path is what
    keeps other customers' load balancers out; AWS gives no condition, and one that a request does not meet would fail
    the load balancer's creation:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    """
    bucket = log_buckets.bucket("AccessLogBucket", config)
    folder = f"{config.prefix}/" if config.prefix is not None else ""
    # L01
    writer = log_buckets.writer(
        "WriteByLoadBalancer",
        "logdelivery.elasticloadbalancing.amazonaws.com",
        text("{bucket}/" + folder + "AWSLogs/${AWS::AccountId}/*", bucket=GetAtt(bucket, "Arn")),
    )
    return LogBucket(bucket, log_buckets.policy(bucket, writer))


def attributes(logged: LogBucket, config: LoadBalancerAccessLogConfig) -> dict[str, str | Ref]:
    """Give the attributes with which the load balancer writes into a bucket."""
    found: dict[str, str | Ref] = {"access_logs.s3.enabled": "true", "access_logs.s3.bucket": Ref(logged.bucket)}
    if config.prefix is not None:
        found["access_logs.s3.prefix"] = config.prefix
    return found
