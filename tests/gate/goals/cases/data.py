"""Databases, caches, secrets, keys, backups and trails."""

from tests.gate.goals.case import case

KEY = """
Key:
  Type: AWS::KMS::Key
  Properties:
    EnableKeyRotation: true
    KeyPolicy:
      Version: '2012-10-17'
      Statement:
      - {Sid: Use, Effect: Allow, Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}, Action: 'kms:Decrypt'}
      - Sid: Grants
        Effect: Deny
        Principal: {AWS: '*'}
        Action: [kms:CreateGrant]
        Condition: {BoolIfExists: {'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false'}}
"""
INSTANCE = """
Database:
  Type: AWS::RDS::DBInstance
  Properties:
    Engine: postgres
    Port: 6000
    StorageEncrypted: true
    KmsKeyId: !GetAtt Key.Arn
    PubliclyAccessible: false
    DBSubnetGroupName: subnets
    DBParameterGroupName: !Ref Parameters
    BackupRetentionPeriod: 7
    MultiAZ: true
    DeletionProtection: true
    MonitoringInterval: 60
    MonitoringRoleArn: role
    EnableCloudwatchLogsExports: [postgresql, upgrade]
    EnableIAMDatabaseAuthentication: true
    AutoMinorVersionUpgrade: true
    CopyTagsToSnapshot: true
    MasterUsername: tracker
    MasterUserPassword: !Sub '{{resolve:secretsmanager:${Secret}:SecretString:password}}'
    Tags: [{Key: Project, Value: tracker}]
Replica:
  Type: AWS::RDS::DBInstance
  Properties:
    SourceDBInstanceIdentifier: !Ref Database
    Port: 6000
    PubliclyAccessible: false
    DeletionProtection: true
    MonitoringInterval: 60
    MonitoringRoleArn: role
    EnableCloudwatchLogsExports: [postgresql, upgrade]
    EnableIAMDatabaseAuthentication: true
    AutoMinorVersionUpgrade: true
    CopyTagsToSnapshot: true
Parameters: {Type: 'AWS::RDS::DBParameterGroup', Properties: {Parameters: {rds.force_ssl: '1'}}}
Secret: {Type: 'AWS::SecretsManager::Secret', Properties: {KmsKeyId: !Ref Alias}}
Rotation: {Type: 'AWS::SecretsManager::RotationSchedule', Properties: {SecretId: !Ref Secret}}
Key: {Type: 'AWS::KMS::Key'}
Alias: {Type: 'AWS::KMS::Alias'}
Selection:
  Type: AWS::Backup::BackupSelection
  Properties: {BackupSelection: {Resources: [!GetAtt Database.DBInstanceArn]}}
Events:
  Type: AWS::RDS::EventSubscription
  Properties:
    SourceType: db-instance
    SourceIds: [!Ref Database, !Ref Replica]
    EventCategories: [failure, maintenance, configuration change]
ParameterEvents:
  Type: AWS::RDS::EventSubscription
  Properties: {SourceType: db-parameter-group, SourceIds: [!Ref Parameters], Enabled: true}
"""
CLUSTER = """
Database:
  Type: AWS::RDS::DBCluster
  Properties:
    Engine: aurora-mysql
    BacktrackWindow: 3600
    EnableCloudwatchLogsExports: [audit, error, general, slowquery]
    DBClusterParameterGroupName: !Ref Parameters
    ManageMasterUserPassword: true
    MasterUserSecret: {KmsKeyId: !Ref KeyArn}
    MonitoringInterval: 60
    MonitoringRoleArn: role
    Tags: [{Key: Project, Value: tracker}]
Writer: {Type: 'AWS::RDS::DBInstance', Properties: {DBClusterIdentifier: !Ref Database}}
Reader: {Type: 'AWS::RDS::DBInstance', Properties: {DBClusterIdentifier: !Ref Database}}
Parameters:
  {Type: 'AWS::RDS::DBClusterParameterGroup', Properties: {Parameters: {require_secure_transport: 'ON'}}}
Selection:
  Type: AWS::Backup::BackupSelection
  Properties:
    BackupSelection:
      ListOfTags: [{ConditionType: STRINGEQUALS, ConditionKey: Project, ConditionValue: tracker}]
Events: {Type: 'AWS::RDS::EventSubscription', Properties: {SnsTopicArn: arn}}
"""
OTHER_CLUSTER = """
Cluster: {Type: 'AWS::RDS::DBCluster', Properties: {DBClusterParameterGroupName: !Ref ClusterParameters}}
ClusterParameters:
  {Type: 'AWS::RDS::DBClusterParameterGroup', Properties: {Parameters: {require_secure_transport: 'ON'}}}
"""
CLUSTER_PARAMETERS = "Parameters: {KeyArn: {Type: String}}"
CACHE = """
Group:
  Type: AWS::ElastiCache::ReplicationGroup
  Properties:
    Port: 7000
    CacheSubnetGroupName: subnets
    AutoMinorVersionUpgrade: true
    TransitEncryptionEnabled: true
    AtRestEncryptionEnabled: true
    UserGroupIds: [users]
    MultiAZEnabled: true
    AutomaticFailoverEnabled: true
    SnapshotRetentionLimit: 7
Serverless:
  Type: AWS::ElastiCache::ServerlessCache
  Properties: {SubnetIds: [a, b], UserGroupId: users, SnapshotRetentionLimit: 1}
"""
TRAIL = """
Trail:
  Type: AWS::CloudTrail::Trail
  Properties:
    IsLogging: true
    IsMultiRegionTrail: true
    EnableLogFileValidation: true
    KMSKeyId: !GetAtt Key.Arn
    CloudWatchLogsLogGroupArn: group
    EventSelectors: [{DataResources: [{Type: 'AWS::S3::Object', Values: ['arn:aws:s3']}]}]
Key: {Type: 'AWS::KMS::Key'}
Vault: {Type: 'AWS::Backup::BackupVault', Properties: {EncryptionKeyArn: !GetAtt Key.Arn}}
Plan:
  Type: AWS::Backup::BackupPlan
  Properties: {BackupPlan: {BackupPlanRule: [{RuleName: daily, Lifecycle: {DeleteAfterDays: 35}}]}}
"""
FIRST = "    StorageEncrypted: true"

CASES = {
    "database-encryption": case(INSTANCE, ("StorageEncrypted: true", "StorageEncrypted: false"), (FIRST, "")),
    "database-key": case(
        INSTANCE, ("KmsKeyId: !GetAtt Key.Arn", "KmsKeyId: alias/aws/rds"), ("    KmsKeyId: !GetAtt Key.Arn\n", "")
    ),
    "database-private": case(
        INSTANCE, ("PubliclyAccessible: false", "PubliclyAccessible: true"), ("DBSubnetGroupName", "Others")
    ),
    "database-backups": case(INSTANCE, ("BackupRetentionPeriod: 7", "BackupRetentionPeriod: 1"), ("BackupRet", "Ret")),
    "database-backup-plan": case(
        CLUSTER, ("ConditionValue: tracker", "ConditionValue: x"), ("ListOfTags", "Others"), rest=CLUSTER_PARAMETERS
    ),
    "database-second-zone": case(
        INSTANCE
        + CLUSTER.replace("Database", "Cluster")
        .replace("Parameters:", "More:")
        .replace("Selection:", "S:")
        .replace("Events:", "E:")
        .replace("!Ref Parameters", "x")
        .replace("{More:", "{Parameters:"),
        ("MultiAZ: true", "MultiAZ: false"),
        ("Reader: {Type: 'AWS::RDS::DBInstance'", "Reader: {Type: 'AWS::RDS::DBProxy'"),
        rest=CLUSTER_PARAMETERS,
    ),
    "database-deletion-protection": case(INSTANCE, ("DeletionProtection: true", "DeletionProtection: false")),
    "database-enhanced-monitoring": case(
        CLUSTER, ("MonitoringInterval: 60", "MonitoringInterval: 0"), ("MonitoringRole", "X"), rest=CLUSTER_PARAMETERS
    ),
    "database-logs": case(
        CLUSTER, ("audit, error", "error"), ("general, slowquery", "general"), rest=CLUSTER_PARAMETERS
    ),
    "database-iam-authentication": case(INSTANCE, ("EnableIAMDatabaseAuthentication: true", "Others: true")),
    "database-minor-upgrades": case(INSTANCE, ("AutoMinorVersionUpgrade: true", "AutoMinorVersionUpgrade: false")),
    "database-snapshot-tags": case(INSTANCE, ("CopyTagsToSnapshot: true", "CopyTagsToSnapshot: false")),
    "database-tls": case(
        INSTANCE + OTHER_CLUSTER,
        ("rds.force_ssl: '1'", "rds.force_ssl: '0'"),
        ("SourceDBInstanceIdentifier", "DBParameterGroupName: default.postgres16\n    SourceDBInstanceIdentifier"),
        ("'ON'", "'OFF'"),
        ("!Ref ClusterParameters", "default.aurora"),
    ),
    "database-unusual-port": case(INSTANCE, ("Port: 6000", "Port: '5432'"), ("Port: 6000", "Others: 6000")),
    "database-administrator-name": case(INSTANCE, ("MasterUsername: tracker", "MasterUsername: postgres")),
    "database-password": case(
        INSTANCE,
        ("!Sub '{{resolve:secretsmanager:${Secret}:SecretString:password}}'", "hunter2"),
        ("!Sub '{{resolve:secretsmanager:${Secret}:SecretString:password}}'", "'{{resolve:ssm:/password}}'"),
    ),
    "database-backtracking": case(CLUSTER, ("BacktrackWindow", "Others"), rest=CLUSTER_PARAMETERS),
    "database-events": case(
        INSTANCE,
        ("[failure, maintenance,", "[maintenance,"),
        ("SourceType: db-instance", "SourceType: db-snapshot"),
        ("!Ref Database, !Ref Replica", "!Ref Database"),
        ("Enabled: true", "Enabled: false"),
        ("SourceIds: [!Ref Parameters]", "SourceIds: [others]"),
    ),
    "cache-basics": case(
        CACHE,
        ("CacheSubnetGroupName", "Others"),
        ("AutoMinorVersionUpgrade", "Others"),
        ("TransitEncryptionEnabled", "Others"),
        ("AtRestEncryptionEnabled", "Others"),
        ("UserGroupIds", "Others"),
        ("UserGroupId: users, ", ""),
        ("SubnetIds", "Others"),
    ),
    "cache-second-zone": case(
        CACHE,
        ("MultiAZEnabled", "Others"),
        ("AutomaticFailoverEnabled: true", "AutomaticFailoverEnabled: false"),
        ("SnapshotRetentionLimit: 7", "SnapshotRetentionLimit: 0"),
        (", SnapshotRetentionLimit: 1", ""),
    ),
    "cache-unusual-port": case(CACHE, ("7000", "6379"), ("Port:", "Others:")),
    "secret-rotation": case(INSTANCE, ("SecretId: !Ref Secret", "SecretId: another")),
    "secret-key": case(
        INSTANCE + CLUSTER.partition("Writer:")[0].replace("Database:", "Cluster:", 1),
        ("!Ref Alias", "alias/aws/secretsmanager"),
        ("!Ref KeyArn", "alias/aws/secretsmanager"),
        rest=CLUSTER_PARAMETERS,
    ),
    "key-rotation": case(KEY, ("EnableKeyRotation: true", "EnableKeyRotation: false")),
    "key-policy-principals": case(
        KEY,
        ("{AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}", "'*'"),
        ("!Sub 'arn:aws:iam::${AWS::AccountId}:root'", "'*'"),
        ("!Sub 'arn:aws:iam::${AWS::AccountId}:root'", "'arn:aws:iam::111122223333:root'"),
    ),
    "key-grants": case(
        KEY,
        ("Principal: {AWS: '*'}", "Principal: '*'"),
        ("kms:CreateGrant", "kms:ListGrants"),
        ("BoolIfExists", "Bool"),
        ("Deny", "Allow"),
    ),
    "key-administration-limited": case(KEY, ("kms:Decrypt", "kms:*")),
    "trail-basics": case(
        TRAIL,
        ("IsLogging: true", "IsLogging: false"),
        ("IsMultiRegionTrail: true", "IsMultiRegionTrail: false"),
        ("EnableLogFileValidation", "Others"),
        ("KMSKeyId", "Others"),
        ("CloudWatchLogsLogGroupArn", "Others"),
    ),
    "trail-of-objects": case(TRAIL, ("EventSelectors", "Others")),
    "backup-vault": case(TRAIL, ("EncryptionKeyArn", "Others"), ("DeleteAfterDays: 35", "DeleteAfterDays: 7")),
}
