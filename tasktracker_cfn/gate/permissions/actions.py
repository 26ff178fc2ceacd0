"""Which actions CloudFormation takes for a resource: what its type's handlers name, without what it does not use."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from tasktracker_cfn.authoring.schemas import handler_permissions
from tasktracker_cfn.gate.goals.actions import exists
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import Item, System

# These are granted for the roles of the nest, and for what a service needs, whatever a schema says.
OF_ROLES = frozenset({"iam:passrole", "iam:createservicelinkedrole"})
# What no template decides alone: a custom resource is a function's own affair.
CUSTOM = re.compile(r"AWS::CloudFormation::CustomResource$|Custom::")
# They are no more than a wait, and are not made by handlers.
WITHOUT = frozenset(
    {
        "AWS::CloudFormation::WaitCondition",
        "AWS::CloudFormation::WaitConditionHandle",
        "AWS::CDK::Metadata",
    }
)
# Types without handlers of their own, and those that do the same.
LIKE = {"AWS::Route53::RecordSetGroup": "AWS::Route53::RecordSet"}


class Only(NamedTuple):
    """Actions of a type that are taken only where one of some properties stands, or has a text as its value."""

    type: str
    actions: str
    properties: tuple[str, ...]


ONLY = (
    Only("AWS::APS::Workspace", "logs:*", ("LoggingConfiguration", "QueryLoggingConfiguration")),
    Only("AWS::APS::Workspace", "kms:*", ("KmsKeyArn",)),
    Only("AWS::ApplicationAutoScaling::ScalableTarget", "lambda:*", ("lambda",)),
    Only("AWS::CertificateManager::Certificate", "acm-pca:*", ("CertificateAuthorityArn",)),
    Only("AWS::CertificateManager::Certificate", "route53:*", ("HostedZoneId",)),
    Only("AWS::CloudFront::Distribution", "cloudfront:*connectiongroup", ("ConnectionMode",)),
    Only("AWS::CloudFront::Distribution", "cloudfront:getvpcorigin", ("VpcOriginConfig",)),
    Only("AWS::CloudTrail::Trail", "organizations:*", ("IsOrganizationTrail",)),
    Only("AWS::EC2::FlowLog", "s3:*", ("s3",)),
    Only("AWS::EC2::FlowLog", "autoscaling:*", ("TagSpecifications",)),
    Only("AWS::EC2::Instance", "ssm:*", ("SsmAssociations",)),
    Only("AWS::EC2::VPCEndpoint", "vpc-lattice:*", ("ServiceNetworkArn", "ResourceConfigurationArn")),
    Only("AWS::EC2::VPCEndpoint", "vpce:*", ("ServiceRegion",)),
    Only("AWS::ECR::Repository", "kms:*", ("KmsKey",)),
    Only("AWS::ECS::Cluster", "kms:*", ("KmsKeyId", "FargateEphemeralStorageKmsKeyId")),
    Only("AWS::ElastiCache::ReplicationGroup", "firehose:*", ("LogDeliveryConfigurations",)),
    Only("AWS::ElastiCache::ReplicationGroup", "kms:*", ("KmsKeyId",)),
    Only("AWS::ElastiCache::ReplicationGroup", "logs:*", ("LogDeliveryConfigurations",)),
    Only("AWS::ElastiCache::ReplicationGroup", "s3:*", ("SnapshotArns",)),
    Only("AWS::ElasticLoadBalancingV2::Listener", "cognito-idp:*", ("AuthenticateCognitoConfig",)),
    Only("AWS::ElasticLoadBalancingV2::ListenerRule", "cognito-idp:*", ("AuthenticateCognitoConfig",)),
    Only("AWS::IAM::ManagedPolicy", "iam:*grouppolicy", ("Groups",)),
    Only("AWS::IAM::ManagedPolicy", "iam:*userpolicy", ("Users",)),
    Only("AWS::IAM::Role", "iam:*permissionsboundary", ("PermissionsBoundary",)),
    Only("AWS::Lambda::Function", "elasticfilesystem:*", ("FileSystemConfigs",)),
    Only("AWS::Lambda::Function", "kms:*", ("KmsKeyArn",)),
    Only("AWS::Lambda::Function", "lambda:passcapacityprovider", ("CapacityProviderConfig",)),
    Only("AWS::Lambda::Function", "s3:*", ("S3Bucket",)),
    Only("AWS::Lambda::Function", "s3files:*", ("FileSystemConfigs",)),
    Only("AWS::Logs::LogGroup", "firehose:*", ("DELIVERY",)),
    Only("AWS::RDS::DBCluster", "secretsmanager:*", ("ManageMasterUserPassword",)),
    Only("AWS::RDS::DBInstance", "kms:*", ("KmsKeyId", "StorageEncrypted", "MasterUserSecret")),
    Only("AWS::RDS::DBInstance", "secretsmanager:*", ("ManageMasterUserPassword",)),
    Only("AWS::S3::Bucket", "s3tables:*", ("MetadataConfiguration", "MetadataTableConfiguration")),
    Only("AWS::SNS::Topic", "iam:getrole", ("DeliveryStatusLogging",)),
    Only("AWS::SecretsManager::SecretTargetAttachment", "docdb-elastic:*", ("AWS::DocDBElastic::Cluster",)),
    Only(
        "AWS::SecretsManager::SecretTargetAttachment",
        "redshift*:*",
        ("AWS::Redshift::Cluster", "AWS::RedshiftServerless::Namespace", "AWS::RedshiftServerless::Workgroup"),
    ),
)
# The services whose permission one of two sides needs, named by the ARN of the other.
BY_ARN = {
    "AWS::WAFv2::WebACLAssociation": "ResourceArn",
    "AWS::Logs::DeliverySource": "ResourceArn",
}


def taken(item: Item, system: System) -> frozenset[str] | None:
    """Give the actions that a resource takes, with their services in small letters; None when nobody says which."""
    if item.type in WITHOUT or CUSTOM.match(item.type):
        return frozenset()
    try:
        named = handler_permissions(LIKE.get(item.type, item.type))
    except LookupError:
        return None
    if not named:
        return None
    words = frozenset(words_in(item.properties))
    actions = (f"{service.lower()}:{name}" for service, _, name in (action.partition(":") for action in named))
    return frozenset(_once(action for action in actions if _is_used(action, item, words, system)))


def _is_used(action: str, item: Item, words: frozenset[str], system: System) -> bool:
    name = action.lower()
    if name in OF_ROLES or not exists(action):
        return False
    if any(
        only.type == item.type and fnmatchcase(name, only.actions) and not words & set(only.properties) for only in ONLY
    ):
        return False
    return _is_of_the_other_side(name.partition(":")[0], item, system)


def _is_of_the_other_side(service: str, item: Item, system: System) -> bool:
    """Tell whether an action of a service may be needed for what an association is with."""
    own = item.type.split("::")[1].lower()
    if item.type not in BY_ARN or service == own:
        return True
    value = item.get(BY_ARN[item.type])
    other = system.at(value)
    if other is not None:
        return other.type.split("::")[1].lower().startswith(service)
    if isinstance(value, Reference):
        return True
    services = {text.split(":")[2] for text in literals(value) if text.count(":") > 1}
    return not services or service in services


def words_in(value: Value) -> Iterator[str]:
    """Give the keys and the literal texts of a value, at any depth."""
    if isinstance(value, Mapping):
        for key, held in value.items():
            yield key
            yield from words_in(held)
    elif isinstance(value, tuple):
        for held in value:
            yield from words_in(held)
    else:
        yield from literals(value)


def _once(actions: Iterator[str]) -> Iterator[str]:
    """Give each action once, in the spelling with more capitals: schemas write ``listWebACLs`` as well."""
    found: dict[str, str] = {}
    for action in sorted(actions):
        found.setdefault(action.lower(), action)
    yield from found.values()
