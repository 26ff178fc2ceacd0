"""What is broken in the system for non-production workloads."""

from tests.systems.mutations.mutation import (
    ANYONE,
    BALANCER_SOURCE,
    FIRST_ZONE,
    SECOND_ZONE,
    SSH_FROM_ANYONE,
    Broken,
    ports,
)

PUBLIC_IDS, PRIVATE_IDS = "!GetAtt Network.Outputs.PublicSubnetIds", "!GetAtt Network.Outputs.PrivateSubnetIds"
SECOND_PUBLIC = "CidrBlock: 10.3.2.0/24\n      AvailabilityZone: !Select\n      - 1"
VPC_OF_TASKS = "VpcId: !Ref Vpc\n      SecurityGroupEgress:\n"
NAT_PLACE = "      SubnetId: !Ref PublicSubnetA\n      AllocationId"
SPOT = "      - CapacityProvider: FARGATE_SPOT\n        Base: 0\n        Weight: 9\n"
TO_TARGETS = "Type: forward\n        TargetGroupArn: !Ref WebTargetGroup"
TAGS = """\
      Tags:
      - Key: Environment
        Value: nonprod
      - Key: Project
        Value: fargate-nonprod
      - Key: ManagedBy
        Value: tasktracker-cfn
"""
# Both ways of making the cluster cheap: without Container Insights, and with Spot.
CHEAP = f"""\
        Value: disabled
{TAGS}
  CapacityProviders:
    Type: AWS::ECS::ClusterCapacityProviderAssociations
    Properties:
      Cluster: !Ref Cluster
      CapacityProviders:
      - FARGATE
      - FARGATE_SPOT
"""
EVERYBODY_PULLS = """\
      EmptyOnDelete: true
      RepositoryPolicyText:
        Statement:
        - Effect: Allow
          Principal: '*'
          Action: ecr:BatchGetImage
"""

# One that lets in half of the internet.
OTHER_GROUP = f"""\
  OtherGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: another
{SSH_FROM_ANYONE.replace("0.0.0.0/0", "128.0.0.0/1")}"""

BROKEN: list[Broken] = [
    ("S3-03 S3-04 S3-05 S3-38", "network", SECOND_ZONE, FIRST_ZONE),
    ("S3-03", "network", SECOND_PUBLIC, SECOND_PUBLIC.replace("- 1", "- 2")),
    ("S3-03", "network", "VpcId: !Ref Vpc\n      CidrBlock: 10.3.11.0/24", "VpcId: v\n      CidrBlock: 10.3.11.0/24"),
    ("S3-04 S3-06", "network", NAT_PLACE, NAT_PLACE.replace("Public", "Private")),
    ("S3-04 S3-07", "network", "Type: AWS::EC2::NatGateway", "Type: AWS::EC2::CarrierGateway"),
    (
        "S3-04 S3-08 S3-09 S3-38",
        "root",
        f"LoadBalancerSubnetIds: {PUBLIC_IDS}",
        f"LoadBalancerSubnetIds: {PRIVATE_IDS}",
    ),
    ("S3-05 S3-06 S3-19", "root", f"TaskSubnetIds: {PRIVATE_IDS}", f"TaskSubnetIds: {PUBLIC_IDS}"),
    ("S3-05", "service", "AssignPublicIp: DISABLED", "AssignPublicIp: ENABLED"),
    ("S3-05 S3-06 S3-19", "network", "NatGatewayId: !Ref NatGatewayA", "GatewayId: !Ref InternetGateway"),
    ("S3-06 S3-19", "network", "NatGatewayId: !Ref NatGatewayA", "NatGatewayId: nat-1"),
    ("S3-06", "network", "      AllocationId: !GetAtt NatAddressA.AllocationId\n", ""),
    ("S3-06", "network", NAT_PLACE, f"      ConnectivityType: private\n{NAT_PLACE}"),
    ("S3-07", "network", "Type: AWS::EC2::EIP", "Type: AWS::EC2::NatGateway"),
    ("S3-04 S3-08 S3-38", "network", "      GatewayId: !Ref InternetGateway\n", "      GatewayId: igw-1\n"),
    ("S3-08", "network", "InternetGatewayId: !Ref InternetGateway", "InternetGatewayId: igw-1"),
    ("S3-08", "network", "SubnetId: !Ref PublicSubnetB\n", "SubnetId: subnet-1\n"),
    ("S3-09 S3-05", "network", "RouteTableId: !Ref PrivateRouteTable", "RouteTableId: !Ref PublicRouteTable"),
    ("S3-09", "network", "B\n      RouteTableId: !Ref Private", "B\n      RouteTableId: !Ref Public"),
    ("S3-10 S3-60", "network", BALANCER_SOURCE, ANYONE),
    ("S3-10", "network", VPC_OF_TASKS, VPC_OF_TASKS.replace("      Sec", f"{SSH_FROM_ANYONE}      Sec")),
    (
        "S3-10",
        "network",
        BALANCER_SOURCE,
        f"{BALANCER_SOURCE}\n{OTHER_GROUP}",
    ),
    ("S3-10", "network", f"{ports(3000, 6)}      Source", "FromPort: 0\n      ToPort: 65535\n      Source"),
    ("S3-11 S3-60", "network", "DestinationSecurityGroupId: !GetAtt TaskSecurityGroup.GroupId", "CidrIp: 10.0.0.0/8"),
    ("S3-11", "network", "        ToPort: 3000\n", "        ToPort: 65535\n"),
    ("S3-12", "data", "Type: AWS::ECR::Repository", "Type: AWS::ECR::PublicRepository"),
    ("S3-12", "data", "      EmptyOnDelete: true\n", EVERYBODY_PULLS),
    ("S3-13", "data", '"type": "expire"', '"type": "transition"'),
    ("S3-13", "data", '"tagStatus": "any"', '"tagStatus": "untagged"'),
    ("S3-13", "data", "LifecyclePolicyText", "RegistryText"),
    ("S3-15", "data", "ScanOnPush: true", "ScanOnPush: false"),
    ("S3-16", "service", "TaskRoleArn: !GetAtt TaskRole.Arn", "TaskRoleArn: !GetAtt ExecutionRole.Arn"),
    ("S3-16 S3-61", "service", "ecs-tasks.amazonaws.com", "ecs.amazonaws.com"),
    ("S3-16 S3-61", "service", "sts:AssumeRole", "sts:TagSession"),
    ("S3-16 S3-61", "service", "aws:SourceAccount: !Ref AWS::AccountId", "aws:SourceAccount: '123456789012'"),
    (
        "S3-17",
        "root",
        "TaskSecurityGroupId: !GetAtt Network.Outputs.Task",
        "TaskSecurityGroupId: !GetAtt Network.Outputs.LoadBalancer",
    ),
    (
        "S3-19",
        "network",
        f"{ports(443, 8)}        {ANYONE}\n        Description: AWS",
        f"{ports(80, 8)}        {ANYONE}\n        Description: AWS",
    ),
    ("S3-17", "network", VPC_OF_TASKS, VPC_OF_TASKS.replace("!Ref Vpc", "vpc-1")),
    (
        "S3-19",
        "network",
        "        ToPort: 443\n        CidrIp: 0.0.0.0/0\n        Description: AWS",
        "        ToPort: 500\n        CidrIp: 0.0.0.0/0\n        Description: AWS",
    ),
    ("S3-20", "service", "logs:PutLogEvents", "logs:*"),
    ("S3-20", "service", "          - !Ref WebRepositoryArn\n", "          - '*'\n"),
    (
        "S3-20",
        "service",
        "          - !Ref AppKeySecretArn\n",
        "          - !Sub arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:*\n",
    ),
    (
        "S3-20",
        "service",
        "- !Ref ExecutionPolicy",
        "- !Ref ExecutionPolicy\n      - arn:aws:iam::aws:policy/SecretsManagerReadWrite",
    ),
    ("S3-21", "service", "      - FARGATE\n      - FARGATE_SPOT\n", "      - FARGATE_SPOT\n"),
    ("S3-21", "service", "    DependsOn: CapacityProviders\n", ""),
    (
        "S3-21",
        "service",
        "Properties:\n      Cluster: !Ref Cluster\n      CapacityProviders",
        "Properties:\n      Cluster: default\n      CapacityProviders",
    ),
    ("S3-22", "service", "RequiresCompatibilities:\n      - FARGATE", "RequiresCompatibilities:\n      - EC2"),
    ("S3-22", "service", "NetworkMode: awsvpc", "NetworkMode: bridge"),
    ("S3-22", "service", "CapacityProvider: FARGATE\n", "CapacityProvider: instances\n"),
    ("S3-23", "service", CHEAP, CHEAP.replace("disabled", "enabled").replace("      - FARGATE_SPOT\n", "")),
    ("S3-24", "service", SPOT, ""),
    ("S3-24", "service", SPOT, SPOT.replace("9", "0")),
    ("S3-25 S3-32", "service", "awslogs-group: !Ref TaskLogGroup", "awslogs-group: /ecs/web"),
    ("S3-25 S3-32", "service", "LogDriver: awslogs", "LogDriver: json-file"),
    ("S3-26", "service", "      RetentionInDays: 7\n", ""),
    ("S3-27", "service", "Cpu: '256'", "Cpu: '512'"),
    ("S3-28", "service", "Memory: '512'", "Memory: '1024'"),
    ("S3-29", "service", "127.0.0.1:3000/health", "127.0.0.1:8080/health"),
    ("S3-29", "service", "        HealthCheck:\n", "        Ulimits:\n"),
    ("S3-29", "service", "          - CMD-SHELL\n", "          - NONE\n"),
    (
        "S3-30",
        "service",
        "        Environment:\n        - Name: NODE_ENV\n",
        "        EnvironmentFiles:\n        - Name: NODE_ENV\n",
    ),
    (
        "S3-31",
        "service",
        "        Secrets:\n        - Name: SESSION_KEY\n          ValueFrom: !Ref AppKeySecretArn\n",
        "",
    ),
    ("S3-31", "service", "ValueFrom: !Ref AppKeySecretArn", "ValueFrom: arn"),
    ("S3-31", "service", "          - !Ref AppKeySecretArn\n", "          - !Ref WebRepositoryArn\n"),
    ("S3-31", "data", "KmsKeyId: alias/aws/secretsmanager", "KmsKeyId: alias/ours"),
    ("S3-31", "service", "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"),
    ("S3-32", "service", "awslogs-region: !Ref AWS::Region", "awslogs-region: eu-west-1"),
    ("S3-32", "service", "            awslogs-stream-prefix: web\n", ""),
    ("S3-32", "service", "          - logs:CreateLogStream\n", ""),
    (
        "S3-33",
        "service",
        "    Properties:\n      Cluster: !Ref Cluster\n      TaskDefinition",
        "    Properties:\n      Cluster: default\n      TaskDefinition",
    ),
    ("S3-33", "service", "- - !Ref TaskDefinition\n", "- - web:1\n"),
    ("S3-33", "service", "ContainerDefinitions:\n", "ContainerDefinitions:\n      - {Name: a, Image: b}\n"),
    ("S3-34", "service", "MinCapacity: 1", "MinCapacity: 0"),
    ("S3-34 S3-35", "service", "service/${Cluster}/${Service.Name}", "service/default/${Service.Name}"),
    ("S3-34 S3-35", "service", "ServiceNamespace: ecs", "ServiceNamespace: ec2"),
    ("S3-35", "service", "MaxCapacity: 4", "MaxCapacity: 2"),
    ("S3-36", "service", "ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"),
    ("S3-36", "service", "TargetValue: 70", "TargetValue: 0"),
    ("S3-38", "edge", "Scheme: internet-facing", "Scheme: internal"),
    ("S3-38", "edge", "Type: application", "Type: network"),
    (
        "S3-39 S3-60",
        "network",
        f"{ports(443, 8)}        {ANYONE}\n        Description: HTTPS",
        f"{ports(444, 8)}        {ANYONE}\n        Description: HTTPS",
    ),
    (
        "S3-39 S3-60",
        "network",
        f"{ANYONE}\n        Description: HTTPS",
        "CidrIp: 192.0.2.0/24\n        Description: HTTPS",
    ),
    ("S3-39", "network", "      SecurityGroupIngress:\n", SSH_FROM_ANYONE),
    (
        "S3-40",
        "edge",
        "CertificateArn: !Ref Certificate",
        "CertificateArn: arn:aws:iam::123456789012:server-certificate/x",
    ),
    ("S3-40 S3-41 S3-49", "edge", "Port: 443\n      Protocol: HTTPS", "Port: 8443\n      Protocol: HTTPS"),
    ("S3-41", "edge", TO_TARGETS, "Type: fixed-response"),
    (
        "S3-42",
        "edge",
        "access_logs.s3.enabled\n        Value: 'true'",
        "access_logs.s3.enabled\n        Value: 'false'",
    ),
    ("S3-42", "edge", "Value: !Ref AccessLogBucket", "Value: logs"),
    ("S3-42", "edge", "logdelivery.elasticloadbalancing", "delivery.logs"),
    ("S3-42", "edge", "/AWSLogs/${AWS::AccountId}/*", "/logs/*"),
    (
        "S3-42",
        "edge",
        "      - Key: access_logs.s3.enabled\n",
        "      - {Key: access_logs.s3.prefix, Value: a}\n      - Key: access_logs.s3.enabled\n",
    ),
    ("S3-42", "edge", "SSEAlgorithm: AES256", "SSEAlgorithm: aws:kms"),
    ("S3-42", "edge", "    DependsOn:\n    - AccessLogBucketPolicy\n", ""),
    ("S3-42 S3-58", "edge", "BlockPublicPolicy: true", "BlockPublicPolicy: false"),
    ("S3-43 S3-60", "edge", "TargetType: ip", "TargetType: instance"),
    ("S3-43 S3-44 S3-60", "root", "!GetAtt Edge.Outputs.WebTargetGroupArn", "arn"),
    ("S3-44", "edge", "      HealthCheckPath: /health\n", ""),
    ("S3-45", "edge", "      HealthyThresholdCount: 2\n", ""),
    ("S3-45", "edge", "      UnhealthyThresholdCount: 3\n", ""),
    ("S3-46", "edge", "      HealthCheckIntervalSeconds: 30\n", ""),
    ("S3-46", "edge", "HealthCheckTimeoutSeconds: 5", "HealthCheckTimeoutSeconds: 30"),
    ("S3-48", "edge", "Type: redirect", TO_TARGETS),
    ("S3-48", "edge", "Protocol: HTTPS\n          Port", "Protocol: HTTP\n          Port"),
    ("S3-48 S3-60", "edge", "Port: 80\n", "Port: 8080\n"),
    ("S3-49", "edge", "ValidationMethod: DNS", "ValidationMethod: EMAIL"),
    ("S3-49", "edge", "        HostedZoneId: !Ref HostedZoneId\n      Tags", "      Tags"),
    (
        "S3-49",
        "edge",
        "CertificateArn: !Ref Certificate",
        "CertificateArn: arn:aws:acm:us-east-1:123456789012:certificate/x",
    ),
    ("S3-50", "service", "${WebRepositoryUri}:${WebImageTag}", "public.ecr.aws/nginx:${WebImageTag}"),
    ("S3-50", "root", "WebRepositoryUri: !GetAtt Data.Outputs.WebRepositoryUri", "WebRepositoryUri: repository"),
    ("S3-50", "root", "WebImageTag: !Ref WebImageTag", "WebImageTag: latest"),
    ("S3-50", "root", "    Default: 0\n", "    Default: 1\n"),
    ("S3-52", "monitoring", '"AWS/ECS"', '"AWS/ApplicationELB"'),
    ("S3-52", "monitoring", '"TargetResponseTime"', '"ResponseTime"'),
    ("S3-52", "monitoring", "Type: AWS::CloudWatch::Dashboard", "Type: AWS::CloudWatch::Alarm"),
    ("S3-53", "monitoring", "ComparisonOperator: LessThanThreshold", "ComparisonOperator: GreaterThanThreshold"),
    ("S3-53", "monitoring", "TreatMissingData: breaching", "TreatMissingData: notBreaching"),
    ("S3-53", "monitoring", " + FILL(balancer, 0)", ""),
    ("S3-53 S3-69", "monitoring", "MetricName: HealthyHostCount", "MetricName: HostCount"),
    ("S3-54", "monitoring", "      AlarmActions:\n      - !Ref AlarmTopic\n", ""),
    ("S3-54", "monitoring", "      AlarmActions:\n", "      ActionsEnabled: false\n      AlarmActions:\n"),
    ("S3-54", "monitoring", "TopicArn: !Ref AlarmTopic", "TopicArn: arn"),
    ("S3-54", "root", "AlarmEmail: !Ref AlarmEmail", "AlarmEmail: nobody"),
    ("S3-54", "monitoring", "aws:SourceAccount: !Ref AWS::AccountId", "aws:SourceAccount: '123456789012'"),
    ("S3-54", "monitoring", "cloudwatch.amazonaws.com", "events.amazonaws.com"),
    ("S3-54", "monitoring", "      DisplayName", "      KmsMasterKeyId: alias/aws/sns\n      DisplayName"),
    ("S3-56", "network", "Type: AWS::EC2::FlowLog\n", "Type: AWS::ECS::Cluster\n"),
    ("S3-57", "service", "          Enable: true\n", "          Enable: false\n"),
    ("S3-57", "service", "          Rollback: true\n", ""),
    ("S3-58", "edge", "      BucketEncryption:", "      Encryption:"),
    ("S3-58", "edge", "Effect: Deny", "Effect: Allow"),
    ("S3-59", "service", "- Name: PORT\n          Value: '3000'", "- Name: API_TOKEN\n          Value: abc"),
    ("S3-59", "data", "      GenerateSecretString:\n", "      SecretString: hunter2\n      GenerateSecretString:\n"),
    ("S3-60", "service", "ContainerPort: 3000\n        Target", "ContainerPort: 8080\n        Target"),
    ("S3-60", "edge", "Port: 3000\n", "Port: 80\n"),
    ("S3-60", "network", f"{ports(3000, 8)}        Destination", f"{ports(80, 8)}        Destination"),
    ("S3-60", "root", "        VpcId: !GetAtt Network.Outputs.VpcId\n", "        VpcId: vpc-1\n"),
    ("S3-61", "service", "          - ecr:GetDownloadUrlForLayer\n", ""),
    ("S3-61", "service", "ecr:GetAuthorizationToken", "ecr:DescribeRegistry"),
    ("S3-61", "service", "          - !Ref WebRepositoryArn\n", "          - !Sub ${WebRepositoryArn}-2\n"),
    ("S3-61 S3-32", "service", "      ManagedPolicyArns:\n      - !Ref ExecutionPolicy\n", ""),
    ("S3-62", "service", "      PlatformVersion: LATEST\n", "      DesiredCount: 0\n"),
    ("S3-62", "service", "      PlatformVersion: LATEST\n", "      DesiredCount: 2\n"),
    ("S3-63", "data", "Value: nonprod", "Value: production"),
    ("S3-63", "service", TAGS, ""),
    ("S3-69", "monitoring", "- Name: TargetGroup\n        Value: !Ref WebTargetGroupFullName\n      ", ""),
    ("S3-69", "edge", "Value: !GetAtt LoadBalancer.LoadBalancerFullName", "Value: !Ref LoadBalancer"),
    ("S3-69", "root", "!GetAtt Edge.Outputs.WebTargetGroupFullName", "targetgroup/web/1"),
]
