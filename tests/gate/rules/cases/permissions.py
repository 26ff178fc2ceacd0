"""Cases of the rules for roles, policies and keys."""

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
              - s3.amazonaws.com
              - !Sub ec2.${AWS::URLSuffix}
              - firehose.amazonaws.com
          Action: sts:AssumeRole
  Bucket:
    Type: AWS::S3::Bucket
    Properties: {ReplicationConfiguration: {Role: !GetAtt Role.Arn}}
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
POLICY = """
  Table: {Type: AWS::DynamoDB::Table}
  LogGroup: {Type: AWS::Logs::LogGroup}
  Topic: {Type: AWS::SNS::Topic}
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: [dynamodb:GetItem, dynamodb:Query]
            Resource:
              - !GetAtt Table.Arn
              - !Sub ${Table.Arn}/index/*
          - Effect: Allow
            Action: ecr:GetAuthorizationToken
            Resource: "*"
          - Effect: Allow
            Action: [logs:DescribeLogStreams, logs:PutLogEvents]
            Resource: !GetAtt LogGroup.Arn
          - Effect: Allow
            Action: sns:Publish
            Resource: !Ref Topic
"""
KEY = """
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Sid: Root
            Effect: Allow
            Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
            Action: kms:*
            Resource: "*"
          - Sid: Service
            Effect: Allow
            Principal:
              Service: !Sub logs.${AWS::Region}.amazonaws.com
            Action: [kms:Encrypt, kms:Decrypt, kms:GenerateDataKey*, kms:DescribeKey]
            Resource: "*"
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
HANDING_ON = """
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: work
          PolicyDocument:
            Statement: {Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::data/*"}
  Deployer:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns: [!Ref Deployment]
  Deployment:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Statement:
          - Effect: Allow
            Action: [ecs:RegisterTaskDefinition, ecs:UpdateService]
            Resource: "*"
          - Effect: Allow
            Action: iam:PassRole
            Resource: !GetAtt Worker.Arn
"""
ENTERING = """
  Role:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: enter
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: sts:AssumeRole
                Resource: !Sub "arn:aws:iam::${AWS::AccountId}:role/reader"
              - Effect: Allow
                Action: [lambda:GetFunction, lambda:ListFunctions]
                Resource: "*"
"""
SECRETS = """
  Secret: {Type: AWS::SecretsManager::Secret}
  Role:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: read
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: secretsmanager:GetSecretValue
                Resource:
                  - !Ref Secret
                  - !Sub "arn:aws:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:db/password-??????"
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
            holds("Service: ecs-tasks.amazonaws.com", "Service: [ec2.amazonaws.com, ecs-tasks.amazonaws.com.cn]"),
            holds("!GetAtt TaskRole.Arn", "arn:aws:iam::123456789012:role/other"),
        ),
        case(
            USERS,
            breaks("s3.amazonaws.com", "events.amazonaws.com", at="Bucket"),
            breaks("ec2.${AWS::URLSuffix}", "ssm.${AWS::URLSuffix}", at="Profile", line="Roles: [!Ref Role]"),
            breaks("firehose.amazonaws.com", "logs.amazonaws.com", at="Stream"),
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
            rest="Parameters: {Name: {Type: String}}",
        ),
        case(
            "  Policy: {Type: AWS::IAM::ManagedPolicy, Properties: {Description: d}}",
            breaks("Description: d", "ManagedPolicyName: d", at="Policy"),
        ),
    ),
    "actions-without-resource-everywhere": (
        case(
            POLICY,
            breaks(
                'Action: ecr:GetAuthorizationToken\n            Resource: "*"',
                'Action: ecr:GetAuthorizationToken\n            Resource: "arn:aws:ecr:eu-central-1:1:repository/x"',
                at="Policy",
                line='Resource: "arn:aws:ecr:eu-central-1:1:repository/x"',
            ),
            breaks(
                "Action: sns:Publish", "Action: [sns:Publish, cloudwatch:PutMetricData]", line="Resource: !Ref Topic"
            ),
            breaks("dynamodb:Query", "ec2:CreateNetworkInterface, xray:PutTraceSegments"),
            holds("sns:Publish", "[sns:Publish, no:SuchAction]"),
            holds("Resource: !Ref Topic", "Resource: [!Ref Topic, '*']"),
            holds("ecr:GetAuthorizationToken", "ecr:Get*"),
        ),
    ),
    "resources-fit-actions": (
        case(
            POLICY,
            breaks(
                "Resource: !Ref Topic", "Resource: !GetAtt Table.Arn", at="Policy", line="Resource: !GetAtt Table.Arn"
            ),
            breaks("dynamodb:Query", "s3:GetObject"),
            breaks("Action: sns:Publish", "Action: sqs:SendMessage"),
            breaks("Resource: !Ref Topic", "Resource: arn:aws:sqs:eu-central-1:123456789012:queue"),
            breaks("Resource: !GetAtt LogGroup.Arn", 'Resource: "arn:aws:logs:*:*:destination:x"'),
            holds("Resource: !Ref Topic", "Resource: !Ref Given"),
            holds("Resource: !Ref Topic", 'Resource: "arn:aws:*:*:*:x"'),
            holds("Resource: !Ref Topic", 'Resource: !Sub "arn:${AWS::Partition}:sns:*:*:x"'),
            holds("Resource: !GetAtt LogGroup.Arn", 'Resource: "arn:aws:logs:*:*:*"'),
            holds("Action: sns:Publish", "Action: sns:*"),
            holds("Action: sns:Publish", "NotAction: sqs:SendMessage"),
            rest="Parameters: {Given: {Type: String}}",
        ),
    ),
    "log-group-arn-ends-once": (
        case(
            POLICY,
            breaks(
                "!GetAtt LogGroup.Arn",
                '!Sub "${LogGroup.Arn}:*"',
                at="Policy",
                line='Resource: !Sub "${LogGroup.Arn}:*"',
            ),
            breaks("!GetAtt LogGroup.Arn", '[!Sub "${LogGroup.Arn}:*"]'),
            holds("!GetAtt LogGroup.Arn", '!Sub "${LogGroup.Arn}:log-stream:*"'),
            holds(
                "logs:DescribeLogStreams, logs:PutLogEvents]\n            Resource: !GetAtt LogGroup.Arn",
                'logs:PutLogEvents]\n            Resource: !Sub "${LogGroup.Arn}:*"',
            ),
        ),
    ),
    "key-policy-can-be-changed": (
        case(
            KEY,
            breaks("kms:*", "kms:Decrypt", at="Key", line="KeyPolicy:"),
            breaks('{AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}', "{Service: s3.amazonaws.com}"),
            holds("kms:*", "[kms:Put*, kms:Get*]"),
            holds("kms:*", "!Ref Actions"),
            holds("      KeyPolicy:", "      BypassPolicyLockoutSafetyCheck: true\n      KeyPolicy:"),
            rest="Parameters: {Actions: {Type: String}}",
        ),
    ),
    "log-group-key-by-arn": (
        case(
            f"{KEY}  Group: {{Type: AWS::Logs::LogGroup, Properties: {{KmsKeyId: !GetAtt Key.Arn}}}}",
            breaks("!GetAtt Key.Arn", "!Ref Key", at="Group"),
            breaks("!GetAtt Key.Arn", "!GetAtt Key.KeyId", at="Group"),
            holds("!GetAtt Key.Arn", "arn:aws:kms:eu-central-1:123456789012:key/1"),
        ),
    ),
    "log-group-key-admits-logs": (
        case(
            f"{KEY}  Group: {{Type: AWS::Logs::LogGroup, Properties: {{KmsKeyId: !GetAtt Key.Arn}}}}",
            breaks("logs.${AWS::Region}.amazonaws.com", "s3.${AWS::Region}.amazonaws.com", at="Group"),
            breaks("[kms:Encrypt, kms:Decrypt, kms:GenerateDataKey*, kms:DescribeKey]", "kms:DescribeKey"),
            breaks("Sid: Service\n            Effect: Allow", "Sid: Service\n            Effect: Deny"),
            holds("!Sub logs.${AWS::Region}.amazonaws.com", "!Ref AWS::Region"),
            holds("Service: !Sub logs.${AWS::Region}.amazonaws.com", 'AWS: "*"'),
            holds("!GetAtt Key.Arn", "arn:aws:kms:eu-central-1:123456789012:key/1"),
        ),
        case(
            "  Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: !Ref Given}}\n"
            "  Group: {Type: AWS::Logs::LogGroup, Properties: {KmsKeyId: !GetAtt Key.Arn}}",
            breaks("KeyPolicy: !Ref Given", "EnableKeyRotation: true", at="Group"),
            rest="Parameters: {Given: {Type: String}}",
        ),
    ),
    "trail-key-admits-cloudtrail": (
        case(
            f"{KEY}  Trail: {{Type: AWS::CloudTrail::Trail, Properties: {{KMSKeyId: !Ref Key}}}}".replace(
                "!Sub logs.${AWS::Region}.amazonaws.com", "cloudtrail.amazonaws.com"
            ),
            breaks("cloudtrail.amazonaws.com", "cloudwatch.amazonaws.com", at="Trail"),
            breaks("kms:GenerateDataKey*", "kms:ReEncrypt*", at="Trail"),
            holds("!Ref Key", "alias/own"),
        ),
    ),
    "site-key-admits-cloudfront": (
        case(
            f"{KEY}".replace("!Sub logs.${AWS::Region}.amazonaws.com", "cloudfront.amazonaws.com")
            + """
  Site:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn}
  Control: {Type: AWS::CloudFront::OriginAccessControl}
  Distribution:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Origins:
          - Id: site
            DomainName: !GetAtt Site.RegionalDomainName
            OriginAccessControlId: !GetAtt Control.Id
""",
            breaks("cloudfront.amazonaws.com", "logs.amazonaws.com", at="Distribution", line="- Id: site"),
            breaks("kms:Decrypt, ", "", at="Distribution"),
            holds("!GetAtt Key.Arn", "arn:aws:kms:eu-central-1:123456789012:key/1"),
            holds("            OriginAccessControlId: !GetAtt Control.Id\n", ""),
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
    "secrets-named": (
        case(
            SECRETS,
            breaks("secret:db/password-??????", "secret:*", at="Role"),
            breaks("!Ref Secret", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:*", at="Role"),
            holds("secret:db/password-??????", "secret:db/*"),
            holds("GetSecretValue", "ListSecrets"),
        ),
    ),
    "secret-arns-whole": (
        case(
            SECRETS,
            breaks("secret:db/password-??????", "secret:db/password", at="Role"),
            breaks("secret:db/password-??????", "secret:${AWS::StackName}/password", at="Role"),
            holds("secret:db/password-??????", "secret:db/password-AbC123"),
            holds("secret:db/password-??????", "secret:${Name}"),
            rest="Parameters: {Name: {Type: String}}",
        ),
    ),
    "no-escalation-by-handing-on": (
        case(
            HANDING_ON,
            breaks("Resource: !GetAtt Worker.Arn", 'Resource: "*"', at="Deployment"),
            breaks(
                "Resource: !GetAtt Worker.Arn",
                'Resource: !Sub "arn:aws:iam::${AWS::AccountId}:role/*"',
                at="Deployment",
            ),
            breaks("Action: s3:GetObject", "Action: iam:*", at="Deployment"),
            breaks(
                "      Policies:\n        - PolicyName: work",
                "      ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess]\n      Policies:\n"
                "        - PolicyName: work",
            ),
            holds(
                "Resource: !GetAtt Worker.Arn",
                'Resource: "*"\n            Condition: {StringEquals: {iam:PassedToService: ec2.amazonaws.com}}',
            ),
        ),
        # Who may not register a task runs what others have registered.
        case(
            HANDING_ON.replace("ecs:RegisterTaskDefinition, ", ""),
            breaks("[ecs:UpdateService]", "[ecs:*, iam:PassRole]"),
            holds("Resource: !GetAtt Worker.Arn", 'Resource: "*"'),
        ),
        case(
            HANDING_ON.replace("iam:PassRole", "[iam:PassRole, ec2:DescribeInstances]"),
            breaks(
                "ec2:DescribeInstances]\n            Resource: !GetAtt Worker.Arn",
                'ec2:RunInstances]\n            Resource: "*"',
            ),
        ),
    ),
    "no-taking-on-of-any-role": (
        case(
            ENTERING,
            breaks("role/reader", "role/*", at="Role", line="- Effect: Allow"),
            breaks("lambda:GetFunction", "lambda:UpdateFunctionCode", at="Role"),
            breaks("lambda:GetFunction", "ssm:StartSession", at="Role"),
            holds("role/reader", "role/team/*"),
        ),
    ),
}
