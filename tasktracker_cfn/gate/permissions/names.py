"""The physical names of a nest's resources, as patterns: what the templates fix, and what CloudFormation makes up.

CloudFormation makes up ``<stack>-<logical id>-<12 characters>`` or ``<logical id>-<12 characters>``, and shares what
a service's limit leaves evenly between the two names:
https://github.com/aws-cloudformation/cloudformation-cli-java-plugin (IdentifierUtils).
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from tasktracker_cfn.gate.permissions.setting import Setting
from tasktracker_cfn.model.nest import StackPath
from tasktracker_cfn.model.symbols import NO_VALUE, Call, Reference, Text, Value
from tasktracker_cfn.model.system import Item, follow

# What follows the last hyphen, and that hyphen.
RANDOM = 12
TAIL = RANDOM + 1
STACK_LIMIT = 128

Made = Literal["stack", "lower", "id", "either", "joined", "any"]


class Naming(NamedTuple):
    """How the resources of a type are named: the property, the longest name, and what stands in for none."""

    path: tuple[str, ...]
    limit: int = 255
    made: Made = "stack"


# Load balancers and target groups take 32 characters and get 25: "claude-HTTPT-VTF44BENVVF2",
# https://github.com/aws-solutions-library-samples/guidance-for-claude-code-with-amazon-bedrock/pull/643
SHORT = 25

NAMINGS = {
    "AWS::Backup::BackupVault": Naming(("BackupVaultName",), made="any"),
    "AWS::Budgets::Budget": Naming(("Budget", "BudgetName"), made="either"),
    "AWS::CloudFormation::Stack": Naming((), STACK_LIMIT),
    "AWS::CloudTrail::Trail": Naming(("TrailName",), 128, "either"),
    "AWS::CloudWatch::Alarm": Naming(("AlarmName",)),
    "AWS::CloudWatch::CompositeAlarm": Naming(("AlarmName",), made="either"),
    "AWS::CloudWatch::Dashboard": Naming(("DashboardName",), made="either"),
    "AWS::DynamoDB::Table": Naming(("TableName",)),
    "AWS::ECR::Repository": Naming(("RepositoryName",), 256, "lower"),
    "AWS::ECS::Cluster": Naming(("ClusterName",)),
    "AWS::ECS::Service": Naming(("ServiceName",)),
    # Without a hyphen behind the stack's name, in some regions and years.
    "AWS::ECS::TaskDefinition": Naming(("Family",), made="joined"),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": Naming(("Name",), SHORT),
    "AWS::ElasticLoadBalancingV2::TargetGroup": Naming(("Name",), SHORT),
    "AWS::Events::Rule": Naming(("Name",), 64),
    "AWS::IAM::InstanceProfile": Naming(("InstanceProfileName",), 128),
    "AWS::IAM::ManagedPolicy": Naming(("ManagedPolicyName",), 128),
    "AWS::IAM::Role": Naming(("RoleName",), 64),
    "AWS::Lambda::Function": Naming(("FunctionName",), 64),
    "AWS::Logs::DeliveryDestination": Naming(("Name",), 60, "either"),
    "AWS::Logs::DeliverySource": Naming(("Name",), 60, "either"),
    "AWS::Logs::LogGroup": Naming(("LogGroupName",), 512),
    "AWS::RDS::DBCluster": Naming(("DBClusterIdentifier",), 63, "lower"),
    "AWS::RDS::DBClusterParameterGroup": Naming(("DBClusterParameterGroupName",), 255, "lower"),
    "AWS::RDS::DBInstance": Naming(("DBInstanceIdentifier",), 63, "lower"),
    "AWS::RDS::DBParameterGroup": Naming(("DBParameterGroupName",), 255, "lower"),
    "AWS::RDS::DBSubnetGroup": Naming(("DBSubnetGroupName",), 255, "lower"),
    "AWS::RDS::EventSubscription": Naming(("SubscriptionName",), 255, "any"),
    "AWS::S3::Bucket": Naming(("BucketName",), 63, "lower"),
    "AWS::SNS::Topic": Naming(("TopicName",), 256),
    "AWS::SQS::Queue": Naming(("QueueName",), 80),
    "AWS::SSM::Parameter": Naming(("Name",), made="any"),
    "AWS::SecretsManager::Secret": Naming(("Name",), 512, "id"),
    "AWS::WAFv2::WebACL": Naming(("Name",), 128, "either"),
}


def names(item: Item, setting: Setting) -> tuple[str, ...] | None:
    """Give the patterns that a resource's physical name fits; None when nothing is known of it."""
    naming = NAMINGS.get(item.type)
    if naming is None:
        return None
    value = follow(item.properties, *naming.path) if naming.path else None
    found = _made(item, naming, setting) if value is None else tuple(pattern(one, setting) for one in choices(value))
    if item.type == "AWS::SSM::Parameter":
        # Its ARN has one slash before the name, which often begins with one.
        found = tuple(name.removeprefix("/") for name in found)
    return None if "*" in found else found


def choices(value: Value) -> Iterator[Value]:
    """Give what a value may come to: both sides of a condition that only a deployment knows."""
    if isinstance(value, Call) and value.function == "Fn::If" and isinstance(value.argument, tuple):
        for side in value.argument[1:]:
            yield from choices(side)
    elif value != NO_VALUE:
        yield value


def pattern(value: Value, setting: Setting) -> str:
    """Give the pattern of a text: what only a deployment knows is open."""
    if isinstance(value, Text):
        text = "".join(part if isinstance(part, str) else _symbol(part, setting) for part in value.parts)
    elif isinstance(value, (Reference, Call)):
        text = _symbol(value, setting)
    else:
        text = str(value) if isinstance(value, (str, int, float)) and value != "" else "*"
    while "**" in text:
        text = text.replace("**", "*")
    return text


def stack_name(path: StackPath, setting: Setting) -> str:
    """Give the pattern of the name of a stack of the nest."""
    name = setting.stack
    for logical_id in path:
        name = made_up(name, logical_id, STACK_LIMIT)
    return name


def _symbol(part: Reference | Call, setting: Setting) -> str:
    if not isinstance(part, Reference):
        return "*"
    if part.logical_id == "AWS::StackName":
        return stack_name(part.stack, setting)
    known = {
        "AWS::AccountId": setting.account,
        "AWS::Partition": setting.partition,
        "AWS::Region": setting.region,
        "AWS::URLSuffix": "amazonaws.com",
    }
    return known.get(part.logical_id, "*")


def _made(item: Item, naming: Naming, setting: Setting) -> tuple[str, ...]:
    logical_id = item.resource.logical_id
    whole = made_up(stack_name(item.resource.stack, setting), logical_id, naming.limit)
    alone = f"{logical_id[: naming.limit - TAIL]}-*"
    return {
        "stack": (whole,),
        "lower": (whole.lower(),),
        "id": (alone,),
        "either": (whole, alone),
        "joined": (f"{stack_name(item.resource.stack, setting).rstrip('*-')}*",),
        "any": ("*",),
    }[naming.made]


def made_up(stack: str, logical_id: str, limit: int) -> str:
    """Give the pattern of a name that is made of a stack's and a logical id."""
    length = len(stack) + stack.count("*") * (RANDOM - 1)
    free = limit - TAIL - 1
    if length + len(logical_id) <= free:
        return f"{stack}-{logical_id}-*"
    # Who needs less than half leaves the rest to the other.
    kept = max(free // 2, free - len(logical_id))
    return f"{stack.partition('*')[0][:kept]}*"
