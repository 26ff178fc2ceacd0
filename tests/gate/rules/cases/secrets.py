"""Cases of the rules about secrets and their rotation."""

from tests.gate.rules.case import breaks, case, holds, nest

TRANSFORM = "Transform: AWS::SecretsManager-2024-09-16"
ROTATED = """
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties:
      Name: app/database
      GenerateSecretString:
        SecretStringTemplate: '{"username": "app"}'
        GenerateStringKey: password
        PasswordLength: 32
        ExcludeCharacters: '/@" '
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      MasterUserPassword: !Sub "{{resolve:secretsmanager:${Secret}:SecretString:password}}"
  Attachment:
    Type: AWS::SecretsManager::SecretTargetAttachment
    Properties:
      SecretId: !Ref Secret
      TargetId: !Ref Database
      TargetType: AWS::RDS::DBInstance
  Schedule:
    Type: AWS::SecretsManager::RotationSchedule
    Properties:
      SecretId: !Ref Attachment
      RotateImmediatelyOnUpdate: false
      RotationRules: {AutomaticallyAfterDays: 30}
      HostedRotationLambda:
        RotationType: PostgreSQLSingleUser
        VpcSubnetIds: !Join [",", [subnet-1, subnet-2]]
        VpcSecurityGroupIds: sg-1
"""
MANAGED = """
  Database: {Type: AWS::RDS::DBCluster, Properties: {ManageMasterUserPassword: true}}
  Schedule:
    Type: AWS::SecretsManager::RotationSchedule
    Properties:
      SecretId: !GetAtt Database.MasterUserSecret.SecretArn
      RotationRules: {AutomaticallyAfterDays: 30}
"""
ROOT = """
Resources:
  Data: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: data.yaml}}
  Schedule:
    Type: AWS::SecretsManager::RotationSchedule
    Properties:
      SecretId: !GetAtt Data.Outputs.Secret
"""
DATA = """
Resources:
  Secret: {Type: AWS::SecretsManager::Secret}
  Other: {Type: AWS::SecretsManager::Secret}
  Schedule: {Type: AWS::SecretsManager::RotationSchedule, Properties: {SecretId: !Ref Other}}
Outputs:
  Secret: {Value: !Ref Secret}
"""
DAYS = "{AutomaticallyAfterDays: 30}"

CASES = {
    "hosted-rotation-transform": (
        case(
            ROTATED,
            breaks(TRANSFORM, "", at="Schedule", line="HostedRotationLambda:"),
            holds(TRANSFORM, "Transform: [AWS::Serverless-2016-10-31, AWS::SecretsManager-2020-07-23]"),
            rest=TRANSFORM,
        ),
    ),
    "hosted-rotation-texts": (
        case(
            ROTATED,
            breaks(
                '!Join [",", [subnet-1, subnet-2]]', "[subnet-1, subnet-2]", line="VpcSubnetIds: [subnet-1, subnet-2]"
            ),
            breaks("VpcSecurityGroupIds: sg-1", "VpcSecurityGroupIds: !Ref Subnets"),
            holds('[",", [subnet-1, subnet-2]]', '[",", !Ref Subnets]'),
            rest="Parameters:\n  Subnets: {Type: List<AWS::EC2::Subnet::Id>}",
        ),
    ),
    "rotation-type": (
        case(
            ROTATED,
            breaks("PostgreSQLSingleUser", "PostgresSingleUser", line="RotationType: PostgresSingleUser"),
            breaks("PostgreSQLSingleUser", "MySQLSingleUser", at="Schedule"),
            breaks("Engine: postgres", "Engine: mariadb"),
            holds("PostgreSQLSingleUser", "!Ref AWS::StackName"),
            holds("Engine: postgres", "Engine: oracle-se2"),
        ),
    ),
    "rotation-superuser": (
        case(
            ROTATED,
            breaks("PostgreSQLSingleUser", "PostgreSQLMultiUser", line="RotationType: PostgreSQLMultiUser"),
            holds("PostgreSQLSingleUser", "PostgreSQLMultiUser\n        SuperuserSecretArn: arn"),
        ),
    ),
    "rotated-secret-attached": (
        case(
            ROTATED.replace("SecretId: !Ref Attachment", "SecretId: !Ref Secret"),
            breaks(
                "Type: AWS::SecretsManager::SecretTargetAttachment\n    Properties:\n      SecretId: !Ref Secret",
                "Type: AWS::SecretsManager::SecretTargetAttachment\n    Properties:\n      SecretId: other",
                at="Schedule",
            ),
        ),
        case(
            """
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties: {GenerateSecretString: {SecretStringTemplate: '{"username": "app", "host": "db"}'}}
  Schedule:
    Type: AWS::SecretsManager::RotationSchedule
    Properties:
      SecretId: !Ref Secret
      HostedRotationLambda: {RotationType: MySQLSingleUser}
""",
            breaks(', "host": "db"', "", at="Schedule", line="SecretId: !Ref Secret"),
            holds("""'{"username": "app", "host": "db"}'""", '!Sub \'{"username": "${AWS::StackName}"}\''),
        ),
    ),
    "rotation-not-at-once": (
        case(
            ROTATED,
            breaks("      RotateImmediatelyOnUpdate: false\n", "", at="Schedule"),
            breaks("Update: false", "Update: true", line="RotateImmediatelyOnUpdate: true"),
            holds("Update: false", 'Update: "false"'),
        ),
    ),
    "rotation-one-rhythm": (
        case(
            ROTATED,
            breaks(DAYS, "{AutomaticallyAfterDays: 30, ScheduleExpression: rate(30 days)}", at="Schedule"),
            holds(DAYS, "{ScheduleExpression: rate(30 days)}"),
        ),
    ),
    "rotation-one-schedule": (
        nest(
            {"root.yaml": ROOT, "data.yaml": DATA},
            breaks("SecretId: !Ref Other", "SecretId: !Ref Secret", at="Data/Schedule"),
            breaks(
                "Value: !Ref Secret", "Value: !Ref Other", at="Schedule", line="SecretId: !GetAtt Data.Outputs.Secret"
            ),
        ),
    ),
    "managed-secret-without-function": (
        case(
            MANAGED,
            breaks(f"RotationRules: {DAYS}", "RotationLambdaARN: arn", line="RotationLambdaARN: arn"),
            breaks(f"RotationRules: {DAYS}", "HostedRotationLambda: {RotationType: MySQLSingleUser}", at="Schedule"),
        ),
    ),
    "password-characters": (
        case(
            ROTATED,
            breaks(
                """ExcludeCharacters: '/@" '""", "ExcludeCharacters: '/@'", at="Secret", line="ExcludeCharacters: '/@'"
            ),
            breaks("""ExcludeCharacters: '/@" '""", "IncludeNumbers: true"),
            breaks("""ExcludeCharacters: '/@" '""", """IncludeSpace: true\n        ExcludeCharacters: '/@"'"""),
            holds("""ExcludeCharacters: '/@" '""", "ExcludePunctuation: true"),
            holds("""ExcludeCharacters: '/@" '""", "ExcludeCharacters: !Ref AWS::StackName"),
        ),
    ),
    "password-length": (
        case(
            ROTATED,
            breaks("PasswordLength: 32", "PasswordLength: 7", at="Secret", line="PasswordLength: 7"),
            breaks("Engine: postgres", "Engine: oracle-ee", at="Secret"),
            holds("PasswordLength: 32", "PasswordLength: 64"),
        ),
        case(ROTATED.replace("postgres", "mysql"), breaks("PasswordLength: 32", "PasswordLength: 42", at="Secret")),
    ),
    "generated-key-and-template": (
        case(
            ROTATED,
            breaks("        GenerateStringKey: password\n", "", at="Secret"),
            breaks("""        SecretStringTemplate: '{"username": "app"}'\n""", "", line="GenerateStringKey: password"),
            breaks("""'{"username": "app"}'""", "'{username: app}'"),
            breaks("""'{"username": "app"}'""", """'["username"]'"""),
            holds("""'{"username": "app"}'""", '!Sub \'{"username": "${AWS::StackName}"}\''),
        ),
    ),
    "attached-secret-username": (
        case(ROTATED, breaks('{"username": "app"}', '{"user": "app"}', at="Secret"), holds('"app"', '"another"')),
    ),
    "attachment-target-type": (
        case(
            ROTATED,
            breaks("TargetType: AWS::RDS::DBInstance", "TargetType: AWS::RDS::DBCluster", at="Attachment"),
            breaks("Type: AWS::RDS::DBInstance\n    Properties", "Type: AWS::RDS::DBCluster\n    Properties"),
            holds("TargetId: !Ref Database", "TargetId: database"),
        ),
    ),
    "secret-name-ending": (
        case(
            ROTATED,
            breaks("Name: app/database", "Name: app-secret", at="Secret", line="Name: app-secret"),
            breaks("Name: app/database", "Name: !Sub '${AWS::StackName}-config'"),
            holds("Name: app/database", "Name: app-secrets"),
            holds("Name: app/database", "Name: !Sub 'secret-${AWS::StackName}'"),
        ),
    ),
}
