"""Cases of the rules about a database's users, its name and its replicas."""

from tests.gate.rules.case import breaks, case, holds

DATABASE = """
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties:
      GenerateSecretString: {SecretStringTemplate: '{"username": "appmaster"}', GenerateStringKey: password}
  Attached:
    Type: AWS::SecretsManager::SecretTargetAttachment
    Properties: {SecretId: !Ref Secret, TargetId: !Ref Database, TargetType: AWS::RDS::DBInstance}
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      DBName: taskdb
      MasterUsername: appmaster
      MasterUserPassword: !Sub "{{resolve:secretsmanager:${Secret}:SecretString:password}}"
  Cluster:
    Type: AWS::RDS::DBCluster
    Properties:
      Engine: aurora-mysql
      DatabaseName: tracker
      MasterUsername: admin
      ManageMasterUserPassword: true
"""
TEMPLATE = """'{"username": "appmaster"}'"""
SYMBOLIC = """!Sub '{"username": "${User}"}'"""
RESOLVED = '!Sub "{{resolve:secretsmanager:${Secret}:SecretString:username}}"'
PASSWORD = '      MasterUserPassword: !Sub "{{resolve:secretsmanager:${Secret}:SecretString:password}}"\n'
REPLICA = """
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      DBInstanceIdentifier: !Sub app-${AWS::StackName}
      Engine: postgres
      BackupRetentionPeriod: 7
      MasterUserPassword: !Ref Password
  Replica:
    Type: AWS::RDS::DBInstance
    Properties:
      SourceDBInstanceIdentifier: !Ref Database
      PubliclyAccessible: false
      CopyTagsToSnapshot: true
"""
MANAGED = "ManageMasterUserPassword: true"
BY_NAME = "!Sub app-${AWS::StackName}\n      Tags: []"
ARN = "arn:aws:rds:eu-west-1:111122223333:db:app"

CASES = {
    "master-username": (
        case(
            DATABASE,
            breaks("MasterUsername: appmaster", "MasterUsername: admin", at="Database", line="MasterUsername: admin"),
            breaks("MasterUsername: appmaster", "MasterUsername: pg_owner"),
            breaks("MasterUsername: appmaster", "MasterUsername: RdsAdmin"),
            breaks("MasterUsername: appmaster", "MasterUsername: app-master"),
            breaks("MasterUsername: appmaster", f"MasterUsername: {'a' * 64}"),
            breaks("MasterUsername: admin", "MasterUsername: rdsadmin", at="Cluster"),
            breaks("MasterUsername: admin", f"MasterUsername: {'a' * 33}", at="Cluster"),
            breaks("Engine: aurora-mysql", "Engine: aurora-postgresql", at="Cluster"),
            holds("MasterUsername: appmaster", "MasterUsername: postgres"),
            holds("MasterUsername: appmaster", "MasterUsername: !Ref User"),
            holds("MasterUsername: appmaster", 'MasterUsername: "{{resolve:ssm:/app/user}}"'),
            holds("MasterUsername: appmaster", "MasterUsername: admin\n      DBSnapshotIdentifier: !Ref Snapshot"),
            holds("MasterUsername: appmaster", f"MasterUsername: {'a' * 63}"),
            holds("Engine: postgres", "Engine: sqlserver-ex"),
            holds("Engine: aurora-mysql", "Engine: !Ref Engine"),
        ),
        # The name may stand in the secret.
        case(
            DATABASE.replace("MasterUsername: appmaster", f"MasterUsername: {RESOLVED}"),
            breaks('"appmaster"', '"admin"', at="Database"),
            holds(TEMPLATE, SYMBOLIC),
            holds('{"username": "appmaster"}', '["admin"'),
            holds('{"username": "appmaster"}', '["admin"]'),
        ),
    ),
    "master-username-in-secret": (
        case(
            DATABASE,
            breaks("MasterUsername: appmaster", "MasterUsername: master", at="Database", line="MasterUsername: master"),
            breaks('"appmaster"', '"app"'),
            holds("MasterUsername: appmaster", f"MasterUsername: {RESOLVED}"),
            holds("MasterUsername: appmaster", "MasterUsername: !Ref User"),
            holds('{"username": "appmaster"}', '{"user": "appmaster"}'),
            holds('{"username": "appmaster"}', "{}"),
            holds(TEMPLATE, SYMBOLIC),
        ),
        case(
            DATABASE.replace("appmaster\n", "other\n").replace("${Secret}", "${Elsewhere}"),
            breaks("${Elsewhere}", "${Secret}"),
            breaks("${Elsewhere}", "${Attached}"),
        ),
    ),
    "one-master-password": (
        case(
            DATABASE,
            breaks("DBName: taskdb", MANAGED, at="Database"),
            breaks(PASSWORD, "", at="Database", line="MasterUsername: appmaster"),
            breaks(MANAGED, "MasterUserPassword: !Ref Password\n      ManageMasterUserPassword: true", at="Cluster"),
            breaks(MANAGED, "ManageMasterUserPassword: false", at="Cluster"),
            holds(MANAGED, "ManageMasterUserPassword: !Ref Managed"),
            holds(MANAGED, "MasterUserAuthenticationType: iam-db-auth"),
            holds(MANAGED, "SnapshotIdentifier: !Ref Snapshot"),
            holds(MANAGED, 'MasterUserPassword: ""'),
            holds(MANAGED, "GlobalClusterIdentifier: !Ref World"),
            holds("DBName: taskdb", "ManageMasterUserPassword: !If [Managed, true, false]"),
            holds(
                MANAGED,
                f"MasterUserPassword: !If [Managed, !Ref AWS::NoValue, !Ref Password]\n      {MANAGED}",
            ),
        ),
    ),
    "database-name": (
        case(
            DATABASE,
            breaks("taskdb", "task-db", at="Database", line="DBName: task-db"),
            breaks("taskdb", "1task"),
            breaks("taskdb", "Database"),
            breaks("taskdb", "user"),
            breaks("taskdb", "a" * 64),
            breaks("tracker", "mysql", at="Cluster", line="DatabaseName: mysql"),
            breaks("tracker", "my-tracker", at="Cluster"),
            breaks("Engine: postgres", "Engine: sqlserver-ex", at="Database"),
            holds("taskdb", "task_db"),
            holds("taskdb", "!Ref Name"),
            holds("taskdb", "user\n      DBSnapshotIdentifier: before"),
            holds("tracker", "user"),
            holds("tracker", '"{{resolve:ssm:/app/name}}"'),
            holds("Engine: postgres", "Engine: oracle-se2"),
        ),
        case(
            "  Database: {Type: AWS::RDS::DBInstance, Properties: {Engine: oracle-se2, DBName: TASKS}}",
            breaks("TASKS", "TASKTRACKER", at="Database"),
            holds("oracle-se2, DBName: TASKS", "sqlserver-ex"),
        ),
        case(
            "  Database: {Type: AWS::RDS::DBCluster, Properties: {Engine: aurora-postgresql, DatabaseName: _tasks}}",
            breaks("_tasks", "order"),
        ),
    ),
    "replica-source-password": (
        case(
            REPLICA,
            breaks(
                "MasterUserPassword: !Ref Password",
                MANAGED,
                at="Replica",
                line="SourceDBInstanceIdentifier: !Ref Database",
            ),
            holds("MasterUserPassword: !Ref Password", "ManageMasterUserPassword: false"),
            holds("MasterUserPassword: !Ref Password", "ManageMasterUserPassword: !Ref Managed"),
        ),
        case(
            REPLICA.replace("MasterUserPassword: !Ref Password", MANAGED).replace("postgres", "sqlserver-ee"),
            breaks("sqlserver-ee", "oracle-ee"),
            holds("sqlserver-ee", "!Ref Engine"),
        ),
        # A source may be named, and may be elsewhere.
        case(
            REPLICA.replace("MasterUserPassword: !Ref Password", MANAGED).replace("!Ref Database", ARN),
            breaks(ARN, BY_NAME, at="Replica"),
            breaks(ARN, "!GetAtt Database.DBInstanceArn"),
            holds(ARN, "!Ref Elsewhere"),
            holds(ARN, "!Ref Database\n      UseLatestRestorableTime: true"),
            holds(ARN, "!If [Copy, !Ref Database, !Ref AWS::NoValue]"),
        ),
    ),
    "replica-source-backups": (
        case(
            REPLICA,
            breaks("BackupRetentionPeriod: 7", "BackupRetentionPeriod: 0", at="Replica"),
            breaks("BackupRetentionPeriod: 7", 'BackupRetentionPeriod: "0"', at="Replica"),
            holds("BackupRetentionPeriod: 7", "BackupRetentionPeriod: !Ref Days"),
            holds("      BackupRetentionPeriod: 7\n", ""),
        ),
    ),
    "replica-inherits": (
        case(
            REPLICA,
            breaks(
                "PubliclyAccessible: false", "BackupRetentionPeriod: 7", at="Replica", line="BackupRetentionPeriod: 7"
            ),
            breaks("PubliclyAccessible: false", "DBName: tasks"),
            breaks("PubliclyAccessible: false", "MasterUsername: !Ref User"),
            breaks("PubliclyAccessible: false", "StorageEncrypted: true"),
            holds("PubliclyAccessible: false", "MonitoringInterval: 60"),
            holds("PubliclyAccessible: false", "DBName: !If [Named, tasks, !Ref AWS::NoValue]"),
            holds("PubliclyAccessible: false", "DBName: tasks\n      RestoreTime: 2026-11-01T00:00:00Z"),
        ),
        case(
            REPLICA.replace("!Ref Database", ARN).replace("PubliclyAccessible: false", "KmsKeyId: !Ref Key"),
            breaks(ARN, "!Ref Database", at="Replica", line="KmsKeyId: !Ref Key"),
            breaks("KmsKeyId", "MasterUserPassword"),
        ),
    ),
}
