"""Permissions, roles, topics, logs, alarms, stacks, and what cfn-lint finds."""

from tests.gate.goals.case import case

POLICY = """
Policy:
  Type: AWS::IAM::ManagedPolicy
  Properties:
    PolicyDocument:
      Version: '2012-10-17'
      Statement:
      - {Sid: Write, Effect: Allow, Action: ['logs:PutLogEvents'], Resource: [!GetAtt Group.Arn]}
      - {Sid: SignIn, Effect: Allow, Action: ['ecr:GetAuthorizationToken'], Resource: '*'}
      - {Sid: Refuse, Effect: Deny, Action: '*', Resource: '*'}
Group: {Type: 'AWS::Logs::LogGroup', Properties: {RetentionInDays: 365, KmsKeyId: !GetAtt Key.Arn}}
Key: {Type: 'AWS::KMS::Key'}
Role:
  Type: AWS::IAM::Role
  Properties:
    ManagedPolicyArns: [!Ref Policy]
    AssumeRolePolicyDocument:
      Version: '2012-10-17'
      Statement:
      - Sid: Service
        Effect: Allow
        Principal: {Service: [ecs-tasks.amazonaws.com]}
        Action: sts:AssumeRole
        Condition: {StringEquals: {'aws:SourceAccount': !Ref AWS::AccountId}}
"""
NARROW = POLICY.replace("ecr:GetAuthorizationToken", "xray:PutTraceSegments")
ACTION = "logs:PutLogEvents"
RESOURCE = "!GetAtt Group.Arn]"
SIGN_IN = "ecr:GetAuthorizationToken"
OWN = "Condition: {StringEquals: {'aws:SourceAccount': !Ref AWS::AccountId}}"
TOPIC = """
Topic: {Type: 'AWS::SNS::Topic', Properties: {KmsMasterKeyId: !Ref Key, DeliveryStatusLogging: [{Protocol: sqs}]}}
Key: {Type: 'AWS::KMS::Key'}
Policy:
  Type: AWS::SNS::TopicPolicy
  Properties:
    Topics: [!Ref Topic]
    PolicyDocument:
      Statement:
      - {Effect: Allow, Principal: {Service: cloudwatch.amazonaws.com}, Action: 'sns:Publish', Resource: !Ref Topic}
      - Effect: Deny
        Principal: '*'
        Action: sns:Publish
        Resource: !Ref Topic
        Condition: {Bool: {'aws:SecureTransport': 'false'}}
"""
ALARM = """
Alarm: {Type: 'AWS::CloudWatch::Alarm', Properties: {AlarmActions: [topic], ActionsEnabled: true}}
Both: {Type: 'AWS::CloudWatch::CompositeAlarm', Properties: {AlarmActions: [another]}}
"""
STACK = """
Child:
  Type: AWS::CloudFormation::Stack
  DeletionPolicy: Delete
  UpdateReplacePolicy: Delete
  Properties: {TemplateURL: 'https://example.com/child.yaml', NotificationARNs: [topic]}
Group: {Type: 'AWS::EC2::SecurityGroup', Properties: {GroupDescription: x, Tags: [{Key: Name, Value: x}]}}
"""
LINTED = """
Queue:
  Type: AWS::SQS::Queue
  DeletionPolicy: Delete
  UpdateReplacePolicy: Delete
  Metadata: {com.aws.cloudformation.Context: {why: It holds what is to be done}}
  Properties:
    MessageRetentionPeriod: 3600
    Tags: [{Key: Name, Value: !Sub '${AWS::StackName}-x'}]
"""
HIDDEN = "Parameters: {SecretArn: {Type: String, NoEcho: true}}"

CASES = {
    "no-decryption-by-all-keys": case(
        POLICY,
        (f"'{ACTION}'], Resource: [{RESOURCE}", "'kms:Decrypt'], Resource: ['*']"),
        (f"'{ACTION}'], Resource: [{RESOURCE}", "'kms:*'], Resource: [!Sub 'arn:aws:kms:x:${AWS::AccountId}:key/*']"),
    ),
    "no-wildcard-actions": case(
        POLICY,
        (ACTION, "*"),
        (ACTION, "logs:*"),
        ("!Ref Policy", "!Sub 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess'"),
    ),
    "no-privilege-escalation": case(
        POLICY,
        (ACTION, "iam:CreatePolicyVersion"),
        (ACTION, "iam:PutRolePolicy"),
        (ACTION, "iam:*Policy"),
        (SIGN_IN, "iam:PassRole"),
        (SIGN_IN, "s3:GetObject"),
        (SIGN_IN, "secretsmanager:Get*"),
    ),
    "resources-named": case(
        POLICY,
        (SIGN_IN, "ecr:BatchGetImage"),
        (SIGN_IN, "ecr:Batch*"),
        (SIGN_IN, "nosuch:Thing"),
        ("'ecr:GetAuthorizationToken'], Resource: '*'", "'s3:GetObject'], Resource: 'arn:aws:s3:::*'"),
    ),
    "no-wildcard-resources": case(
        POLICY.replace("Resource: '*'}", "Resource: !Ref Key}"),
        (RESOURCE, "'*']"),
        (RESOURCE, "!Sub '${Group.Arn}:*']"),
    ),
    "no-credentials": case(
        NARROW, (ACTION, SIGN_IN), (ACTION, "secretsmanager:GetSecretValue"), (ACTION, "secretsmanager:Get*")
    ),
    "valid-policies": case(
        POLICY,
        (ACTION, "logs:PutEverything"),
        (ACTION, "nosuch:Thing"),
        (ACTION, "logs:Nothing*"),
        (f"Action: ['{ACTION}']", f"NotAction: ['{ACTION}']"),
        (f"Resource: [{RESOURCE}", f"NotResource: [{RESOURCE}"),
        ("Version: '2012-10-17'", "Version: '2008-10-17'"),
    ),
    "role-trust": case(
        POLICY,
        (OWN, "Others: {}"),
        ("{Service: [ecs-tasks.amazonaws.com]}", "'*'"),
        ("{Service: [ecs-tasks.amazonaws.com]}", "{AWS: 'arn:aws:iam::111122223333:root'}"),
        ("ecs-tasks.amazonaws.com", "'*.amazonaws.com'"),
    ),
    "pass-role-named": case(
        POLICY,
        (f"'{ACTION}'], Resource: [{RESOURCE}", "'iam:PassRole'], Resource: ['*']"),
        (f"'{ACTION}'], Resource: [{RESOURCE}", "'iam:Pass*'], Resource: [!Sub 'arn:aws:iam::x:role/${Key}*']"),
    ),
    "no-inline-policies": case(
        POLICY,
        ("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy"),
        ("ManagedPolicyArns: [!Ref Policy]", "Policies: [{PolicyName: x}]"),
    ),
    "no-managed-policies": case(POLICY, ("!Ref Policy", "!Sub 'arn:${AWS::Partition}:iam::aws:policy/X'")),
    "no-users": case(POLICY, ("'AWS::KMS::Key'", "'AWS::IAM::User'"), ("'AWS::KMS::Key'", "'AWS::IAM::AccessKey'")),
    "topic-encryption": case(TOPIC, ("KmsMasterKeyId: !Ref Key, ", ""), ("Id: !Ref Key", "Id: alias/aws/sns")),
    "topic-policy": case(
        TOPIC,
        ("'false'", "'true'"),
        ("Topics: [!Ref Topic]", "Topics: [another]"),
        ("{Service: cloudwatch.amazonaws.com}", "'*'"),
        ("'sns:Publish'", "'sns:*'"),
    ),
    "topic-delivery-status": case(TOPIC, (", DeliveryStatusLogging: [{Protocol: sqs}]", "")),
    "log-retention": case(POLICY, ("RetentionInDays: 365, ", "")),
    "log-retention-year": case(POLICY, ("365", "90")),
    "log-key": case(POLICY, (", KmsKeyId: !GetAtt Key.Arn", "")),
    "alarm-actions": case(
        ALARM, ("[topic]", "[]"), ("[another]", "[]"), ("ActionsEnabled: true", "ActionsEnabled: false")
    ),
    "stack-notifications": case(STACK, (", NotificationARNs: [topic]", "")),
    "no-fixed-names": case(STACK, ("GroupDescription: x", "GroupName: x")),
    "tags-everywhere": case(
        "Queue: {Type: 'AWS::SQS::Queue', Properties: {Tags: [{Key: a, Value: b}]}}\nOther: {Type: 'Custom::Thing'}",
        ("Tags: [{Key: a, Value: b}]", ""),
        ("Tags: [{Key: a, Value: b}]", "Tags: []"),
    ),
    "lint-errors": case(LINTED, ("Tags:", "Tgs:")),
    "lint-warnings": case(LINTED, ("!Sub '${AWS::StackName}-x'", "!Sub 'x'")),
    "lint-names-and-versions": case(LINTED, ("NoEcho: true", "Default: x"), rest=HIDDEN),
    "lint-deletion-policies": case(LINTED, ("  DeletionPolicy: Delete\n", ""), ("  UpdateReplacePolicy: Delete\n", "")),
    "lint-substitution": case(LINTED, ("!Sub '${AWS::StackName}-x'", "!Join ['', [!Ref AWS::StackName, x]]")),
    "lint-hints": case(
        LINTED, ("  Metadata: {com.aws.cloudformation.Context: {why: It holds what is to be done}}\n", "")
    ),
    "lint-information": case(LINTED, ("'${AWS::StackName}-x'", "'arn:aws:sqs:us-east-1:${AWS::AccountId}:x'")),
}
