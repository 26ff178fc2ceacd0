"""How a new version replaces the old one: rolling, or blue/green with traffic that ECS shifts."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from awacs import sts
from awacs.aws import Allow, PolicyDocument, Principal, Statement
from troposphere import GetAtt, Ref, cloudwatch, ecs, iam

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.deployment import BlueGreenConfig
from tasktracker_cfn.config.service import ServiceConfig

STRATEGIES = {"all-at-once": "BLUE_GREEN", "canary": "CANARY", "linear": "LINEAR"}


class Targets(NamedTuple):
    """What the service registers with: the groups, and for blue/green the others, with the rules that choose."""

    groups: Mapping[str, Arn]
    alternates: Mapping[str, Arn]
    rules: Mapping[str, Arn]


def role(system: SystemConfig) -> iam.Role:
    """Give the role with which ECS shifts traffic.

    The policy is AWS's, which keeps up with what ECS does. No condition on the source: the page that describes the role
    has none, and a condition on a key that a request lacks would refuse every deployment.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
    """
    return iam.Role(
        "TrafficRole",
        Description=f"Shifts the traffic of {system.name} between two versions",
        AssumeRolePolicyDocument=PolicyDocument(
            Version="2012-10-17",
            Statement=[
                Statement(
                    Sid="AssumedByEcs",
                    Effect=Allow,
                    Principal=Principal("Service", ["ecs.amazonaws.com"]),
                    Action=[sts.AssumeRole],
                )
            ],
        ),
        ManagedPolicyArns=[
            text("arn:${AWS::Partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers")
        ],
    )


def configuration(config: ServiceConfig, alarms: Sequence[cloudwatch.Alarm]) -> ecs.DeploymentConfiguration:
    """Give how many tasks may stop and start, in which way traffic moves, and what undoes a deployment."""
    blue_green = config.blue_green
    return ecs.DeploymentConfiguration(
        MinimumHealthyPercent=config.minimum_healthy_percent,
        MaximumPercent=config.maximum_percent,
        DeploymentCircuitBreaker=ecs.DeploymentCircuitBreaker(
            Enable=config.circuit_breaker, Rollback=config.circuit_breaker
        ),
        **given(
            # Their names are references, so that they are there before the service is.
            Alarms=ecs.DeploymentAlarms(AlarmNames=[Ref(alarm) for alarm in alarms], Enable=True, Rollback=True)
            if alarms
            else None,
            Strategy=STRATEGIES[blue_green.shift] if blue_green else None,
            BakeTimeInMinutes=blue_green.bake_minutes if blue_green else None,
            CanaryConfiguration=_canary(blue_green),
            LinearConfiguration=_linear(blue_green),
        ),
    )


def load_balancers(config: ServiceConfig, targets: Targets, traffic_role: iam.Role | None) -> list[ecs.LoadBalancer]:
    """Give what each container is registered with."""
    return [
        ecs.LoadBalancer(
            ContainerName=name,
            ContainerPort=config.containers[name].port,
            TargetGroupArn=target_group_arn,
            **given(AdvancedConfiguration=_advanced(name, targets, traffic_role)),
        )
        for name, target_group_arn in targets.groups.items()
    ]


def _canary(config: BlueGreenConfig | None) -> ecs.CanaryConfiguration | None:
    if config is None or config.shift != "canary":
        return None
    return ecs.CanaryConfiguration(CanaryPercent=config.percent, CanaryBakeTimeInMinutes=config.minutes)


def _linear(config: BlueGreenConfig | None) -> ecs.LinearConfiguration | None:
    if config is None or config.shift != "linear":
        return None
    return ecs.LinearConfiguration(StepPercent=config.percent, StepBakeTimeInMinutes=config.minutes)


def _advanced(name: str, targets: Targets, traffic_role: iam.Role | None) -> ecs.AdvancedConfiguration | None:
    if traffic_role is None:
        return None
    # No test listener: it would be another public port, or a header that anybody may send, and without functions that
    # test in that stage ECS passes through it at once.
    return ecs.AdvancedConfiguration(
        AlternateTargetGroupArn=targets.alternates[name],
        # E29: the rule, not the listener.
        ProductionListenerRule=targets.rules[name],
        RoleArn=GetAtt(traffic_role, "Arn"),
    )
