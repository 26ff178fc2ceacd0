"""Goals for stacks, and for how their resources are named."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.model.nest import STACK_TYPE
from tasktracker_cfn.model.system import System, listed

STACKS = Area("Stacks")

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


@STACKS.exempted("stack-notifications", "CKV_AWS_124 SH:CloudFormation.1")
def notifications(system: System) -> Iterator[Breach]:
    """Somebody hears of what happens to every stack."""
    for stack in system.of(STACK_TYPE):
        if not listed(stack.get("NotificationARNs")):
            yield stack, "tells nobody of its events"


@STACKS.always("no-fixed-names", "CFN_NO_EXPLICIT_RESOURCE_NAMES cn:W28")
def names(system: System) -> Iterator[Breach]:
    """No resource has a name of the author's choice where CloudFormation can make one."""
    for item in system.of(*NAMES):
        if item.get(NAMES[item.type]) is not None:
            yield item, f"has its {NAMES[item.type]} written down"
