"""Private buckets: encrypted, by S3 or with our own key, no ACLs, no public access, TLS only, always kept."""

from awacs.aws import PolicyDocument
from troposphere import Ref, s3

from tasktracker_cfn.authoring.iam import tls_only
from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config.data import BucketConfig

DAYS_OF_UNFINISHED_UPLOADS = 7


def bucket(name: str, config: BucketConfig, key_arn: Arn | None) -> s3.Bucket:
    """Give a bucket by the name of its use."""
    return s3.Bucket(
        f"{pascal(name)}Bucket",
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
        BucketEncryption=s3.BucketEncryption(ServerSideEncryptionConfiguration=[_encryption(key_arn)]),
        # B02: with the owner enforced there are no ACLs to get wrong.
        OwnershipControls=s3.OwnershipControls(Rules=[s3.OwnershipControlsRule(ObjectOwnership="BucketOwnerEnforced")]),
        PublicAccessBlockConfiguration=s3.PublicAccessBlockConfiguration(
            BlockPublicAcls=True, BlockPublicPolicy=True, IgnorePublicAcls=True, RestrictPublicBuckets=True
        ),
        **given(VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled") if config.versioned else None),
        LifecycleConfiguration=s3.LifecycleConfiguration(Rules=_lifecycle(config)),
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


def policy(name: str, target: s3.Bucket) -> s3.BucketPolicy:
    """Give the one policy of a bucket (B10)."""
    return s3.BucketPolicy(
        f"{pascal(name)}BucketPolicy",
        Bucket=Ref(target),
        PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=[tls_only(target)]),
    )


def _lifecycle(config: BucketConfig) -> list[s3.LifecycleRule]:
    rules = [
        s3.LifecycleRule(
            Id="abort-unfinished-uploads",
            Status="Enabled",
            AbortIncompleteMultipartUpload=s3.AbortIncompleteMultipartUpload(
                DaysAfterInitiation=DAYS_OF_UNFINISHED_UPLOADS
            ),
        )
    ]
    if config.noncurrent_days is not None:
        rules.append(
            s3.LifecycleRule(
                Id="delete-old-versions",
                Status="Enabled",
                NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(NoncurrentDays=config.noncurrent_days),
            )
        )
    for expiry in config.expire:
        # B07: in a versioned bucket expiry only hides an object; its last version goes a day later.
        old_versions = s3.NoncurrentVersionExpiration(NoncurrentDays=1) if config.versioned else None
        rules.append(
            s3.LifecycleRule(
                Id=f"expire-{expiry.prefix}",
                Status="Enabled",
                Prefix=expiry.prefix,
                ExpirationInDays=expiry.days,
                **given(NoncurrentVersionExpiration=old_versions),
            )
        )
    return rules
