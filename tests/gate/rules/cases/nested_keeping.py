"""Cases of the rules about what is kept and named."""

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
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupId: api
      Port: 8080
      AutomaticFailoverEnabled: true
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
POLICY = "    DeletionPolicy: Retain\n    UpdateReplacePolicy"

FREE = """
  Targets: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: 80}}
  Acl: {Type: AWS::WAFv2::WebACL, Properties: {Scope: REGIONAL}}
  Rules: {Type: AWS::WAFv2::RuleGroup, Properties: {Scope: CLOUDFRONT}}
  Service: {Type: AWS::ECS::Service, Properties: {DesiredCount: 1}}
  Budget:
    Type: AWS::Budgets::Budget
    Properties:
      Budget: {BudgetType: COST}
      NotificationsWithSubscribers: []
"""
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
            holds("Id: api", "Id: !Ref AWS::NoValue"),
            holds("Id: api", "Id: !Sub 'api-${Port}'"),
            rest="Parameters: {Port: {Type: Number, Default: 80}}",
        ),
    ),
    "replaced-resources-have-no-fixed-name": (
        case(
            FREE,
            breaks(
                "Port: 80",
                "Name: shop",
                at="Targets",
                line="Targets: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Name: shop}}",
            ),
            breaks("Scope: REGIONAL", "Name: shop", at="Acl"),
            breaks("Scope: CLOUDFRONT", "Name: !Sub '${AWS::StackName}-rules'", at="Rules"),
            breaks("DesiredCount: 1", "ServiceName: api", at="Service"),
            breaks("BudgetType: COST", "BudgetName: shop", at="Budget", line="Budget: {BudgetName: shop}"),
            holds("Port: 80", "Name: !Ref AWS::NoValue"),
        ),
        case(
            FREE.replace("BudgetType: COST", "BudgetName: shop").replace("Notifications", "Other"),
            breaks("OtherWith", "NotificationsWith"),
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
}
