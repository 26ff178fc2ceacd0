"""The things behind resources, as far as others see them: buckets in S3, alarms, protection, what pins what."""

import json
from collections.abc import Mapping
from typing import Any

from tests.aws.cloudformation import naming
from tests.aws.cloudformation.evaluating import plain
from tests.aws.cloudformation.state import Fate, Resource, Stack
from tests.aws.cloudformation.world import World
from tests.aws.refusal import Refused

SNAPSHOTS = ("AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::ElastiCache::ReplicationGroup", "AWS::EC2::Volume")
PINNED = ("AWS::RDS::DBSubnetGroup", "AWS::EC2::SecurityGroup", "AWS::EC2::Subnet", "AWS::EC2::VPC")
# A group of subnets alone has nothing in them.
NO_PINS = ("AWS::RDS::DBSubnetGroup",)
ALARMS = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")


def appear(world: World, resource: Resource) -> None:
    """Let a new thing be seen by the other services."""
    if resource.type == "AWS::S3::Bucket":
        bucket = world.store.create(resource.physical_id)
        bucket.versioned = resource.properties.get("VersioningConfiguration", {}).get("Status") == "Enabled"
    if resource.type == "AWS::S3::BucketPolicy":
        bucket = world.store.bucket(resource.properties["Bucket"])
        bucket.settings["BucketPolicy"] = json.dumps(resource.properties.get("PolicyDocument"))
    if resource.type in ALARMS:
        world.alarms[world.account.arn("cloudwatch", f"alarm:{resource.physical_id}")] = "OK"


# Of these there is one by a name in an account and region; bucket names are the whole world's.
ONE_BY_NAME = (
    "AWS::Backup::BackupVault",
    "AWS::DynamoDB::Table",
    "AWS::ECR::Repository",
    "AWS::ECS::Cluster",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::ElasticLoadBalancingV2::TargetGroup",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Role",
    "AWS::KMS::Alias",
    "AWS::Lambda::Function",
    "AWS::Logs::LogGroup",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBSubnetGroup",
    "AWS::S3::Bucket",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::SSM::Parameter",
    "AWS::SecretsManager::Secret",
)


def taken(world: World, kind: str, properties: Mapping[str, Any], besides: Resource | None = None) -> str | None:
    """Give the name that a template chose for a thing when another one, in a stack or left behind, has it."""
    name = naming.custom_name(kind, properties) if kind in ONE_BY_NAME else None
    if name is None or (kind == "AWS::S3::Bucket" and name in world.store.buckets):
        return name
    living = (
        resource.properties
        for stack in world.stacks
        if stack.alive
        for resource in stack.resources.values()
        if resource.type == kind and resource.physical_id and not resource.missing and resource is not besides
    )
    gone = {fate.physical_id for fate in world.fates if fate.fate in {"deleted", "snapshotted"}}
    left = (fate.properties for fate in world.fates if fate.type == kind and fate.physical_id not in gone)
    return name if any(naming.custom_name(kind, other) == name for other in (*living, *left)) else None


def in_the_way(world: World, resource: Resource) -> str | None:
    """Tell why a thing cannot be made: its name is taken."""
    if name := taken(world, resource.type, resource.properties, resource):
        service = resource.type.split("::")[1]
        return (
            f"{name} already exists (Service: {service}, Status Code: 409) "
            "(RequestToken: 0, HandlerErrorCode: AlreadyExists)"
        )
    return None


def not_to_delete(world: World, resource: Resource) -> str | None:
    """Tell why a thing cannot be deleted."""
    properties = resource.properties
    if resource.type == "AWS::S3::Bucket":
        bucket = world.store.buckets.get(resource.physical_id)
        if bucket and not bucket.empty:
            return (
                'Resource handler returned message: "The bucket you tried to delete is not empty '
                '(Service: S3, Status Code: 409)" (RequestToken: 0, HandlerErrorCode: GeneralServiceException)'
            )
    empties = plain(properties.get("EmptyOnDelete", False)) == "true"
    if resource.physical_id in world.pushed and not empties:
        return (
            f"Resource handler returned message: \"The repository with name '{resource.physical_id}' cannot be deleted "
            'because it still contains images (Service: Ecr, Status Code: 400)" (HandlerErrorCode: InvalidRequest)'
        )
    if resource.type.startswith("AWS::RDS::DB") and plain(properties.get("DeletionProtection", False)) == "true":
        kind = "DB Instance" if resource.type.endswith("Instance") else "Cluster"
        return (
            f'Resource handler returned message: "Cannot delete protected {kind}, please disable deletion protection '
            'and try again. (Service: Rds, Status Code: 400)" (HandlerErrorCode: InvalidRequest)'
        )
    attributes = {item["Key"]: item["Value"] for item in properties.get("LoadBalancerAttributes", [])}
    if plain(attributes.get("deletion_protection.enabled", False)) == "true":
        return (
            f"Resource handler returned message: \"Load balancer '{resource.physical_id}' cannot be deleted because "
            'deletion protection is enabled" (HandlerErrorCode: InvalidRequest)'
        )
    return _pinned(world, resource)


def _pinned(world: World, resource: Resource) -> str | None:
    """Tell which thing that was kept still uses this one."""
    if resource.type not in PINNED:
        return None
    left = [fate for fate in world.fates if fate.fate in {"retained", "orphaned"}]
    for fate in left:
        alone = fate.type in NO_PINS and not any(_names(other, fate.physical_id) for other in left)
        if not alone and _names(fate, resource.physical_id):
            return (
                f'Resource handler returned message: "{resource.physical_id} cannot be deleted because '
                f'{fate.physical_id} is still using it." (HandlerErrorCode: InvalidRequest)'
            )
    return None


def _names(fate: Fate, physical_id: str) -> bool:
    return f'"{physical_id}"' in json.dumps(fate.properties)


def disappear(world: World, stack: Stack, resource: Resource, fate: str) -> None:
    """Let a thing go, or note that it stays behind."""
    place = stack.place(resource.logical_id)
    world.fates.append(Fate(place, resource.type, resource.physical_id, fate, resource.properties))
    if fate not in {"deleted", "snapshotted"}:
        return
    world.store.buckets.pop(resource.physical_id, None) if resource.type == "AWS::S3::Bucket" else None
    if resource.type in ALARMS:
        world.alarms.pop(world.account.arn("cloudwatch", f"alarm:{resource.physical_id}"), None)


def policies(spec: dict[str, Any], properties: dict[str, Any]) -> tuple[str, str]:
    """Give DeletionPolicy and UpdateReplacePolicy, with CloudFormation's own defaults."""
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
    cluster = spec["Type"] == "AWS::RDS::DBCluster"
    alone = spec["Type"] == "AWS::RDS::DBInstance" and "DBClusterIdentifier" not in properties
    usual = "Snapshot" if cluster or alone else "Delete"
    return spec.get("DeletionPolicy", usual), spec.get("UpdateReplacePolicy", "Delete")


def allowed(stack: Stack, resource: Resource, action: str) -> Refused | None:
    """Give the refusal of the stack policy, if it does not allow an update action ("Modify", "Replace", "Delete")."""
    if not stack.policy:
        return None
    decided = None
    for number, statement in enumerate(_listed(json.loads(stack.policy)["Statement"]), 1):
        if _meets(statement, resource, f"Update:{action}"):
            if statement["Effect"] == "Deny":
                return _denied(number, action, resource)
            decided = number
    return None if decided else _denied(0, action, resource)


def _meets(statement: dict[str, Any], resource: Resource, action: str) -> bool:
    actions = _listed(statement.get("Action", []))
    names = _listed(statement.get("Resource", []))
    condition = statement.get("Condition", {})
    kinds = [kind for test in condition.values() for kind in _listed(test.get("ResourceType", []))]
    return (
        any(_like(action, pattern) for pattern in actions)
        and (not names or any(_like(f"LogicalResourceId/{resource.logical_id}", pattern) for pattern in names))
        and (not kinds or any(_like(resource.type, kind) for kind in kinds))
    )


def _like(text: str, pattern: str) -> bool:
    return pattern in {"*", text} or (pattern.endswith("*") and text.startswith(pattern[:-1]))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _denied(number: int, action: str, resource: Resource) -> Refused:
    where = f"Statement [#{number}] does not allow" if number else "No statement allows"
    text = f"Action denied by stack policy: {where} [Update:{action}] for resource"
    return Refused("ValidationError", f"{text} [LogicalResourceId/{resource.logical_id}];")


def failures(stack: Stack) -> str:
    """Say what failed in a stack, as AWS does."""
    failed = [r for r in stack.resources.values() if r.status in {"CREATE_FAILED", "UPDATE_FAILED"}]
    reason = ""
    for word in ("CREATE", "UPDATE"):
        names = ", ".join(r.logical_id for r in failed if r.status == f"{word}_FAILED")
        reason += f"The following resource(s) failed to {word.lower()}: [{names}]. " if names else ""
    return reason
