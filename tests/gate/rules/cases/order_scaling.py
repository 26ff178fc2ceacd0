"""Cases of the rules about what scaling waits for."""

from tests.gate.rules.case import breaks, case, holds

SCALED = """
  TargetGroup: {Type: AWS::ElasticLoadBalancingV2::TargetGroup}
  Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer}
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties: {Actions: [{Type: forward, TargetGroupArn: !Ref TargetGroup}]}
  Cluster: {Type: AWS::ECS::Cluster, Properties: {ClusterName: main}}
  Service:
    Type: AWS::ECS::Service
    DependsOn: Rule
    Properties:
      Cluster: !Ref Cluster
      ServiceName: api
      LoadBalancers: [{TargetGroupArn: !Ref TargetGroup}]
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    DependsOn: Service
    Properties:
      ResourceId: service/main/api
      ScalableDimension: ecs:service:DesiredCount
  Policy:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    DependsOn: Target
    Properties:
      ResourceId: service/main/api
      ScalableDimension: ecs:service:DesiredCount
      TargetTrackingScalingPolicyConfiguration:
        PredefinedMetricSpecification:
          PredefinedMetricType: ALBRequestCountPerTarget
          ResourceLabel: !Sub "${Balancer.LoadBalancerFullName}/${TargetGroup.TargetGroupFullName}"
"""

CASES = {
    "scaling-policy-after-listener": (
        case(
            SCALED,
            breaks("    DependsOn: Target\n", "", at="Policy"),
            breaks("    DependsOn: Rule\n", "", at="Policy"),
        ),
    ),
    "scaling-target-after-service": (
        case(
            SCALED,
            breaks("    DependsOn: Service\n", "", at="Target", line="ResourceId: service/main/api"),
            holds("DependsOn: Service\n    Properties:\n      ResourceId: service/main/api", "Properties:"),
            holds("ServiceName: api", "ServiceName: other"),
        ),
    ),
    "scaling-policy-after-target": (
        case(
            SCALED,
            breaks("    DependsOn: Target\n", "", at="Policy", line="ResourceId: service/main/api"),
            holds(
                "    DependsOn: Target\n    Properties:\n      ResourceId: service/main/api",
                "    Properties:\n      ScalingTargetId: !Ref Target",
            ),
        ),
    ),
}
