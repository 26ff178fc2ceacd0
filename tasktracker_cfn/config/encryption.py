"""What the keys stack is told: which own keys of KMS there are."""

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT
from tasktracker_cfn.config.problems import Violation, Violations


class EncryptionConfig(BaseModel):
    """Own keys of KMS, turned over once a year; what has none is encrypted with AWS's keys.

    Decide before the first deployment: a database and an image repository can only take another key when they are
    replaced, and their names keep CloudFormation from that.
    """

    model_config = STRICT

    data: bool = Field(
        default=False,
        description="A key for database, secrets, buckets and image repositories, kept when the stack is deleted; "
        "1 USD a month. Without it: AWS's keys for RDS and for secrets, S3's own encryption (SSE-S3) for buckets and "
        "repositories. Decide before the first deployment.",
    )
    logs: bool = Field(
        default=False,
        description="A key for every log group; 1 USD a month. Without it: CloudWatch's own encryption.",
    )
    topics: bool = Field(
        default=False,
        description="A key for the alarms' topics, and for the trail; 1 USD a month. Without it topics are not "
        "encrypted, because AWS's key for SNS (alias/aws/sns) would keep CloudWatch from publishing, and the trail's "
        "bucket has S3's own encryption.",
    )

    def violations(self) -> Violations:
        """Check that there is a key."""
        if not (self.data or self.logs or self.topics):
            yield Violation((), "has no key; set data, logs or topics, or leave the table out")
