"""The gateway's part about buckets. Every call says whose the bucket must be, so that none else's is used.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from tasktracker_cfn.deploy.aws.answers import store as answers
from tasktracker_cfn.deploy.aws.calling import MOST_PAGES, Answer, Caller
from tasktracker_cfn.deploy.aws.values.store import Bucket, ObjectVersion, StoredObject
from tasktracker_cfn.errors import AwsError, CredentialsError, DeniedError, NotThereError

S3 = "s3"
LIST, DELETE = "ListObjectVersions", "DeleteObjects"
# DeleteObjects takes no more: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
BATCH = 1_000


class StoreCalls(Caller):
    """Calls about buckets and what lies in them."""

    def bucket_is_there(self, bucket: Bucket) -> bool:
        """Tell whether a bucket exists and is the account's.

        :raises DeniedError: when it is another account's, or may not be used
        :raises AwsError: when AWS says no
        """
        try:
            self._head("head_bucket", _of(bucket))
        except NotThereError:
            return False
        return True

    def store_time(self, bucket: Bucket) -> datetime:
        """Give the time by S3's clock, which this machine's may differ from.

        :raises NotThereError: when there is no such bucket
        :raises AwsError: when AWS says no
        """
        answer = self._head("head_bucket", _of(bucket))
        return answers.answered(answer)

    def stored(self, bucket: Bucket, key: str) -> StoredObject | None:
        """Give what is known of an object; None when there is none of this key.

        :raises DeniedError: when the bucket is another account's, or may not be read
        :raises AwsError: when AWS says no
        """
        try:
            answer = self._head("head_object", {**_of(bucket), "Key": key, "ChecksumMode": "ENABLED"})
        except NotThereError:
            return None
        return answers.stored_object(key, answer)

    def put(self, bucket: Bucket, key: str, body: bytes, sha256: str, content_type: str) -> None:
        """Store an object; S3 refuses what does not have the checksum, given in Base64.

        :raises DeniedError: when the bucket is another account's, or may not be written
        :raises AwsError: when AWS says no
        """
        parameters = {**_of(bucket), "Key": key, "Body": body, "ChecksumSHA256": sha256, "ContentType": content_type}
        self.call(S3, "put_object", parameters)

    def object_versions(self, bucket: Bucket, prefix: str = "") -> Iterator[ObjectVersion]:
        """Give all versions of all objects, and the marks that say that they were deleted.

        :raises NotThereError: when there is no such bucket
        :raises AwsError: when AWS says no
        """
        following: Mapping[str, object] = {}
        for _ in range(MOST_PAGES):
            page = self.call(S3, "list_object_versions", {**_of(bucket), "Prefix": prefix or None, **following})
            yield from answers.object_versions(page)
            if not page.get("IsTruncated"):
                return
            following = {"KeyMarker": page.get("NextKeyMarker"), "VersionIdMarker": page.get("NextVersionIdMarker")}
        message = f"answers with more than {MOST_PAGES} pages"
        raise AwsError(LIST, "", message)

    def delete_versions(self, bucket: Bucket, versions: Sequence[ObjectVersion]) -> None:
        """Delete versions and marks for good; those that are gone already are no error.

        :raises AwsError: when AWS says no, or could not delete some
        """
        for start in range(0, len(versions), BATCH):
            some = versions[start : start + BATCH]
            objects = [{"Key": version.key, "VersionId": version.version} for version in some]
            parameters = {**_of(bucket), "Delete": {"Objects": objects, "Quiet": True}}
            problems = answers.delete_problems(self.call(S3, "delete_objects", parameters))
            if problems:
                more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
                raise AwsError(DELETE, problems[0].code, f"{problems[0].key}{more}: {problems[0].message}")

    def _head(self, operation: str, parameters: Mapping[str, object]) -> Answer:
        """Ask for what has no body, so that a refusal has no reason: who asks is what everybody may ask."""
        try:
            return self.call(S3, operation, parameters)
        except (DeniedError, CredentialsError):
            self.call("sts", "get_caller_identity", {})
            raise


def _of(bucket: Bucket) -> dict[str, object]:
    return {"Bucket": bucket.name, "ExpectedBucketOwner": bucket.account}
