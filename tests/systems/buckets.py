"""Questions about buckets: how they are closed, and what is logged into them."""

from collections.abc import Mapping

from tasktracker_cfn.model.values import Value
from tests.systems import policies, traffic
from tests.systems.built import Item, System, follow, listed, pairs, true

BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


def is_closed(bucket: Item) -> bool:
    """Tell whether all four blocks against public access are on."""
    return all(true(follow(bucket.get("PublicAccessBlockConfiguration"), name)) for name in BLOCKS)


def encryption(bucket: Item) -> Value:
    """Give the algorithm of the default encryption."""
    (rule,) = bucket.entries("BucketEncryption", "ServerSideEncryptionConfiguration")
    return follow(rule, "ServerSideEncryptionByDefault", "SSEAlgorithm")


def rules_in_force(bucket: Item) -> list[Mapping[str, Value]]:
    """Give the lifecycle rules that are enabled."""
    return [rule for rule in bucket.entries("LifecycleConfiguration", "Rules") if rule.get("Status") == "Enabled"]


def policy(system: System, bucket: Item) -> Item:
    """Give the one policy of a bucket."""
    found = [item for item in system.of("AWS::S3::BucketPolicy") if system.at(item.get("Bucket")) == bucket]
    assert len(found) == 1, f"{bucket} has {len(found)} policies"
    return found[0]


def admits(system: System, bucket: Item, service: str, key: str, source: str | None = None) -> bool:
    """Tell whether a service of AWS may write an object of this key into a bucket, for an ARN where one is known."""
    return any(
        policies.fits(f"<{bucket}.Arn>/{key}", policies.written(system, resource))
        for entry in policies.bucket_statements(system, bucket)
        if entry.get("Effect") == "Allow"
        and "s3:PutObject" in listed(entry.get("Action"))
        and service in listed(follow(entry, "Principal", "Service"))
        and policies.holds_for(system, entry, source)
        for resource in listed(entry.get("Resource"))
    )


def access_log(system: System) -> Item:
    """Give the bucket that the load balancer's access logs go to."""
    attributes = pairs(traffic.load_balancer(system).get("LoadBalancerAttributes"))
    assert true(attributes.get("access_logs.s3.enabled")), "access is not logged"
    found = system.at(attributes.get("access_logs.s3.bucket"))
    assert found is not None, "access logs go to no bucket of this system"
    return found


def lets_access_logs_in(system: System) -> bool:
    """Tell whether that bucket takes the logs of this account, before the load balancer asks for it.

    Its policy must admit them, and no key of KMS may stand in their way: the load balancer has none.
    """
    bucket = access_log(system)
    prefix = pairs(traffic.load_balancer(system).get("LoadBalancerAttributes")).get("access_logs.s3.prefix")
    key = f"{prefix}/AWSLogs/<AWS::AccountId>/log" if prefix else "AWSLogs/<AWS::AccountId>/log"
    admitted = admits(system, bucket, "logdelivery.elasticloadbalancing.amazonaws.com", key)
    balancer = traffic.load_balancer(system).resource
    waited = system.order.surely_after(balancer, policy(system, bucket).resource)
    return admitted and waited and encryption(bucket) == "AES256"
