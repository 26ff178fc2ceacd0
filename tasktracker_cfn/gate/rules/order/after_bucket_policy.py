"""What writes into a bucket before the bucket's policy lets it."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.known import known_flag
from tasktracker_cfn.model.named import BUCKET, meant, meant_by_arn
from tasktracker_cfn.model.policies.attached import policies_of_bucket, policies_of_role
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item, System

LOGS = ("access_logs.s3", "connection_logs.s3", "health_check_logs.s3")
REMEDY = "Let it depend on the BucketPolicy; across stacks, let the bucket's stack give its name after the policy."


@rule(
    "load-balancer-after-log-policy",
    rows="K05 L01",
    severity="error",
    why="Elastic Load Balancing tries the bucket when its log is switched on, and fails where it may not write.",
    remedy=REMEDY,
    source="https://github.com/aws/aws-cdk/issues/1633",
)
def load_balancer_after_log_policy(system: System) -> Iterator[Fault]:
    """A load balancer that logs is created after the policy of its log bucket."""
    for balancer in system.of("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        attributes = balancer.pairs("LoadBalancerAttributes")
        for log in LOGS:
            if known_flag(attributes.get(f"{log}.enabled")) is True:
                found = _policies(system, meant(system, attributes.get(f"{log}.bucket"), BUCKET))
                reason = "what lets it write its log"
                yield from too_early(system, balancer, found, reason, "LoadBalancerAttributes")


@rule(
    "trail-after-bucket-policy",
    rows="K05 X04",
    severity="error",
    why="CloudTrail looks at the bucket's policy when the trail is created, and refuses a bucket without it.",
    remedy=REMEDY,
    source="https://github.com/aws/aws-cdk/issues/1172",
)
def trail_after_bucket_policy(system: System) -> Iterator[Fault]:
    """A trail is created after the policy of its bucket."""
    for trail in system.of("AWS::CloudTrail::Trail"):
        found = _policies(system, meant(system, trail.get("S3BucketName"), BUCKET))
        yield from too_early(system, trail, found, "what lets it write", "S3BucketName")


@rule(
    "trail-after-role-policies",
    rows="X04",
    severity="warning",
    why="CloudTrail tries its role when the trail is created; a policy from outside the role may not be there yet.",
    remedy="Write the policy into the role's Policies, or let the trail depend on it.",
)
def trail_after_role_policies(system: System) -> Iterator[Fault]:
    """A trail is created after the policies of the role by which it writes to its log group."""
    for trail in system.of("AWS::CloudTrail::Trail"):
        found = policies_of_role(system, trail.get("CloudWatchLogsRoleArn"))
        yield from too_early(system, trail, found, "what its role needs", "CloudWatchLogsRoleArn")


@rule(
    "log-delivery-after-bucket-policy",
    rows="K05 L01",
    severity="error",
    why="A service that delivers logs to a bucket without a policy writes one there, and CloudFormation then refuses "
    "to create its own: the bucket policy already exists.",
    remedy=REMEDY,
    source="https://github.com/aws/aws-cdk/issues/18985",
)
def log_delivery_after_bucket_policy(system: System) -> Iterator[Fault]:
    """Flow logs and other delivered logs are set up after the policy of the bucket that they go to."""
    for item, name in _delivering(system):
        for value in item.listed(name):
            found = _policies(system, _buckets(system, value))
            yield from too_early(system, item, found, "the policy of the bucket that it delivers to", name)


def _delivering(system: System) -> Iterator[tuple[Item, str]]:
    for item in system.of("AWS::EC2::FlowLog"):
        if item.get("LogDestinationType") == "s3":
            yield item, "LogDestination"
    yield from ((item, "LogDestinationConfigs") for item in system.of("AWS::WAFv2::LoggingConfiguration"))
    yield from ((item, "DestinationArn") for item in system.of("AWS::Route53Resolver::ResolverQueryLoggingConfig"))


def _buckets(system: System, value: Value) -> tuple[Item, ...]:
    # A prefix may follow the bucket's ARN.
    first = next(all_references(value), None) if isinstance(value, Text) else value
    return meant(system, first, BUCKET) or meant_by_arn(system, value, ":s3:::", BUCKET)


def _policies(system: System, buckets: tuple[Item, ...]) -> list[Item]:
    return [policy for bucket in buckets for policy in policies_of_bucket(system, bucket)]
