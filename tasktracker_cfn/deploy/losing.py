"""What is lost with a resource that is deleted, by its type and properties, and what keeps it from being deleted."""

from collections.abc import Mapping
from typing import NamedTuple

from tasktracker_cfn.deploy.stateful import held

BUCKET = "AWS::S3::Bucket"
# Those of which DeletionPolicy takes Snapshot:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
SNAPSHOTS = frozenset(
    {
        "AWS::DocDB::DBCluster",
        "AWS::EC2::Volume",
        "AWS::ElastiCache::CacheCluster",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::Neptune::DBCluster",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::Redshift::Cluster",
    }
)
# Instances that are always in a cluster.
MEMBERS = frozenset({"AWS::DocDB::DBInstance", "AWS::Neptune::DBInstance"})


class Protection(NamedTuple):
    """A property that keeps a resource from being deleted when it has a value, and how it is set otherwise."""

    property: str
    value: str
    remedy: str


PROTECTIONS: Mapping[str, Protection] = {
    "AWS::RDS::DBInstance": Protection(
        "DeletionProtection",
        "true",
        "aws rds modify-db-instance --db-instance-identifier {id} --no-deletion-protection",
    ),
    "AWS::RDS::DBCluster": Protection(
        "DeletionProtection", "true", "aws rds modify-db-cluster --db-cluster-identifier {id} --no-deletion-protection"
    ),
    "AWS::DocDB::DBCluster": Protection(
        "DeletionProtection",
        "true",
        "aws docdb modify-db-cluster --db-cluster-identifier {id} --no-deletion-protection",
    ),
    "AWS::Neptune::DBCluster": Protection(
        "DeletionProtection",
        "true",
        "aws neptune modify-db-cluster --db-cluster-identifier {id} --no-deletion-protection",
    ),
    "AWS::DynamoDB::Table": Protection(
        "DeletionProtectionEnabled",
        "true",
        "aws dynamodb update-table --table-name {id} --no-deletion-protection-enabled",
    ),
    "AWS::Cognito::UserPool": Protection(
        "DeletionProtection", "ACTIVE", "set DeletionProtection to INACTIVE in its template"
    ),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": Protection(
        "deletion_protection.enabled",
        "true",
        "aws elbv2 modify-load-balancer-attributes --load-balancer-arn {id} "
        "--attributes Key=deletion_protection.enabled,Value=false",
    ),
}


def usual_policy(resource_type: str, properties: Mapping[str, object]) -> str:
    """Give the DeletionPolicy of a resource whose template says none."""
    alone = resource_type == "AWS::RDS::DBInstance" and "DBClusterIdentifier" not in properties
    return "Snapshot" if alone or resource_type == "AWS::RDS::DBCluster" else "Delete"


def lost_with(resource_type: str, properties: Mapping[str, object]) -> str:
    """Give what is lost with a resource; nothing where it can be made again as it was."""
    is_member = resource_type == "AWS::RDS::DBInstance" and "DBClusterIdentifier" in properties
    if is_member or resource_type in MEMBERS:
        # The data are the cluster's.
        return ""
    if resource_type == "AWS::ECR::Repository" and str(properties.get("EmptyOnDelete")).lower() != "true":
        return f"{held(resource_type)}; as long as some are, it cannot be deleted"
    if resource_type == "AWS::KMS::Key":
        return f"{held(resource_type)}, once its waiting time is over"
    return held(resource_type)


def next_step(resource_type: str, physical_id: str, address: str, reason: str) -> str:
    """Give what to do about a resource that could not be deleted."""
    text = reason.lower()
    keep = f"or let it stay: --retain {address}"
    if resource_type == BUCKET and "not empty" in text:
        return f"it is not empty; to lose what is in it: --empty {address}; {keep}"
    if "protect" in text and resource_type in PROTECTIONS:
        return f"{PROTECTIONS[resource_type].remedy.format(id=physical_id)}; then run this again; {keep}"
    if resource_type == "AWS::ECR::Repository":
        call = f"aws ecr batch-delete-image --repository-name {physical_id} ..."
        return f"delete its images ({call}) and run this again; {keep}"
    if resource_type == "AWS::Backup::BackupVault":
        return f"its recovery points must be deleted or moved first; {keep}"
    if any(word in text for word in ("still using", "in use", "dependen", "depends on", "has a dependent object")):
        return f"what uses it was kept, or is none of this stack; delete that and run this again, {keep}"
    return f"repair what the reason says and run this again, {keep}"
