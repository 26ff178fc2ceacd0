"""S3's calls on buckets."""

from collections.abc import Callable
from typing import Any, NamedTuple

from botocore import xform_name

from tests.aws.refusal import Refused
from tests.aws.s3.buckets import Store


class Setting(NamedTuple):
    """A setting that is put and got whole: the member that holds it, and what is said when there is none."""

    member: str
    code: str
    message: str


SETTINGS = {
    "BucketPolicy": Setting("Policy", "NoSuchBucketPolicy", "The bucket policy does not exist"),
    "BucketEncryption": Setting(
        "ServerSideEncryptionConfiguration",
        "ServerSideEncryptionConfigurationNotFoundError",
        "The server side encryption configuration was not found",
    ),
    "PublicAccessBlock": Setting(
        "PublicAccessBlockConfiguration",
        "NoSuchPublicAccessBlockConfiguration",
        "The public access block configuration was not found",
    ),
    "BucketLifecycleConfiguration": Setting(
        "LifecycleConfiguration", "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"
    ),
    "BucketTagging": Setting("Tagging", "NoSuchTagSet", "The TagSet does not exist"),
    "BucketOwnershipControls": Setting(
        "OwnershipControls", "OwnershipControlsNotFoundError", "The bucket ownership controls were not found"
    ),
}
# What Get gives without the member around it.
BARE = {"BucketLifecycleConfiguration", "BucketTagging"}
Calls = dict[str, Callable[[dict[str, Any]], dict[str, Any]]]


class BucketCalls:
    """One method for each operation, named as boto3 names it."""

    def __init__(self, store: Store) -> None:
        """Work on a store."""
        self.store = store

    def list_buckets(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List our buckets."""
        ours = [bucket for bucket in self.store.buckets.values() if bucket.owner == self.store.account.id]
        return {"Buckets": [{"Name": bucket.name, "CreationDate": bucket.at} for bucket in ours]}

    def create_bucket(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Make a bucket."""
        self.store.create(asked["Bucket"])
        return {"Location": f"/{asked['Bucket']}"}

    def head_bucket(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tell whether a bucket is there and ours; without a body there is only the status to say why not."""
        try:
            bucket = self.store.bucket(asked["Bucket"], asked.get("ExpectedBucketOwner"))
        except Refused as refused:
            raise Refused(str(refused.status), "", refused.status) from refused
        return {"BucketRegion": bucket.region}

    def delete_bucket(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Delete a bucket in which nothing is left."""
        bucket = self.store.bucket(asked["Bucket"], asked.get("ExpectedBucketOwner"))
        if not bucket.empty:
            raise Refused("BucketNotEmpty", "The bucket you tried to delete is not empty", 409)
        del self.store.buckets[bucket.name]
        return {}

    def get_bucket_location(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give the region, which is nothing for the oldest one."""
        region = self.store.bucket(asked["Bucket"], asked.get("ExpectedBucketOwner")).region
        return {"LocationConstraint": None if region == "us-east-1" else region}

    def put_bucket_versioning(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Keep versions from now on, or no longer."""
        bucket = self.store.bucket(asked["Bucket"], asked.get("ExpectedBucketOwner"))
        bucket.versioned = asked["VersioningConfiguration"].get("Status") == "Enabled"
        return {}

    def get_bucket_versioning(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tell whether versions are kept."""
        bucket = self.store.bucket(asked["Bucket"], asked.get("ExpectedBucketOwner"))
        return {"Status": "Enabled" if bucket.versioned else None}


def setting_calls(store: Store) -> Calls:
    """Give put, get and delete of every setting."""
    calls: Calls = {}
    for name, setting in SETTINGS.items():
        deleted = "BucketLifecycle" if name == "BucketLifecycleConfiguration" else name
        calls[xform_name(f"Put{name}")] = _put(store, name, setting)
        calls[xform_name(f"Get{name}")] = _get(store, name, setting)
        calls[xform_name(f"Delete{deleted}")] = _delete(store, name)
    return calls


def _put(store: Store, name: str, setting: Setting) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def put(asked: dict[str, Any]) -> dict[str, Any]:
        bucket = store.bucket(asked["Bucket"], asked.get("ExpectedBucketOwner"))
        bucket.settings[name] = asked[setting.member]
        return {}

    return put


def _get(store: Store, name: str, setting: Setting) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def get(asked: dict[str, Any]) -> dict[str, Any]:
        bucket = store.bucket(asked["Bucket"], asked.get("ExpectedBucketOwner"))
        if name not in bucket.settings:
            raise Refused(setting.code, setting.message, 404)
        value = bucket.settings[name]
        return dict(value) if name in BARE else {setting.member: value}

    return get


def _delete(store: Store, name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def delete(asked: dict[str, Any]) -> dict[str, Any]:
        store.bucket(asked["Bucket"], asked.get("ExpectedBucketOwner")).settings.pop(name, None)
        return {}

    return delete
