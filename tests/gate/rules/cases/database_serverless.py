"""Cases of the rules about serverless databases and clusters."""

from tests.gate.rules.case import breaks, case, holds, nest

CLUSTER = """
  Parameters:
    Type: AWS::RDS::DBClusterParameterGroup
    Properties: {Family: aurora-postgresql16, Parameters: {rds.logical_replication: "0"}}
  Cluster:
    Type: AWS::RDS::DBCluster
    Properties:
      Engine: aurora-postgresql
      EngineVersion: "16.4"
      DBClusterParameterGroupName: !Ref Parameters
      ServerlessV2ScalingConfiguration:
        MinCapacity: 0
        MaxCapacity: 4
        SecondsUntilAutoPause: 600
  Writer:
    Type: AWS::RDS::DBInstance
    Properties: {DBClusterIdentifier: !Ref Cluster, Engine: aurora-postgresql, DBInstanceClass: db.serverless}
"""
PAUSE = "        SecondsUntilAutoPause: 600\n"
RANGE = "ServerlessV2ScalingConfiguration:\n        MinCapacity: 0\n        MaxCapacity: 4\n" + PAUSE
PROXY = """
  Proxied:
    Type: AWS::RDS::DBProxyTargetGroup
    Properties: {DBProxyName: proxy, TargetGroupName: default, DBClusterIdentifiers: [!Ref Cluster]}
"""
WATCHED = """
  Cluster:
    Type: AWS::RDS::DBCluster
    Properties:
      PerformanceInsightsEnabled: true
      ServerlessV2ScalingConfiguration: {MinCapacity: 1, MaxCapacity: 4}
  Writer:
    Type: AWS::RDS::DBInstance
    Properties: {DBClusterIdentifier: !Ref Cluster, EnablePerformanceInsights: true}
"""
ROOT = """
Resources:
  Data: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./data.yaml}}
  Instances:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./instances.yaml
      Parameters: {Cluster: !GetAtt Data.Outputs.Cluster}
"""
DATA = """
Resources:
  Cluster:
    Type: AWS::RDS::DBCluster
    Properties:
      Engine: aurora-mysql
      ServerlessV2ScalingConfiguration: {MinCapacity: 0.5, MaxCapacity: 2}
Outputs:
  Cluster: {Value: !Ref Cluster}
"""
INSTANCES = """
Parameters: {Cluster: {Type: String}}
Resources:
  Writer: {Type: AWS::RDS::DBInstance, Properties: {DBClusterIdentifier: !Ref Cluster, DBInstanceClass: db.serverless}}
"""
FILES = {"root.yaml": ROOT, "data.yaml": DATA, "instances.yaml": INSTANCES}
UNREAD = (
    "Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://example.org/x, Parameters: {Of: !Ref Cluster}}"
)

CASES = {
    "serverless-range-given": (
        case(
            CLUSTER,
            breaks(RANGE, "Port: 5432\n", at="Writer"),
            breaks(
                "Engine: aurora-postgresql\n", "Engine: aurora-postgresql\n      EngineMode: serverless\n", at="Writer"
            ),
            holds(RANGE, "ServerlessV2ScalingConfiguration: !If [Large, {MinCapacity: 8}, {MinCapacity: 1}]\n"),
            holds("Engine: aurora-postgresql\n", "Engine: aurora-postgresql\n      EngineMode: provisioned\n"),
        ),
        case(
            CLUSTER.replace(RANGE, "Port: 5432\n").replace("db.serverless", "db.t4g.medium"),
            breaks("db.t4g.medium", "db.serverless"),
            holds("db.t4g.medium", "!Ref Class"),
            holds("{DBClusterIdentifier: !Ref Cluster,", "{DBClusterIdentifier: !Ref Elsewhere,"),
        ),
        nest(
            FILES,
            breaks(
                "      ServerlessV2ScalingConfiguration: {MinCapacity: 0.5, MaxCapacity: 2}\n",
                "",
                at="Instances/Writer",
            ),
        ),
    ),
    "serverless-capacity": (
        case(
            CLUSTER,
            breaks("MinCapacity: 0", "MinCapacity: 0.25", at="Cluster", line="MinCapacity: 0.25"),
            breaks("MaxCapacity: 4", "MaxCapacity: 512", at="Cluster", line="MaxCapacity: 512"),
            breaks("MaxCapacity: 4", "MaxCapacity: 0.5", line="MaxCapacity: 0.5"),
            breaks("MinCapacity: 0", "MinCapacity: 8", line="MinCapacity: 8"),
            breaks("MinCapacity: 0", "MinCapacity: -1"),
            breaks('"16.4"', '"16.2"', line="MinCapacity: 0"),
            breaks('"16.4"', '"12.22"'),
            breaks("600", "60", line="SecondsUntilAutoPause: 60"),
            breaks("600", "100000"),
            breaks("MinCapacity: 0", "MinCapacity: 0.5", line="SecondsUntilAutoPause: 600"),
            holds('"16.4"', '"17.4"'),
            holds('"16.4"', '"16"'),
            holds('"16.4"', "!Ref Version"),
            holds(PAUSE, ""),
            holds("MaxCapacity: 4", 'MaxCapacity: "256"'),
            holds("MaxCapacity: 4", "MaxCapacity: !Ref Largest"),
            holds("MinCapacity: 0", "MinCapacity: !Ref Least"),
        ),
        case(
            CLUSTER.replace("aurora-postgresql", "aurora-mysql").replace('"16.4"', "8.0.mysql_aurora.3.08.0"),
            breaks("3.08.0", "3.07.1"),
            holds("3.08.0", "3.10.0"),
            holds("8.0.mysql_aurora.3.08.0", '"8.0"'),
        ),
    ),
    "serverless-pause": (
        case(
            CLUSTER + PROXY.replace("[!Ref Cluster]", "[!Ref Elsewhere]"),
            breaks("[!Ref Elsewhere]", "[!Ref Cluster]", at="Cluster", line="MinCapacity: 0"),
            breaks('rds.logical_replication: "0"', 'rds.logical_replication: "1"', at="Cluster"),
            breaks('rds.logical_replication: "0"', "binlog_format: ROW", at="Cluster"),
            breaks('EngineVersion: "16.4"', "GlobalClusterIdentifier: !Ref World", at="Cluster"),
            holds('rds.logical_replication: "0"', 'binlog_format: "OFF"'),
            holds('rds.logical_replication: "0"', "rds.logical_replication: !Ref Replication"),
            holds('Parameters: {rds.logical_replication: "0"}', "Parameters: !Ref Replication"),
        ),
        case(
            CLUSTER.replace("MinCapacity: 0", "MinCapacity: 0.5") + PROXY,
            breaks("MinCapacity: 0.5", "MinCapacity: 0"),
            holds("MinCapacity: 0.5", "MinCapacity: !Ref Least"),
        ),
    ),
    "serverless-minimum": (
        case(
            WATCHED,
            breaks("MinCapacity: 1", "MinCapacity: 0.5", at="Cluster"),
            holds("MinCapacity: 1", "MinCapacity: 0"),
            holds("MinCapacity: 1", "MinCapacity: !Ref Least"),
        ),
        case(
            WATCHED.replace("PerformanceInsightsEnabled: true", "Port: 5432")
            .replace("MinCapacity: 1", "MinCapacity: 0.5")
            .replace("EnablePerformanceInsights: true", "EnablePerformanceInsights: false"),
            breaks("EnablePerformanceInsights: false", "EnablePerformanceInsights: true", at="Cluster"),
            breaks("Port: 5432", 'PerformanceInsightsEnabled: "true"', at="Cluster"),
        ),
    ),
    "cluster-has-instance": (
        case(
            CLUSTER,
            breaks("Type: AWS::RDS::DBInstance", "Type: AWS::SSM::Parameter", at="Cluster"),
            breaks("{DBClusterIdentifier: !Ref Cluster, ", "{", at="Cluster"),
            holds("{DBClusterIdentifier: !Ref Cluster, ", "{DBClusterIdentifier: !Ref Elsewhere, "),
        ),
        case(
            "  Cluster: {Type: AWS::RDS::DBCluster, Properties: {Engine: mysql, DBClusterInstanceClass: db.x2g.large}}",
            breaks("mysql, DBClusterInstanceClass: db.x2g.large", "aurora-mysql"),
            holds("mysql, DBClusterInstanceClass: db.x2g.large", "aurora-mysql, EngineMode: serverless"),
            holds("mysql, DBClusterInstanceClass: db.x2g.large", "aurora-mysql, EngineMode: !Ref Mode"),
            holds("mysql, DBClusterInstanceClass: db.x2g.large", "aurora-mysql, GlobalClusterIdentifier: world"),
            holds(", DBClusterInstanceClass: db.x2g.large}}", "}}\n  Instances: {" + UNREAD + "}"),
        ),
        # Whoever is told the cluster's name may add an instance to it.
        case(
            "  Cluster: {Type: AWS::RDS::DBCluster, Properties: {Engine: aurora-mysql}}",
            breaks("!Ref Cluster", "!GetAtt Cluster.Endpoint.Address", at="Cluster"),
            holds("!Ref Cluster", '!Sub "cluster:${Cluster}"'),
            rest="Outputs: {Cluster: {Value: !Ref Cluster}}",
        ),
        nest(
            FILES,
            breaks("{DBClusterIdentifier: !Ref Cluster, DBInstanceClass: db.serverless}", "{}", at="Data/Cluster"),
        ),
    ),
}
