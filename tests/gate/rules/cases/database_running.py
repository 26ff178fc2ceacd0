"""Cases of the rules about how the instances of a database are made."""

from tests.gate.rules.case import breaks, case, holds

WATCHED = """
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: mysql
      DBInstanceClass: db.t4g.medium
      EnablePerformanceInsights: true
      PerformanceInsightsRetentionPeriod: 465
      DatabaseInsightsMode: advanced
  Cluster:
    Type: AWS::RDS::DBCluster
    Properties:
      Engine: aurora-mysql
      PerformanceInsightsEnabled: true
      PerformanceInsightsRetentionPeriod: 7
  Writer:
    Type: AWS::RDS::DBInstance
    Properties:
      DBClusterIdentifier: !Ref Cluster
      DBInstanceClass: db.r6g.large
      EnablePerformanceInsights: "true"
"""
STORAGE = """
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      StorageType: gp3
      AllocatedStorage: "20"
      MaxAllocatedStorage: 100
      Tags: []
"""
INSTANCE = """
  Database:
    Type: AWS::RDS::DBInstance
    UpdateReplacePolicy: Snapshot
    Properties:
      Engine: postgres
      MultiAZ: true
      PreferredBackupWindow: 03:00-04:00
      PreferredMaintenanceWindow: sun:04:00-sun:05:00
"""
MEMBERS = """
  Cluster:
    Type: AWS::RDS::DBCluster
    DeletionPolicy: Snapshot
    UpdateReplacePolicy: Retain
  Writer:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties: {DBClusterIdentifier: !Ref Cluster}
"""
MONITORED = """
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - {Effect: Allow, Principal: {Service: monitoring.rds.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      MonitoringInterval: 60
      MonitoringRoleArn: !GetAtt Role.Arn
"""
POLICIES = "      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]\n"
POLICY = """  Policy:
    Type: AWS::IAM::Policy
    Properties: {Roles: [!Ref Role]}
  Database:
    Type: AWS::RDS::DBInstance
"""
DATABASE = "  Database:\n    Type: AWS::RDS::DBInstance\n"
ZONE = "MultiAZ: true\n      AvailabilityZone: "

CASES = {
    "performance-insights-class": (
        case(
            WATCHED,
            breaks("db.t4g.medium", "db.t4g.small", at="Database", line="EnablePerformanceInsights: true"),
            breaks("db.t4g.medium", "db.t3.micro", at="Database"),
            breaks("db.r6g.large", "db.t3.medium", at="Writer"),
            breaks("db.r6g.large", "db.t4g.small", at="Writer"),
            holds("db.r6g.large", "db.t4g.medium"),
            holds("db.t4g.medium", "db.t3.medium"),
            holds("db.t4g.medium", "!Ref Class"),
        ),
        case(
            WATCHED.replace("Engine: mysql", "Engine: postgres").replace("db.t4g.medium", "db.t4g.micro"),
            breaks("Engine: postgres", "Engine: mariadb"),
            holds("Engine: postgres", "Engine: !Ref Engine"),
            holds("EnablePerformanceInsights: true", "EnablePerformanceInsights: !Ref Insights"),
        ),
    ),
    "performance-insights-settings": (
        case(
            WATCHED,
            breaks("      EnablePerformanceInsights: true\n", "", at="Database"),
            breaks("EnablePerformanceInsights: true", "EnablePerformanceInsights: false", at="Database"),
            breaks("Period: 465", "Period: 7", at="Database", line="DatabaseInsightsMode: advanced"),
            breaks("      PerformanceInsightsRetentionPeriod: 465\n", "", at="Database"),
            breaks("Period: 465", "Period: 434", at="Database", line="DatabaseInsightsMode: advanced"),
            breaks("Period: 465", "Period: 94", at="Database", line="PerformanceInsightsRetentionPeriod: 94"),
            breaks("Period: 7\n", "Period: 30\n", at="Cluster"),
            breaks("      PerformanceInsightsEnabled: true\n", "", at="Cluster"),
            breaks('"true"', "false\n      PerformanceInsightsRetentionPeriod: 7", at="Writer"),
            holds('EnablePerformanceInsights: "true"', "PerformanceInsightsRetentionPeriod: 7"),
            holds("EnablePerformanceInsights: true", "EnablePerformanceInsights: !Ref Insights"),
            holds("Period: 465", "Period: 731"),
            holds("Period: 465", "Period: !Ref Days"),
        ),
    ),
    "gp3-performance": (
        case(
            STORAGE,
            breaks("Tags: []", "Iops: 3000", at="Database", line="Iops: 3000"),
            breaks("Tags: []", "StorageThroughput: !Ref Throughput", line="StorageThroughput: !Ref Throughput"),
            breaks('AllocatedStorage: "20"', "AllocatedStorage: 10", line="AllocatedStorage: 10"),
            holds('StorageType: gp3\n      AllocatedStorage: "20"', "StorageType: gp2\n      AllocatedStorage: 10"),
            holds("Tags: []", "Iops: !If [Fast, 12000, !Ref AWS::NoValue]"),
        ),
        case(
            STORAGE.replace("Tags: []", "Iops: 12000").replace('"20"', '"400"'),
            breaks('"400"', '"399"'),
            holds('"400"', "!Ref Size"),
        ),
        case(
            STORAGE.replace("Tags: []", "Iops: 3000").replace("postgres", "oracle-se2"),
            breaks("oracle-se2", "mariadb"),
            holds("StorageType: gp3", "StorageType: io1"),
            holds("oracle-se2", "sqlserver-ex"),
        ),
        # A replica has the storage of its source.
        case(
            STORAGE + "  Replica:\n    Type: AWS::RDS::DBInstance\n"
            "    Properties: {SourceDBInstanceIdentifier: !Ref Database, StorageType: gp3}\n",
            breaks("StorageType: gp3}", "StorageType: gp3, Iops: 4000}", at="Replica"),
        ),
    ),
    "storage-limit": (
        case(
            STORAGE,
            breaks(
                "MaxAllocatedStorage: 100", "MaxAllocatedStorage: 20", at="Database", line="MaxAllocatedStorage: 20"
            ),
            breaks('"20"', '"200"'),
            holds('"20"', "!Ref Size"),
            holds("MaxAllocatedStorage: 100", "MaxAllocatedStorage: !Ref Limit"),
        ),
    ),
    "cluster-member-policy": (
        case(
            MEMBERS,
            breaks("DeletionPolicy: Delete", "DeletionPolicy: Snapshot", at="Writer", line="DeletionPolicy: Snapshot"),
            holds("DeletionPolicy: Delete", "DeletionPolicy: Retain"),
            holds("    DeletionPolicy: Delete\n", ""),
            holds("DeletionPolicy: Delete", "DeletionPolicy: !If [Live, Snapshot, Delete]"),
        ),
        case(
            "  Database: {Type: AWS::RDS::DBInstance, DeletionPolicy: Snapshot, Properties: {Engine: mysql}}",
            breaks("Engine: mysql", "DBClusterIdentifier: !Ref Cluster"),
            holds("Engine: mysql", "DBClusterIdentifier: !If [Clustered, !Ref Cluster, !Ref AWS::NoValue]"),
        ),
    ),
    "multi-az-zone": (
        case(
            INSTANCE,
            breaks("MultiAZ: true", ZONE + "us-east-1a", at="Database", line="AvailabilityZone: us-east-1a"),
            breaks("MultiAZ: true", ZONE + '!Select [0, !GetAZs ""]'),
            holds("MultiAZ: true", "AvailabilityZone: us-east-1a"),
            holds("MultiAZ: true", ZONE.replace("true", "false") + "us-east-1a"),
            holds("MultiAZ: true", ZONE.replace("true", "!Ref Standby") + "us-east-1a"),
            holds("MultiAZ: true", ZONE + "!If [Standby, !Ref AWS::NoValue, us-east-1a]"),
        ),
    ),
    "database-windows": (
        case(
            INSTANCE,
            breaks("03:00-04:00", "03:30-04:30", at="Database", line="PreferredMaintenanceWindow: sun:04:00-sun:05:00"),
            breaks("sun:04:00-sun:05:00", "sat:23:00-sun:03:30"),
            breaks("sun:04:00-sun:05:00", "Sun:03:15-Sun:03:45"),
            breaks("03:00-04:00", "23:30-04:01"),
            breaks("03:00-04:00", "03:00-03:20", line="PreferredBackupWindow: 03:00-03:20"),
            breaks("sun:04:00-sun:05:00", "sun:04:00-sun:04:10"),
            breaks("03:00-04:00", "3am-4am"),
            breaks("sun:04:00-sun:05:00", "04:00-05:00", line="PreferredMaintenanceWindow: 04:00-05:00"),
            breaks("sun:04:00-sun:05:00", "day:04:00-day:05:00"),
            breaks("sun:04:00-sun:05:00", "sun:04:00-sun:25:00"),
            holds("sun:04:00-sun:05:00", "sun:23:30-mon:03:00"),
            holds("03:00-04:00", "23:30-00:30"),
            holds("03:00-04:00", "!Ref Window"),
            holds(
                "PreferredBackupWindow: 03:00-04:00",
                "PreferredBackupWindow: 04:00-05:00\n      BackupRetentionPeriod: 0",
            ),
        ),
    ),
    "database-replacement-kept": (
        case(
            INSTANCE,
            breaks("    UpdateReplacePolicy: Snapshot\n", "", at="Database", line="Properties:"),
            breaks("UpdateReplacePolicy: Snapshot", "UpdateReplacePolicy: Delete", line="UpdateReplacePolicy: Delete"),
            holds("UpdateReplacePolicy: Snapshot", "UpdateReplacePolicy: Retain"),
            holds("UpdateReplacePolicy: Snapshot", "UpdateReplacePolicy: !If [Live, Snapshot, Delete]"),
            holds(
                "UpdateReplacePolicy: Snapshot\n    Properties:", "Properties:\n      SourceDBInstanceIdentifier: app"
            ),
        ),
        case(MEMBERS, breaks("    UpdateReplacePolicy: Retain\n", "", at="Cluster")),
    ),
    "monitoring-role": (
        case(
            MONITORED,
            breaks("      MonitoringRoleArn: !GetAtt Role.Arn\n", "", at="Database", line="MonitoringInterval: 60"),
            breaks("      MonitoringInterval: 60\n", "", at="Database", line="MonitoringRoleArn: !GetAtt Role.Arn"),
            breaks("MonitoringInterval: 60", "MonitoringInterval: 0", at="Database"),
            holds("MonitoringInterval: 60", "MonitoringInterval: !Ref Seconds"),
            holds("MonitoringInterval: 60", "DBClusterIdentifier: !Ref Cluster"),
            holds(
                "MonitoringInterval: 60\n      MonitoringRoleArn: !GetAtt Role.Arn",
                "MonitoringInterval: 0\n      MonitoringRoleArn: !If [Watched, !GetAtt Role.Arn, !Ref AWS::NoValue]",
            ),
            holds(
                "Engine: postgres\n      MonitoringInterval: 60\n      MonitoringRoleArn: !GetAtt Role.Arn", "Port: 1"
            ),
        ),
    ),
    "monitoring-role-trust": (
        case(
            MONITORED,
            breaks("monitoring.rds.amazonaws.com", "rds.amazonaws.com", at="Database"),
            breaks("{Service: monitoring.rds.amazonaws.com}", '{AWS: "arn:aws:iam::111122223333:root"}'),
            breaks("monitoring.rds.amazonaws.com", "[rds.amazonaws.com, ecs.amazonaws.com]"),
            breaks(POLICIES, "", at="Database", line="MonitoringRoleArn: !GetAtt Role.Arn"),
            holds("monitoring.rds.amazonaws.com", "[rds.amazonaws.com, monitoring.rds.amazonaws.com]"),
            holds("monitoring.rds.amazonaws.com", '!Sub "monitoring.rds.${AWS::URLSuffix}"'),
            holds("monitoring.rds.amazonaws.com", "!Ref Service"),
            holds("{Service: monitoring.rds.amazonaws.com}", "!Ref Principal"),
            holds("{Service: monitoring.rds.amazonaws.com}", '"*"'),
            holds("!GetAtt Role.Arn", "!Ref RoleArn"),
            holds("MonitoringInterval: 60", "MonitoringInterval: 0"),
        ),
        # The policy may be attached from outside.
        case(
            MONITORED.replace(POLICIES, "").replace(DATABASE, POLICY),
            breaks("Roles: [!Ref Role]", "Roles: [!Ref Database]"),
            holds("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"),
            holds("[!Ref Role]", "[!Ref Somebody]"),
        ),
    ),
}
