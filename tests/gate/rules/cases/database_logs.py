"""Cases of the rules about the logs of databases."""

from tests.gate.rules.case import breaks, case, holds, nest

EXPORTS = """
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      EnableCloudwatchLogsExports: [postgresql, upgrade]
  Cluster:
    Type: AWS::RDS::DBCluster
    Properties:
      Engine: aurora-postgresql
      EnableCloudwatchLogsExports: [postgresql, iam-db-auth-error]
"""
GROUPS = """
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: !Sub "/aws/rds/instance/app-${Stage}-db/postgresql", RetentionInDays: 30}
  ClusterLogs:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: /aws/rds/cluster/tracker/postgresql, RetentionInDays: 30}
  Unnamed: {Type: AWS::Logs::LogGroup}
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      DBInstanceIdentifier: !Sub App-${Stage}-db
      EnableCloudwatchLogsExports: [postgresql]
  Cluster:
    Type: AWS::RDS::DBCluster
    Properties:
      DBClusterIdentifier: Tracker
      EnableCloudwatchLogsExports: [postgresql]
  Writer:
    Type: AWS::RDS::DBInstance
    Properties: {DBClusterIdentifier: !Ref Cluster, EnableCloudwatchLogsExports: [postgresql]}
"""
STAGE = "Parameters: {Stage: {Type: String}}"
ROOT = """
Resources:
  Logs: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./logs.yaml, Parameters: {Name: app}}}
  Data:
    Type: AWS::CloudFormation::Stack
    DependsOn: Logs
    Properties: {TemplateURL: ./data.yaml, Parameters: {Name: app}}
"""
LOGS = """
Parameters: {Name: {Type: String}}
Resources:
  Slow: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "/aws/rds/instance/${Name}/slowquery"}}
"""
DATA = """
Parameters: {Name: {Type: String}}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Properties: {Engine: mysql, DBInstanceIdentifier: !Ref Name, EnableCloudwatchLogsExports: [slowquery]}
"""
MYSQL = """
  Parameters:
    Type: AWS::RDS::DBParameterGroup
    Properties:
      Family: mysql8.4
      Parameters:
        slow_query_log: "1"
        general_log: "0"
        log_output: FILE
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: mysql
      DBParameterGroupName: !Ref Parameters
      EnableCloudwatchLogsExports: [error, slowquery, general]
  Replica:
    Type: AWS::RDS::DBInstance
    Properties:
      SourceDBInstanceIdentifier: !Ref Database
      EnableCloudwatchLogsExports: [slowquery]
"""
AURORA = """
  Parameters:
    Type: AWS::RDS::DBClusterParameterGroup
    Properties: {Family: aurora-mysql8.0, Parameters: {server_audit_logging: "1"}}
  OfWriter:
    Type: AWS::RDS::DBParameterGroup
    Properties: {Family: aurora-mysql8.0, Parameters: {slow_query_log: "1"}}
  Cluster:
    Type: AWS::RDS::DBCluster
    Properties:
      Engine: aurora-mysql
      DBClusterParameterGroupName: !Ref Parameters
      EnableCloudwatchLogsExports: [slowquery]
  Writer:
    Type: AWS::RDS::DBInstance
    Properties: {DBClusterIdentifier: !Ref Cluster, DBParameterGroupName: !Ref OfWriter}
"""

CASES = {
    "log-exports-known": (
        case(
            EXPORTS,
            breaks("[postgresql, upgrade]", "[postgresql, slowquery]", at="Database"),
            breaks("[postgresql, iam-db-auth-error]", "[postgresql, upgrade]", at="Cluster"),
            breaks("Engine: postgres", "Engine: mysql", at="Database"),
            breaks("Engine: postgres", "Engine: oracle-se2", at="Database"),
            breaks("Engine: postgres", "Engine: sqlserver-ex", at="Database"),
            breaks("Engine: postgres", "Engine: db2-se", at="Database"),
            breaks("[postgresql, upgrade]", "postgres", at="Database", line="EnableCloudwatchLogsExports: postgres"),
            holds("Engine: postgres", "Engine: !Ref Engine"),
            holds("Engine: postgres", "Engine: something-new"),
            holds("[postgresql, upgrade]", "!Ref Exports"),
            holds("[postgresql, upgrade]", "[!Ref Export]"),
            holds("Engine: aurora-postgresql\n", "Engine: postgres\n"),
        ),
        case(
            "  Database: {Type: AWS::RDS::DBInstance, "
            "Properties: {Engine: mysql, EnableCloudwatchLogsExports: [error, slowquery, general, audit]}}",
            breaks("slowquery", "slow-query"),
            holds("mysql", "mariadb"),
        ),
    ),
    "database-log-group": (
        case(
            GROUPS,
            breaks("app-${Stage}-db/postgresql", "app-${Stage}-db/upgrade", at="Database"),
            breaks("/aws/rds/instance/app-${Stage}-db/", "/aws/rds/cluster/app-${Stage}-db/", at="Database"),
            breaks("/aws/rds/cluster/tracker/", "/aws/rds/cluster/Tracker/", at="Cluster"),
            breaks("App-${Stage}-db", "App-${Stage}-postgres", at="Database"),
            breaks("Tracker", "Other", at="Cluster", line="EnableCloudwatchLogsExports: [postgresql]"),
            holds("!Sub App-${Stage}-db", "!Ref Stage"),
            holds("App-${Stage}-db", "App-x-db"),
            holds('!Sub "/aws/rds/instance/app-${Stage}-db/postgresql"', "!Ref Stage"),
            holds("      DBInstanceIdentifier: !Sub App-${Stage}-db\n", ""),
            rest=STAGE,
        ),
        # Without a name of its own the database has one that no log group can have before.
        case(
            "  Database: {Type: AWS::RDS::DBInstance, Properties: {Engine: mysql}}",
            breaks("Engine: mysql", "EnableCloudwatchLogsExports: [error]", at="Database"),
            holds("Engine: mysql", "EnableCloudwatchLogsExports: !Ref Exports"),
        ),
        nest(
            {"root.yaml": ROOT, "logs.yaml": LOGS, "data.yaml": DATA},
            breaks("./data.yaml, Parameters: {Name: app}", "./data.yaml, Parameters: {Name: db}", at="Data/Database"),
            breaks("[slowquery]", "[slowquery, error]", at="Data/Database"),
        ),
    ),
    "mysql-log-parameters": (
        case(
            MYSQL,
            breaks('slow_query_log: "1"', 'slow_query_log: "0"', at="Database"),
            breaks('slow_query_log: "1"', "long_query_time: 2", at="Replica"),
            breaks("log_output: FILE", "log_output: TABLE", at="Database"),
            breaks("log_output: FILE", "long_query_time: 2", at="Database"),
            breaks('        general_log: "0"\n', "", at="Database"),
            breaks("DBParameterGroupName: !Ref Parameters", "DBParameterGroupName: default.mysql8.4"),
            breaks("      DBParameterGroupName: !Ref Parameters\n", "", at="Database"),
            holds("DBParameterGroupName: !Ref Parameters", "DBParameterGroupName: !Ref Ours"),
            holds("DBParameterGroupName: !Ref Parameters", "DBParameterGroupName: ours"),
            holds('slow_query_log: "1"', "slow_query_log: !Ref Slow"),
            holds('slow_query_log: "1"', 'log_slow_query: "ON"'),
            holds("log_output: FILE", "log_output: !Ref Output"),
            holds("!Ref Database", "!Ref Elsewhere"),
            holds("Engine: mysql", "Engine: oracle-se2"),
        ),
        case(
            AURORA,
            breaks('slow_query_log: "1"', 'slow_query_log: "0"', at="Cluster"),
            breaks('slow_query_log: "1"', 'slow_query_log: "1", log_output: TABLE', at="Cluster"),
            holds(', Parameters: {server_audit_logging: "1"}', ""),
            holds('slow_query_log: "1"', 'slow_query_log: "1", log_output: FILE'),
            holds("DBParameterGroupName: !Ref OfWriter", "DBParameterGroupName: !Ref Ours"),
        ),
    ),
}
