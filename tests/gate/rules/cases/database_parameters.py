"""Cases of the rules about parameter groups of databases."""

from tests.gate.rules.case import breaks, case, holds, nest

SET = 'Parameters: {rds.force_ssl: "1", log_min_duration_statement: 1000, log_statement: !Ref Statements, work_mem: 4}'
GROUP = f"""
  Parameters:
    Type: AWS::RDS::DBParameterGroup
    Properties:
      Family: postgres16
      {SET}
  Others:
    Type: AWS::RDS::DBClusterParameterGroup
    Properties:
      Family: aurora-mysql8.0
      Parameters: {{slow_query_log: "1", long_query_time: "0.5", log_output: FILE, require_secure_transport: "ON"}}
"""
INSTANCE = """
  Parameters:
    Type: AWS::RDS::DBParameterGroup
    Properties: {Family: postgres16, Description: Ours}
  ClusterParameters:
    Type: AWS::RDS::DBClusterParameterGroup
    Properties: {Family: aurora-mysql8.0, Description: Ours}
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      EngineVersion: "16.13"
      DBParameterGroupName: !Ref Parameters
  Replica:
    Type: AWS::RDS::DBInstance
    Properties:
      SourceDBInstanceIdentifier: !Ref Database
      DBParameterGroupName: default.postgres16
  Cluster:
    Type: AWS::RDS::DBCluster
    Properties:
      Engine: aurora-mysql
      EngineVersion: 8.0.mysql_aurora.3.08.0
      DBClusterParameterGroupName: !Ref ClusterParameters
  Writer:
    Type: AWS::RDS::DBInstance
    Properties:
      DBClusterIdentifier: !Ref Cluster
      DBParameterGroupName: default.aurora-mysql8.0
"""
SNAPSHOT = """EngineVersion: "17.5"
      DBSnapshotIdentifier: before"""
ROOT = """
Resources:
  Parameters: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./parameters.yaml}}
  Data:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./data.yaml
      Parameters:
        Group: !GetAtt Parameters.Outputs.Group
        Version: 8.4.7
"""
PARAMETERS = """
Resources:
  Group: {Type: AWS::RDS::DBParameterGroup, Properties: {Family: mysql8.4, Description: Ours}}
Outputs:
  Group: {Value: !Ref Group}
"""
DATA = """
Parameters:
  Group: {Type: String}
  Version: {Type: String}
  Engine: {Type: String, Default: mysql}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Properties: {Engine: !Ref Engine, EngineVersion: !Ref Version, DBParameterGroupName: !Ref Group}
"""

CASES = {
    "parameter-group-family-known": (
        case(
            GROUP,
            breaks("postgres16", "postgresql16", at="Parameters", line="Family: postgresql16"),
            breaks("postgres16", "postgres16.4"),
            breaks("postgres16", "mysql84"),
            breaks("aurora-mysql8.0", "aurora-mysql8", at="Others"),
            *(
                holds("postgres16", other)
                for other in (
                    "postgres9.6",
                    "aurora-postgresql17",
                    "MySQL8.0",
                    "mariadb10.11",
                    "oracle-se2-cdb-19",
                    "oracle-ee-12.1",
                    "custom-oracle-ee-19",
                    "sqlserver-ex-16.0",
                    "db2-se-11.5",
                    "!Ref Family",
                )
            ),
        ),
    ),
    "parameter-group-fits": (
        case(
            INSTANCE,
            breaks('"16.13"', '"17.5"', at="Database", line="DBParameterGroupName: !Ref Parameters"),
            breaks('"16.13"', "17", at="Replica", line="DBParameterGroupName: default.postgres16"),
            breaks("Engine: postgres", "Engine: mariadb", at="Database"),
            breaks("8.0.mysql_aurora.3.08.0", "5.7.mysql_aurora.2.12.1", at="Cluster"),
            breaks("8.0.mysql_aurora.3.08.0", "8.4", at="Writer", line="DBParameterGroupName: default.aurora-mysql8.0"),
            breaks("!Ref ClusterParameters", "!Ref Parameters", at="Cluster"),
            breaks("DBParameterGroupName: !Ref Parameters", "DBParameterGroupName: !Ref ClusterParameters"),
            breaks("Family: postgres16", "Family: mysql8.0"),
            holds('"16.13"', '"16"'),
            holds('"16.13"', "!Ref Version"),
            holds('      EngineVersion: "16.13"\n', ""),
            holds("Engine: postgres", "Engine: !Ref Engine"),
            holds("Engine: postgres", "Engine: sqlserver-ex"),
            holds("Family: postgres16", "Family: !Ref Family"),
            holds("default.postgres16", "ours"),
            holds("default.aurora-mysql8.0", "!If [Own, !Ref Parameters, !Ref AWS::NoValue]"),
            holds("8.0.mysql_aurora.3.08.0", "8"),
        ),
        nest(
            {"root.yaml": ROOT, "parameters.yaml": PARAMETERS, "data.yaml": DATA},
            breaks("8.4.7", "8.0.46", at="Data/Database"),
            breaks("Default: mysql", "Default: mariadb"),
            holds("Default: mysql", "Default: oracle-se2"),
            holds(", Default: mysql", ""),
        ),
        case(
            INSTANCE.replace("postgres16", "postgres9.6").replace('"16.13"', '"9.6.24"'),
            breaks('"9.6.24"', '"9.5.25"'),
        ),
        # A restored database begins with the version of its snapshot.
        case(
            INSTANCE.replace("default.postgres16", "ours").replace('EngineVersion: "16.13"', SNAPSHOT),
            breaks("before", '""', at="Database"),
            breaks("Engine: postgres", "Engine: mysql", at="Database"),
        ),
    ),
    "parameter-group-parameters": (
        case(
            GROUP,
            breaks("postgres16", "mysql8.0", at="Parameters", line=SET),
            breaks("aurora-mysql8.0", "aurora-postgresql16", at="Others"),
            breaks("log_min_duration_statement: 1000", "log_min_duration_statement: 1s"),
            breaks('rds.force_ssl: "1"', "rds.force_ssl: require"),
            breaks("log_output: FILE", "log_output: CLOUDWATCH"),
            breaks('long_query_time: "0.5"', "long_query_time: slow"),
            breaks('slow_query_log: "1"', "innodb_buffer_pool_size: 1, work_mem: 1"),
            holds("log_min_duration_statement: 1000", "log_min_duration_statement: -1"),
            holds("log_min_duration_statement: 1000", "log_min_duration_statement: !Ref Limit"),
            holds("log_output: FILE", 'log_output: "TABLE,FILE"'),
            holds("work_mem", "a_new_parameter"),
            holds("Family: postgres16", "Family: !Ref Family"),
            holds("Family: postgres16", "Family: sqlserver-ex-16.0"),
            holds(
                "Parameters: {rds.force_ssl", "Parameters: !If [Own, !Ref Parameters, x]\n      Tags: {rds.force_ssl"
            ),
        ),
    ),
}
