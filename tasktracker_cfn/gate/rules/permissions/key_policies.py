"""Keys whose policies leave out who needs them."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.permissions.admitting import KEY, admits, policy_of
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.symbols import Reference
from tasktracker_cfn.model.system import Item, System

CHANGING = "kms:putkeypolicy"
LOG_GROUP = "AWS::Logs::LogGroup"


@rule(
    "key-policy-can-be-changed",
    rows="I05",
    severity="error",
    why="KMS refuses a key whose policy would not let its maker change that policy again.",
    remedy="Allow kms:* to the account's root, or set BypassPolicyLockoutSafetyCheck and know why.",
    source="https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html",
)
def key_policy_can_be_changed(system: System) -> Iterator[Fault]:
    """The policy of a key allows somebody to change it."""
    for key in system.of(KEY):
        statements = policy_of(key, system)
        if not statements or key.get("BypassPolicyLockoutSafetyCheck") not in (None, False, "false"):
            continue
        known = all(statement.is_plain for statement in statements)
        if known and not any(held.grants(CHANGING) and held.principals("AWS") for held in statements):
            yield Fault(key, "lets nobody change its policy", "KeyPolicy")


@rule(
    "log-group-key-by-arn",
    rows="I06",
    severity="error",
    why="CloudWatch Logs takes the ARN of a key; Ref gives its id.",
    remedy="Use Fn::GetAtt Key.Arn.",
    source="schema AWS::Logs::LogGroup",
)
def log_group_key_by_arn(system: System) -> Iterator[Fault]:
    """A log group names its key by the key's ARN."""
    for group in system.of(LOG_GROUP):
        value = group.get("KmsKeyId")
        key = system.at(value)
        if isinstance(value, Reference) and value.attribute != "Arn" and key is not None and key.type == KEY:
            yield Fault(group, f"names {key} by its id", "KmsKeyId")


@rule(
    "log-group-key-admits-logs",
    rows="I06",
    severity="error",
    why="CloudWatch Logs uses a key as a service: without a statement for it the log group is refused.",
    remedy="Allow logs.<region>.amazonaws.com to encrypt and decrypt, with the log group as encryption context.",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
)
def log_group_key_admits_logs(system: System) -> Iterator[Fault]:
    """The key of a log group admits CloudWatch Logs."""
    for group in system.of(LOG_GROUP):
        key = system.at(group.get("KmsKeyId"))
        if key is not None and key.type == KEY and admits(key, "logs", "kms:encrypt", system) is False:
            yield Fault(group, f"has the key {key}, whose policy does not admit CloudWatch Logs", "KmsKeyId")


@rule(
    "trail-key-admits-cloudtrail",
    rows="I07",
    severity="error",
    why="CloudTrail encrypts as a service: a trail whose key does not admit it is refused.",
    remedy="Allow cloudtrail.amazonaws.com kms:GenerateDataKey* and kms:DescribeKey in the key's policy.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html",
)
def trail_key_admits_cloudtrail(system: System) -> Iterator[Fault]:
    """The key of a trail admits CloudTrail."""
    for trail in system.of("AWS::CloudTrail::Trail"):
        key = system.at(trail.get("KMSKeyId"))
        if key is not None and key.type == KEY and admits(key, "cloudtrail", "kms:generatedatakey", system) is False:
            yield Fault(trail, f"has the key {key}, whose policy does not admit CloudTrail", "KMSKeyId")


@rule(
    "site-key-admits-cloudfront",
    rows="I07",
    severity="warning",
    why="CloudFront reads an encrypted bucket as a service: without the key every answer is Access Denied.",
    remedy="Allow cloudfront.amazonaws.com kms:Decrypt in the key's policy, for the distribution's ARN.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
)
def site_key_admits_cloudfront(system: System) -> Iterator[Fault]:
    """The key of a bucket that CloudFront reads admits CloudFront."""
    for distribution in system.of("AWS::CloudFront::Distribution"):
        for number, origin in enumerate(distribution.mappings("DistributionConfig", "Origins")):
            bucket = _bucket(origin, system)
            key = system.at(_key_of(bucket)) if bucket is not None else None
            if key is not None and key.type == KEY and admits(key, "cloudfront", "kms:decrypt", system) is False:
                message = f"reads {bucket}, whose key {key} does not admit CloudFront"
                yield Fault(distribution, message, "DistributionConfig", "Origins", number)


def _bucket(origin: Mapping[str, object], system: System) -> Item | None:
    """Give the bucket that an origin reads with an access control of its own."""
    name = origin.get("DomainName")
    found = system.at(name) if isinstance(name, Reference) else None
    reads = bool(origin.get("OriginAccessControlId"))
    return found if reads and found is not None and found.type == "AWS::S3::Bucket" else None


def _key_of(bucket: Item) -> Reference | None:
    for entry in bucket.mappings("BucketEncryption", "ServerSideEncryptionConfiguration"):
        default = entry.get("ServerSideEncryptionByDefault")
        value = default.get("KMSMasterKeyID") if isinstance(default, Mapping) else None
        if isinstance(value, Reference):
            return value
    return None
