"""Buckets that take the logs of several services."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.named import BUCKET, meant, meant_by_arn
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System


@rule(
    "one-log-bucket-per-producer",
    rows="B12",
    severity="advice",
    why="Each service asks something else of its log bucket: a load balancer AES256, a firewall a certain name, "
    "CloudFront access control lists, CloudTrail often a key of its own.",
    remedy="Give each service a bucket of its own.",
)
def one_producer(system: System) -> Iterator[Fault]:
    """A bucket takes the logs of one service only."""
    producers: dict[Item, dict[str, Item]] = {}
    for service, item, value in _written(system):
        for bucket in meant(system, value, BUCKET) or meant_by_arn(system, value, ":s3:::", BUCKET):
            producers.setdefault(bucket, {}).setdefault(service, item)
    for bucket, found in producers.items():
        if len(found) > 1:
            yield Fault(bucket, f"takes the logs of {', '.join(map(str, found.values()))}")


def _written(system: System) -> Iterator[tuple[str, Item, Value]]:
    for trail in system.of("AWS::CloudTrail::Trail"):
        yield "CloudTrail", trail, trail.get("S3BucketName")
    for balancer in system.of("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        yield "Load balancing", balancer, balancer.pairs("LoadBalancerAttributes").get("access_logs.s3.bucket")
    for bucket in system.of(BUCKET):
        yield "S3", bucket, bucket.get("LoggingConfiguration", "DestinationBucketName")
    for logging in system.of("AWS::WAFv2::LoggingConfiguration"):
        for value in logging.listed("LogDestinationConfigs"):
            yield "WAF", logging, value
