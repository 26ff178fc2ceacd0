"""Cases of the rules about buckets."""

from tests.gate.rules.case import breaks, case, holds, nest

BUCKET = """
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "app-data-${AWS::AccountId}-${AWS::Region}"
      OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerEnforced}]}
      VersioningConfiguration: {Status: Enabled}
      LifecycleConfiguration:
        Rules:
          - Status: Enabled
            Prefix: archived/
            ExpirationInDays: 90
            Transitions: [{StorageClass: STANDARD_IA, TransitionInDays: 30}]
            NoncurrentVersionExpiration: {NoncurrentDays: 7}
          - {Status: Enabled, NoncurrentVersionTransitions: [{StorageClass: GLACIER, TransitionInDays: 1}]}
"""
NAME = '!Sub "app-data-${AWS::AccountId}-${AWS::Region}"'
REPLICATED = """
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sts:AssumeRole}]
  Copy:
    Type: AWS::S3::Bucket
    Properties: {VersioningConfiguration: {Status: Enabled}}
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {"Status": Enabled}
      ReplicationConfiguration:
        Role: !GetAtt Role.Arn
        Rules:
          - Destination: {Bucket: !GetAtt Copy.Arn}
            Filter: {Prefix: a/}
            Priority: 1
            DeleteMarkerReplication: {Status: Disabled}
          - Destination: {Bucket: arn:aws:s3:::other}
            Filter: {Prefix: b/}
            Priority: 2
            DeleteMarkerReplication: {Status: Enabled}
"""
LOGGED = """
  Logs:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Logs
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {Service: logging.s3.amazonaws.com}
            Action: s3:PutObject
            Resource: !Sub "${Logs.Arn}/*"
          - Effect: Deny
            Principal: "*"
            Action: [s3:ListBucket, s3:GetObjectVersion]
            Resource: [!GetAtt Logs.Arn, !Sub "arn:aws:s3:::${Logs}/*"]
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      LoggingConfiguration:
        DestinationBucketName: !Ref Logs
"""
ROOT = """
Resources:
  Data: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: data.yaml}}
  Edge:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: edge.yaml, Parameters: {Bucket: !GetAtt Data.Outputs.Bucket}}
"""
DATA = """
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Other: {Type: AWS::S3::Bucket}
  Policy: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref Bucket}}
Outputs:
  Bucket: {Value: !Ref Other}
"""
EDGE = """
Parameters:
  Bucket: {Type: String}
Resources:
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
"""
PRODUCERS = """
  Logs: {Type: AWS::S3::Bucket}
  Trails: {Type: AWS::S3::Bucket}
  Trail: {Type: AWS::CloudTrail::Trail, Properties: {S3BucketName: !Ref Trails}}
  Bucket: {Type: AWS::S3::Bucket, Properties: {LoggingConfiguration: {DestinationBucketName: !Ref Logs}}}
  Firewall:
    Type: AWS::WAFv2::LoggingConfiguration
    Properties: {LogDestinationConfigs: [arn:aws:s3:::aws-waf-logs-app]}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {LoadBalancerAttributes: [{Key: access_logs.s3.bucket, Value: other}]}
"""

CASES = {
    "bucket-name-form": (
        case(
            BUCKET,
            breaks("app-data-", "App-data-", at="Bucket"),
            breaks(NAME, "app_data", line="BucketName: app_data"),
            breaks("app-data-", "application-data-of-the-task-tracker-of-one-", at="Bucket"),
            breaks("app-data-", "an-application-with-a-name-that-is-long-${AWS::AccountId}-", at="Bucket"),
            holds("app-data-", "data-of-${AWS::StackName}-"),
        ),
    ),
    "bucket-name-own": (
        case(
            BUCKET,
            breaks(NAME, "app-data", at="Bucket", line="BucketName: app-data"),
            holds(NAME, "app-data\n      BucketNamespace: account-regional"),
            holds(NAME, "!Ref Name"),
            rest="Parameters:\n  Name: {Type: String, Default: app-data}",
        ),
    ),
    "bucket-acl-with-owner-enforced": (
        case(
            BUCKET,
            breaks(
                "      OwnershipControls", "      AccessControl: LogDeliveryWrite\n      OwnershipControls", at="Bucket"
            ),
            holds("      OwnershipControls", "      AccessControl: Private\n      OwnershipControls"),
            holds(
                "OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerEnforced}]}",
                "AccessControl: LogDeliveryWrite\n      OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}",
            ),
        ),
    ),
    "replication-versioned": (
        case(
            REPLICATED,
            breaks('      VersioningConfiguration: {"Status": Enabled}\n', "", line="ReplicationConfiguration:"),
            breaks(
                "{VersioningConfiguration: {Status: Enabled}}", "{}", line="- Destination: {Bucket: !GetAtt Copy.Arn}"
            ),
            breaks('{"Status": Enabled}', "{Status: Suspended}", at="Bucket"),
            holds("Bucket: !GetAtt Copy.Arn", "Bucket: !Ref AWS::StackName"),
        ),
    ),
    "replication-rule-form": (
        case(
            REPLICATED,
            breaks("            DeleteMarkerReplication: {Status: Disabled}\n", "", at="Bucket"),
            breaks("            Priority: 1\n", "", line="- Destination: {Bucket: !GetAtt Copy.Arn}"),
            breaks("Priority: 2", "Priority: 1"),
            holds(
                "Filter: {Prefix: b/}\n            Priority: 2\n            DeleteMarkerReplication: {Status: Enabled}",
                "Prefix: b/",
            ),
        ),
    ),
    "replication-role-trust": (
        case(
            REPLICATED,
            breaks("s3.amazonaws.com", "lambda.amazonaws.com", at="Bucket", line="Role: !GetAtt Role.Arn"),
            holds("{Service: s3.amazonaws.com}", "{Service: [lambda.amazonaws.com, s3.amazonaws.com]}"),
            holds("{Service: s3.amazonaws.com}", "{Service: !Sub 's3.${AWS::URLSuffix}'}"),
        ),
    ),
    "lifecycle-first-move": (
        case(
            BUCKET,
            breaks("TransitionInDays: 30", "TransitionInDays: 29", at="Bucket", line="- Status: Enabled"),
            breaks(
                "Transitions: [{StorageClass: STANDARD_IA, TransitionInDays: 30}]",
                "Transition: {StorageClass: ONEZONE_IA, TransitionInDays: 1}",
            ),
            holds("STANDARD_IA, TransitionInDays: 30", "INTELLIGENT_TIERING, TransitionInDays: 0"),
        ),
    ),
    "lifecycle-deletion-after-move": (
        case(
            BUCKET,
            breaks("ExpirationInDays: 90", "ExpirationInDays: 30", at="Bucket", line="- Status: Enabled"),
            breaks(
                "NoncurrentVersionTransitions: [{",
                "NoncurrentVersionExpiration: {NoncurrentDays: 1}, NoncurrentVersionTransitions: [{",
            ),
            holds("- Status: Enabled", "- Status: Disabled"),
        ),
    ),
    "lifecycle-old-versions": (
        case(
            BUCKET,
            breaks("            NoncurrentVersionExpiration: {NoncurrentDays: 7}\n", "", at="Bucket"),
            holds("VersioningConfiguration: {Status: Enabled}", "VersioningConfiguration: {Status: Suspended}"),
            holds(
                "            NoncurrentVersionExpiration: {NoncurrentDays: 7}\n          - {Status: Enabled, ",
                "          - {Status: Enabled, NoncurrentVersionExpiration: {NoncurrentDays: 30}, ",
            ),
        ),
    ),
    "access-log-elsewhere": (
        case(
            LOGGED,
            breaks("DestinationBucketName: !Ref Logs", "DestinationBucketName: !Ref Bucket", at="Bucket"),
            breaks("DestinationBucketName: !Ref Logs", "LogFilePrefix: a/", at="Bucket"),
        ),
    ),
    "access-log-encryption": (
        case(
            LOGGED,
            breaks("AES256", "aws:kms", at="Bucket", line="DestinationBucketName: !Ref Logs"),
            holds("AES256", "!Ref AWS::StackName"),
        ),
    ),
    "access-log-permission": (
        case(
            LOGGED,
            breaks("Service: logging.s3", "Service: delivery.logs", at="Bucket"),
            breaks("Bucket: !Ref Logs\n      PolicyDocument", "Bucket: other\n      PolicyDocument"),
            holds("{Service: logging.s3.amazonaws.com}", "{Service: !Sub 'logging.s3.${AWS::URLSuffix}'}"),
        ),
    ),
    "bucket-policy-resources": (
        case(
            LOGGED,
            breaks('Resource: !Sub "${Logs.Arn}/*"', "Resource: !GetAtt Logs.Arn", line="Resource: !GetAtt Logs.Arn"),
            breaks(', !Sub "arn:aws:s3:::${Logs}/*"]', "]", at="Policy"),
            breaks("[!GetAtt Logs.Arn, ", "[", at="Policy"),
            holds('Resource: !Sub "${Logs.Arn}/*"', "Resource: !Ref AWS::StackName"),
            holds('Resource: !Sub "${Logs.Arn}/*"', 'Resource: "*"'),
        ),
    ),
    "one-policy-per-bucket": (
        nest(
            {"root.yaml": ROOT, "data.yaml": DATA, "edge.yaml": EDGE},
            breaks("Value: !Ref Other", "Value: !Ref Bucket", at="Edge/Policy", line="Bucket: !Ref Bucket"),
            holds("!GetAtt Data.Outputs.Bucket", "bucket"),
        ),
    ),
    "one-log-bucket-per-producer": (
        case(
            PRODUCERS,
            breaks("S3BucketName: !Ref Trails", "S3BucketName: !Ref Logs", at="Logs"),
            breaks("Value: other", "Value: !Ref Trails", at="Trails"),
        ),
    ),
}
