"""Resource types and transforms that AWS has retired or replaced.

Of origin access identities and of old policies of TLS the goals origin-access-control and listener-tls speak.
"""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_texts
from tasktracker_cfn.model.system import System

MESH = "AWS::AppMesh::"
OLD_TRANSFORM, NEW_TRANSFORM = "AWS::SecretsManager-2020-07-23", "AWS::SecretsManager-2024-09-16"


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
