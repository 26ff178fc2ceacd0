"""Cases of the rules about what a service waits for."""

from tests.gate.rules.case import breaks, case, holds, nest

TASK = """
  Role:
    Type: AWS::IAM::Role
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: /app/api}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ExecutionRoleArn: !GetAtt Role.Arn
      TaskRoleArn: !GetAtt Role.Arn
      ContainerDefinitions:
        - Name: api
          LogConfiguration: {LogDriver: awslogs, Options: {awslogs-group: /app/api}}
"""
WITH_POLICY = f"""{TASK}
  Policy:
    Type: AWS::IAM::Policy
    Properties:
      Roles: [!Ref Role]
  Service:
    Type: AWS::ECS::Service
    DependsOn: [Policy, Logs]
    Properties:
      TaskDefinition: !Ref Task
"""
STRATEGY = "      CapacityProviderStrategy: [{CapacityProvider: FARGATE_SPOT, Weight: 1}]"
PROVIDERS = f"""
  Cluster: {{Type: AWS::ECS::Cluster}}
  Providers:
    Type: AWS::ECS::ClusterCapacityProviderAssociations
    Properties:
      Cluster: !Ref Cluster
      CapacityProviders: [FARGATE, FARGATE_SPOT]
      DefaultCapacityProviderStrategy: [{{CapacityProvider: FARGATE, Weight: 1}}]
  Service:
    Type: AWS::ECS::Service
    DependsOn: Providers
    Properties:
      Cluster: !Ref Cluster
{STRATEGY}
"""
NETWORK = """
  Vpc: {Type: AWS::EC2::VPC}
  Nat: {Type: AWS::EC2::NatGateway}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Association:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Subnet, RouteTableId: !Ref Table}
"""
TASKS = """
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: api}]}}
"""
ROUTE = """
  Route:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}
"""
ROUTED = f"""{NETWORK}{TASKS}{ROUTE}
  Service:
    Type: AWS::ECS::Service
    DependsOn: [Route, Association]
    Properties:
      TaskDefinition: !Ref Task
      NetworkConfiguration:
        AwsvpcConfiguration:
          Subnets: [!Ref Subnet]
"""
ENDPOINTS = f"""{NETWORK}{TASKS}
  Endpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties: {{VpcId: !Ref Vpc, ServiceName: !Sub "com.amazonaws.${{AWS::Region}}.ecr.dkr"}}
  Service:
    Type: AWS::ECS::Service
    DependsOn: [Endpoint]
    Properties:
      TaskDefinition: !Ref Task
      NetworkConfiguration: {{AwsvpcConfiguration: {{Subnets: [!Ref Subnet]}}}}
"""
ROOT = """
Resources:
  Network: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: network.yaml}}
  Service:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: service.yaml, Parameters: {Subnets: !GetAtt Network.Outputs.Subnets}}
"""
LIST_OUTPUT = """
Outputs:
  Subnets: {Value: !Join [",", [!Ref Subnet, !Ref Subnet]]}
"""
OF_CHILD = f"""
Parameters:
  Subnets: {{Type: List<AWS::EC2::Subnet::Id>}}
Resources:{TASKS}
  Service:
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: !Ref Task
      NetworkConfiguration: {{AwsvpcConfiguration: {{Subnets: !Ref Subnets}}}}
"""
SECRET = """
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties:
      GenerateSecretString: {SecretStringTemplate: '{"username": "app"}', GenerateStringKey: password}
  Attachment:
    Type: AWS::SecretsManager::SecretTargetAttachment
    Properties: {SecretId: !Ref Secret}
"""
INJECTED = f"""{SECRET}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: api
          Secrets:
            - {{Name: HOST, ValueFrom: !Sub "${{Attachment}}:host::"}}
  Service: {{Type: AWS::ECS::Service, Properties: {{TaskDefinition: !Ref Task}}}}
"""
RESOLVED = f"""{SECRET}
  Proxy:
    Type: AWS::Lambda::Function
    DependsOn: Attachment
    Properties:
      Environment:
        Variables: {{HOST: !Sub "{{{{resolve:secretsmanager:${{Secret}}:SecretString:host}}}}"}}
"""
GATED = """
  TargetGroup: {Type: AWS::ElasticLoadBalancingV2::TargetGroup}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Condition: Secure
    Properties: {DefaultActions: [{Type: forward, TargetGroupArn: !Ref TargetGroup}]}
  Plain: {Type: AWS::ElasticLoadBalancingV2::Listener}
  Gate:
    Type: AWS::CloudFormation::WaitConditionHandle
    Metadata: {Needs: !If [Secure, !Ref Listener, !Ref Plain]}
  Service:
    Type: AWS::ECS::Service
    DependsOn: Gate
    Properties: {LoadBalancers: [{TargetGroupArn: !Ref TargetGroup}]}
"""
SECURE = """
Parameters:
  Certificate: {Type: String}
Conditions:
  Secure: !Not [!Equals [!Ref Certificate, ""]]
"""

WITHOUT_POLICY = breaks("DependsOn: [Policy, Logs]", "DependsOn: Logs", at="Service", line="TaskDefinition: !Ref Task")
STARTS_LATER = holds("DependsOn: [Policy, Logs]\n    Properties:", "Properties:\n      DesiredCount: 0")

CASES = {
    "service-after-listener": (
        # A gate whose Metadata names the one or the other orders both (K17).
        case(GATED, breaks("    DependsOn: Gate\n", "", at="Service"), rest=SECURE),
        case(
            GATED,
            breaks("!Ref Listener, !Ref Plain", "!Ref Plain, !Ref Listener", at="Service"),
            holds("!Ref Listener, !Ref Plain", "!Ref Plain, !Ref Listener", given={"Certificate": ""}),
            # One that forwards is enough.
            holds(
                "  Plain: {Type: AWS::ElasticLoadBalancingV2::Listener}\n",
                "  Plain: {Type: AWS::ElasticLoadBalancingV2::Listener}\n  Rule:\n"
                "    Type: AWS::ElasticLoadBalancingV2::ListenerRule\n"
                "    Properties: {Actions: [{Type: forward, TargetGroupArn: !Ref TargetGroup}]}\n",
            ),
            # What only one value of a parameter puts in order may be in order.
            holds("Default: arn", "Description: none"),
            rest=SECURE.replace("String}", "String, Default: arn}"),
        ),
    ),
    "service-target-group-forwarded": (
        case(
            GATED,
            breaks("Type: forward, TargetGroupArn: !Ref TargetGroup", "Type: redirect", at="Service"),
            holds("{Type: forward, TargetGroupArn: !Ref TargetGroup}", "!If [Secure, {Type: redirect}, {Type: x}]"),
            holds("Type: forward, TargetGroupArn: !Ref TargetGroup", "Type: forward, TargetGroupArn: !Ref Certificate"),
            rest=SECURE,
        ),
    ),
    "service-after-execution-policies": (
        case(
            WITH_POLICY,
            WITHOUT_POLICY,
            breaks("DependsOn: [Policy, Logs]\n    Properties:", "Properties:\n      DesiredCount: 1"),
            STARTS_LATER,
            holds("Roles: [!Ref Role]", "Roles: [other]"),
        ),
        case(
            WITH_POLICY.replace("IAM::Policy", "IAM::RolePolicy").replace("Roles: [!Ref Role]", "RoleName: !Ref Role"),
            WITHOUT_POLICY,
        ),
    ),
    "service-after-task-policies": (
        case(
            WITH_POLICY,
            WITHOUT_POLICY,
            holds(
                "Roles: [!Ref Role]\n  Service:\n    Type: AWS::ECS::Service\n    DependsOn: [Policy, Logs]",
                "Roles: [!Ref Role]\n      PolicyDocument: !Sub '${Service}'\n  Service:\n    Type: AWS::ECS::Service",
            ),
        ),
    ),
    "service-after-log-group": (
        case(
            WITH_POLICY,
            breaks("DependsOn: [Policy, Logs]", "DependsOn: Policy", at="Service"),
            holds("awslogs-group: /app/api}", "awslogs-group: !Ref Logs}"),
            STARTS_LATER,
        ),
    ),
    "service-after-capacity-providers": (
        case(
            PROVIDERS,
            breaks("    DependsOn: Providers\n", "", at="Service", line=STRATEGY.strip()),
            # Without a strategy it takes the cluster's, or starts on EC2.
            breaks(
                f"    DependsOn: Providers\n    Properties:\n      Cluster: !Ref Cluster\n{STRATEGY}",
                "    Properties:\n      Cluster: !Ref Cluster",
                line="Cluster: !Ref Cluster",
            ),
            holds(
                f"    DependsOn: Providers\n    Properties:\n      Cluster: !Ref Cluster\n{STRATEGY}",
                "    Properties:\n      Cluster: !Ref Cluster\n      LaunchType: FARGATE",
            ),
        ),
    ),
    "service-after-routes": (
        case(
            ROUTED,
            breaks("DependsOn: [Route, Association]", "DependsOn: Route", line="Subnets: [!Ref Subnet]"),
            breaks("DependsOn: [Route, Association]", "DependsOn: Association", at="Service"),
            holds("0.0.0.0/0", "10.1.0.0/16"),
        ),
        nest(
            {
                "root.yaml": ROOT,
                "network.yaml": f"Resources:{NETWORK}{ROUTE}{LIST_OUTPUT}",
                "service.yaml": OF_CHILD,
            },
            # What comes from elsewhere is not known.
            holds("!GetAtt Network.Outputs.Subnets", "subnet-1"),
        ),
    ),
    "service-after-endpoints": (
        case(
            ENDPOINTS,
            breaks("    DependsOn: [Endpoint]\n", "", at="Service"),
            holds("    DependsOn: [Endpoint]\n", "    DependsOn: Endpoint\n"),
            holds(".ecr.dkr", ".xray"),
        ),
    ),
    "service-after-secret-attachment": (
        case(
            INJECTED,
            breaks("${Attachment}:host", "${Secret}:host", at="Service"),
            holds("${Attachment}:host", "${Secret}:username"),
            holds("${Attachment}:host", "${Other}:host"),
        ),
    ),
    "resolved-after-secret-attachment": (
        case(
            RESOLVED,
            breaks("    DependsOn: Attachment\n", "", at="Proxy"),
            holds("SecretString:host", "SecretString:password"),
        ),
    ),
}
