"""Resources by the names that a template gives them: whoever writes such a name does not wait for the resource."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.texts import concatenate

LOG_GROUP = "AWS::Logs::LogGroup"
BUCKET = "AWS::S3::Bucket"
ROLE = "AWS::IAM::Role"

# Where a name is the author's to choose, and keeps CloudFormation from replacing the resource: the new one would have
# the name while the old one still has it. Names that a type cannot do without are not here.
NAMES = {
    "AWS::CloudTrail::Trail": "TrailName",
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::CloudWatch::CompositeAlarm": "AlarmName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::EC2::LaunchTemplate": "LaunchTemplateName",
    "AWS::EC2::SecurityGroup": "GroupName",
    "AWS::ECR::Repository": "RepositoryName",
    "AWS::ECS::Cluster": "ClusterName",
    "AWS::ECS::Service": "ServiceName",
    "AWS::ElastiCache::CacheCluster": "ClusterName",
    "AWS::ElastiCache::ReplicationGroup": "ReplicationGroupId",
    "AWS::ElastiCache::SubnetGroup": "CacheSubnetGroupName",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
    "AWS::Events::Rule": "Name",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::RDS::DBCluster": "DBClusterIdentifier",
    "AWS::RDS::DBClusterParameterGroup": "DBClusterParameterGroupName",
    "AWS::RDS::DBInstance": "DBInstanceIdentifier",
    "AWS::RDS::DBParameterGroup": "DBParameterGroupName",
    "AWS::RDS::DBSubnetGroup": "DBSubnetGroupName",
    "AWS::RDS::EventSubscription": "SubscriptionName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::SecretsManager::Secret": "Name",
    "AWS::WAFv2::RuleGroup": "Name",
    "AWS::WAFv2::WebACL": "Name",
}
# Names that these types cannot do without.
OBLIGED = {"AWS::CloudFront::Function": "Name", "AWS::Logs::DeliverySource": "Name"}


def meant(system: System, value: Value, *types: str) -> tuple[Item, ...]:
    """Give the resources of some types that a value refers to, or that have the name that it is."""
    found = system.at(value)
    if found is not None:
        return (found,) if found.type in types else ()
    if isinstance(value, str):
        return _named(system, types).get(value, ())
    return tuple(item for item in system.of(*types) if value and value == name_of(item))


def one_meant(system: System, value: Value, *types: str) -> Item | None:
    """Give the first of the resources that a value refers to, or that have the name that it is."""
    return next(iter(meant(system, value, *types)), None)


def name_of(item: Item) -> Value:
    """Give the name that a template gives a resource."""
    return item.get(NAMES.get(item.type) or OBLIGED[item.type])


@lru_cache(maxsize=64)
def _named(system: System, types: tuple[str, ...]) -> Mapping[str, tuple[Item, ...]]:
    found: dict[str, tuple[Item, ...]] = {}
    for item in system.of(*types):
        name = name_of(item)
        if isinstance(name, str) and name:
            found[name] = (*found.get(name, ()), item)
    return found


def meant_by_arn(system: System, value: Value, mark: str, *types: str) -> tuple[Item, ...]:
    """Give the resources that a value refers to, or whose name follows a mark in an ARN that is put together."""
    if isinstance(value, Reference):
        return meant(system, value, *types)
    return meant(system, after(value, mark), *types)


def after(value: Value, mark: str) -> Value:
    """Give what follows a mark in a text, without the ``:*`` of a log group's ARN; None when it has no such mark."""
    parts = value.parts if isinstance(value, Text) else (value,) if isinstance(value, str) else ()
    for number, part in enumerate(parts):
        if isinstance(part, str) and mark in part:
            rest = concatenate((part.partition(mark)[2], *parts[number + 1 :]))
            return _without_end(rest)
    return None


def _without_end(value: Value) -> Value:
    if isinstance(value, str):
        return value.removesuffix(":*")
    if isinstance(value, Text) and value.parts[-1] == ":*":
        return concatenate(value.parts[:-1])
    return value


def names_of(item: Item) -> Iterator[Value]:
    """Give what stands for a resource's name in a text: the name that it was given, and its Ref."""
    given = name_of(item)
    if given is not None:
        yield given
    yield Reference(item.resource.stack, item.resource.logical_id)
