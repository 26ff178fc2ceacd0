"""Tasks, repositories and functions."""

from tests.gate.goals.case import case

TASK = """
Cluster: {Type: 'AWS::ECS::Cluster', Properties: {ClusterSettings: [{Name: containerInsights, Value: enhanced}]}}
Service:
  Type: AWS::ECS::Service
  Properties: {PlatformVersion: LATEST, NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: DISABLED}}}
Task:
  Type: AWS::ECS::TaskDefinition
  Properties:
    NetworkMode: awsvpc
    PidMode: task
    Volumes: [{Name: shared, EFSVolumeConfiguration: {FilesystemId: fs, TransitEncryption: ENABLED}}]
    ContainerDefinitions:
    - Name: web
      User: '1000'
      Memory: 256
      Privileged: false
      ReadonlyRootFilesystem: true
      LogConfiguration: {LogDriver: awslogs}
      Environment: [{Name: DB_SECRET_ARN, Value: arn}, {Name: PORT, Value: '80'}]
    - {Name: s, User: '65534:65534', Memory: 64, ReadonlyRootFilesystem: 'true', LogConfiguration: {LogDriver: awslogs}}
Function: {Type: 'AWS::Lambda::Function', Properties: {Environment: {Variables: {CLUSTER: x}}}}
"""
REPOSITORY = """
Repository:
  Type: AWS::ECR::Repository
  Properties:
    ImageTagMutability: IMMUTABLE
    ImageScanningConfiguration: {ScanOnPush: true}
    LifecyclePolicy: {LifecyclePolicyText: '{}'}
    EncryptionConfiguration: {EncryptionType: KMS, KmsKey: !GetAtt Key.Arn}
    RepositoryPolicyText:
      Statement: [{Effect: Allow, Principal: {AWS: 'arn:aws:iam::111122223333:root'}, Action: 'ecr:BatchGetImage'}]
Key: {Type: 'AWS::KMS::Key'}
"""
FUNCTION = """
Function:
  Type: AWS::Lambda::Function
  Properties:
    Runtime: nodejs22.x
    VpcConfig: {SubnetIds: [a]}
    DeadLetterConfig: {TargetArn: a}
    TracingConfig: {Mode: Active}
    ReservedConcurrentExecutions: 1
    KmsKeyArn: arn
    Environment: {Variables: {A: b}}
Url: {Type: 'AWS::Lambda::Url', Properties: {AuthType: AWS_IAM}}
Permission:
  Type: AWS::Lambda::Permission
  Properties: {Action: 'lambda:InvokeFunction', Principal: events.amazonaws.com, SourceAccount: !Ref AWS::AccountId}
"""

CASES = {
    "container-insights": case(TASK, ("enhanced", "disabled"), ("ClusterSettings", "Others")),
    "tasks-without-public-address": case(TASK, ("DISABLED", "ENABLED"), ("DISABLED", "!If [A, ENABLED, DISABLED]")),
    "latest-platform": case(TASK, ("LATEST", "1.3.0")),
    "task-isolation": case(
        TASK, ("awsvpc", "bridge"), ("PidMode: task", "PidMode: host"), ("Privileged: false", "Privileged: true")
    ),
    "non-root-user": case(
        TASK,
        ("User: '1000'", "User: root"),
        ("User: '1000'", "User: '0'"),
        ("'65534:65534'", "'0:65534'"),
        ("User: '65534:65534', ", ""),
    ),
    "read-only-root": case(
        TASK,
        ("ReadonlyRootFilesystem: true", "ReadonlyRootFilesystem: false"),
        (" ReadonlyRootFilesystem: 'true',", ""),
    ),
    "no-secrets-in-environment": case(
        TASK,
        ("Name: PORT", "Name: DB_PASSWORD"),
        ("Name: PORT", "Name: AWS_ACCESS_KEY_ID"),
        ("'80'", "AKIAIOSFODNN7EXAMPLE"),
        ("'80'", "'{{resolve:secretsmanager:x}}'"),
        ("CLUSTER", "API_KEY"),
    ),
    "no-environment": case(TASK.replace("Environment: [", "Secrets: ["), ("Secrets: [", "Environment: [")),
    "container-logs": case(TASK, (", LogConfiguration: {LogDriver: awslogs}", ""), ("LogConfiguration: ", "Others: ")),
    "container-memory-limit": case(TASK, ("Memory: 256", "MemoryReservation: 256"), (" Memory: 64,", "")),
    "file-systems-in-transit": case(TASK, (", TransitEncryption: ENABLED", ""), ("ENABLED}", "DISABLED}")),
    "repository-basics": case(
        REPOSITORY,
        ("IMMUTABLE", "MUTABLE"),
        ("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"),
        ("ScanOnPush: true", "ScanOnPush: false"),
        ("LifecyclePolicy:", "Others:"),
        ("'arn:aws:iam::111122223333:root'", "'*'"),
        ("{AWS: 'arn:aws:iam::111122223333:root'}", "'*'"),
        ("Key: {Type: 'AWS::KMS::Key'}", "Key: {Type: 'AWS::ECR::PublicRepository'}"),
    ),
    "repository-key": case(REPOSITORY, ("KMS, KmsKey", "AES256, KmsKey"), (", KmsKey: !GetAtt Key.Arn", "")),
    "function-basics": case(
        FUNCTION,
        ("nodejs22.x", "nodejs26.x"),
        ("AuthType: AWS_IAM", "AuthType: NONE"),
        ("events.amazonaws.com", "'*'"),
        (", SourceAccount: !Ref AWS::AccountId", ""),
        ("lambda:InvokeFunction", "lambda:*"),
    ),
    "function-extras": case(
        FUNCTION,
        ("VpcConfig:", "Others:"),
        ("DeadLetterConfig:", "Others:"),
        ("TracingConfig:", "Others:"),
        ("ReservedConcurrentExecutions:", "Others:"),
        ("KmsKeyArn:", "Others:"),
    ),
}
