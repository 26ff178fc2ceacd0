"""Cases of the rules about what ECS reads for a container, and the role that reads it."""

from tests.gate.rules.case import breaks, case, holds, nest

KEY = """
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}
            Action: "kms:*"
"""
SECRETS = """
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties:
      Name: app/database
      KmsKeyId: !Ref Key
      GenerateSecretString: {SecretStringTemplate: !Sub '{"username":"${Text}"}', GenerateStringKey: password}
  Attachment:
    Type: AWS::SecretsManager::SecretTargetAttachment
    Properties: {SecretId: !Ref Secret, TargetId: !Ref Database, TargetType: AWS::RDS::DBInstance}
  Other: {Type: AWS::SecretsManager::Secret, Properties: {SecretString: '{"token":"x"}'}}
  Parameter: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: x}}
  Database: {Type: AWS::RDS::DBInstance, Properties: {ManageMasterUserPassword: true}}
"""
ROLE = """
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Statement:
          - Effect: Allow
            Action: [secretsmanager:GetSecretValue]
            Resource: [!Ref Secret, !GetAtt Database.MasterUserSecret.SecretArn]
          - {Effect: Allow, Action: ssm:GetParameters, Resource: !Sub "arn:aws:ssm:*:*:parameter/${Parameter}"}
          - {Effect: Allow, Action: kms:Decrypt, Resource: !GetAtt Key.Arn}
  Role:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy
        - !Ref Policy
"""
TASK = """
  Repository: {Type: AWS::ECR::Repository}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      ExecutionRoleArn: !GetAtt Role.Arn
      ContainerDefinitions:
        - Name: api
          Image: !Sub ${Repository.RepositoryUri}:1
          LogConfiguration: {LogDriver: awslogs}
          Secrets:
            - {Name: USER, ValueFrom: !Sub "${Secret}:username::"}
            - {Name: HOST, ValueFrom: !Sub "${Attachment}:host::"}
            - {Name: MAIN, ValueFrom: !Sub "${Database.MasterUserSecret.SecretArn}:password::"}
            - {Name: FLAG, ValueFrom: !Ref Parameter}
  Service: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref Task, PlatformVersion: LATEST}}
"""
PARAMETERS = """
Parameters:
  Text: {Type: String}
  Arn: {Type: String}
"""
ALL = KEY + SECRETS + ROLE + TASK
WRITTEN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/web"
READS = '"${Secret}:username::"'
LETTING_IN = """
  LettingIn:
    Type: AWS::SecretsManager::ResourcePolicy
    Properties: {SecretId: !Ref Secret, ResourcePolicy: {Statement: [
      {Effect: Allow, Principal: {AWS: !GetAtt Role.Arn}, Action: "secretsmanager:*", Resource: "*"}]}}
"""
RESTART = """
  Rotation: {Type: AWS::SecretsManager::RotationSchedule, Properties: {SecretId: !Ref Attachment}}
  Restart:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [aws.secretsmanager], detail: {eventName: [RotationSucceeded], id: [!Ref Secret]}}
  RestartOther: {Type: AWS::Events::Rule, Properties: {EventPattern: '{"source":["aws.secretsmanager"]}'}}
"""
WIRED = {
    "root.yaml": """
Resources:
  Data: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./data.yaml}}
  Api:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./api.yaml
      Parameters: {Secret: !GetAtt Data.Outputs.Secret}
""",
    "data.yaml": """
Resources:
  Secret: {Type: AWS::SecretsManager::Secret, Properties: {SecretString: '{"user":"a"}'}}
Outputs:
  Secret: {Value: !Ref Secret}
""",
    "api.yaml": """
Parameters:
  Secret: {Type: String}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyDocument: {Statement: {Effect: Allow, Action: "secretsmanager:*", Resource: !Ref Secret}}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ExecutionRoleArn: !GetAtt Role.Arn
      ContainerDefinitions:
        - {Name: api, Secrets: [{Name: USER, ValueFrom: !Sub "${Secret}:user::"}]}
""",
}

CASES = {
    "secret-value-from": (
        case(
            ALL,
            breaks(":username::", ":username", at="Task", line='- {Name: USER, ValueFrom: !Sub "${Secret}:username"}'),
            breaks(":username::", ":username:"),
            breaks(":username::", ":username::::"),
            breaks(READS, '"${Arn}:username"'),
            breaks("!Ref Parameter}", "!GetAtt Database.Endpoint.Address}"),
            breaks("!Ref Parameter}", '!Sub "${Parameter}:key::"}'),
            breaks("!Ref Parameter}", "app/database}"),
            breaks("!Ref Parameter}", f"{WRITTEN}-AbCdEf:key}}"),
            breaks("!Ref Parameter}", "arn:aws:secretsmanager:eu-west-1}"),
            holds("!Ref Parameter}", f'"{WRITTEN}-AbCdEf:key::"}}'),
            holds(READS, '"${Secret}"'),
            holds(READS, '"${Secret}:${Text}::"'),
            holds(READS, '"${Text}"'),
            holds(READS, '"${Secret}:::id"'),
            rest=PARAMETERS,
        ),
    ),
    "secret-arn-suffix": (
        case(
            ALL,
            breaks("!Ref Parameter}", f"{WRITTEN}}}", at="Task"),
            breaks("!Ref Parameter}", f'"{WRITTEN}:key::"}}'),
            holds("!Ref Parameter}", f"{WRITTEN}-AbCdEf}}"),
            holds("!Ref Parameter}", '!Sub "arn:aws:secretsmanager:${AWS::Region}:1:secret:${Text}"}'),
            rest=PARAMETERS,
        ),
    ),
    "secret-key-platform": (
        case(
            ALL,
            breaks("PlatformVersion: LATEST", "PlatformVersion: 1.3.0", at="Service"),
            holds("PlatformVersion: LATEST", "PlatformVersion: 1.4.0"),
            rest=PARAMETERS,
        ),
    ),
    "secret-has-key": (
        case(
            ALL,
            breaks(":username::", ":user::", at="Task"),
            breaks("MasterUserSecret.SecretArn}:password::", "MasterUserSecret.SecretArn}:host::"),
            breaks(READS, '"${Other}:host::"'),
            holds(READS, '"${Other}:token::"'),
            holds(":username::", ":password::"),
            holds("""'{"username":"${Text}"}'""", """'{"${Text}":"name"}'"""),
            holds(":username::", ":${Text}::"),
            holds(READS, '"${Arn}:host::"'),
            holds("""SecretString: '{"token":"x"}'""", "Description: filled by hand"),
            rest=PARAMETERS,
        ),
        nest(WIRED, breaks(":user::", ":username::", at="Api/Task"), holds('{"user":"a"}', "no JSON")),
    ),
    "execution-role-present": (
        case(
            ALL,
            breaks("      ExecutionRoleArn: !GetAtt Role.Arn\n", "", at="Task"),
            holds("!GetAtt Role.Arn", "!Ref Text"),
            rest=PARAMETERS,
        ),
        case(
            """
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [EC2]
      ContainerDefinitions:
        - Name: api
          Image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:1
          LogConfiguration: {LogDriver: awslogs}
""",
            breaks("[EC2]", "[FARGATE]"),
            breaks("          LogConfiguration: {LogDriver: awslogs}", "          Secrets: [{Name: X, ValueFrom: x}]"),
            holds("123456789012.dkr.ecr.eu-west-1.amazonaws.com", "public.ecr.aws"),
        ),
        case(
            """
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      ContainerDefinitions: [{Name: api, Image: public.ecr.aws/x/api:1}]
""",
            breaks("public.ecr.aws/x", "123456789012.dkr.ecr.eu-west-1.amazonaws.com"),
        ),
    ),
    "execution-role-reads-secrets": (
        case(
            ALL,
            breaks("[secretsmanager:GetSecretValue]", "[secretsmanager:DescribeSecret]", at="Task"),
            breaks("Resource: [!Ref Secret,", "Resource: [!Ref Other,"),
            breaks("Resource: [!Ref Secret,", "Resource: [!GetAtt Key.Arn,"),
            breaks("Action: ssm:GetParameters", "Action: ssm:GetParameter"),
            breaks("        - !Ref Policy\n", "", line='- {Name: USER, ValueFrom: !Sub "${Secret}:username::"}'),
            breaks("Allow\n            Action: [secrets", "Deny\n            Action: [secrets"),
            holds("Resource: [!Ref Secret,", "Resource: ['*',"),
            holds("Action: [secretsmanager:GetSecretValue]", "Action: !Ref Text"),
            holds("Resource: [!Ref Secret,", "Resource: [!Ref Arn,"),
            holds("Resource: [!Ref Secret,", "Resource: ['arn:aws:secretsmanager:*:*:secret:app/*',"),
            holds("Resource: [!Ref Secret,", "Resource: [!If [A, !Ref Other, !Ref Secret],"),
            holds("Action: [secretsmanager:GetSecretValue]", "NotAction: [secretsmanager:GetSecretValue]"),
            holds("!GetAtt Role.Arn", "!Ref Text"),
            holds("        - !Ref Policy\n", "        - arn:aws:iam::aws:policy/SecretsManagerReadWrite\n"),
            rest=PARAMETERS,
        ),
        case(
            ALL.replace("Resource: [!Ref Secret,", "Resource: [!Ref Other,") + LETTING_IN,
            breaks("Principal: {AWS: !GetAtt Role.Arn}", "Principal: {Service: lambda.amazonaws.com}"),
            breaks("Effect: Allow, Principal", "Effect: Deny, Principal"),
            breaks("SecretId: !Ref Secret, ResourcePolicy", "SecretId: !Ref Other, ResourcePolicy"),
            holds("Principal: {AWS: !GetAtt Role.Arn}", "Principal: {AWS: !Ref Arn}"),
            rest=PARAMETERS,
        ),
        nest(WIRED, breaks("secretsmanager:*", "s3:*", at="Api/Task")),
    ),
    "execution-role-decrypts-secrets": (
        case(
            ALL,
            breaks("Action: kms:Decrypt", "Action: kms:Encrypt", at="Task"),
            breaks("kms:Decrypt, Resource: !GetAtt Key.Arn", "kms:Decrypt, Resource: arn:aws:s3:::x"),
            holds("      KmsKeyId: !Ref Key\n", ""),
            holds("      KmsKeyId: !Ref Key\n", "      KmsKeyId: !Ref Arn\n"),
            rest=PARAMETERS,
        ),
        case(
            ALL.replace("kms:Decrypt", "kms:Encrypt").replace(
                "${AWS::AccountId}:root", "${AWS::AccountId}:role/${Role}"
            ),
            breaks("role/${Role}", "root"),
            breaks('"kms:*"', "kms:Encrypt"),
            rest=PARAMETERS,
        ),
    ),
    "execution-role-starts-containers": (
        case(
            ALL,
            breaks("        - arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy\n", "", at="Task"),
            holds("service-role/AmazonECSTaskExecutionRolePolicy", "PowerUserAccess"),
            holds("[FARGATE]", "[EC2]"),
            rest=PARAMETERS,
        ),
    ),
    "restart-after-rotation": (
        case(
            ALL + RESTART,
            holds("RotationSucceeded", "PutSecretValue"),
            holds("id: [!Ref Secret]", "id: [!Ref Arn]"),
            rest=PARAMETERS,
        ),
        case(
            (ALL + RESTART).partition("  RestartOther")[0].replace("ManageMasterUserPassword: true", "Engine: mysql"),
            breaks("id: [!Ref Secret]", "id: [!Ref Other]", at="Task"),
            breaks(
                "Type: AWS::Events::Rule\n    Properties:\n",
                "Type: AWS::Events::Rule\n    Properties:\n      State: DISABLED\n",
            ),
            breaks("Engine: mysql", "ManageMasterUserPassword: true"),
            holds("id: [!Ref Secret]", "id: [!Ref Arn]"),
            rest=PARAMETERS,
        ),
        case(
            (ALL + RESTART)
            .partition("  Restart:")[0]
            .replace("ManageMasterUserPassword: true", "Engine: mysql")
            .replace(READS, '"${Secret}:host::"'),
            breaks(":host::", ":password::"),
            holds("  Service: {Type: AWS::ECS::Service", "  Service: {Type: Custom::Service"),
            rest=PARAMETERS,
        ),
    ),
}
