"""Cases of the rules about services: where they are placed, and what is said of them."""

from tests.gate.rules.case import breaks, case, holds, nest
from tests.gate.rules.ecs_templates import MISSING, ON_INSTANCES, PARAMETERS, WIRED, service_case

CASES = {
    "launch-type-or-strategy": (
        service_case(
            breaks("      PropagateTags", "      LaunchType: FARGATE\n      PropagateTags", line="LaunchType: FARGATE"),
            holds("      PropagateTags", f"      LaunchType: {MISSING}\n      PropagateTags"),
        ),
        case(ON_INSTANCES, rest=PARAMETERS),
    ),
    "task-fits-launch-type": (
        service_case(
            breaks(
                "      CapacityProviderStrategy:\n",
                "      LaunchType: EC2\n      Other:\n",
                at="Service",
                line="LaunchType: EC2",
            ),
            breaks("RequiresCompatibilities: [FARGATE]", "RequiresCompatibilities: [EC2]"),
            holds("RequiresCompatibilities: [FARGATE]", "RequiresCompatibilities: [EC2, FARGATE]"),
            holds("      CapacityProviderStrategy:\n", "      LaunchType: !Ref Text\n      Other:\n"),
            holds("      CapacityProviderStrategy:\n", "      Other:\n"),
        ),
        case(
            """
  Cluster: {Type: AWS::ECS::Cluster}
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {RequiresCompatibilities: [FARGATE]}}
  Service:
    Type: AWS::ECS::Service
    Properties: {Cluster: !Ref Cluster, LaunchType: FARGATE, TaskDefinition: !Ref Task}
""",
            breaks(", LaunchType: FARGATE", "", at="Service"),
            holds("Cluster: !Ref Cluster, LaunchType: FARGATE", "Cluster: main"),
            holds(
                "  Cluster: {Type: AWS::ECS::Cluster}",
                "  Cluster: {Type: AWS::ECS::Cluster}\n  Instances: {Type: AWS::AutoScaling::AutoScalingGroup}",
            ),
        ),
    ),
    "strategy-providers-associated": (
        service_case(
            breaks(
                "[FARGATE, FARGATE_SPOT]",
                "[FARGATE]",
                at="Service",
                line="- {CapacityProvider: FARGATE_SPOT, Weight: 3}",
            ),
            breaks("[FARGATE, FARGATE_SPOT]", "[FARGATE_SPOT]", at="Providers"),
            breaks(
                "      Cluster: !Ref Cluster\n      CapacityProviders",
                "      Cluster: main2\n      CapacityProviders: []\n      X",
            ),
            holds("[FARGATE, FARGATE_SPOT]", "!Split [',', !Ref Text]"),
            holds(
                "      Cluster: !Ref Cluster\n      TaskDefinition", "      Cluster: !Ref Text\n      TaskDefinition"
            ),
            holds(
                "      Cluster: !Ref Cluster\n      CapacityProviders", "      Cluster: main\n      CapacityProviders"
            ),
        ),
        nest(WIRED, breaks("[FARGATE]", "[FARGATE_SPOT]", at="Api/Service"), holds("[FARGATE]", "[!Ref X]")),
    ),
    "strategy-places-tasks": (
        service_case(
            breaks("FARGATE_SPOT, Weight: 3", "FARGATE_SPOT, Base: 1, Weight: 3", line="CapacityProviderStrategy:"),
            breaks("Weight: ", "Other: ", at="Service"),
            breaks(
                "Weight: 1}\n        - {CapacityProvider: FARGATE_SPOT", "Weight: 1}\n        - {CapacityProvider: Mine"
            ),
            holds("FARGATE_SPOT, Weight: 3", "FARGATE_SPOT, Base: 0, Weight: !Ref Number"),
            holds("Weight: 1}]", "Base: 1}]"),
        ),
    ),
    "production-on-demand": (
        service_case(
            breaks("        - {CapacityProvider: FARGATE, Base: 1, Weight: 1}\n", "", at="Service"),
            breaks("Base: 1, Weight: 1", "Weight: 0"),
            breaks(
                "Base: 1, Weight: 1}\n        - {CapacityProvider: FARGATE_SPOT, ",
                "Weight: 1}\n        - {CapacityProvider: FARGATE_SPOT, Base: 1, ",
            ),
            holds("Base: 1, Weight: 1", "Weight: !Ref Number"),
        ),
        case(
            """
  Service:
    Type: AWS::ECS::Service
    Properties: {CapacityProviderStrategy: [{CapacityProvider: FARGATE_SPOT, Weight: 1}]}
""",
            breaks("Default: dev", "Default: production"),
            breaks("Default: dev", "Default: test", given={"EnvironmentName": "prod"}),
            rest="Parameters: {EnvironmentName: {Type: String, Default: dev}}",
        ),
    ),
    "health-check-grace-period": (
        service_case(
            breaks("      HealthCheckGracePeriodSeconds: 60\n", "", at="Service"),
            breaks("GracePeriodSeconds: 60", "GracePeriodSeconds: 0"),
            holds("GracePeriodSeconds: 60", "GracePeriodSeconds: !Ref Number"),
        ),
        case("  Service: {Type: AWS::ECS::Service, Properties: {DesiredCount: 1}}"),
    ),
    "exec-command-role": (
        service_case(
            breaks("      TaskRoleArn: !GetAtt TaskRole.Arn\n", "", at="Service", line="EnableExecuteCommand: true"),
            holds("TaskRoleArn: !GetAtt TaskRole.Arn", "TaskRoleArn: !Ref Text"),
        ),
    ),
    "exec-command-permissions": (
        service_case(
            breaks('"ssmmessages:*"', "ssmmessages:CreateDataChannel", at="Service"),
            breaks('Effect: Allow, Action: "ssm', 'Effect: Deny, Action: "ssm'),
            holds('"ssmmessages:*"', "!Ref Text"),
            holds(
                "      Policies:\n",
                "      ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore]\n      Others:\n",
            ),
            holds("EnableExecuteCommand: true", "EnableExecuteCommand: false"),
        ),
    ),
    "exec-command-writable-root": (
        service_case(
            breaks(
                "        - Name: api\n", "        - Name: api\n          ReadonlyRootFilesystem: true\n", at="Service"
            ),
            holds("        - Name: api\n", "        - Name: api\n          ReadonlyRootFilesystem: !Ref Text\n"),
        ),
    ),
    "container-insights-value": (
        service_case(
            breaks("Value: enhanced", "Value: on", at="Cluster"),
            breaks("Name: containerInsights", "Name: insights", at="Cluster"),
            holds("Value: enhanced", "Value: !Ref Text"),
            holds("Value: enhanced", "Value: disabled"),
        ),
    ),
    "tasks-tagged": (
        service_case(
            breaks("      PropagateTags: SERVICE\n", "", at="Service"),
            breaks("PropagateTags: SERVICE", "PropagateTags: NONE", line="PropagateTags: NONE"),
            holds("PropagateTags: SERVICE", "PropagateTags: !Ref Text"),
        ),
    ),
}
