"""Resource types, transforms and policies that AWS has retired or replaced."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_texts
from tasktracker_cfn.model.system import System

MESH = "AWS::AppMesh::"
OLD_TRANSFORM, NEW_TRANSFORM = "AWS::SecretsManager-2020-07-23", "AWS::SecretsManager-2024-09-16"
# Of the same age, or older, and all with TLS 1.0 or weak ciphers; the default without a policy is one of them.
OLD_POLICIES = (
    "ELBSecurityPolicy-2015-05",
    "ELBSecurityPolicy-2016-08",
    "ELBSecurityPolicy-TLS-1-0-2015-04",
    "ELBSecurityPolicy-TLS-1-1-2017-01",
    "ELBSecurityPolicy-FS-2018-06",
    "ELBSecurityPolicy-FS-1-1-2019-08",
    "ELBSecurityPolicy-TLS13-1-0-2021-06",
    "ELBSecurityPolicy-TLS13-1-1-2021-06",
)
SECURE = ("HTTPS", "TLS")


@rule(
    "no-app-mesh",
    severity="error",
    why="AWS has ended App Mesh on 2026-09-30: its resources can be neither made nor used.",
    remedy="Use Service Connect of ECS, or VPC Lattice.",
    source="https://aws.amazon.com/blogs/containers/migrating-from-aws-app-mesh-to-amazon-ecs-service-connect/",
)
def no_app_mesh(system: System) -> Iterator[Fault]:
    """Nothing is made of App Mesh."""
    for item in system.items:
        if item.type.startswith(MESH):
            yield Fault(item, f"is {item.type}, of a service that has ended")
        if item.type == "AWS::ECS::TaskDefinition" and item.text("ProxyConfiguration", "Type") == "APPMESH":
            yield Fault(item, "has the proxy of App Mesh, which has ended", "ProxyConfiguration")


@rule(
    "no-launch-configuration",
    severity="warning",
    why="New accounts cannot make launch configurations, and no new instance types come to them.",
    remedy="Use AWS::EC2::LaunchTemplate.",
    source="https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html",
)
def no_launch_configuration(system: System) -> Iterator[Fault]:
    """Instances are launched by launch templates."""
    for item in system.of("AWS::AutoScaling::LaunchConfiguration"):
        yield Fault(item, "is a launch configuration, which new accounts cannot make")


@rule(
    "origin-access-control",
    severity="advice",
    why="Origin access identities are legacy: no keys of KMS, no newer regions, no requests but to read.",
    remedy="Use AWS::CloudFront::OriginAccessControl, and allow cloudfront.amazonaws.com in the bucket's policy.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
)
def origin_access_control(system: System) -> Iterator[Fault]:
    """CloudFront reads buckets by an origin access control."""
    for item in system.of("AWS::CloudFront::CloudFrontOriginAccessIdentity"):
        yield Fault(item, "is an origin access identity, which is legacy")


@rule(
    "listener-policy-current",
    severity="warning",
    why="The policies of 2016 and before, and those with TLS 1.0 or 1.1, take what browsers have given up.",
    remedy="Name ELBSecurityPolicy-TLS13-1-2-2021-06 or a newer one.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
)
def listener_policy_current(system: System) -> Iterator[Fault]:
    """A listener with TLS has a current security policy, and says which."""
    for item in system.of("AWS::ElasticLoadBalancingV2::Listener"):
        if item.text("Protocol") not in SECURE:
            continue
        if item.get("SslPolicy") is None:
            yield Fault(item, "names no SslPolicy, so that it has ELBSecurityPolicy-2016-08", "Protocol")
        elif item.text("SslPolicy") in OLD_POLICIES:
            yield Fault(item, f"has the old security policy {item.text('SslPolicy')}", "SslPolicy")


@rule(
    "rotation-transform-current",
    severity="advice",
    why="With the transform of 2020 the function of a hosted rotation keeps the runtime of the day it was made.",
    remedy=f"Write Transform: {NEW_TRANSFORM}.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-secretsmanager.html",
)
def rotation_transform_current(system: System) -> Iterator[Fault]:
    """A hosted rotation is made by the current transform."""
    for stack in system.nest.stacks.values():
        written = stack.template.content.get("Transform")
        names = known_texts(tuple(written)) if isinstance(written, list) else (written,)
        if OLD_TRANSFORM in names:
            yield Fault(stack, f"is transformed by {OLD_TRANSFORM}", "Transform")
