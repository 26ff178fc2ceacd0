"""What is lost with a resource: data, an address that others know, a network, or nobody here knows what.

One list for whoever asks, turned round: only what is surely harmless needs no yes. A type that stands nowhere, of AWS,
of a third party or a custom one, counts as holding something. The tables below only have the words for what is known.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE
from tasktracker_cfn.deploy.guarding.harmless import HARMLESS

StateClass = Literal["data", "edge", "network", "unknown"]

NOT_KNOWN = "what it holds, if anything, is not known here"
TO_BE_KEPT = "its template says that it is to be kept"
_DATABASE = "all data in it, and its automated backups"
_CACHE = "what is cached in it"
_DISK = "all data on it"
_FILES = "all files in it"
_DOCUMENTS = "all documents in it"
_IMAGES = "the images in it"
_RECORDS = "the records in it"
_POINTS = "the recovery points in it"
_METRICS = "the metrics in it"
_ITEMS = "all items in it"
_DATA = "all data in it"
_USERS = "the users in it"
_MESSAGES = "the messages in it"
_OBJECTS = "all objects in it, and their versions"
_WORKLOAD = "whatever runs in it, and what that holds"
DATA: Mapping[str, str] = {
    "AWS::ACMPCA::CertificateAuthority": "its key, with which no certificate can be issued or revoked any more",
    "AWS::APS::Workspace": _METRICS,
    "AWS::AmazonMQ::Broker": _MESSAGES,
    "AWS::Backup::BackupVault": _POINTS,
    "AWS::Backup::LogicallyAirGappedBackupVault": _POINTS,
    "AWS::Cassandra::Keyspace": "all tables in it",
    "AWS::Cassandra::Table": "all rows in it",
    "AWS::CloudFront::KeyValueStore": "the keys and values in it",
    "AWS::CloudTrail::EventDataStore": "the events in it",
    "AWS::CodeArtifact::Domain": "the packages in it",
    "AWS::CodeArtifact::Repository": "the packages in it",
    "AWS::CodeCommit::Repository": "the commits in it",
    "AWS::Cognito::IdentityPool": "the identities in it",
    "AWS::Cognito::UserPool": _USERS,
    "AWS::Cognito::UserPoolUser": "the user, with what was set since",
    "AWS::DSQL::Cluster": _DATA,
    "AWS::DirectoryService::MicrosoftAD": _USERS,
    "AWS::DirectoryService::SimpleAD": _USERS,
    "AWS::DocDB::DBCluster": _DATABASE,
    "AWS::DocDB::DBInstance": "nothing of its own: the data are the cluster's",
    "AWS::DocDBElastic::Cluster": _DATA,
    "AWS::DynamoDB::GlobalTable": _ITEMS,
    "AWS::DynamoDB::Table": _ITEMS,
    "AWS::EC2::Instance": "what is on its own disks, and on volumes that go with it",
    "AWS::EC2::Volume": _DISK,
    "AWS::ECR::PublicRepository": _IMAGES,
    "AWS::ECR::Repository": _IMAGES,
    "AWS::EFS::FileSystem": _FILES,
    "AWS::EKS::Cluster": _WORKLOAD,
    "AWS::EMR::Cluster": "what is in its HDFS and on its disks",
    "AWS::ElastiCache::CacheCluster": _CACHE,
    "AWS::ElastiCache::ReplicationGroup": _CACHE,
    "AWS::ElastiCache::ServerlessCache": _CACHE,
    "AWS::Elasticsearch::Domain": _DOCUMENTS,
    "AWS::Events::Archive": "the events in it",
    "AWS::FSx::FileSystem": _FILES,
    "AWS::FSx::Volume": _FILES,
    "AWS::Glue::Database": "the tables that are described in it",
    "AWS::Grafana::Workspace": "its dashboards and users",
    "AWS::HealthLake::FHIRDatastore": "all resources in it",
    "AWS::IAM::AccessKey": "the key, which its users must then be given anew",
    "AWS::IAM::User": "its passwords, keys and devices",
    "AWS::KMS::Key": "whatever was encrypted with it",
    "AWS::KMS::ReplicaKey": "whatever only this replica can decrypt",
    "AWS::Kendra::Index": _DOCUMENTS,
    "AWS::Kinesis::Stream": _RECORDS,
    "AWS::KinesisVideo::Stream": "the video in it",
    "AWS::Lightsail::Bucket": _OBJECTS,
    "AWS::Lightsail::Database": _DATABASE,
    "AWS::Lightsail::Disk": _DISK,
    "AWS::Lightsail::Instance": _DISK,
    "AWS::Logs::LogGroup": "the logs in it",
    "AWS::Logs::LogStream": "the logs in it",
    "AWS::MSK::Cluster": _RECORDS,
    "AWS::MSK::ServerlessCluster": _RECORDS,
    "AWS::MSK::Topic": _RECORDS,
    "AWS::MemoryDB::Cluster": _DATA,
    "AWS::MemoryDB::MultiRegionCluster": _DATA,
    "AWS::Neptune::DBCluster": _DATABASE,
    "AWS::Neptune::DBInstance": "nothing of its own: the data are the cluster's",
    "AWS::NeptuneGraph::Graph": _DATA,
    "AWS::Omics::AnnotationStore": _DATA,
    "AWS::Omics::ReferenceStore": _DATA,
    "AWS::Omics::SequenceStore": _DATA,
    "AWS::Omics::VariantStore": _DATA,
    "AWS::OpenSearchServerless::Collection": _DOCUMENTS,
    "AWS::OpenSearchServerless::Index": _DOCUMENTS,
    "AWS::OpenSearchService::Domain": _DOCUMENTS,
    "AWS::Organizations::Account": "the account with all that is in it, once it is closed",
    "AWS::QLDB::Ledger": "all documents in it, and their history",
    "AWS::RDS::DBCluster": _DATABASE,
    "AWS::RDS::DBInstance": _DATABASE,
    "AWS::RDS::DBShardGroup": _DATA,
    "AWS::RDS::GlobalCluster": "what joins its clusters; the data are theirs",
    "AWS::Redshift::Cluster": _DATA,
    "AWS::RedshiftServerless::Namespace": _DATA,
    "AWS::S3::Bucket": _OBJECTS,
    "AWS::S3Express::DirectoryBucket": "all objects in it",
    "AWS::S3Outposts::Bucket": "all objects in it",
    "AWS::S3Tables::Namespace": "all tables in it",
    "AWS::S3Tables::Table": "all rows in it",
    "AWS::S3Tables::TableBucket": "all tables in it",
    "AWS::S3Vectors::Index": "all vectors in it",
    "AWS::S3Vectors::VectorBucket": "all vectors in it",
    "AWS::SDB::Domain": _ITEMS,
    "AWS::SNS::Topic": "the subscriptions to it that others have confirmed",
    "AWS::SQS::Queue": _MESSAGES,
    "AWS::SSM::Parameter": "its value",
    "AWS::SageMaker::FeatureGroup": _RECORDS,
    # CloudFormation leaves no time to get it back:
    # https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1999
    "AWS::SecretsManager::Secret": "its value, at once",
    "AWS::StepFunctions::StateMachine": "its executions, also those under way",
    "AWS::StorageGateway::Volume": _DISK,
    "AWS::Timestream::Database": "all tables in it",
    "AWS::Timestream::InfluxDBCluster": _DATA,
    "AWS::Timestream::InfluxDBInstance": _DATA,
    "AWS::Timestream::Table": _RECORDS,
    "AWS::WorkSpaces::Workspace": "the files and programs on it",
    "AWS::WorkspacesInstances::Volume": _DISK,
}
# Others know them by a name or an address, which a new one does not have.
EDGE: Mapping[str, str] = {
    "AWS::ApiGateway::RestApi": "its address",
    "AWS::ApiGatewayV2::Api": "its address",
    "AWS::AppSync::GraphQLApi": "its address",
    "AWS::CertificateManager::Certificate": "the certificate",
    "AWS::CloudFront::Distribution": "its address",
    "AWS::EC2::EIP": "the public address",
    "AWS::ElasticLoadBalancing::LoadBalancer": "its address",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "its address",
    "AWS::GlobalAccelerator::Accelerator": "its addresses",
    "AWS::Lambda::Url": "its address",
    "AWS::Route53::HostedZone": "its name servers, which somebody may be delegated to",
}
# What is in them goes with them, or holds on to them until the operation fails. Nothing of it is lost for good.
NETWORK = frozenset(
    {
        "AWS::EC2::InternetGateway",
        "AWS::EC2::NatGateway",
        "AWS::EC2::Subnet",
        "AWS::EC2::TransitGateway",
        "AWS::EC2::VPC",
        "AWS::EC2::VPCEndpoint",
        "AWS::EC2::VPNConnection",
        "AWS::ElastiCache::SubnetGroup",
        "AWS::RDS::DBSubnetGroup",
        "AWS::ServiceDiscovery::PrivateDnsNamespace",
    }
)
STATEFUL: Mapping[str, StateClass] = {
    **dict.fromkeys(DATA, "data"),
    **dict.fromkeys(EDGE, "edge"),
    **dict.fromkeys(NETWORK, "network"),
}
# What whoever wrote the template wants kept is worth something to them, whatever its type says.
KEEPING = frozenset({"Retain", "RetainExceptOnCreate", "Snapshot", "ReplaceAndRetain", "ReplaceAndSnapshot"})
# Of these Retain says nothing about a worth: a function of Lambda@Edge cannot be deleted before CloudFront has given up
# its replicas, which takes hours. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-delete-replicas.html
KEPT_FOR_LATER = frozenset({"AWS::Lambda::Function", "AWS::Lambda::Version"})


def state_class(resource_type: str, policies: Iterable[object] = ()) -> StateClass | None:
    """Give what a resource holds; None when nothing is lost with it. A nested stack holds what is in it.

    :param policies: what its template says in DeletionPolicy and UpdateReplacePolicy, or AWS in PolicyAction
    """
    if resource_type in STATEFUL:
        return STATEFUL[resource_type]
    if resource_type == STACK_TYPE:
        return None
    if resource_type not in HARMLESS:
        return "unknown"
    keeps = resource_type not in KEPT_FOR_LATER and any(policy in KEEPING for policy in policies)
    return "data" if keeps else None


def held(resource_type: str) -> str:
    """Give, in words, what cannot be had back once a resource of a type is gone; nothing where all of it can."""
    words = DATA.get(resource_type) or EDGE.get(resource_type)
    if words is not None:
        return words
    return NOT_KNOWN if state_class(resource_type) == "unknown" else ""
