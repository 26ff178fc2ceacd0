"""What CloudFormation needs to deploy a nest and no provider schema says."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.gate.goals.actions import exists
from tasktracker_cfn.gate.permissions.actions import CUSTOM, words_in
from tasktracker_cfn.gate.permissions.arns import About, Surroundings
from tasktracker_cfn.gate.permissions.grants import Grant
from tasktracker_cfn.gate.permissions.names import pattern
from tasktracker_cfn.gate.permissions.setting import Setting
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.nest import STACK_TYPE
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item, System

# What CloudFormation asks a service for when a parameter's type says that its value must be there:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
OF_PARAMETERS = {
    "AWS::EC2::AvailabilityZone::Name": "ec2:DescribeAvailabilityZones",
    "AWS::EC2::Image::Id": "ec2:DescribeImages",
    "AWS::EC2::Instance::Id": "ec2:DescribeInstances",
    "AWS::EC2::KeyPair::KeyName": "ec2:DescribeKeyPairs",
    "AWS::EC2::SecurityGroup::GroupName": "ec2:DescribeSecurityGroups",
    "AWS::EC2::SecurityGroup::Id": "ec2:DescribeSecurityGroups",
    "AWS::EC2::Subnet::Id": "ec2:DescribeSubnets",
    "AWS::EC2::VPC::Id": "ec2:DescribeVpcs",
    "AWS::EC2::Volume::Id": "ec2:DescribeVolumes",
    "AWS::Route53::HostedZone::Id": "route53:ListHostedZones",
}
# What a function in a template asks for.
ZONES = "ec2:DescribeAvailabilityZones"


class _More(NamedTuple):
    """Actions that a type's service takes with the deployment's own permissions, where a property stands."""

    type: str
    property: str
    actions: tuple[str, ...]


MORE = (
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html
    _More(
        "AWS::CloudFront::Distribution",
        "LambdaFunctionARN",
        ("lambda:GetFunction", "lambda:EnableReplication*", "lambda:DisableReplication*"),
    ),
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
    _More("AWS::CloudFront::Distribution", "Logging", ("s3:GetBucketAcl", "s3:PutBucketAcl")),
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html (CreateVpcEndpoint)
    _More("AWS::EC2::VPCEndpoint", "PrivateDnsEnabled", ("route53:AssociateVPCWithHostedZone",)),
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-CloudWatchLogs.html
    _More(
        "AWS::Logs::Delivery",
        "DeliveryDestinationArn",
        (
            "logs:PutResourcePolicy",
            "logs:DescribeResourcePolicies",
            "logs:DescribeLogGroups",
            "s3:GetBucketPolicy",
            "s3:PutBucketPolicy",
        ),
    ),
    _More("AWS::Logs::DeliverySource", "ResourceArn", ("cloudfront:AllowVendedLogDeliveryForResource",)),
    # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.Keys.html
    _More("AWS::RDS::DBCluster", "KmsKeyId", ("kms:CreateGrant", "kms:DescribeKey")),
    _More("AWS::RDS::DBCluster", "ManageMasterUserPassword", ("kms:DescribeKey",)),
    # https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
    _More("AWS::SecretsManager::Secret", "KmsKeyId", ("kms:GenerateDataKey", "kms:Decrypt", "kms:DescribeKey")),
)


def more(item: Item) -> Iterator[str]:
    """Give the actions that are taken for a resource beside those of its handlers."""
    words = frozenset(words_in(item.properties))
    for entry in MORE:
        if entry.type == item.type and entry.property in words:
            yield from (action for action in entry.actions if exists(action))


def of_stacks(surroundings: Surroundings) -> Iterator[Grant]:
    """Allow what the templates themselves ask for: templates below, parameters of the Systems Manager, secrets."""
    system, setting = surroundings.system, surroundings.setting
    if any(item.type == STACK_TYPE for item in system.items):
        arns = frozenset(f"arn:{setting.partition}:s3:::{place}" for place in _below(system, setting))
        yield Grant("s3:GetObject", (About("s3:object", arns),), (), "ReadTheTemplatesOfNestedStacks")
    for parameter in (parameter for stack in system.nest.stacks.values() for parameter in stack.parameters.values()):
        kind = parameter.type.removeprefix("List<").removesuffix(">")
        if kind in OF_PARAMETERS:
            yield Grant(OF_PARAMETERS[kind])
        if parameter.type.startswith("AWS::SSM::Parameter::") and isinstance(
            name := parameter.definition.get("Default"), str
        ):
            yield _read("ssm:GetParameters", "ssm:parameter", {_parameter(name, setting)})
    for item in system.items:
        yield from _of_functions(item.resource.properties)
        yield from _of_references(item, surroundings)
        if CUSTOM.match(item.type):
            yield _custom(item, surroundings)


def _custom(item: Item, surroundings: Surroundings) -> Grant:
    """Allow to call the function, or to write to the topic, that a custom resource names."""
    token = pattern(item.get("ServiceToken"), surroundings.setting)
    made = surroundings.system.at(item.get("ServiceToken"))
    if ":sns:" in token or (made is not None and made.type == "AWS::SNS::Topic"):
        arns = {token} - {"*"} or surroundings.named("sns:topic")
        return Grant("sns:Publish", (About("sns:topic", frozenset(arns)),))
    every = {surroundings.setting.arn("lambda", "function:*")}
    functions = {token} - {"*"} or surroundings.named("lambda:function") or every
    return Grant("lambda:InvokeFunction", (About("lambda:function", frozenset(functions)),))


def _read(action: str, kind: str, arns: set[str]) -> Grant:
    return Grant(action, (About(kind, frozenset(arns)),))


def _below(system: System, setting: Setting) -> Iterator[str]:
    """Give where the templates of nested stacks lie: a path is put into the bucket before the deployment."""
    for item in system.of(STACK_TYPE):
        address = pattern(item.get("TemplateURL"), setting)
        host, _, key = address.partition("://")[2].partition("/")
        # Both forms of an address are in use: the bucket in the name of the host, and in the path.
        place = key if host.startswith(("s3.", "s3-")) else f"{host.partition('.')[0]}/{key}"
        yield f"{setting.bucket}/*" if not host or place.startswith("*") else place


def _of_functions(value: object) -> Iterator[Grant]:
    if isinstance(value, Mapping):
        if "Fn::GetAZs" in value:
            yield Grant(ZONES)
        for held in value.values():
            yield from _of_functions(held)
    elif isinstance(value, list):
        for held in value:
            yield from _of_functions(held)


def _of_references(item: Item, surroundings: Surroundings) -> Iterator[Grant]:
    """Allow to read what dynamic references name: ``{{resolve:secretsmanager:...}}`` and ``{{resolve:ssm:...}}``."""
    setting = surroundings.setting
    for text in _texts(item.properties):
        start = "".join(literals(text))
        if "{{resolve:secretsmanager:" in start:
            named = pattern(text, setting).partition("{{resolve:secretsmanager:")[2].partition(":SecretString")[0]
            given = {named} if named.startswith("arn:") and "*" not in named else set()
            held = given or surroundings.named("secretsmanager:secret") or {setting.arn("secretsmanager", "secret:*")}
            yield _read("secretsmanager:GetSecretValue", "secretsmanager:secret", set(held))
        if "{{resolve:ssm" in start:
            name = pattern(text, setting).partition("{{resolve:ssm")[2].partition(":")[2].partition("}}")[0]
            yield _read("ssm:GetParameters", "ssm:parameter", {_parameter(name.partition(":")[0], setting)})


def _texts(value: Value) -> Iterator[Value]:
    if isinstance(value, (str, Text)):
        yield value
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _texts(held)
    elif isinstance(value, tuple):
        for held in value:
            yield from _texts(held)


def _parameter(name: str, setting: Setting) -> str:
    if name.startswith("/aws/service/"):
        # What AWS publishes belongs to no account.
        return f"arn:{setting.partition}:ssm:{setting.region}::parameter{name}"
    return setting.arn("ssm", f"parameter/{name.removeprefix('/')}")
