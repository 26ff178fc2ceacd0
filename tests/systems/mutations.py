"""What is broken in the templates, one thing at a time, and the rows whose tests must notice."""

from typing import NamedTuple

from tests.systems import community_mutations

S0 = "tasktracker/demo"
S1 = "community-tracker/dev"
S1_PRODUCTION = "community-tracker/production"
S4 = "task-management-api/development"


class Mutation(NamedTuple):
    """In one file of a built system, one text in place of another; the rows that must notice."""

    folder: str
    rows: str
    file: str
    old: str
    new: str


def _ports(port: int, indent: int) -> str:
    return f"FromPort: {port}\n{' ' * indent}ToPort: {port}\n"


SECOND_ZONE = "- 1\n      - !GetAZs ''"
FIRST_ZONE = "- 0\n      - !GetAZs ''"
BALANCER_SOURCE = "SourceSecurityGroupId: !GetAtt LoadBalancerSecurityGroup.GroupId"
TASK_SOURCE = "SourceSecurityGroupId: !GetAtt TaskSecurityGroup.GroupId"
ANYONE = "CidrIp: 0.0.0.0/0"
PUBLIC_IDS, ISOLATED_IDS = (
    "!GetAtt Network.Outputs.PublicSubnetIds",
    "!GetAtt Network.Outputs.IsolatedSubnetIds",
)
SSH_FROM_ANYONE = f"""\
      SecurityGroupIngress:
      - IpProtocol: tcp
        {_ports(22, 8)}        {ANYONE}
"""
PASSWORD = "!Sub '{{resolve:secretsmanager:${DatabaseSecret}:SecretString:password}}'"
FORWARD_HTTP = "Type: redirect\n        RedirectConfig:\n          Protocol: HTTPS\n          Port: '443'\n"

TASKTRACKER = [
    ("S0-02 S0-12", "service", "LaunchType: FARGATE", "LaunchType: EC2"),
    ("S0-03", "service", "awslogs-region: !Ref AWS::Region", "awslogs-region: eu-west-1"),
    (
        "S0-04",
        "network",
        "VpcId: !Ref Vpc\n      CidrBlock: 10.0.21.0/24",
        "VpcId: v\n      CidrBlock: 10.0.21.0/24",
    ),
    ("S0-05 S0-29 S0-38", "network", SECOND_ZONE, FIRST_ZONE),
    ("S0-06 S0-07 S0-08 S0-26 S0-63", "network", "\n      GatewayId:", "\n      NatGatewayId:"),
    ("S0-06", "network", "InternetGatewayId: !Ref InternetGateway", "InternetGatewayId: igw-1"),
    (
        "S0-07 S0-38 S0-40",
        "network",
        "RouteTableId: !Ref IsolatedRouteTable",
        "RouteTableId: !Ref PublicRouteTable",
    ),
    (
        "S0-08",
        "network",
        "IsolatedRouteTable:\n    Type: AWS::EC2::RouteTable",
        "X:\n    Type: AWS::EC2::NatGateway",
    ),
    ("S0-09 S0-65 S0-73", "data", "RepositoryName: tasktracker-frontend", "RepositoryName: frontend"),
    ("S0-10 S0-65 S0-74", "data", "RepositoryName: tasktracker-backend", "RepositoryName: backend"),
    ("S0-11", "service", "Cluster: !Ref Cluster", "Cluster: default"),
    ("S0-13", "service", "NetworkMode: awsvpc", "NetworkMode: bridge"),
    ("S0-14", "service", "Cpu: '256'", "Cpu: '512'"),
    ("S0-15 S0-62", "service", "Memory: '512'", "Memory: '1024'"),
    (
        "S0-16",
        "service",
        "ContainerDefinitions:\n",
        "ContainerDefinitions:\n      - {Name: a, Image: b, Memory: 1}\n",
    ),
    (
        "S0-17 S0-68",
        "service",
        "ContainerPort: 80\n          Protocol",
        "ContainerPort: 81\n          Protocol",
    ),
    (
        "S0-18 S0-68",
        "service",
        "ContainerPort: 3001\n          Protocol",
        "ContainerPort: 3\n          Protocol",
    ),
    ("S0-19", "root", "nginx:alpine", "nginx:latest"),
    ("S0-20", "root", "node:20-alpine", "node:22-alpine"),
    (
        "S0-21 S0-02 S0-12",
        "service",
        "RequiresCompatibilities:\n      - FARGATE",
        "RequiresCompatibilities:\n      - EC2",
    ),
    ("S0-22", "service", "DesiredCount: 1", "DesiredCount: 2"),
    ("S0-23", "service", "MinimumHealthyPercent: 100", "MinimumHealthyPercent: 0"),
    ("S0-24", "service", "MaximumPercent: 200", "MaximumPercent: 100"),
    ("S0-26 S0-63", "root", f"TaskSubnetIds: {PUBLIC_IDS}", f"TaskSubnetIds: {ISOLATED_IDS}"),
    ("S0-27 S0-63", "service", "AssignPublicIp: ENABLED", "AssignPublicIp: DISABLED"),
    ("S0-28", "edge", "Scheme: internet-facing", "Scheme: internal"),
    ("S0-29", "root", f"LoadBalancerSubnetIds: {PUBLIC_IDS}", f"LoadBalancerSubnetIds: {ISOLATED_IDS}"),
    ("S0-30 S0-31 S0-32", "edge", "Port: 80\n      Protocol: HTTP\n", "Port: 81\n      Protocol: HTTP\n"),
    ("S0-31", "edge", "- /api/*", "- /v1/*"),
    (
        "S0-31 S0-68 S0-02",
        "edge",
        "TargetGroupArn: !Ref BackendTargetGroup",
        "TargetGroupArn: !Ref FrontendTargetGroup",
    ),
    (
        "S0-32 S0-68",
        "edge",
        "TargetGroupArn: !Ref FrontendTargetGroup",
        "TargetGroupArn: !Ref BackendTargetGroup",
    ),
    ("S0-33", "edge", "HealthCheckPath: /health", "HealthCheckPath: /"),
    ("S0-35", "data", "db.t3.micro", "db.t3.small"),
    ("S0-36", "data", "Engine: postgres", "Engine: mysql"),
    ("S0-37", "data", "'16.13'", "'15.17'"),
    ("S0-38 S0-40", "root", f"DatabaseSubnetIds: {ISOLATED_IDS}", f"DatabaseSubnetIds: {PUBLIC_IDS}"),
    ("S0-39 S0-53", "data", "DBName: tasktracker", "DBName: tracker"),
    ("S0-40", "data", "      PubliclyAccessible: false\n", ""),
    (
        "S0-41",
        "data",
        "FrontendRepository:\n    Type: AWS::ECR::Repository",
        "X:\n    Type: AWS::RDS::DBInstance",
    ),
    ("S0-42 S0-44", "network", f"{_ports(80, 8)}        CidrIp", f"{_ports(81, 8)}        CidrIp"),
    ("S0-43 S0-44", "network", f"{_ports(443, 8)}        CidrIp", f"{_ports(444, 8)}        CidrIp"),
    ("S0-45 S0-47 S0-68", "network", f"{_ports(80, 6)}      Source", f"{_ports(81, 6)}      Source"),
    ("S0-46 S0-47 S0-68", "network", f"{_ports(3001, 6)}      Source", f"{_ports(3, 6)}      Source"),
    ("S0-45 S0-46 S0-47 S0-48 S0-68", "network", BALANCER_SOURCE, ANYONE),
    ("S0-48 S0-49", "root", "Network.Outputs.TaskSecurityGroupId", "Network.Outputs.DatabaseSecurityGroupId"),
    ("S0-49", "network", ": from the tasks only'\n", f": from the tasks only'\n{SSH_FROM_ANYONE}"),
    ("S0-49 S0-69", "network", TASK_SOURCE, ANYONE),
    ("S0-50 S0-17", "service", "- Name: frontend\n        Image", "- Name: web\n        Image"),
    (
        "S0-51 S0-71",
        "data",
        "Value: !GetAtt Database.Endpoint.Address",
        "Value: !GetAtt Database.DBInstanceArn",
    ),
    ("S0-52", "root", "DatabasePort: !GetAtt Data.Outputs.DatabasePort", "DatabasePort: 5432"),
    ("S0-52 S0-52i", "root", "DatabasePort: !GetAtt Data.Outputs.DatabasePort", "DatabasePort: 3306"),
    ("S0-53", "service", "Value: tasktracker\n        - Name: DB_PORT", "Value: x\n        - Name: DB_PORT"),
    ("S0-54", "service", ":username::", ":user::"),
    ("S0-55", "service", "${DatabaseSecretArn}:password::", "${BackendRepositoryArn}:password::"),
    ("S0-56", "data", "GenerateStringKey: password", "GenerateStringKey: secret"),
    ("S0-57", "service", "Value: '3001'", "Value: '3000'"),
    ("S0-58", "service", ".listen(3001)", ".listen(3000)"),
    ("S0-58", "service", "response.end('[]')", "response.end('{}')"),
    ("S0-59", "service", "Essential: true", "Essential: false"),
    ("S0-20 S0-60", "root", "node:20-alpine", "123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:1"),
    ("S0-61 S0-62", "service", "Memory: 256\n", "Memory: 128\n"),
    ("S0-63", "network", f"{_ports(443, 8)}        CidrIp", f"{_ports(444, 8)}        CidrIp"),
    ("S0-64", "service", "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"),
    ("S0-64", "service", "          - !Ref DatabaseSecretArn\n", "          - !Ref BackendRepositoryArn\n"),
    ("S0-65", "service", "          - ecr:BatchGetImage\n", ""),
    ("S0-65", "service", "          - !Ref BackendRepositoryArn\n", ""),
    ("S0-65 S0-64", "service", "      ManagedPolicyArns:\n      - !Ref ExecutionPolicy\n", ""),
    ("S0-65", "service", "ecs-tasks.amazonaws.com", "ec2.amazonaws.com"),
    ("S0-66", "edge", "HealthCheckIntervalSeconds: 10", "HealthCheckIntervalSeconds: 30"),
    ("S0-67", "edge", "HealthyThresholdCount: 2", "HealthyThresholdCount: 5"),
    ("S0-68", "edge", "TargetType: ip", "TargetType: instance"),
    ("S0-69", "network", f"{_ports(5432, 8)}        Destination", f"{_ports(5433, 8)}        Destination"),
    (
        "S0-70",
        "edge",
        "Value: !GetAtt LoadBalancer.DNSName",
        "Value: !GetAtt LoadBalancer.LoadBalancerFullName",
    ),
    (
        "S0-72",
        "root",
        "Value: !GetAtt Network.Outputs.DatabaseSecurity",
        "Value: !GetAtt Network.Outputs.TaskSecurity",
    ),
    ("S0-73", "root", "Value: !GetAtt Data.Outputs.FrontendRepo", "Value: !GetAtt Data.Outputs.BackendRepo"),
    ("S0-74", "root", "Value: !GetAtt Data.Outputs.BackendRepo", "Value: !GetAtt Data.Outputs.FrontendRepo"),
    ("S0-75", "root", "    Description: Database endpoint address\n", ""),
]

TASK_MANAGEMENT_API = [
    ("C-01", "root", "Resources:\n", "Resource:\n"),
    ("C-02", "root", "./data.yaml", "./network.yaml"),
    ("C-03 C-02", "root", "./data.yaml", "https://example.com/data.yaml"),
    ("C-04", "root", "        DatabaseHost: !GetAtt Data.Outputs.DatabaseHost\n", ""),
    ("C-04", "root", "        DatabaseHost: ", "        Extra: 1\n        DatabaseHost: "),
    ("C-04", "root", "Data.Outputs.DatabaseHost", "Data.Outputs.Host"),
    ("C-04", "root", "    Default: 2\n", "    Default: 11\n"),
    ("C-04", "root", "Default: alarms@example.com", "Default: alarms"),
    ("C-04", "network", "DependsOn: PublicDefaultRoute", "DependsOn: DefaultRoute"),
    (
        "C-04",
        "network",
        "Type: AWS::EC2::InternetGateway\n",
        "Type: A::B::C\n    DependsOn: InternetGatewayAttachment\n",
    ),
    ("C-04", "data", "DBName: taskdb", "DBName: !Sub '${Nothing}'"),
    ("C-04", "data", "DBName: taskdb", "DBName: !If [Big, a, b]"),
    ("C-05", "data", "DBName: taskdb", "DBName: !ImportValue database-name"),
    ("C-05", "data", "  DatabaseHost:\n", "  DatabaseHost:\n    Export: {Name: host}\n"),
    ("C-06", "root", "Outputs:\n", "Outputs:\n" + "".join(f"  A{n}: {{Value: a}}\n" for n in range(201))),
    ("C-07", "data", "Type: AWS::S3::Bucket\n", "Type: Aws::S3::Bucket\n"),
    ("C-08 S4-17 S4-18 S4-73", "data", PASSWORD, "hunter2hunter2"),
    (
        "C-08 S4-73 S4-54 S4-54i",
        "service",
        "- Name: DB_NAME\n          Value: taskdb",
        "- {Name: DB_PASSWORD, Value: x}",
    ),
    (
        "C-08",
        "root",
        "    Default: alarms@example.com\n",
        "    Default: alarms@example.com\n    NoEcho: true\n",
    ),
    ("C-09", "data", '/@"', "/@"),
    ("C-09 S4-17", "data", "GenerateStringKey: password", "GenerateStringKey: secret"),
    ("C-10 S4-30", "network", "10.0.11.0/24", "10.0.10.128/25"),
    ("C-10 S4-29", "network", "10.0.2.0/24", "10.1.2.0/24"),
    ("S4-02", "service", "LaunchType: FARGATE", "LaunchType: EXTERNAL"),
    ("S4-03 S4-74", "root", "    Default: 2\n", "    Default: 1\n"),
    ("S4-03 S4-74", "service", "MinCapacity: 2", "MinCapacity: 1"),
    ("S4-04", "service", "MaxCapacity: 10", "MaxCapacity: 4"),
    ("S4-04", "service", "service/${Cluster}/${Service.Name}", "service/default/${Service.Name}"),
    ("S4-05", "service", "TargetValue: 70", "TargetValue: 50"),
    ("S4-05", "service", "ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"),
    ("S4-06 S4-69", "service", "Memory: '512'", "Memory: '1024'"),
    ("S4-07 S4-69", "service", "Cpu: '256'", "Cpu: '512'"),
    ("S4-09", "data", "'15.17'", "'16.13'"),
    ("S4-10 S4-69", "data", "db.t3.micro", "db.t3.small"),
    ("S4-11", "data", "AllocatedStorage: '20'", "AllocatedStorage: '100'"),
    ("S4-12", "data", "StorageType: gp3", "StorageType: gp2"),
    ("S4-13 S4-74", "data", "MultiAZ: true", "MultiAZ: false"),
    ("S4-14", "data", "BackupRetentionPeriod: 7", "BackupRetentionPeriod: 1"),
    ("S4-15", "data", "DBName: taskdb", "DBName: tasks"),
    ("S4-16", "data", "Port: 5432", "Port: 5433"),
    ("S4-19", "network", TASK_SOURCE, BALANCER_SOURCE),
    ("S4-19 S4-49", "network", ": from the tasks only'\n", f": from the tasks only'\n{SSH_FROM_ANYONE}"),
    ("S4-20", "data", "PubliclyAccessible: false", "PubliclyAccessible: true"),
    ("S4-21 S4-51", "service", "          - s3:PutObject\n", ""),
    ("S4-21 S4-51", "service", "!Sub ${UploadsBucketArn}/*", "!Ref UploadsBucketArn"),
    ("S4-22", "data", "Status: Enabled\n      Lifecycle", "Status: Suspended\n      Lifecycle"),
    ("S4-23", "data", "AES256", "aws:kms"),
    ("S4-24", "data", "ExpirationInDays: 90", "ExpirationInDays: 30"),
    ("S4-24 S4-26", "data", "          Prefix: archived/\n", ""),
    ("S4-25", "data", "          NoncurrentVersionExpiration:\n            NoncurrentDays: 1\n", ""),
    (
        "S4-26",
        "data",
        "          AbortIncompleteMultipartUpload:",
        "          ExpirationInDays: 1\n          Abort:",
    ),
    ("S4-27", "data", "BlockPublicPolicy: true", "BlockPublicPolicy: false"),
    ("S4-27", "data", "Effect: Deny", "Effect: Allow"),
    ("S4-28", "network", "10.0.0.0/16", "10.0.0.0/8"),
    ("S4-20 S4-31 S4-35 S4-36 S4-74", "network", SECOND_ZONE, FIRST_ZONE),
    ("S4-32", "network", "InternetGatewayId: !Ref InternetGateway", "InternetGatewayId: igw-1"),
    (
        "S4-20 S4-33 S4-35",
        "network",
        "NatGatewayId: !Ref NatGatewayA",
        "GatewayId: !Ref InternetGateway",
    ),
    (
        "S4-33",
        "network",
        "SubnetId: !Ref PublicSubnetA\n      Alloc",
        "SubnetId: !Ref PrivateSubnetA\n      Alloc",
    ),
    ("S4-30 S4-34", "network", "B\n      RouteTableId: !Ref Private", "B\n      RouteTableId: !Ref Public"),
    ("S4-35", "service", "AssignPublicIp: DISABLED", "AssignPublicIp: ENABLED"),
    ("S4-36", "edge", "Scheme: internet-facing", "Scheme: internal"),
    ("S4-37 S4-41", "edge", "TargetGroupArn: !Ref ApiTargetGroup", "TargetGroupArn: !Ref LoadBalancer"),
    ("S4-37 S4-62", "edge", "Port: 443\n      Protocol: HTTPS", "Port: 443\n      Protocol: HTTP"),
    (
        "S4-38",
        "edge",
        FORWARD_HTTP,
        "TargetGroupArn: !Ref ApiTargetGroup\n        Type: forward\n        RedirectConfig:\n",
    ),
    (
        "S4-38",
        "edge",
        "RedirectConfig:\n          Protocol: HTTPS",
        "RedirectConfig:\n          Protocol: HTTP",
    ),
    ("S4-39", "edge", "HealthCheckPath: /health", "HealthCheckPath: /"),
    ("S4-40", "edge", "HttpCode: '200'", "HttpCode: 200-499"),
    ("S4-41", "edge", "TargetType: ip", "TargetType: instance"),
    ("S4-41", "edge", "Port: 8000\n      HealthCheckProtocol", "Port: 80\n      HealthCheckProtocol"),
    ("S4-41", "root", "ApiTargetGroupArn: !GetAtt Edge.Outputs.ApiTargetGroupArn", "ApiTargetGroupArn: arn"),
    ("S4-42", "network", f"{_ports(80, 8)}        CidrIp", f"{_ports(22, 8)}        CidrIp"),
    ("S4-43", "network", "DestinationSecurityGroupId: !GetAtt TaskSecurityGroup.GroupId", ANYONE),
    ("S4-44 S4-49 S4-41", "network", BALANCER_SOURCE, ANYONE),
    (
        "S4-45 S4-41",
        "service",
        "ContainerPort: 8000\n          Protocol",
        "ContainerPort: 80\n          Protocol",
    ),
    ("S4-46", "network", f"{_ports(5432, 8)}        Destination", f"{_ports(5433, 8)}        Destination"),
    ("S4-47", "network", "FromPort: 443\n        ToPort: 443\n", "FromPort: 0\n        ToPort: 65535\n"),
    ("S4-47", "network", "DestinationSecurityGroupId: !GetAtt DatabaseSecurityGroup.GroupId", ANYONE),
    ("S4-48", "network", "'Database of task-management-api-development: from the tasks only'", "database"),
    ("S4-50", "service", "repository/task-management-api", "repository/other"),
    ("S4-50 S4-51", "service", "ecs-tasks.amazonaws.com", "ec2.amazonaws.com"),
    ("S4-50 S4-55", "service", "      ManagedPolicyArns:\n      - !Ref ExecutionPolicy\n", ""),
    ("S4-51", "service", "TaskRoleArn: !GetAtt TaskRole.Arn", "TaskRoleArn: !GetAtt ExecutionRole.Arn"),
    ("S4-52", "service", "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"),
    (
        "S4-52 S4-76 S4-54",
        "root",
        "DatabaseSecretArn: !GetAtt Data.Outputs.DatabaseSecretArn",
        "DatabaseSecretArn: arn",
    ),
    ("S4-53", "service", "- s3:GetObject", "- s3:*"),
    ("S4-53", "service", "- !Sub ${UploadsBucketArn}/*", "- '*'"),
    ("S4-53", "service", "- !Ref TaskPolicy", "- arn:aws:iam::aws:policy/AmazonS3FullAccess"),
    (
        "S4-54",
        "service",
        "        LogConfiguration:\n",
        "        Secrets:\n        - {Name: A, ValueFrom: b}\n        LogConfiguration:\n",
    ),
    ("S4-55 S4-56", "service", "awslogs-group: !Ref TaskLogGroup", "awslogs-group: /ecs/api"),
    ("S4-55", "service", "logs:PutLogEvents", "logs:GetLogEvents"),
    ("S4-56", "service", "RetentionInDays: 7", "RetentionInDays: 30"),
    ("S4-57", "monitoring", "Threshold: 80", "Threshold: 90"),
    ("S4-57 S4-81", "monitoring", "!Ref DatabaseIdentifier", "database"),
    ("S4-58", "monitoring", "Threshold: 2\n", "Threshold: 1\n"),
    ("S4-58 S4-81", "monitoring", "RunningTaskCount", "TaskCount"),
    ("S4-59", "monitoring", "Threshold: 10\n", "Threshold: 100\n"),
    ("S4-59", "monitoring", "Stat: Sum", "Stat: Average"),
    ("S4-59", "monitoring", " + FILL(balancer, 0)", ""),
    ("S4-61", "edge", "        DNSName: !GetAtt LoadBalancer.DNSName", "        DNSName: example.com"),
    (
        "S4-62",
        "edge",
        "CertificateArn: !Ref Certificate",
        "CertificateArn: arn:aws:iam::123456789012:server-certificate/x",
    ),
    ("S4-63 S4-65x", "edge", "Value: development", "Value: dev"),
    ("S4-64 S4-65x", "service", "Value: task-management-api\n", "Value: api\n"),
    ("S4-65 S4-65x", "network", "Value: terraform", "Value: cdk"),
    ("S4-66", "root", "    Default: alarms@example.com\n", ""),
    ("S4-67", "service", "awslogs-region: !Ref AWS::Region", "awslogs-region: us-west-2"),
    ("S4-69n", "network", "Type: AWS::EC2::EIP", "Type: AWS::EC2::NatGateway"),
    ("S4-72", "network", "    DependsOn: InternetGatewayAttachment\n", ""),
    ("S4-72", "network", "    DependsOn: PublicDefaultRoute\n", ""),
    ("S4-72", "root", "ApiTargetGroupArn: !GetAtt Edge.Outputs.ApiTargetGroupArn", "ApiTargetGroupArn: arn"),
    (
        "S4-75 S4-50",
        "root",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/task-management-api:latest",
        "nginx:alpine",
    ),
    ("S4-76", "service", "Value: !Ref UploadsBucketName", "Value: uploads"),
    ("S4-77", "monitoring", "      AlarmActions:\n      - !Ref AlarmTopic\n", ""),
    ("S4-77", "monitoring", "TopicArn: !Ref AlarmTopic", "TopicArn: arn"),
    ("S4-81", "service", "Value: enabled", "Value: disabled"),
    ("S4-81", "edge", "Value: !GetAtt LoadBalancer.LoadBalancerFullName", "Value: !Ref LoadBalancer"),
]

EVERY = [
    *(Mutation(S0, *row) for row in TASKTRACKER),
    *(Mutation(S4, *row) for row in TASK_MANAGEMENT_API),
    *(Mutation(S1, *row) for row in community_mutations.DEV),
    *(Mutation(S1_PRODUCTION, *row) for row in community_mutations.PRODUCTION),
]
