"""Buckets that nobody reaches without being let in: encrypted, without ACLs, not public, and always kept."""

from troposphere import AWSHelperFn, s3

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Arn

DAYS_OF_UNFINISHED_UPLOADS = 7


def closed(
    logical_id: str, name: AWSHelperFn | str | None = None, key_arn: Arn | None = None, **properties: object
) -> s3.Bucket:
    """Give a bucket, encrypted by S3 or with a key of our own; it stays when its stack goes (B11)."""
    return s3.Bucket(
        logical_id,
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
        **given(BucketName=name),
        BucketEncryption=s3.BucketEncryption(ServerSideEncryptionConfiguration=[_encryption(key_arn)]),
        # B02: with the owner enforced there are no ACLs to get wrong.
        OwnershipControls=s3.OwnershipControls(Rules=[s3.OwnershipControlsRule(ObjectOwnership="BucketOwnerEnforced")]),
        PublicAccessBlockConfiguration=s3.PublicAccessBlockConfiguration(
            BlockPublicAcls=True, BlockPublicPolicy=True, IgnorePublicAcls=True, RestrictPublicBuckets=True
        ),
        **given(**properties),
    )


def abort_unfinished_uploads() -> s3.LifecycleRule:
    """Give the rule that deletes the parts of uploads that were never finished; they cost and nobody sees them."""
    return s3.LifecycleRule(
        Id="abort-unfinished-uploads",
        Status="Enabled",
        AbortIncompleteMultipartUpload=s3.AbortIncompleteMultipartUpload(
            DaysAfterInitiation=DAYS_OF_UNFINISHED_UPLOADS
        ),
    )


def _encryption(key_arn: Arn | None) -> s3.ServerSideEncryptionRule:
    if key_arn is None:
        return s3.ServerSideEncryptionRule(
            ServerSideEncryptionByDefault=s3.ServerSideEncryptionByDefault(SSEAlgorithm="AES256")
        )
    return s3.ServerSideEncryptionRule(
        # Or S3 asks KMS, and pays, for every object.
        BucketKeyEnabled=True,
        ServerSideEncryptionByDefault=s3.ServerSideEncryptionByDefault(SSEAlgorithm="aws:kms", KMSMasterKeyID=key_arn),
    )
