"""Empty a bucket, versions and marks included, of whatever size."""

from itertools import islice

from tasktracker_cfn.deploy.asking_store import BATCH, StoreCalls
from tasktracker_cfn.deploy.values_store import Bucket
from tasktracker_cfn.errors import DeploymentError, NotThereError

# A thousand times a thousand thousand: nobody waits for more, and a lifecycle rule does it for nothing.
MOST_BATCHES = 1_000_000


def empty(calls: StoreCalls, bucket: Bucket) -> int:
    """Delete all that is in a bucket for good, and give how many versions that were; a bucket that is gone is empty.

    What is written meanwhile is deleted as well, as long as it is seen.

    :raises DeploymentError: when it does not get empty
    :raises AwsError: when AWS says no
    """
    deleted = 0
    for _ in range(MOST_BATCHES):
        try:
            # Always from the beginning: what was listed first is gone.
            versions = list(islice(calls.object_versions(bucket), BATCH))
        except NotThereError:
            return deleted
        if not versions:
            return deleted
        calls.delete_versions(bucket, versions)
        deleted += len(versions)
    message = f"{bucket.name} does not get empty: something writes faster than it can be deleted; stop that first"
    raise DeploymentError(message)
