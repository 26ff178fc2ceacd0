"""A role that does not trust the service it is given to."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.policies.documents import ROLE
from tasktracker_cfn.model.policies.statements import Path
from tasktracker_cfn.model.policies.trust import may_take_on
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System


class _Use(NamedTuple):
    """A property that takes a role, for a service; ``*`` in the path is any item of a list or key of a mapping."""

    path: tuple[str, ...]
    service: str


# Of replication, Enhanced Monitoring and blue/green deployments rules of their own speak.
USES: Mapping[str, tuple[_Use, ...]] = {
    "AWS::ApiGateway::Account": (_Use(("CloudWatchRoleArn",), "apigateway"),),
    "AWS::Backup::BackupSelection": (_Use(("BackupSelection", "IamRoleArn"), "backup"),),
    "AWS::CloudTrail::Trail": (_Use(("CloudWatchLogsRoleArn",), "cloudtrail"),),
    "AWS::CodeBuild::Project": (_Use(("ServiceRole",), "codebuild"),),
    "AWS::CodePipeline::Pipeline": (_Use(("RoleArn",), "codepipeline"),),
    "AWS::EC2::FlowLog": (_Use(("DeliverLogsPermissionArn",), "vpc-flow-logs"),),
    "AWS::ECS::Service": (_Use(("VolumeConfigurations", "*", "ManagedEBSVolume", "RoleArn"), "ecs"),),
    "AWS::ECS::TaskDefinition": (_Use(("TaskRoleArn",), "ecs-tasks"), _Use(("ExecutionRoleArn",), "ecs-tasks")),
    "AWS::Events::Rule": (_Use(("Targets", "*", "RoleArn"), "events"),),
    "AWS::KinesisFirehose::DeliveryStream": (_Use(("*", "RoleARN"), "firehose"),),
    "AWS::Lambda::Function": (_Use(("Role",), "lambda"),),
    "AWS::RDS::DBCluster": (_Use(("AssociatedRoles", "*", "RoleArn"), "rds"),),
    "AWS::RDS::DBInstance": (_Use(("AssociatedRoles", "*", "RoleArn"), "rds"),),
    "AWS::RDS::DBProxy": (_Use(("RoleArn",), "rds"),),
    "AWS::Scheduler::Schedule": (_Use(("Target", "RoleArn"), "scheduler"),),
    "AWS::StepFunctions::StateMachine": (_Use(("RoleArn",), "states"),),
}
# These are made with any role, and find out later that they may not take it on.
LATER: Mapping[str, tuple[_Use, ...]] = {
    "AWS::Grafana::Workspace": (_Use(("RoleArn",), "grafana"),),
    "AWS::IAM::InstanceProfile": (_Use(("Roles", "*"), "ec2"),),
}
SUFFIX = ".amazonaws.com"


@rule(
    "role-trusts-its-service",
    rows="I01 N15",
    severity="error",
    why="A service takes on a role before it uses it; a role that trusts another service is refused at creation.",
    remedy="Name the service that uses the role as a principal of its AssumeRolePolicyDocument.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
)
def role_trusts_its_service(system: System) -> Iterator[Fault]:
    """A role trusts the service of every resource that is given it."""
    yield from _untrusting(system, USES)


@rule(
    "role-trusts-its-service-later",
    rows="I01",
    severity="warning",
    why="An instance starts with a profile whose role does not trust EC2, and gets no credentials; a workspace of "
    "Grafana comes up, and reads no data.",
    remedy="Name the service that uses the role as a principal of its AssumeRolePolicyDocument.",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html",
)
def role_trusts_its_service_later(system: System) -> Iterator[Fault]:
    """The role of an instance profile or of a workspace of Grafana trusts the service that takes it on."""
    yield from _untrusting(system, LATER)


def _untrusting(system: System, uses: Mapping[str, tuple[_Use, ...]]) -> Iterator[Fault]:
    for item in system.of(*uses):
        for use in uses[item.type]:
            for value, path in _at(item.properties, use.path, ()):
                role = system.at(value)
                if role is not None and role.type == ROLE and not may_take_on(role, f"{use.service}{SUFFIX}"):
                    yield Fault(item, f"is given {role}, which does not trust {use.service}{SUFFIX}", *path)


@rule(
    "edge-function-role",
    rows="I01",
    severity="error",
    why="CloudFront takes a function only when its role trusts edgelambda.amazonaws.com beside lambda.amazonaws.com.",
    remedy="Name both services as principals of the function's role.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html",
)
def edge_function_role(system: System) -> Iterator[Fault]:
    """The role of a function that runs at the edge trusts both services of Lambda."""
    path = ("DistributionConfig", "*", "LambdaFunctionAssociations", "*", "LambdaFunctionARN")
    nested = ("DistributionConfig", "CacheBehaviors", "*", "LambdaFunctionAssociations", "*", "LambdaFunctionARN")
    for item in system.of("AWS::CloudFront::Distribution"):
        for value, place in (*_at(item.properties, path, ()), *_at(item.properties, nested, ())):
            function = _function(system.at(value), system)
            role = system.at(function.get("Role")) if function is not None else None
            if role is None or role.type != ROLE:
                continue
            if not all(may_take_on(role, f"{service}{SUFFIX}") for service in ("lambda", "edgelambda")):
                yield Fault(item, f"runs {function}, whose role {role} does not trust edgelambda{SUFFIX}", *place)


def _function(item: Item | None, system: System) -> Item | None:
    """Give the function of a version, or the function itself."""
    if item is not None and item.type == "AWS::Lambda::Version":
        item = system.at(item.get("FunctionName"))
    return item if item is not None and item.type == "AWS::Lambda::Function" else None


def _at(value: Value, path: tuple[str, ...], found: Path) -> Iterator[tuple[Value, Path]]:
    """Give the values at a path, with the path that leads to each."""
    if not path:
        yield value, found
    elif path[0] != "*":
        if isinstance(value, Mapping) and path[0] in value:
            yield from _at(value[path[0]], path[1:], (*found, path[0]))
    elif isinstance(value, Mapping):
        for key, held in value.items():
            yield from _at(held, path[1:], (*found, key))
    elif isinstance(value, tuple):
        for number, held in enumerate(value):
            yield from _at(held, path[1:], (*found, number))
