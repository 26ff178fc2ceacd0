"""Which types lose something when a resource is replaced or removed: data, an address that others know, a network."""

from collections.abc import Mapping
from typing import Literal

StateClass = Literal["data", "edge", "network"]

DATA = (
    "AWS::APS::Workspace",
    "AWS::Backup::BackupVault",
    "AWS::CloudTrail::EventDataStore",
    "AWS::Cognito::UserPool",
    "AWS::DocDB::DBCluster",
    "AWS::DocDB::DBInstance",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",
    "AWS::ECR::Repository",
    "AWS::EFS::FileSystem",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElastiCache::ServerlessCache",
    "AWS::Elasticsearch::Domain",
    "AWS::FSx::FileSystem",
    "AWS::Grafana::Workspace",
    "AWS::KMS::Key",
    "AWS::KMS::ReplicaKey",
    "AWS::Kinesis::Stream",
    "AWS::Logs::LogGroup",
    "AWS::MSK::Cluster",
    "AWS::MemoryDB::Cluster",
    "AWS::Neptune::DBCluster",
    "AWS::Neptune::DBInstance",
    "AWS::OpenSearchServerless::Collection",
    "AWS::OpenSearchService::Domain",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::RDS::GlobalCluster",
    "AWS::Redshift::Cluster",
    "AWS::S3::Bucket",
    "AWS::S3Express::DirectoryBucket",
    "AWS::S3Tables::TableBucket",
    "AWS::SQS::Queue",
    "AWS::SSM::Parameter",
    "AWS::SecretsManager::Secret",
    "AWS::Timestream::Table",
)
# Others know them by a name or an address, which a new one does not have.
EDGE = (
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGatewayV2::Api",
    "AWS::CertificateManager::Certificate",
    "AWS::CloudFront::Distribution",
    "AWS::EC2::EIP",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::GlobalAccelerator::Accelerator",
    "AWS::Route53::HostedZone",
)
# What is in them goes with them, or holds on to them until the operation fails.
NETWORK = (
    "AWS::EC2::InternetGateway",
    "AWS::EC2::NatGateway",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::Subnet",
    "AWS::EC2::TransitGateway",
    "AWS::EC2::VPC",
    "AWS::EC2::VPCEndpoint",
    "AWS::EC2::VPNConnection",
    "AWS::ElastiCache::SubnetGroup",
    "AWS::RDS::DBSubnetGroup",
    "AWS::ServiceDiscovery::PrivateDnsNamespace",
)
STATEFUL: Mapping[str, StateClass] = {
    **dict.fromkeys(DATA, "data"),
    **dict.fromkeys(EDGE, "edge"),
    **dict.fromkeys(NETWORK, "network"),
}


def state_class(resource_type: str) -> StateClass | None:
    """Give what a type holds; None when nothing is lost with a resource of it."""
    return STATEFUL.get(resource_type)
