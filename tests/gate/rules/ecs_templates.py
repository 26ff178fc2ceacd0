"""Services of ECS in which all is well, for the cases of many rules."""

from tests.gate.rules.case import Case, Change, case

NETWORK = """
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  OtherVpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  LoadBalancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: application}}
  TargetGroup:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      VpcId: !Ref Vpc
      TargetType: ip
      Port: 80
      HealthCheckPort: traffic-port
  Green:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {VpcId: !Ref Vpc, TargetType: ip, Port: 80}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref LoadBalancer
      Protocol: HTTP
      DefaultActions: [{Type: forward, TargetGroupArn: !Ref TargetGroup}]
"""
CLUSTER = """
  Cluster:
    Type: AWS::ECS::Cluster
    Properties:
      ClusterName: main
      ClusterSettings: [{Name: containerInsights, Value: enhanced}]
  Providers:
    Type: AWS::ECS::ClusterCapacityProviderAssociations
    Properties:
      Cluster: !Ref Cluster
      CapacityProviders: [FARGATE, FARGATE_SPOT]
      DefaultCapacityProviderStrategy: [{CapacityProvider: FARGATE, Weight: 1}]
"""
TASK = """
  TaskRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: channels
          PolicyDocument: {Statement: {Effect: Allow, Action: "ssmmessages:*", Resource: "*"}}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: awsvpc
      RequiresCompatibilities: [FARGATE]
      TaskRoleArn: !GetAtt TaskRole.Arn
      ContainerDefinitions:
        - Name: api
          Image: !Ref Image
          PortMappings: [{ContainerPort: 80}]
          Environment: [{Name: PORT, Value: "80"}]
        - Name: proxy
          Image: !Ref Image
          ReadonlyRootFilesystem: true
          PortMappings: [{ContainerPort: 8080, Protocol: tcp}]
"""
SERVICE = """
  Service:
    Type: AWS::ECS::Service
    DependsOn: [Listener, Providers]
    Properties:
      Cluster: !Ref Cluster
      TaskDefinition: !Ref Task
      AvailabilityZoneRebalancing: ENABLED
      CapacityProviderStrategy:
        - {CapacityProvider: FARGATE, Base: 1, Weight: 1}
        - {CapacityProvider: FARGATE_SPOT, Weight: 3}
      HealthCheckGracePeriodSeconds: 60
      EnableExecuteCommand: true
      PropagateTags: SERVICE
      DeploymentConfiguration:
        MinimumHealthyPercent: 100
        MaximumPercent: 200
        DeploymentCircuitBreaker: {Enable: true, Rollback: true}
      NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref Subnet]}}
      LoadBalancers:
        - ContainerName: api
          ContainerPort: 80
          TargetGroupArn: !Ref TargetGroup
      Tags: [{Key: Environment, Value: production}]
"""
SCALING = """
  Scalable:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ServiceNamespace: ecs
      ResourceId: !Sub service/${Cluster}/${Service.Name}
      MinCapacity: 2
      MaxCapacity: 4
  Requests:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    Properties:
      ScalingTargetId: !Ref Scalable
      TargetTrackingScalingPolicyConfiguration:
        PredefinedMetricSpecification:
          PredefinedMetricType: ALBRequestCountPerTarget
          ResourceLabel: !Sub ${LoadBalancer.LoadBalancerFullName}/${TargetGroup.TargetGroupFullName}
"""
PARAMETERS = """
Parameters:
  Image: {Type: String}
  Number: {Type: Number}
  Text: {Type: String}
  FirstCount: {Type: Number, Default: 2, Description: Tasks to begin with}
  Count: {Type: Number, Default: 2}
"""
MISSING = "!Ref AWS::NoValue"


def service_case(*changes: Change) -> Case:
    """Give a case of a service on Fargate behind a load balancer, in which all is well."""
    return case(NETWORK + CLUSTER + TASK + SERVICE + SCALING, *changes, rest=PARAMETERS)


ON_INSTANCES = """
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: bridge
      ContainerDefinitions: [{Name: api, Image: !Ref Image, PortMappings: [{ContainerPort: 80, HostPort: 0}]}]
  TargetGroup: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: 80, HealthCheckPort: 9000}}
  Service:
    Type: AWS::ECS::Service
    Properties:
      LaunchType: EC2
      TaskDefinition: !Ref Task
      LoadBalancers: [{ContainerName: api, ContainerPort: 80, TargetGroupArn: !Ref TargetGroup}]
"""
WIRED = {
    "root.yaml": """
Parameters:
  TaskDefinitionArn: {Type: String}
  Count: {Type: Number, Default: 2, Description: Tasks at the start}
Resources:
  Cluster: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./cluster.yaml}}
  Api:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./api.yaml
      Parameters:
        Cluster: !GetAtt Cluster.Outputs.Name
        Count: !Ref Count
        Task: !Ref TaskDefinitionArn
""",
    "cluster.yaml": """
Resources:
  Cluster: {Type: AWS::ECS::Cluster, Properties: {CapacityProviders: [FARGATE]}}
Outputs:
  Name: {Value: !Ref Cluster}
""",
    "api.yaml": """
Parameters:
  Cluster: {Type: String}
  Count: {Type: Number}
  Task: {Type: String}
Resources:
  Service:
    Type: AWS::ECS::Service
    Properties:
      Cluster: !Ref Cluster
      TaskDefinition: !Ref Task
      DesiredCount: !Ref Count
      CapacityProviderStrategy: [{CapacityProvider: FARGATE, Weight: 1}]
      LoadBalancers: [{ContainerName: api, ContainerPort: 80, TargetGroupArn: !Ref Task}]
  Scalable:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ServiceNamespace: ecs
      ResourceId: !Sub service/${Cluster}/${Service.Name}
      MinCapacity: !Ref Count
      MaxCapacity: 1
""",
}
