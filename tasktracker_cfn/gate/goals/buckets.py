"""Goals for buckets."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.goals.keys import is_own_key
from tasktracker_cfn.gate.goals.statements import Statement, of_owner
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, entries, follow, true

BUCKETS = Area("Buckets")

BUCKET = "AWS::S3::Bucket"
POLICY = "AWS::S3::BucketPolicy"
BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
PRIVATE = (None, "Private", "BucketOwnerFullControl", "BucketOwnerRead")
BY_KMS = ("aws:kms", "aws:kms:dsse")
PLAIN_HTTP = {"Bool": {"aws:SecureTransport": "false"}}


def _defaults(bucket: Item) -> Iterator[Value]:
    for rule in entries(bucket.get("BucketEncryption", "ServerSideEncryptionConfiguration")):
        yield rule.get("ServerSideEncryptionByDefault")


@BUCKETS.always(
    "bucket-public-access-block",
    "CKV_AWS_53 CKV_AWS_54 CKV_AWS_55 CKV_AWS_56 CT.S3.PR.1 CT.S3.PR.12 "
    "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED AS-S2 S3BucketLevelPublicAccessProhibited SH:S3.1 SH:S3.8 "
    "SH:S3.19 CKV2_AWS_6",
)
def public_access(system: System) -> Iterator[Breach]:
    """Every bucket blocks public access in all four ways."""
    for bucket in system.of(BUCKET):
        block = bucket.get("PublicAccessBlockConfiguration")
        missing = [way for way in BLOCKS if not true(follow(block, way))]
        if missing:
            yield bucket, f"lacks {', '.join(missing)}"


@BUCKETS.always(
    "bucket-policy-principals",
    "CKV_AWS_20 CKV_AWS_57 S3_BUCKET_PUBLIC_READ_PROHIBITED S3_BUCKET_PUBLIC_WRITE_PROHIBITED "
    "S3BucketPublicReadProhibited S3BucketPublicWriteProhibited SH:S3.2 SH:S3.3 SH:S3.6 "
    "S3_BUCKET_POLICY_NO_WILDCARD_ACTION S3_BUCKET_POLICY_NO_WILDCARD_PRINCIPAL "
    "S3_BUCKET_POLICY_NO_ALLOW_PLUS_NOT_ACTION S3_BUCKETPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL AS-S5 "
    "S3WebBucketOAIAccess cr:S3BucketPublicReadAclRule cr:S3BucketPublicReadWriteAclRule "
    "cr:S3BucketPublicReadAclAndListStatementRule cr:S3BucketPolicyPrincipalRule "
    "cr:S3BucketPolicyWildcardActionRule cr:S3CrossAccountTrustRule cn:F14 cn:F15 cn:F16 cn:W31 "
    "S3_BUCKET_PUBLIC_READ_ACL",
)
def principals(system: System) -> Iterator[Breach]:
    """No bucket is open to everybody, to another account, or for every action."""
    for bucket in system.of(BUCKET):
        if bucket.get("AccessControl") not in PRIVATE:
            yield bucket, f"has the access control list {bucket.get('AccessControl')}"
    for statement in of_owner(system, POLICY):
        if not statement.allows:
            continue
        if statement.is_for_everybody or "NotPrincipal" in statement.entry:
            yield statement, "is for everybody"
        if statement.foreigners:
            yield statement, f"trusts {', '.join(statement.foreigners)}"
        if "NotAction" in statement.entry or any(
            action.endswith(":*") or action == "*" for action in statement.actions
        ):
            yield statement, "is for every action"


@BUCKETS.always(
    "bucket-encryption",
    "CKV_AWS_19 S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED S3BucketServerSideEncryptionEnabled cn:W41 "
    "cr:StorageEncryptedRule",
)
def encryption(system: System) -> Iterator[Breach]:
    """Every bucket encrypts what it holds."""
    for bucket in system.of(BUCKET):
        if not all(map(_encrypts, _defaults(bucket))) or not list(_defaults(bucket)):
            yield bucket, "does not encrypt"


@BUCKETS.production(
    "bucket-key",
    "CT.S3.PR.10 S3_DEFAULT_ENCRYPTION_KMS S3DefaultEncryptionKMS CKV_AWS_145 SH:S3.17",
)
def own_key(system: System) -> Iterator[Breach]:
    """Every bucket encrypts with a key of the account's own."""
    for bucket in system.of(BUCKET):
        keys = [follow(d, "KMSMasterKeyID") for d in _defaults(bucket) if follow(d, "SSEAlgorithm") in BY_KMS]
        if not keys or not all(is_own_key(system, key) for key in keys):
            yield bucket, "has a key of AWS's own"


@BUCKETS.always("bucket-tls-only", "CT.S3.PR.8 AS-S10 S3BucketSSLRequestsOnly SH:S3.5 CKV_AWS_379")
def tls_only(system: System) -> Iterator[Breach]:
    """Every bucket refuses what does not come over TLS, in the form that every checker recognises."""
    refusing = {
        system.at(statement.owner.get("Bucket"))
        for statement in of_owner(system, POLICY)
        if _refuses_plain_http(system, statement)
    }
    yield from ((bucket, "takes plain HTTP") for bucket in system.of(BUCKET) if bucket not in refusing)


@BUCKETS.always(
    "bucket-versioning",
    "CKV_AWS_21 CT.S3.PR.11 S3_BUCKET_VERSIONING_ENABLED S3BucketVersioningEnabled SH:S3.14 cr:S3ObjectVersioningRule",
)
def versioning(system: System) -> Iterator[Breach]:
    """Every bucket keeps older versions."""
    for bucket in system.of(BUCKET):
        if bucket.get("VersioningConfiguration", "Status") != "Enabled":
            yield bucket, "keeps no older versions"


@BUCKETS.always(
    "bucket-lifecycle",
    "CT.S3.PR.3 CT.S3.PR.6 SH:S3.10 SH:S3.13 cr:S3LifecycleConfigurationRule CKV2_AWS_61",
)
def lifecycle(system: System) -> Iterator[Breach]:
    """Every bucket has rules for what becomes of its objects."""
    for bucket in system.of(BUCKET):
        rules = entries(bucket.get("LifecycleConfiguration", "Rules"))
        if not any(rule.get("Status") == "Enabled" for rule in rules):
            yield bucket, "keeps everything for ever"


@BUCKETS.production(
    "bucket-access-log",
    "CKV_AWS_18 CT.S3.PR.2 S3_BUCKET_LOGGING_ENABLED AS-S1 S3BucketLoggingEnabled SH:S3.9 cn:W35",
)
def access_log(system: System) -> Iterator[Breach]:
    """Every bucket writes an access log."""
    for bucket in system.of(BUCKET):
        if not bucket.get("LoggingConfiguration", "DestinationBucketName"):
            yield bucket, "writes no access log"


@BUCKETS.always("bucket-owner-enforced", "CT.S3.PR.5 SH:S3.12 CKV2_AWS_65")
def ownership(system: System) -> Iterator[Breach]:
    """No bucket has access control lists."""
    for bucket in system.of(BUCKET):
        rules = entries(bucket.get("OwnershipControls", "Rules"))
        if [rule.get("ObjectOwnership") for rule in rules] != ["BucketOwnerEnforced"]:
            yield bucket, "takes access control lists"


@BUCKETS.exempted(
    "bucket-object-lock",
    "CT.S3.PR.9 S3_BUCKET_DEFAULT_LOCK_ENABLED S3BucketDefaultLockEnabled SH:S3.15",
)
def object_lock(system: System) -> Iterator[Breach]:
    """What a bucket holds cannot be deleted for a time."""
    for bucket in system.of(BUCKET):
        if not true(bucket.get("ObjectLockEnabled")):
            yield bucket, "lets everything be deleted"


@BUCKETS.exempted("bucket-replication", "S3_BUCKET_REPLICATION_ENABLED S3BucketReplicationEnabled SH:S3.7")
def replication(system: System) -> Iterator[Breach]:
    """Every bucket is copied to another region."""
    for bucket in system.of(BUCKET):
        rules = entries(bucket.get("ReplicationConfiguration", "Rules"))
        if not any(rule.get("Status") == "Enabled" for rule in rules):
            yield bucket, "is copied nowhere"


@BUCKETS.exempted("bucket-notifications", "CT.S3.PR.4 SH:S3.11")
def notifications(system: System) -> Iterator[Breach]:
    """Every bucket tells somebody what happens to its objects."""
    for bucket in system.of(BUCKET):
        if not bucket.get("NotificationConfiguration"):
            yield bucket, "tells nobody"


def _encrypts(default: Value) -> bool:
    return follow(default, "SSEAlgorithm") in ("AES256", *BY_KMS)


def _refuses_plain_http(system: System, statement: Statement) -> bool:
    entry = statement.entry
    bucket = system.at(statement.owner.get("Bucket"))
    if entry.get("Effect") != "Deny" or not statement.is_for_everybody or statement.actions != ("s3:*",):
        return False
    if entry.get("Condition") != PLAIN_HTTP or "Fn::Sub" in str(_written(statement)):
        # The guard rule CT.S3.PR.8 does not see through a Sub.
        return False
    whole = [value for value in statement.resources if system.at(value) == bucket]
    objects = [value for value in statement.resources if list(literals(value)) == ["/*"]]
    return bool(whole) and bool(objects)


def _written(statement: Statement) -> object:
    """Give the resources of a statement as the template writes them."""
    document = statement.owner.resource.properties.get("PolicyDocument")
    found = document.get("Statement") if isinstance(document, dict) else None
    same = [
        entry for entry in found or () if isinstance(entry, dict) and entry.get("Sid") == statement.entry.get("Sid")
    ]
    return [entry.get("Resource") for entry in same]
