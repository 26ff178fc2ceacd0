"""Cases of the rules about the order of creation."""

from tests.gate.rules.case import breaks, case, holds, nest

SERVICE = """
  TargetGroup:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {Port: 80, Protocol: HTTP, TargetType: ip}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      DefaultActions:
        - {Type: forward, TargetGroupArn: !Ref TargetGroup}
  Service:
    Type: AWS::ECS::Service
    DependsOn: Listener
    Properties:
      LoadBalancers:
        - ContainerName: api
          ContainerPort: 80
          TargetGroupArn: !Ref TargetGroup
"""
ROOT = """
Resources:
  Edge: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./edge.yaml}}
  Service:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./service.yaml
      Parameters: {TargetGroup: !GetAtt Edge.Outputs.TargetGroup}
"""
EDGE = """
Resources:
  TargetGroup: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: 80}}
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      Actions:
        - Type: forward
          ForwardConfig: {TargetGroups: [{TargetGroupArn: !Ref TargetGroup, Weight: 1}]}
Outputs:
  TargetGroup: {Value: !Ref TargetGroup}
"""
APPLICATION = """
Parameters:
  TargetGroup: {Type: String}
Resources:
  Service:
    Type: AWS::ECS::Service
    Properties:
      LoadBalancers: [{ContainerName: api, ContainerPort: 80, TargetGroupArn: !Ref TargetGroup}]
"""

CASES = {
    "service-after-listener": (
        case(
            SERVICE,
            breaks("    DependsOn: Listener\n", "", at="Service", line="TargetGroupArn: !Ref TargetGroup"),
            holds("DependsOn: Listener", "DependsOn: [Listener]"),
        ),
        nest(
            {"root.yaml": ROOT, "edge.yaml": EDGE, "service.yaml": APPLICATION},
            holds("Weight: 1", "Weight: 2"),
        ),
    ),
}
