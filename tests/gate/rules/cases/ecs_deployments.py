"""Cases of the rules about deployments of services."""

from tests.gate.rules.case import Case, Change, breaks, case, holds
from tests.gate.rules.ecs_templates import MISSING, NETWORK, PARAMETERS, service_case

BLUE_GREEN = """
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: !Ref Listener
      Actions:
        - Type: forward
          ForwardConfig:
            TargetGroups:
              - {TargetGroupArn: !Ref TargetGroup, Weight: 1}
              - {TargetGroupArn: !Ref Green, Weight: 0}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: [ecs.amazonaws.com]}, Action: sts:AssumeRole}]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers]
  Shifted:
    Type: AWS::ECS::Service
    Properties:
      DeploymentConfiguration:
        Strategy: BLUE_GREEN
        BakeTimeInMinutes: 580
        CanaryConfiguration: {CanaryBakeTimeInMinutes: 1400}
        LinearConfiguration: {StepPercent: 10, StepBakeTimeInMinutes: 150}
      LoadBalancers:
        - TargetGroupArn: !Ref TargetGroup
          AdvancedConfiguration:
            AlternateTargetGroupArn: !Ref Green
            ProductionListenerRule: !Ref Rule
            RoleArn: !GetAtt Role.Arn
"""


def _blue_green(*changes: Change) -> Case:
    return case(NETWORK + BLUE_GREEN, *changes, rest=PARAMETERS)


CASES = {
    "rebalancing-leaves-room": (
        service_case(
            breaks("MaximumPercent: 200", "MaximumPercent: '100'", line="AvailabilityZoneRebalancing: ENABLED"),
            holds("ENABLED", "DISABLED"),
            holds("MaximumPercent: 200", "MaximumPercent: !Ref Number"),
        ),
    ),
    "deployment-can-move": (
        service_case(
            breaks("MaximumPercent: 200", "MaximumPercent: 100", at="Service", line="DeploymentConfiguration:"),
            breaks("MinimumHealthyPercent: 100\n        MaximumPercent: 200", "MaximumPercent: 100"),
            holds(
                "MinimumHealthyPercent: 100\n        MaximumPercent: 200",
                "MinimumHealthyPercent: 0\n        MaximumPercent: 100",
            ),
            holds("MaximumPercent: 200", f"MaximumPercent: {MISSING}"),
            holds("MaximumPercent: 200", "MaximumPercent: 100\n        Strategy: BLUE_GREEN"),
        ),
        case(
            """
  Service:
    Type: AWS::ECS::Service
    Properties:
      DesiredCount: 2
      DeploymentConfiguration: {MinimumHealthyPercent: 50, MaximumPercent: 100}
""",
            breaks("DesiredCount: 2", "DesiredCount: 1"),
            holds("DesiredCount: 2", "DesiredCount: 0"),
            holds("DesiredCount: 2", "SchedulingStrategy: DAEMON"),
            holds("MinimumHealthyPercent: 50, MaximumPercent: 100", "MinimumHealthyPercent: 100, MaximumPercent: 150"),
        ),
    ),
    "deployment-circuit-breaker": (
        service_case(
            breaks("        DeploymentCircuitBreaker: {Enable: true, Rollback: true}\n", "", at="Service"),
            breaks(
                "Rollback: true", "Rollback: false", line="DeploymentCircuitBreaker: {Enable: true, Rollback: false}"
            ),
            holds("Enable: true", "Enable: !Ref Text"),
            holds(
                "        DeploymentCircuitBreaker: {Enable: true, Rollback: true}\n      NetworkConfiguration",
                "      DeploymentController: {Type: CODE_DEPLOY}\n      NetworkConfiguration",
            ),
        ),
    ),
    "blue-green-parts": (
        _blue_green(
            breaks("            RoleArn: !GetAtt Role.Arn\n", "", at="Shifted", line="AdvancedConfiguration:"),
            breaks("            AlternateTargetGroupArn: !Ref Green\n", ""),
            holds("            RoleArn: !GetAtt Role.Arn", "            RoleArn: !Ref Text"),
            holds("Strategy: BLUE_GREEN", "Strategy: ROLLING"),
        ),
        service_case(breaks("        MaximumPercent: 200", "        Strategy: LINEAR", at="Service")),
    ),
    "blue-green-listener-rule": (
        _blue_green(
            breaks("ProductionListenerRule: !Ref Rule", "ProductionListenerRule: !Ref Listener", at="Shifted"),
            breaks("              - {TargetGroupArn: !Ref Green, Weight: 0}\n", ""),
            holds("ProductionListenerRule: !Ref Rule", "ProductionListenerRule: !Ref Text"),
            holds("{TargetGroupArn: !Ref Green, Weight: 0}", "{TargetGroupArn: !Ref Text, Weight: 0}"),
        ),
    ),
    "blue-green-role": (
        _blue_green(
            breaks("[ecs.amazonaws.com]", "ecs-tasks.amazonaws.com", at="Shifted", line="RoleArn: !GetAtt Role.Arn"),
            breaks(
                "[arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers]",
                "[]",
            ),
            holds("[ecs.amazonaws.com]", "ecs.amazonaws.com"),
            holds("[ecs.amazonaws.com]", "!Ref Text"),
        ),
    ),
    "traffic-shift-in-time": (
        _blue_green(
            breaks(
                "Strategy: BLUE_GREEN\n        BakeTimeInMinutes: 580",
                "Strategy: CANARY\n        BakeTimeInMinutes: 601",
            ),
            breaks(
                "Strategy: BLUE_GREEN\n        BakeTimeInMinutes: 580",
                "Strategy: LINEAR\n        BakeTimeInMinutes: 700",
            ),
            holds("Strategy: BLUE_GREEN", "Strategy: CANARY"),
            holds("Strategy: BLUE_GREEN", "Strategy: LINEAR"),
        ),
    ),
}
