"""What is broken in Task Tracker's database and in the bucket of its data."""

from tests.systems.mutations.mutation import PASSWORD, Broken

TIERING = "- Id: tier-by-use\n          Status: Enabled\n"
# What only the application's bucket has above these: its name and its encryption.
NAME = "BucketName: !Sub task-tracker-app-data-${AWS::AccountId}\n"
ENCRYPTION = """\
      BucketEncryption:
        ServerSideEncryptionConfiguration:
        - ServerSideEncryptionByDefault:
            SSEAlgorithm: AES256
      OwnershipControls:
        Rules:
        - ObjectOwnership: BucketOwnerEnforced
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
"""
CLOSED = f"{NAME}{ENCRYPTION}"
LIFECYCLE = """\
      LifecycleConfiguration:
        Rules:
        - Id: abort-unfinished-uploads
          Status: Enabled
          AbortIncompleteMultipartUpload:
            DaysAfterInitiation: 7
        - Id: tier-by-use
"""
VERSIONED = f"      VersioningConfiguration:\n        Status: Enabled\n{LIFECYCLE}"
OF_BUCKET = "      Bucket: !Ref AppDataBucket\n"
REFUSED = """\
Resource:
          - !GetAtt AppDataBucket.Arn
          - !Join
            - ''
            - - !GetAtt AppDataBucket.Arn
              - /*
          Condition:
            Bool:
              aws:SecureTransport: 'false'
"""
FOR_EVERYBODY = """\
        - Effect: Allow
          Principal: {AWS: '*'}
          Action: s3:GetObject
          Resource: !Sub ${AppDataBucket.Arn}/*
"""

BROKEN: list[Broken] = [
    ("S2-46", "data", "Engine: mysql\n", "Engine: mariadb\n"),
    ("S2-46", "data", "EngineVersion: 8.0.45", "EngineVersion: 8.4.8"),
    ("S2-47", "data", "DBInstanceClass: db.t3.small", "DBInstanceClass: db.m7g.large"),
    ("S2-49", "data", "AllocatedStorage: '20'", "AllocatedStorage: '100'"),
    ("S2-50", "data", "StorageType: gp3", "StorageType: gp2"),
    ("S2-51", "data", "MultiAZ: true", "MultiAZ: false"),
    ("S2-52", "data", "BackupRetentionPeriod: 30", "BackupRetentionPeriod: 7"),
    ("S2-52 S2-54", "data", "BackupRetentionPeriod: 30", "BackupRetentionPeriod: 0"),
    ("S2-55", "data", "PubliclyAccessible: false", "PubliclyAccessible: true"),
    ("S2-55", "data", "      PubliclyAccessible: false\n", ""),
    ("S2-55 S2-56", "data", "      SubnetIds: !Ref DatabaseSubnetIds\n", "      SubnetIds: [subnet-1, subnet-2]\n"),
    ("S2-57", "data", "StorageEncrypted: true", "StorageEncrypted: false"),
    ("S2-57", "root", "DataKeyArn: !GetAtt Keys.Outputs.DataKeyArn", "DataKeyArn: arn"),
    ("S2-59", "data", "require_secure_transport: '1'", "require_secure_transport: '0'"),
    (
        "S2-59 S2-62 S2-63 S2-64",
        "data",
        "DBParameterGroupName: !Ref DatabaseParameters",
        "DBParameterGroupName: default.mysql8.0",
    ),
    ("S2-60", "data", "MonitoringInterval: 60", "MonitoringInterval: 0"),
    ("S2-60", "data", "MonitoringInterval: 60", "MonitoringInterval: 45"),
    ("S2-60", "data", "monitoring.rds.amazonaws.com", "rds.amazonaws.com"),
    ("S2-60", "data", "      MonitoringRoleArn: !GetAtt DatabaseMonitoringRole.Arn\n", ""),
    ("S2-60", "data", "AmazonRDSEnhancedMonitoringRole", "AmazonRDSDirectoryServiceAccess"),
    ("S2-62", "data", "Family: mysql8.0", "Family: mysql8.4"),
    ("S2-63", "data", "slow_query_log: '1'", "slow_query_log: '0'"),
    ("S2-64", "data", "      - slowquery\n", ""),
    ("S2-64", "data", "log_output: FILE", "log_output: TABLE"),
    ("S2-65", "data", "      MonitoringInterval", "      EnablePerformanceInsights: true\n      MonitoringInterval"),
    ("S2-66", "data", NAME, NAME.replace("app-data", "data")),
    ("S2-66", "data", NAME, "BucketName: task-tracker-app-data\n"),
    ("S2-67", "data", VERSIONED, VERSIONED.replace("Enabled", "Suspended", 1)),
    ("S2-68", "data", CLOSED, CLOSED.replace("AES256", "aws:kms")),
    ("S2-69", "data", CLOSED, CLOSED.replace("true", "false")),
    ("S2-70 S2-71", "data", LIFECYCLE, "      Lifecycle:\n        Rules:\n        - Id: tier-by-use\n"),
    ("S2-71", "data", TIERING, TIERING.replace("Enabled", "Disabled")),
    ("S2-71", "data", "INTELLIGENT_TIERING", "GLACIER"),
    ("S2-71", "data", TIERING, f"{TIERING}          Prefix: archived/\n"),
    ("S2-73", "data", "DestinationBucketName: !Ref AccessLogBucket", "DestinationBucketName: logs"),
    ("S2-73", "data", "      LoggingConfiguration:\n", "      Logging:\n"),
    ("S2-73", "data", "LogFilePrefix: app-data/", "LogFilePrefix: other/"),
    ("S2-73", "data", "logging.s3.amazonaws.com", "s3.amazonaws.com"),
    ("S2-73", "data", "s3:::task-tracker-app-data-$", "s3:::other-$"),
    ("S2-73", "data", "- s3:PutObject\n", "- s3:PutObjectAcl\n"),
    ("S2-73 S2-69", "data", "IgnorePublicAcls: true", "IgnorePublicAcls: false"),
    ("S2-73 S2-68", "data", "SSEAlgorithm: AES256", "SSEAlgorithm: aws:kms"),
    ("S2-76", "data", OF_BUCKET, "      Bucket: !Ref AccessLogBucket\n"),
    ("S2-76", "data", REFUSED, REFUSED.replace("false", "true")),
    ("S2-76", "data", REFUSED, REFUSED.replace("- /*", "- /public/*")),
    ("S2-76", "data", "Principal: '*'\n", "Principal: {AWS: !Ref AWS::AccountId}\n"),
    ("S2-76", "data", "- s3:*\n", "- s3:PutObject\n"),
    ("S2-76 S2-77", "data", "Effect: Deny", "Effect: Allow"),
    ("S2-77", "data", REFUSED, f"{REFUSED}{FOR_EVERYBODY}"),
    ("S2-77", "data", f"      {NAME}", f"      WebsiteConfiguration: {{IndexDocument: a}}\n      {NAME}"),
    ("S2-77", "data", f"      {NAME}", f"      AccessControl: PublicRead\n      {NAME}"),
    ("S2-104", "data", PASSWORD, "hunter2hunter2"),
    ("S2-104", "data", PASSWORD, "'{{resolve:ssm-secure:password}}'"),
    ("S2-104", "data", "GenerateStringKey: password", "GenerateStringKey: secret"),
]
