"""Cases of the rules about what names a resource by a text, and so does not wait for it."""

from tests.gate.rules.case import breaks, case, holds, nest

LOG_GROUPS = """
  Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "aws-waf-logs-${AWS::StackName}"}}
  Filter:
    Type: AWS::Logs::MetricFilter
    DependsOn: [Logs]
    Properties:
      LogGroupName: !Sub "aws-waf-logs-${AWS::StackName}"
  Firewall:
    Type: AWS::WAFv2::LoggingConfiguration
    DependsOn: Logs
    Properties:
      LogDestinationConfigs:
        - !Sub "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:aws-waf-logs-${AWS::StackName}"
"""
ROOT = """
Resources:
  Logs:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: logs.yaml}
  Alarms:
    Type: AWS::CloudFormation::Stack
    DependsOn: Logs
    Properties: {TemplateURL: alarms.yaml}
"""
GROUP = """
Resources:
  Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /app/api}}
"""
FILTER = """
Resources:
  Filter:
    Type: AWS::Logs::SubscriptionFilter
    Properties: {LogGroupName: /app/api}
"""
DATABASE = """
  InstanceLogs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "/aws/rds/instance/${Name}/postgresql"}}
  Database:
    Type: AWS::RDS::DBInstance
    DependsOn: InstanceLogs
    Properties:
      DBInstanceIdentifier: !Ref Name
      EnableCloudwatchLogsExports: [postgresql]
  ClusterLogs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /aws/rds/cluster/main/audit}}
  Cluster:
    Type: AWS::RDS::DBCluster
    DependsOn: [ClusterLogs]
    Properties:
      DBClusterIdentifier: main
      EnableCloudwatchLogsExports: [audit, error]
  Writer:
    Type: AWS::RDS::DBInstance
    DependsOn: Cluster
    Properties:
      DBClusterIdentifier: main
  Replica:
    Type: AWS::RDS::DBInstance
    DependsOn: Database
    Properties:
      SourceDBInstanceIdentifier: !Ref Name
"""
NAME = """
Parameters:
  Name: {Type: String}
"""
FUNCTION = """
  Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /aws/lambda/seed}}
  Function:
    Type: AWS::Lambda::Function
    DependsOn: Logs
    Properties: {FunctionName: seed}
  Seed:
    Type: Custom::Seed
    DependsOn: [Logs]
    Properties: {ServiceToken: !GetAtt Function.Arn}
"""
DISTRIBUTION = """
  Rewrite: {Type: AWS::CloudFront::Function, Properties: {Name: rewrite}}
  Signer: {Type: AWS::Lambda::Function, Properties: {FunctionName: signer}}
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "logs-${AWS::AccountId}"}}
  Distribution:
    Type: AWS::CloudFront::Distribution
    DependsOn: [Rewrite, Signer, Bucket]
    Properties:
      DistributionConfig:
        Logging:
          Bucket: !Sub "logs-${AWS::AccountId}.s3.amazonaws.com"
        DefaultCacheBehavior:
          FunctionAssociations:
            - FunctionARN: !Sub "arn:aws:cloudfront::${AWS::AccountId}:function/rewrite"
          LambdaFunctionAssociations:
            - LambdaFunctionARN: !Sub "arn:aws:lambda:us-east-1:${AWS::AccountId}:function:signer:1"
"""
DELIVERY = """
  Source: {Type: AWS::Logs::DeliverySource, Properties: {Name: site}}
  Delivery:
    Type: AWS::Logs::Delivery
    DependsOn: Source
    Properties:
      DeliverySourceName: site
"""
REPLICATION = """
  Role: {Type: AWS::IAM::Role}
  Policy: {Type: AWS::IAM::ManagedPolicy, Properties: {Roles: [!Ref Role]}}
  Copy: {Type: AWS::S3::Bucket, Properties: {BucketName: copy}}
  Bucket:
    Type: AWS::S3::Bucket
    DependsOn: [Policy, Copy]
    Properties:
      ReplicationConfiguration:
        Role: !GetAtt Role.Arn
        Rules:
          - Destination: {Bucket: arn:aws:s3:::copy}
"""

CASES = {
    "filter-after-log-group": (
        case(
            LOG_GROUPS,
            breaks("    DependsOn: [Logs]\n", "", at="Filter"),
            holds(
                '    DependsOn: [Logs]\n    Properties:\n      LogGroupName: !Sub "aws-waf-logs-${AWS::StackName}"',
                "    Properties:\n      LogGroupName: !Ref Logs",
            ),
        ),
        nest(
            {"root.yaml": ROOT, "logs.yaml": GROUP, "alarms.yaml": FILTER},
            breaks("    DependsOn: Logs\n", "", at="Alarms/Filter", line="Properties: {LogGroupName: /app/api}"),
        ),
    ),
    "firewall-log-after-log-group": (
        case(
            LOG_GROUPS,
            breaks("    DependsOn: Logs\n", "", at="Firewall", line="LogDestinationConfigs:"),
            holds("    DependsOn: Logs\n    Properties:\n", "    Properties:\n      Metadata: !Ref Logs\n"),
        ),
    ),
    "log-group-before-database": (
        case(
            DATABASE,
            breaks(
                "    DependsOn: InstanceLogs\n", "", at="Database", line="EnableCloudwatchLogsExports: [postgresql]"
            ),
            breaks("    DependsOn: [ClusterLogs]\n", "", at="Cluster"),
            breaks(
                "    DependsOn: [ClusterLogs]\n    Properties:\n      DBClusterIdentifier: main",
                "    Properties:\n      DBClusterIdentifier: Main",
                at="Cluster",
            ),
            holds("    DependsOn: [ClusterLogs]\n    Properties:\n      DBClusterIdentifier: main", "    Properties:"),
            rest=NAME,
        ),
    ),
    "database-after-log-group": (
        case(DATABASE, holds("    DependsOn: InstanceLogs\n", ""), rest=NAME),
        case(
            """
  Database: {Type: AWS::RDS::DBInstance, Properties: {EnableCloudwatchLogsExports: [error]}}
  Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "/aws/rds/instance/${Database}/general"}}
""",
            # The group waits for the database, which makes it first.
            breaks("/general", "/error", at="Database"),
        ),
    ),
    "instance-after-cluster": (
        case(
            DATABASE,
            breaks("    DependsOn: Cluster\n", "", at="Writer", line="DBClusterIdentifier: main"),
            holds(
                "    DependsOn: Cluster\n    Properties:\n      DBClusterIdentifier: main",
                "    Properties:\n      DBClusterIdentifier: !Ref Cluster",
            ),
            rest=NAME,
        ),
    ),
    "replica-after-source": (
        case(
            DATABASE,
            breaks("    DependsOn: Database\n", "", at="Replica", line="SourceDBInstanceIdentifier: !Ref Name"),
            rest=NAME,
        ),
    ),
    "function-after-log-group": (
        case(
            FUNCTION,
            breaks("    DependsOn: Logs\n", "", at="Function"),
            holds(
                "    DependsOn: Logs\n    Properties: {FunctionName: seed}",
                "    Properties: {FunctionName: seed, LoggingConfig: {LogGroup: !Ref Logs}}",
            ),
            holds("/aws/lambda/seed", "/aws/lambda/other"),
        ),
    ),
    "custom-resource-after-log-group": (
        case(
            FUNCTION.replace("    DependsOn: Logs\n", ""),
            breaks("    DependsOn: [Logs]\n", "", at="Seed"),
            holds("ServiceToken: !GetAtt Function.Arn", "ServiceToken: arn"),
        ),
    ),
    "distribution-after-function": (
        case(
            DISTRIBUTION,
            breaks("[Rewrite, Signer", "[Signer", at="Distribution"),
            breaks("Signer, Bucket]", "Bucket]", at="Distribution"),
            holds("[Rewrite, Signer, Bucket]\n", "[Rewrite, Signer]\n"),
        ),
    ),
    "distribution-after-log-bucket": (
        case(
            DISTRIBUTION,
            breaks(
                "Signer, Bucket]",
                "Signer]",
                at="Distribution",
                line='Bucket: !Sub "logs-${AWS::AccountId}.s3.amazonaws.com"',
            ),
        ),
    ),
    "delivery-after-source": (
        case(
            DELIVERY,
            breaks("    DependsOn: Source\n", "", at="Delivery", line="DeliverySourceName: site"),
            holds(
                "    DependsOn: Source\n    Properties:\n      DeliverySourceName: site",
                "    Properties:\n      DeliverySourceName: !Ref Source",
            ),
        ),
    ),
    "replication-after-policy": (
        case(
            REPLICATION,
            breaks("[Policy, Copy]", "Copy", at="Bucket", line="Role: !GetAtt Role.Arn"),
            holds("Roles: [!Ref Role]", "Roles: [other]"),
            holds(
                "[!Ref Role]}}\n  Copy: {Type: AWS::S3::Bucket, Properties: {BucketName: copy}}\n  Bucket:\n"
                "    Type: AWS::S3::Bucket\n    DependsOn: [Policy, Copy]",
                "[!Ref Role], Description: !Ref Bucket}}\n  Bucket:\n    Type: AWS::S3::Bucket",
            ),
        ),
    ),
    "replication-after-destination": (
        case(
            REPLICATION,
            breaks("[Policy, Copy]", "Policy", at="Bucket", line="- Destination: {Bucket: arn:aws:s3:::copy}"),
            holds("[Policy, Copy]\n", "[Policy, Copy, Role]\n"),
        ),
    ),
}
