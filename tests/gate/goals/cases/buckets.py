"""Buckets."""

from tests.gate.goals.case import case

BUCKET = """
Bucket:
  Type: AWS::S3::Bucket
  Properties:
    ObjectLockEnabled: true
    PublicAccessBlockConfiguration:
      {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}
    BucketEncryption:
      ServerSideEncryptionConfiguration:
      - ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: !GetAtt Key.Arn}
    OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerEnforced}]}
    VersioningConfiguration: {Status: Enabled}
    LifecycleConfiguration: {Rules: [{Status: Enabled, ExpirationInDays: 90}]}
    LoggingConfiguration: {DestinationBucketName: logs}
    ReplicationConfiguration: {Role: role, Rules: [{Status: Enabled}]}
    NotificationConfiguration: {EventBridgeConfiguration: {}}
Policy:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Bucket
    PolicyDocument:
      Statement:
      - Sid: Tls
        Effect: Deny
        Principal: '*'
        Action: s3:*
        Resource: [!GetAtt Bucket.Arn, !Join ['', [!GetAtt Bucket.Arn, /*]]]
        Condition: {Bool: {'aws:SecureTransport': 'false'}}
      - {Sid: Read, Effect: Allow, Principal: {Service: cloudfront.amazonaws.com}, Action: 's3:GetObject', Resource: x}
Key: {Type: 'AWS::KMS::Key'}
"""
READ = "Principal: {Service: cloudfront.amazonaws.com}"

CASES = {
    "bucket-public-access-block": case(BUCKET, ("BlockPublicPolicy: true", "BlockPublicPolicy: false")),
    "bucket-policy-principals": case(
        BUCKET,
        (READ, "Principal: '*'"),
        (READ, "Principal: {AWS: ['*']}"),
        (READ, "Principal: {AWS: 'arn:aws:iam::111122223333:root'}"),
        (READ, "NotPrincipal: {AWS: x}"),
        ("'s3:GetObject'", "'s3:*'"),
        ("ObjectLockEnabled: true", "AccessControl: PublicRead"),
    ),
    "bucket-encryption": case(BUCKET, ("BucketEncryption", "Others"), ("aws:kms", "none")),
    "bucket-key": case(
        BUCKET, ("'aws:kms'", "AES256"), (", KMSMasterKeyID: !GetAtt Key.Arn", ""), ("!GetAtt Key.Arn", "alias/aws/s3")
    ),
    "bucket-tls-only": case(
        BUCKET,
        ("!Join ['', [!GetAtt Bucket.Arn, /*]]", "!Sub '${Bucket.Arn}/*'"),
        ("[!GetAtt Bucket.Arn, !Join", "[!Join"),
        (", !Join ['', [!GetAtt Bucket.Arn, /*]]", ""),
        ("'false'", "'true'"),
        ("Action: s3:*", "Action: s3:GetObject"),
        ("Deny", "Allow"),
        ("Bucket: !Ref Bucket", "Bucket: another"),
    ),
    "bucket-versioning": case(BUCKET, ("VersioningConfiguration: {Status: Enabled}", "Others: {}")),
    "bucket-lifecycle": case(BUCKET, ("[{Status: Enabled, Exp", "[{Status: Disabled, Exp")),
    "bucket-access-log": case(BUCKET, ("LoggingConfiguration", "Others")),
    "bucket-owner-enforced": case(BUCKET, ("BucketOwnerEnforced", "ObjectWriter"), ("OwnershipControls", "Others")),
    "bucket-object-lock": case(BUCKET, ("ObjectLockEnabled: true", "ObjectLockEnabled: false")),
    "bucket-replication": case(BUCKET, ("Rules: [{Status: Enabled}]", "Rules: [{Status: Disabled}]")),
    "bucket-notifications": case(BUCKET, ("NotificationConfiguration", "Others")),
}
