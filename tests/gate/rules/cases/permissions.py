"""Cases of the rules for roles and their names."""

from tests.gate.rules.case import breaks, case, holds, nest

TASK = """
  TaskRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: ecs-tasks.amazonaws.com}
            Action: sts:AssumeRole
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      TaskRoleArn: !GetAtt TaskRole.Arn
      ExecutionRoleArn: !GetAtt TaskRole.Arn
"""
USERS = """
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          Effect: Allow
          Principal:
            Service:
              - rds.amazonaws.com
              - !Sub ec2.${AWS::URLSuffix}
              - firehose.amazonaws.com
          Action: sts:AssumeRole
  Cluster:
    Type: AWS::RDS::DBCluster
    Properties: {AssociatedRoles: [{RoleArn: !GetAtt Role.Arn}]}
  Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      Roles: [!Ref Role]
  Stream:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration: {RoleARN: !GetAtt Role.Arn}
"""
EDGE = """
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {Service: [lambda.amazonaws.com, edgelambda.amazonaws.com]}
            Action: sts:AssumeRole
  Function: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
  Version: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Function}}
  Distribution:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        DefaultCacheBehavior:
          LambdaFunctionAssociations:
            - EventType: viewer-response
              LambdaFunctionARN: !Ref Version
"""
NAMED = {
    "root.yaml": """
Resources:
  Roles: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: roles.yaml}}
  Keys:
    Type: AWS::CloudFormation::Stack
    DependsOn: Roles
    Properties: {TemplateURL: keys.yaml}
""",
    "roles.yaml": """
Resources:
  Reader: {Type: AWS::IAM::Role, Properties: {RoleName: !Sub "${AWS::Region}-reader"}}
""",
    "keys.yaml": """
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:role/${AWS::Region}-reader"}
            Action: kms:Decrypt
            Resource: "*"
""",
}

FLOW_LOG = """
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: vpc-flow-logs.amazonaws.com}, Action: sts:AssumeRole}
  Log:
    Type: AWS::EC2::FlowLog
    Properties:
      DeliverLogsPermissionArn: !GetAtt Role.Arn
"""
CASES = {
    "role-trusts-its-service": (
        case(
            TASK,
            breaks("ecs-tasks.amazonaws.com", "ecs.amazonaws.com", at="Task", line="TaskRoleArn: !GetAtt TaskRole.Arn"),
            breaks("{Service: ecs-tasks.amazonaws.com}", "{Service: [ec2.amazonaws.com, lambda.amazonaws.com]}"),
            breaks("Service: ecs-tasks.amazonaws.com", "AWS: arn:aws:iam::123456789012:root"),
            breaks("Service: ecs-tasks.amazonaws.com", "Service: !Sub 'ecs.${AWS::URLSuffix}'"),
            holds("Service: ecs-tasks.amazonaws.com", "Service: !Ref AWS::Region"),
            holds("Service: ecs-tasks.amazonaws.com", "AWS: '*'"),
            holds("Service: ecs-tasks.amazonaws.com", "Service: [ec2.amazonaws.com, ecs-tasks.amazonaws.com.cn]"),
            holds("Service: ecs-tasks.amazonaws.com", "Service: ecs-tasks.eu-central-1.amazonaws.com"),
            breaks("Service: ecs-tasks.amazonaws.com", "Service: ecs-tasks.application-autoscaling.amazonaws.com"),
            holds("!GetAtt TaskRole.Arn", "arn:aws:iam::123456789012:role/other"),
        ),
        case(
            FLOW_LOG,
            breaks("vpc-flow-logs.", "ec2.", at="Log", line="DeliverLogsPermissionArn: !GetAtt Role.Arn"),
            holds("vpc-flow-logs.amazonaws.com", "!Sub 'vpc-flow-logs.${AWS::URLSuffix}'"),
        ),
        case(
            USERS,
            breaks("rds.amazonaws.com", "events.amazonaws.com", at="Cluster"),
            breaks("firehose.amazonaws.com", "logs.amazonaws.com", at="Stream"),
            holds("firehose.amazonaws.com", "firehose.eu-central-1.amazonaws.com"),
            holds("ec2.${AWS::URLSuffix}", "lambda.${AWS::URLSuffix}"),
        ),
    ),
    "role-trusts-its-service-later": (
        case(
            USERS,
            breaks("ec2.${AWS::URLSuffix}", "ssm.${AWS::URLSuffix}", at="Profile", line="Roles: [!Ref Role]"),
        ),
    ),
    "edge-function-role": (
        case(
            EDGE,
            breaks(
                "[lambda.amazonaws.com, edgelambda.amazonaws.com]",
                "lambda.amazonaws.com",
                at="Distribution",
                line="LambdaFunctionARN: !Ref Version",
            ),
            breaks("[lambda.amazonaws.com, edgelambda.amazonaws.com]", "edgelambda.amazonaws.com"),
            holds("!GetAtt Role.Arn", "arn:aws:iam::123456789012:role/other"),
        ),
    ),
    "iam-names-left-open": (
        case(
            "  Role: {Type: AWS::IAM::Role, Properties: {RoleName: !Sub '${AWS::Region}-task'}}",
            breaks("!Sub '${AWS::Region}-task'", "task", at="Role"),
            breaks("!Sub '${AWS::Region}-task'", "!Ref Name", given={"Name": "task"}),
            holds("RoleName: !Sub '${AWS::Region}-task'", "Path: /task/"),
            holds("!Sub '${AWS::Region}-task'", "dms-vpc-role"),
            rest="Parameters: {Name: {Type: String}}",
        ),
        case(
            "  Policy: {Type: AWS::IAM::ManagedPolicy, Properties: {Description: d}}",
            breaks("Description: d", "ManagedPolicyName: d", at="Policy"),
        ),
    ),
    "instance-profile-by-name": (
        case(
            """
  Role: {Type: AWS::IAM::Role}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Instance: {Type: AWS::EC2::Instance, Properties: {IamInstanceProfile: !Ref Profile}}
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        IamInstanceProfile: {Arn: !GetAtt Profile.Arn}
""",
            breaks("{IamInstanceProfile: !Ref Profile}", "{IamInstanceProfile: !GetAtt Profile.Arn}", at="Instance"),
            breaks("{IamInstanceProfile: !Ref Profile}", "{IamInstanceProfile: !Ref Role}", at="Instance"),
            breaks("{Arn: !GetAtt Profile.Arn}", "{Name: !GetAtt Profile.Arn}", at="Template"),
            holds("{IamInstanceProfile: !Ref Profile}", "{IamInstanceProfile: !Ref Given}"),
            rest="Parameters: {Given: {Type: String}}",
        ),
    ),
    "named-roles-exist-first": (
        nest(
            NAMED,
            breaks("    DependsOn: Roles\n", "", at="Keys/Key"),
            holds("role/${AWS::Region}-reader", "role/${AWS::Region}-writer"),
        ),
        case(
            """
  Role: {Type: AWS::IAM::Role, Properties: {RoleName: reader, Path: /team/}}
  Policy:
    Type: AWS::S3::BucketPolicy
    DependsOn: Role
    Properties:
      PolicyDocument:
        Statement:
          Effect: Allow
          Principal: {AWS: [arn:aws:iam::123456789012:role/team/reader]}
""",
            breaks(
                "    DependsOn: Role\n",
                "",
                at="Policy",
                line="Principal: {AWS: [arn:aws:iam::123456789012:role/team/reader]}",
            ),
            holds("[arn:aws:iam::123456789012:role/team/reader]", "!GetAtt Role.Arn"),
        ),
    ),
}
