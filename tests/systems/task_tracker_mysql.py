"""Where document 002's one environment is, and its parts."""

from tasktracker_cfn.model.values import Text
from tests.systems import policies
from tests.systems.built import Item, System

FOLDER = "task-tracker-mysql/production"
CONTAINER = "app"
BUCKET_NAME = "task-tracker-app-data-<AWS::AccountId>"


def app_bucket(system: System) -> Item:
    """Give the bucket of the application's data, by its name."""
    named = [
        bucket
        for bucket in system.of("AWS::S3::Bucket")
        if isinstance(bucket.get("BucketName"), Text)
        and policies.written(system, bucket.get("BucketName")) == BUCKET_NAME
    ]
    assert len(named) == 1, f"{len(named)} buckets are called {BUCKET_NAME}"
    return named[0]
