"""Cases of the rules about what is kept, named, tagged and secret."""

import json

from tests.gate.rules.case import breaks, case, holds, nest

DATABASE = """
  Database:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Retain
    UpdateReplacePolicy: Snapshot
    Properties:
      MasterUsername: !Sub '{{resolve:secretsmanager:${Secret}:SecretString:username}}'
      MasterUserPassword: !Sub '{{resolve:secretsmanager:${Secret}:SecretString:password}}'
  Secret:
    Type: AWS::SecretsManager::Secret
    DeletionPolicy: Retain
    Properties:
      GenerateSecretString: {SecretStringTemplate: '{"username": "app"}', GenerateStringKey: password}
  Member:
    Type: AWS::RDS::DBInstance
    Properties: {DBClusterIdentifier: !Ref Cluster}
  Cluster: {Type: AWS::RDS::DBCluster, DeletionPolicy: Delete}
  Bucket: {Type: AWS::S3::Bucket, DeletionPolicy: Retain}
"""
PARAMETERS = """
Parameters: {Keep: {Type: String, Default: Retain}, User: {Type: String, Default: app}, Free: {Type: String}}
Conditions: {Production: !Equals [!Ref Keep, Retain]}
"""
NAMED = """
  Group:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      Name: api
      Port: 8080
      Protocol: HTTP
"""
NAMES_ROOT = """
Parameters: {Short: {Type: String, Default: a}}
Resources:
  ApplicationNetwork: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}
  Role: {Type: AWS::IAM::Role, Properties: {RoleName: !Sub '${AWS::StackName}-task-execution-${Short}'}}
"""
NAMES_CHILD = """
Resources:
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub 'some-${AWS::AccountId}'}}
  Role: {Type: AWS::IAM::Role, Properties: {RoleName: !Sub '${AWS::StackName}'}}
"""
SECRET_ROOT = """
Parameters: {Password: {Type: String, NoEcho: true}, Plain: {Type: String}}
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: child.yaml
      Parameters: {Handed: !Sub '${Password}', Shown: !Ref Plain}
"""
SECRET_CHILD = """
Parameters:
  Handed: {Type: String, NoEcho: 'true'}
  Shown: {Type: String}
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Metadata: {Note: !Ref Shown}
    Properties:
      Tags: [{Key: a, Value: !Ref Shown}]
Outputs:
  Out: {Value: !Ref Shown}
"""
TASK = """
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Environment: [{Name: A, Value: b}]
          Secrets: [{Name: A, ValueFrom: !Ref Secret}]
  Secret: {Type: AWS::SecretsManager::Secret}
  Database:
    Type: AWS::RDS::DBInstance
    Metadata: {A: b}
    Properties:
      Tags: [{Key: a, Value: b}]
      MasterUserPassword: '{{resolve:secretsmanager:x}}'
"""
TAGGED = """
  A: {Type: AWS::SNS::Topic, Properties: {Tags: [{Key: Project, Value: x}]}}
  B: {Type: AWS::SNS::Topic, Properties: {Tags: [{Key: Project, Value: x}]}}
  C: {Type: AWS::SNS::Topic, Properties: {Tags: [{Key: Project, Value: x}]}}
  D: {Type: AWS::SSM::Parameter, Properties: {Tags: {Project: x}}}
  E:
    Type: AWS::SQS::Queue
    Properties:
      Tags: [{Key: Project, Value: x}, {Key: Other, Value: y}]
  F: {Type: AWS::EC2::Route}
  G: {Type: Custom::Thing}
"""
SERVICE = """
  Service:
    Type: AWS::ECS::Service
    Properties:
      PropagateTags: SERVICE
      Tags: [{Key: Project, Value: x}]
"""
INNER = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
SET = f"""
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      PermissionModel: SERVICE_MANAGED
      StackSetName: x
      Capabilities: [CAPABILITY_NAMED_IAM]
      TemplateBody: '{INNER}'
"""
NESTED = INNER.replace("AWS::SNS::Topic", "AWS::CloudFormation::Stack")
WITH_ROLE = INNER.replace("AWS::SNS::Topic", "AWS::IAM::Role")
NAMED_ROLE = WITH_ROLE.replace('"}}}', '", "Properties": {"RoleName": "x"}}}}')
POLICY = "    DeletionPolicy: Retain\n    UpdateReplacePolicy"

CASES = {
    "deletion-policies-valid": (
        case(
            DATABASE,
            breaks(
                POLICY, "    DeletionPolicy: Keep\n    UpdateReplacePolicy", at="Database", line="DeletionPolicy: Keep"
            ),
            breaks("UpdateReplacePolicy: Snapshot", "UpdateReplacePolicy: RetainExceptOnCreate"),
            breaks(POLICY, "    DeletionPolicy: !Ref Bucket\n    UpdateReplacePolicy"),
            breaks(POLICY, "    DeletionPolicy: !GetAtt Bucket.Arn\n    UpdateReplacePolicy"),
            breaks(POLICY, "    DeletionPolicy: !If [Production, Keep, Delete]\n    UpdateReplacePolicy"),
            breaks(POLICY, "    DeletionPolicy: !ImportValue x\n    UpdateReplacePolicy"),
            breaks("AWS::S3::Bucket, DeletionPolicy: Retain", "AWS::S3::Bucket, DeletionPolicy: Snapshot", at="Bucket"),
            holds(POLICY, "    DeletionPolicy: !If [Production, !Ref Keep, Delete]\n    UpdateReplacePolicy"),
            holds(POLICY, "    DeletionPolicy: RetainExceptOnCreate\n    UpdateReplacePolicy"),
            holds(POLICY, "    DeletionPolicy: !Ref Free\n    UpdateReplacePolicy"),
            rest=PARAMETERS,
        ),
    ),
    "retained-resources-have-no-fixed-name": (
        case(
            DATABASE,
            breaks("DeletionPolicy: Retain}", "DeletionPolicy: Retain, Properties: {BucketName: fixed}}", at="Bucket"),
            breaks(
                "DeletionPolicy: Retain}", "DeletionPolicy: !Ref Keep, Properties: {BucketName: fixed}}", at="Bucket"
            ),
            holds(
                "DeletionPolicy: Retain}", "DeletionPolicy: Retain, Properties: {BucketName: !Sub 'a-${AWS::Region}'}}"
            ),
            holds("DeletionPolicy: Retain}", "DeletionPolicy: Delete, Properties: {BucketName: fixed}}"),
            rest=PARAMETERS,
        ),
    ),
    "kept-databases-keep-their-secret": (
        case(
            DATABASE,
            breaks("    DeletionPolicy: Retain\n    Properties:\n      Gen", "    Properties:\n      Gen", at="Secret"),
            breaks(
                "    DeletionPolicy: Retain\n    Properties:\n      Gen",
                "    DeletionPolicy: Delete\n    Properties:\n      Gen",
            ),
            holds(
                "    DeletionPolicy: Retain\n    Properties:\n      Gen",
                "    DeletionPolicy: !Ref Free\n    Properties:\n      Gen",
            ),
            holds("DeletionPolicy: Retain", "DeletionPolicy: Delete"),
            rest=PARAMETERS,
        ),
    ),
    "database-deletion-explicit": (
        case(
            DATABASE,
            breaks(POLICY, "    UpdateReplacePolicy", at="Database"),
            breaks("AWS::RDS::DBCluster, DeletionPolicy: Delete", "AWS::RDS::DBCluster", at="Cluster"),
            rest=PARAMETERS,
        ),
    ),
    "generated-secrets-do-not-change": (
        case(
            DATABASE,
            breaks('\'{"username": "app"}\'', '!Sub \'{"username": "${User}"}\'', at="Secret"),
            breaks("GenerateStringKey: password", "GenerateStringKey: password, PasswordLength: !Ref User"),
            holds('\'{"username": "app"}\'', '!Sub \'{"username": "${AWS::Region}"}\''),
            rest=PARAMETERS,
        ),
        case(
            "  Attachment: {Type: AWS::SecretsManager::SecretTargetAttachment, Properties: {SecretId: !Ref Secret}}\n"
            "  Secret: {Type: AWS::SecretsManager::Secret, Properties: {GenerateSecretString: {PasswordLength: 20}}}\n",
            breaks("PasswordLength: 20", "PasswordLength: !Ref Free", at="Secret"),
            rest=PARAMETERS,
        ),
    ),
    "named-resources-keep-their-properties": (
        case(
            NAMED,
            breaks("Port: 8080", "Port: !Ref Port", at="Group", line="Port: !Ref Port"),
            holds("Name: api", "Name: !Ref AWS::NoValue"),
            holds("Name: api", "Name: !Sub 'api-${Port}'"),
            rest="Parameters: {Port: {Type: Number, Default: 80}}",
        ),
    ),
    "names-fit": (
        nest(
            {"root.yaml": NAMES_ROOT, "child.yaml": NAMES_CHILD},
            breaks(
                "RoleName: !Sub '${AWS::StackName}'",
                "RoleName: !Sub '${AWS::StackName}-the-execution-of-tasks'",
                at="ApplicationNetwork/Role",
            ),
            breaks("-task-execution-", f"-{'x' * 50}-", at="Role"),
            holds("RoleName: !Sub '${AWS::StackName}'", f"RoleName: {'x' * 70}"),
        ),
    ),
    "names-in-lower-case": (
        nest(
            {"root.yaml": NAMES_ROOT, "child.yaml": NAMES_CHILD},
            breaks("some-${AWS::AccountId}", "some-${AWS::StackName}", at="ApplicationNetwork/Bucket"),
            breaks("!Sub 'some-${AWS::AccountId}'", "!Ref AWS::StackName"),
            holds("ApplicationNetwork", "network"),
        ),
        nest(
            {
                "root.yaml": NAMES_ROOT.replace("ApplicationNetwork", "network"),
                "child.yaml": NAMES_CHILD.replace("AccountId", "StackName"),
            },
            breaks("network:", "Network:", at="Network/Bucket"),
        ),
    ),
    "secret-parameters-stay-secret": (
        nest(
            {"root.yaml": SECRET_ROOT, "child.yaml": SECRET_CHILD},
            breaks("Handed: {Type: String, NoEcho: 'true'}", "Handed: {Type: String}", at="Child/Handed"),
            breaks(
                "Password: {Type: String, NoEcho: true}",
                "Password: {Type: String, NoEcho: true, Default: x}",
                at="Password",
            ),
            breaks("Out: {Value: !Ref Shown}", "Out: {Value: !Ref Handed}", at="Child/Out"),
            breaks(
                "Metadata: {Note: !Ref Shown}",
                "Metadata: {Note: !Ref Handed}",
                at="Child/Topic",
                line="Metadata: {Note: !Ref Handed}",
            ),
            breaks("Value: !Ref Shown}]", "Value: !Sub '${Handed}'}]", at="Child/Topic"),
            holds("Password: {Type: String, NoEcho: true}", "Password: {Type: String, NoEcho: true, Default: ''}"),
        ),
    ),
    "dynamic-references-in-secret-properties": (
        case(
            TASK,
            breaks(
                "Value: b}]\n          S",
                "Value: '{{resolve:secretsmanager:x}}'}]\n          S",
                at="Task",
                line="ContainerDefinitions:",
            ),
            breaks("Value: b}]\n          S", "Value: !Sub 'a{{resolve:ssm-secure:${Secret}}}'}]\n          S"),
            breaks(
                "Tags: [{Key: a, Value: b}]", "Tags: [{Key: a, Value: '{{resolve:secretsmanager:x}}'}]", at="Database"
            ),
            breaks("Metadata: {A: b}", "Metadata: {A: '{{resolve:secretsmanager:x}}'}", at="Database"),
            breaks("Value: out", "Value: '{{resolve:secretsmanager:x}}'", at="Out"),
            holds("Value: b}]\n          S", "Value: '{{resolve:ssm:x}}'}]\n          S"),
            rest="Outputs: {Out: {Value: out}}",
        ),
    ),
    "tags-valid": (
        case(
            TAGGED,
            breaks(
                "{Key: Other, Value: y}",
                "{Key: 'aws:x', Value: y}",
                at="E",
                line="Tags: [{Key: Project, Value: x}, {Key: 'aws:x', Value: y}]",
            ),
            breaks("{Key: Other, Value: y}", "{Key: Project, Value: y}", at="E"),
            breaks("{Key: Other, Value: y}", ", ".join(f"{{Key: k{n}, Value: y}}" for n in range(50))),
            holds("{Key: Other, Value: y}", ", ".join(f"{{Key: k{n}, Value: y}}" for n in range(49))),
        ),
    ),
    "tags-reach-everything": (
        case(
            TAGGED,
            breaks("[{Key: Project, Value: x}, {Key: Other, Value: y}]", "[{Key: Other, Value: y}]", at="E"),
            breaks("      Tags: [{Key: Project, Value: x}, {Key: Other, Value: y}]", "      QueueName: x", at="E"),
            breaks("  F: {Type: AWS::EC2::Route}", "  F: {Type: AWS::EC2::VPC}", at="F"),
            holds("[{Key: Project, Value: x}, {Key: Other, Value: y}]", "!Ref Tags"),
        ),
        nest(
            {
                "root.yaml": f"Resources:\n{TAGGED}  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n"
                "      TemplateURL: child.yaml\n      Tags: [{Key: Project, Value: y}]\n",
                "child.yaml": "Resources: {Vpc: {Type: AWS::EC2::VPC}}\n",
            },
            breaks("      Tags: [{Key: Project, Value: y}]\n", "", at="Child/Vpc"),
        ),
    ),
    "tags-reach-tasks": (
        case(
            SERVICE,
            breaks("      PropagateTags: SERVICE\n", "", at="Service"),
            breaks("PropagateTags: SERVICE", "PropagateTags: NONE", at="Service", line="PropagateTags: NONE"),
            holds("PropagateTags: SERVICE", "PropagateTags: !Ref How"),
        ),
    ),
    "stack-set-without-nested-stacks": (
        case(
            SET,
            breaks(INNER, NESTED, at="Set"),
            breaks(INNER, INNER.replace("{", '{"Transform": "X", ', 1), at="Set"),
            holds(INNER, "{"),
            holds("StackSetName: x", "StackSetName: y"),
        ),
        case(
            SET.replace("SERVICE_MANAGED", "SELF_MANAGED").replace(INNER, NESTED),
            breaks("SELF_MANAGED", "SERVICE_MANAGED", at="Set"),
        ),
    ),
    "stack-set-capabilities": (
        case(
            SET,
            breaks(
                INNER,
                INNER.replace("{", '{"Transform": "X", ', 1),
                at="Set",
                line="Capabilities: [CAPABILITY_NAMED_IAM]",
            ),
            holds(INNER, NAMED_ROLE),
            holds(INNER, WITH_ROLE),
        ),
        case(
            SET.replace("CAPABILITY_NAMED_IAM", "CAPABILITY_IAM").replace(INNER, WITH_ROLE),
            breaks(WITH_ROLE, NAMED_ROLE, at="Set"),
            breaks("      Capabilities: [CAPABILITY_IAM]\n", "", at="Set"),
            holds("[CAPABILITY_IAM]", "!Ref Capabilities"),
        ),
    ),
}
