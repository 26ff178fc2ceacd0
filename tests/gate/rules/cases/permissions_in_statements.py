"""Cases of the rules for what statements grant."""

from tests.gate.rules.case import breaks, case, holds

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
            holds("sns:Publish", "[sns:Publish, ssm:PutInventory]"),
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
