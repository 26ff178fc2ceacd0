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
THREE = """
Resources:
  Roles: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: roles.yaml}}
  Beside:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: beside.yaml
      Parameters: {Role: !GetAtt Roles.Outputs.Role, Secret: !GetAtt Roles.Outputs.Secret}
  Service:
    Type: AWS::CloudFormation::Stack
    DependsOn: Beside
    Properties:
      TemplateURL: service.yaml
      Parameters: {Role: !GetAtt Roles.Outputs.RoleArn, Secret: !GetAtt Roles.Outputs.Secret}
"""
ROLES = """
Resources:
  Role: {Type: AWS::IAM::Role}
  Secret: {Type: AWS::SecretsManager::Secret}
Outputs:
  Role: {Value: !Ref Role}
  RoleArn: {Value: !GetAtt Role.Arn}
  Secret: {Value: !Ref Secret}
"""
BESIDE = """
Parameters:
  Role: {Type: String}
  Secret: {Type: String}
Resources:
  Policy: {Type: AWS::IAM::ManagedPolicy, Properties: {Roles: [!Ref Role]}}
  Attachment: {Type: AWS::SecretsManager::SecretTargetAttachment, Properties: {SecretId: !Ref Secret}}
"""
STARTED = """
Parameters:
  Role: {Type: String}
  Secret: {Type: String}
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ExecutionRoleArn: !Ref Role
      ContainerDefinitions: [{Secrets: [{Name: PORT, ValueFrom: !Sub "${Secret}:port::"}]}]
  Service: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref Task}}
"""
WHOLE = {"root.yaml": THREE, "roles.yaml": ROLES, "beside.yaml": BESIDE, "service.yaml": STARTED}
# The service reads the stack with the role and the secret, which says nothing about the stack beside it.
WITHOUT_EDGE = breaks("    DependsOn: Beside\n", "", at="Service/Service")

CASES = {
    "service-after-execution-policies": (nest(WHOLE, WITHOUT_EDGE),),
    "service-after-secret-attachment": (nest(WHOLE, WITHOUT_EDGE, holds(":port::", ":username::")),),
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
