"""What is lost with a resource that is deleted, by its type and properties, and what keeps it from being deleted."""

from collections.abc import Mapping
from typing import NamedTuple

from tasktracker_cfn.deploy.commands import Spelling
from tasktracker_cfn.deploy.guarding.stateful import held

BUCKET = "AWS::S3::Bucket"
REPOSITORY = "AWS::ECR::Repository"
KEY = "AWS::KMS::Key"
LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
# Those of which DeletionPolicy takes Snapshot, and the call that shows what was made of one:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
SNAPSHOTS: Mapping[str, str] = {
    "AWS::DocDB::DBCluster": "aws docdb describe-db-cluster-snapshots --db-cluster-identifier {id}",
    "AWS::EC2::Volume": "aws ec2 describe-snapshots --owner-ids self --filters Name=volume-id,Values={id}",
    "AWS::ElastiCache::CacheCluster": "aws elasticache describe-snapshots --cache-cluster-id {id}",
    "AWS::ElastiCache::ReplicationGroup": "aws elasticache describe-snapshots --replication-group-id {id}",
    "AWS::Neptune::DBCluster": "aws neptune describe-db-cluster-snapshots --db-cluster-identifier {id}",
    "AWS::RDS::DBCluster": (
        "aws rds describe-db-cluster-snapshots --snapshot-type manual --db-cluster-identifier {id}"
    ),
    "AWS::RDS::DBInstance": "aws rds describe-db-snapshots --snapshot-type manual --db-instance-identifier {id}",
    "AWS::Redshift::Cluster": "aws redshift describe-cluster-snapshots --cluster-identifier {id}",
}
# Instances that are always in a cluster, which has the data.
MEMBERS = frozenset({"AWS::DocDB::DBInstance", "AWS::Neptune::DBInstance"})
# How long a key waits when its template says nothing, in days:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
PENDING_DAYS = 30


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
    "AWS::EC2::Instance": Protection(
        "DisableApiTermination",
        "true",
        "aws ec2 modify-instance-attribute --instance-id {id} --no-disable-api-termination",
    ),
    "AWS::Logs::LogGroup": Protection(
        "DeletionProtectionEnabled",
        "true",
        "aws logs put-log-group-deletion-protection --log-group-identifier {id} --no-deletion-protection-enabled",
    ),
    "AWS::RDS::GlobalCluster": Protection(
        "DeletionProtection",
        "true",
        "aws rds modify-global-cluster --global-cluster-identifier {id} --no-deletion-protection",
    ),
    LOAD_BALANCER: Protection(
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
    if resource_type in MEMBERS or (resource_type == "AWS::RDS::DBInstance" and "DBClusterIdentifier" in properties):
        return ""
    if resource_type == KEY:
        return f"{held(resource_type)}, in {pending_days(properties)} days"
    return held(resource_type)


def pending_days(properties: Mapping[str, object]) -> int:
    """Give for how many days a key that is deleted can be had back."""
    days = str(properties.get("PendingWindowInDays", ""))
    return int(days) if days.isdigit() else PENDING_DAYS


def may_fail(resource_type: str, properties: Mapping[str, object]) -> str:
    """Give what could keep a resource from being deleted that is not looked at here, and what to do about it."""
    if resource_type == REPOSITORY and str(properties.get("EmptyOnDelete")).lower() != "true":
        return "it cannot be deleted while images are in it"
    if resource_type == "AWS::Backup::BackupVault":
        return "it cannot be deleted while recovery points are in it"
    return ""


def set_property(resource_type: str, properties: Mapping[str, object], name: str) -> object:
    """Give a property, or an attribute of a load balancer; None where it is not set."""
    if resource_type != LOAD_BALANCER:
        return properties.get(name)
    attributes = properties.get("LoadBalancerAttributes")
    pairs = [item for item in attributes if isinstance(item, Mapping)] if isinstance(attributes, list) else []
    return next((pair.get("Value") for pair in pairs if pair.get("Key") == name), None)


def filled(form: str, physical_id: str, aws: Spelling) -> str:
    """Give a call of AWS's own about one resource; what is no call stays as it is."""
    if not form.startswith("aws "):
        return form
    return aws.call(*(word.format(id=physical_id) for word in form.split()[1:]))


def unprotecting(resource_type: str, physical_id: str, aws: Spelling) -> str:
    """Give how the protection of a resource is ended."""
    return filled(PROTECTIONS[resource_type].remedy, physical_id, aws)


def next_step(resource_type: str, physical_id: str, address: str, reason: str, aws: Spelling) -> str:
    """Give what to do about a resource that could not be deleted."""
    text = reason.lower()
    keep = f"or let it stay: --retain {address}"
    if resource_type == BUCKET and "not empty" in text:
        return f"it is not empty; to lose what is in it: --empty {address}; {keep}"
    if "protect" in text and resource_type in PROTECTIONS:
        return f"{unprotecting(resource_type, physical_id, aws)}; then run this again; {keep}"
    if resource_type == REPOSITORY and "images" in text:
        call = aws.call("ecr", "delete-repository", "--repository-name", physical_id, "--force")
        return f"to lose the images in it: {call}; then run this again; {keep}"
    if resource_type == "AWS::Backup::BackupVault":
        call = aws.call("backup", "list-recovery-points-by-backup-vault", "--backup-vault-name", physical_id)
        return f"its recovery points must be deleted first ({call} shows them), {keep}"
    if any(word in text for word in ("still using", "in use", "dependen", "depends on", "has a dependent object")):
        return f"what uses it was kept, or is none of this stack; delete that and run this again, {keep}"
    return f"repair what the reason says and run this again, {keep}"
