"""How long the types take: what others have read, gathered in November 2026.

There are two kinds of sources. The averages are those that `rain forecast` has (aws-cloudformation/rain,
internal/cmd/forecast/estimate.go, July 2026): one figure each for creation and update, without a spread, and none for
deletion, where it only has placeholders. Logs are those of Terraform's runs that people have published, each with the
number of runs. Where both are there, the logs give the ends; where they contradict each other, as for load balancers,
the logs count. What nobody has read is assumed, and says so.
"""

from collections.abc import Mapping
from typing import NamedTuple

from tasktracker_cfn.insight.duration.spans import Span, about

AS_OF = "2026-11"
AVERAGE = "average of rain forecast, 2026-07"


class Reading(NamedTuple):
    """What is known of a type, and where it is from; `delete` is None where nobody has read it."""

    create: Span
    update: Span
    delete: Span | None
    source: str


# Three of four types of rain take so long at the most, and nineteen of twenty.
UNKNOWN = Reading(Span(2, 12, 225), Span(1, 12, 120), None, "assumed: no reading of this type")
# Half a creation: taking away seldom takes longer than making. Quick enough that nobody asks where it is from.
DELETING = 0.5
QUICK = 30.0
# A standby in another zone is made of a snapshot of the first instance, after it: no log shows both, so it is assumed.
MULTI_AZ = 1.5
# A snapshot at the end takes as long as there is data that changed since the last; 800 GB took over 40 minutes:
# https://github.com/hashicorp/terraform/issues/5161
SNAPSHOT = Span(60, 180, 2400)
# Another tag is a call or two, and a look whether it is there.
TAGS = Span(2, 10, 60)
# From the start of a nested stack to its first resource, and from its last to when its parent sees it: assumed.
STACK = Span(4, 8, 20)

_SLOW: Mapping[str, Reading] = {
    "AWS::CertificateManager::Certificate": Reading(
        Span(100, 240, 900), about(10), None, f"{AVERAGE}: 239; a log: 102; validated by DNS in a zone that is there"
    ),
    "AWS::CloudFront::Distribution": Reading(
        Span(178, 265, 754),
        Span(90, 165, 600),
        Span(189, 203, 900),
        f"{AVERAGE}: 266, 164; 4 logs: 178 to 754; 3 logs of deletions: 189 to 223, old ones 900 and more",
    ),
    "AWS::EC2::InternetGateway": Reading(about(17), about(16), Span(1, 17, 170), f"{AVERAGE}; 4 logs of deletions"),
    "AWS::EC2::NatGateway": Reading(
        Span(84, 105, 121), about(5), Span(40, 51, 71), f"{AVERAGE}: 106; 8 logs: 84 to 121; 15 of deletions: 40 to 71"
    ),
    "AWS::EC2::VPCEndpoint": Reading(Span(20, 50, 120), about(11), Span(5, 30, 300), f"{AVERAGE}: 47; assumed ends"),
    "AWS::ElastiCache::ReplicationGroup": Reading(
        Span(287, 700, 1200), about(208), None, f"{AVERAGE}: 712; a log of a small group: 287"
    ),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": Reading(
        Span(135, 156, 190),
        about(5),
        Span(5, 17, 60),
        "7 logs: 135 to 190; the average of rain, 116, is below them all",
    ),
    "AWS::RDS::DBCluster": Reading(Span(60, 220, 440), about(62), Span(30, 63, 240), f"{AVERAGE}: 222; a deletion: 63"),
    "AWS::RDS::DBInstance": Reading(
        Span(315, 600, 1026),
        Span(60, 170, 600),
        Span(110, 265, 634),
        f"{AVERAGE}: 595, 171; 7 logs: 315 to 1026; 7 of deletions: 111 to 634",
    ),
}
AURORA = Reading(
    Span(240, 380, 720), Span(60, 170, 600), Span(180, 420, 707), "a log of an instance of Aurora: 381; a deletion: 707"
)
GATEWAY_ENDPOINT = Reading(
    Span(3, 10, 20), about(5), Span(3, 5, 10), "6 logs of deletions: 5; assumed to be made alike"
)
VPC_FUNCTION = Reading(
    Span(30, 120, 232), about(25), None, "a log of a function in a VPC: 232; later ones share its network interface"
)
HOSTED_ROTATION = Reading(
    about(133), about(37), None, f"{AVERAGE} of a nested stack, in which the function of the rotation is made"
)

# Creation and update, in seconds.
_AVERAGES: Mapping[str, tuple[float, float]] = {
    "AWS::APS::RuleGroupsNamespace": (47, 44),
    "AWS::APS::Workspace": (30, 66),
    "AWS::ApiGateway::VpcLink": (429, 2),
    "AWS::ApplicationAutoScaling::ScalableTarget": (2, 1),
    "AWS::ApplicationAutoScaling::ScalingPolicy": (1, 1),
    "AWS::AutoScaling::AutoScalingGroup": (3, 3),
    "AWS::Backup::BackupPlan": (4, 1),
    "AWS::Backup::BackupSelection": (2, 2),
    "AWS::Backup::BackupVault": (2, 1),
    "AWS::Budgets::Budget": (1, 16),
    "AWS::CloudFormation::CustomResource": (119, 19),
    "AWS::CloudFormation::Stack": (133, 37),
    "AWS::CloudFront::CachePolicy": (2, 4),
    "AWS::CloudFront::CloudFrontOriginAccessIdentity": (2, 2),
    "AWS::CloudFront::Function": (5, 41),
    "AWS::CloudFront::OriginAccessControl": (2, 1),
    "AWS::CloudFront::ResponseHeadersPolicy": (2, 2),
    "AWS::CloudTrail::Trail": (2, 2),
    "AWS::CloudWatch::Alarm": (2, 1),
    "AWS::CloudWatch::CompositeAlarm": (1, 2),
    "AWS::CloudWatch::Dashboard": (2, 1),
    "AWS::DynamoDB::Table": (15, 10),
    "AWS::EC2::CustomerGateway": (17, 2),
    "AWS::EC2::EIP": (17, 2),
    "AWS::EC2::FlowLog": (2, 2),
    "AWS::EC2::Instance": (16, 16),
    "AWS::EC2::LaunchTemplate": (6, 5),
    "AWS::EC2::NetworkAcl": (17, 16),
    "AWS::EC2::NetworkAclEntry": (3, 1),
    "AWS::EC2::Route": (2, 1),
    "AWS::EC2::RouteTable": (12, 11),
    "AWS::EC2::SecurityGroup": (6, 2),
    "AWS::EC2::SecurityGroupEgress": (3, 1),
    "AWS::EC2::SecurityGroupIngress": (2, 1),
    "AWS::EC2::Subnet": (4, 10),
    "AWS::EC2::SubnetNetworkAclAssociation": (13, 1),
    "AWS::EC2::SubnetRouteTableAssociation": (2, 1),
    "AWS::EC2::VPC": (12, 2),
    "AWS::EC2::VPCGatewayAttachment": (12, 11),
    "AWS::EC2::VPNConnection": (165, 2),
    "AWS::EC2::VPNGateway": (7, 2),
    "AWS::EC2::VPNGatewayRoutePropagation": (18, 18),
    "AWS::ECR::Repository": (1, 2),
    "AWS::ECS::Cluster": (5, 2),
    "AWS::ECS::ClusterCapacityProviderAssociations": (13, 31),
    "AWS::ECS::Service": (119, 71),
    "AWS::ECS::TaskDefinition": (4, 2),
    "AWS::EFS::FileSystem": (5, 5),
    "AWS::EFS::MountTarget": (93, 1),
    "AWS::EKS::Cluster": (544, 285),
    "AWS::EKS::Nodegroup": (160, 671),
    "AWS::ElastiCache::CacheCluster": (344, 113),
    "AWS::ElastiCache::ParameterGroup": (1, 2),
    "AWS::ElastiCache::SubnetGroup": (2, 2),
    "AWS::ElastiCache::UserGroup": (42, 2),
    "AWS::ElasticLoadBalancingV2::Listener": (2, 1),
    "AWS::ElasticLoadBalancingV2::ListenerRule": (2, 1),
    "AWS::ElasticLoadBalancingV2::TargetGroup": (18, 6),
    "AWS::Events::Rule": (62, 1),
    "AWS::Grafana::Workspace": (467, 1),
    "AWS::IAM::InstanceProfile": (126, 1),
    "AWS::IAM::ManagedPolicy": (16, 1),
    "AWS::IAM::Policy": (17, 3),
    "AWS::IAM::Role": (12, 17),
    "AWS::IAM::RolePolicy": (32, 1),
    "AWS::IAM::User": (37, 2),
    "AWS::KMS::Alias": (62, 13),
    "AWS::KMS::Key": (122, 71),
    "AWS::Lambda::Alias": (51, 218),
    "AWS::Lambda::Function": (25, 12),
    "AWS::Lambda::Permission": (1, 1),
    "AWS::Lambda::Version": (4, 1),
    "AWS::Logs::LogGroup": (1, 1),
    "AWS::Logs::MetricFilter": (2, 2),
    "AWS::Logs::QueryDefinition": (1, 1),
    "AWS::Logs::ResourcePolicy": (1, 1),
    "AWS::MSK::Cluster": (1833, 1481),
    "AWS::OpenSearchService::Domain": (887, 347),
    "AWS::RDS::DBClusterParameterGroup": (2, 2),
    "AWS::RDS::DBParameterGroup": (2, 2),
    "AWS::RDS::DBProxy": (225, 63),
    "AWS::RDS::DBProxyTargetGroup": (85, 4),
    "AWS::RDS::DBSubnetGroup": (2, 2),
    "AWS::RDS::EventSubscription": (2, 1),
    "AWS::Route53::HostedZone": (71, 16),
    "AWS::Route53::RecordSet": (20, 2),
    "AWS::Route53Resolver::ResolverQueryLoggingConfig": (6, 1),
    "AWS::S3::Bucket": (30, 31),
    "AWS::S3::BucketPolicy": (12, 12),
    "AWS::SNS::Subscription": (2, 2),
    "AWS::SNS::Topic": (4, 7),
    "AWS::SNS::TopicPolicy": (1, 1),
    "AWS::SQS::Queue": (72, 2),
    "AWS::SSM::Parameter": (1, 1),
    "AWS::SecretsManager::ResourcePolicy": (1, 1),
    "AWS::SecretsManager::RotationSchedule": (17, 1),
    "AWS::SecretsManager::Secret": (1, 2),
    "AWS::SecretsManager::SecretTargetAttachment": (1, 1),
    "AWS::ServiceDiscovery::PrivateDnsNamespace": (46, 12),
    "AWS::ServiceDiscovery::Service": (1, 22),
    "AWS::WAFv2::IPSet": (2, 2),
    "AWS::WAFv2::LoggingConfiguration": (2, 1),
    "AWS::WAFv2::WebACL": (7, 9),
    "AWS::WAFv2::WebACLAssociation": (5, 1),
}
READINGS: Mapping[str, Reading] = {
    **{name: Reading(about(made), about(set_), None, AVERAGE) for name, (made, set_) in _AVERAGES.items()},
    **_SLOW,
}


def reading_of(resource_type: str) -> Reading | None:
    """Give what is known of a type; None for one that nobody has read."""
    custom = resource_type.startswith("Custom::")
    return READINGS.get("AWS::CloudFormation::CustomResource" if custom else resource_type)
