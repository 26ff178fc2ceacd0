"""The artifact bucket: made by a template of its own, one for each account and region, and checked on every use."""

from tasktracker_cfn.deploy.gateway import Gateway
from tasktracker_cfn.deploy.values import Identity
from tasktracker_cfn.deploy.values_store import Bucket
from tasktracker_cfn.errors import DeploymentError

STACK_NAME = "tasktracker-cfn-artifacts"
OUTPUT = "BucketName"


def artifact_bucket(gateway: Gateway, identity: Identity) -> Bucket:
    """Give the artifact bucket of account and region.

    :raises DeploymentError: when there is none
    :raises DeniedError: when the bucket is another account's
    :raises AwsError: when AWS says no
    """
    stack = gateway.stack(STACK_NAME)
    output = stack.outputs.get(OUTPUT) if stack else None
    if output is not None:
        bucket = Bucket(output.value, identity.account, identity.region)
        if gateway.bucket_is_there(bucket):
            return bucket
    message = (
        f"account {identity.account} has no artifact bucket in {identity.region}; make it: "
        f"python -m tasktracker_cfn bootstrap --region {identity.region}"
    )
    raise DeploymentError(message)
