"""Empty a bucket, versions and marks included, of whatever size."""

from collections.abc import Callable
from itertools import islice

from tasktracker_cfn.deploy.aws.asking.store import BATCH, StoreCalls
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.deploy.commands import Spelling
from tasktracker_cfn.errors import AwsError, DeploymentError, NotThereError

# A thousand times a thousand thousand: nobody waits for more, and a lifecycle rule does it for nothing.
MOST_BATCHES = 1_000_000
# Batches after which it is told how far it is.
NEWS = 20


def empty(calls: StoreCalls, bucket: Bucket, news: Callable[[int], None]) -> int:
    """Delete all that is in a bucket for good, and give how many versions that were; a bucket that is gone is empty.

    What is written meanwhile is deleted as well, as long as it is seen.

    :param news: hears now and then how many are deleted so far
    :raises DeploymentError: when it does not get empty, or S3 keeps something in it
    :raises AwsError: when AWS says no
    """
    deleted = 0
    for batch in range(1, MOST_BATCHES + 1):
        try:
            # Always from the beginning: what was listed first is gone.
            versions = list(islice(calls.object_versions(bucket), BATCH))
        except NotThereError:
            return deleted
        if not versions:
            return deleted
        try:
            calls.delete_versions(bucket, versions)
        except AwsError as error:
            if why := _kept(error, bucket):
                message = f"{bucket.name} cannot be emptied: {why}; the stack was not deleted. AWS says: {error}"
                raise DeploymentError(message) from error
            raise
        deleted += len(versions)
        if batch % NEWS == 0:
            news(deleted)
    message = f"{bucket.name} does not get empty: something writes faster than it can be deleted; stop that first"
    raise DeploymentError(message)


def _kept(error: AwsError, bucket: Bucket) -> str:
    """Give why S3 keeps what is in a bucket; nothing when it is something else."""
    text = error.message.lower()
    if "object lock" in text or "worm" in text:
        return (
            "object lock keeps versions in it until their time is over, or a legal hold ends; run this again then, or "
            "give the bucket DeletionPolicy Retain and update the stack"
        )
    if "mfa" in text:
        ended = ("--versioning-configuration", "Status=Enabled,MFADelete=Disabled", "--mfa", "SERIAL CODE")
        # Not by the profile that is used here, which is not the root user's.
        call = Spelling(region=bucket.region).call("s3api", "put-bucket-versioning", "--bucket", bucket.name, *ended)
        return f"it has MFA delete, which only the account's root user can end: {call}"
    return ""
