"""What the data stack is told about a bucket: its name, its versions, what is logged, copied and deleted."""

from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, BucketName, KeyPrefix, Region
from tasktracker_cfn.config.problems import Violation, Violations

# The templates call the bucket that access logs go to so.
NAME_OF_THE_ACCESS_LOG = "access-log"
REPLICA_SUFFIX = "-replica"


class ExpiryConfig(BaseModel):
    """Objects below a prefix that are deleted after some days."""

    model_config = STRICT

    prefix: KeyPrefix = Field(description="Key prefix, ending in a slash.")
    days: int = Field(ge=1, le=36500, description="Days after which an object is deleted, with its old versions.")


class BucketConfig(BaseModel):
    """A private bucket, encrypted, reachable over TLS only, kept when the stack is deleted."""

    model_config = STRICT

    name: BucketName | None = Field(
        default=None,
        description="Name of the bucket, the only one of this name in all of AWS; {system}, {environment}, {account} "
        "and {region} stand for what they say. Made up when absent. Another name is another, empty bucket; and because "
        "buckets are always kept, a stack that was deleted cannot be made again under the same name.",
    )
    encryption: Literal["s3", "kms"] | None = Field(
        default=None,
        description='"s3": with keys of S3 (AES-256), free of charge. "kms": with the key of encryption.data. When '
        "absent: with that key where there is one, otherwise with those of S3.",
    )
    versioned: bool = Field(default=True, description="Keep old versions of objects.")
    noncurrent_days: int | None = Field(
        default=None, ge=1, le=36500, description="Days after which old versions are deleted; kept when absent."
    )
    tiering_days: int | None = Field(
        default=None,
        ge=0,
        le=3650,
        description="Days after which objects move to Intelligent-Tiering, which makes what is not read for a month "
        "cheaper: 0.023, then 0.0125 USD a month for each GB, and 2.50 USD a month for each million of objects. Never "
        "when absent.",
    )
    expire: tuple[ExpiryConfig, ...] = Field(default=(), description="Prefixes whose objects are deleted after a time.")
    access_log: bool = Field(
        default=False,
        description="Write every access into the stack's bucket for access logs, below the name of this bucket's use; "
        "cents a month.",
    )
    replicate_to: Region | None = Field(
        default=None,
        description="Region that new objects are copied to, by a bucket with the same name and -replica at its end. "
        "The build then has a replica.yaml, which is deployed to that region before all else. About 0.02 USD for each "
        "GB that is copied, and the storage there.",
    )

    @property
    def takes_our_key(self) -> bool:
        """Tell whether the bucket is encrypted with our own key for data, where there is one."""
        return self.encryption != "s3"

    def violations(self) -> Violations:
        """Check that each prefix is named once, and that there are versions and a name where they are needed."""
        prefixes = [rule.prefix for rule in self.expire]
        for prefix in sorted({p for p in prefixes if prefixes.count(p) > 1}):
            yield Violation(("expire",), f'names the prefix "{prefix}" twice')
        if self.noncurrent_days is not None and not self.versioned:
            yield Violation(("noncurrent_days",), "has no meaning without versioned = true")
        if self.replicate_to is None:
            return
        if not self.versioned:
            # B03
            yield Violation(("replicate_to",), "copies versions, of which there are none without versioned = true")
        if self.name is None:
            # B05: the role that copies is made before the bucket, so it goes by names, also to the other region.
            yield Violation(("name",), "is missing; replicate_to finds the copy by the bucket's name")
