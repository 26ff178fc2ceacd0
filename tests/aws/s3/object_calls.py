"""S3's calls on objects."""

from typing import Any

from tests.aws.pages import page
from tests.aws.refusal import Refused
from tests.aws.s3.buckets import Bucket, Store, Version

FACTS = ("ContentType", "CacheControl", "ServerSideEncryption", "SSEKMSKeyId", "ChecksumSHA256", "ContentEncoding")


class ObjectCalls:
    """One method for each operation, named as boto3 names it."""

    def __init__(self, store: Store) -> None:
        """Work on a store."""
        self.store = store

    def put_object(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Put an object, if nobody must be in the way and somebody is."""
        bucket = self._bucket(asked)
        key = asked["Key"]
        if asked.get("IfNoneMatch") == "*" and bucket.current(key):
            message = "At least one of the pre-conditions you specified did not hold"
            raise Refused("PreconditionFailed", message, 412)
        facts = {name: asked[name] for name in FACTS if name in asked}
        version = Version(
            self.store.version_id(bucket),
            asked.get("Body", b""),
            self.store.account.timeline.now(),
            metadata=asked.get("Metadata", {}),
            facts={**facts, "Tagging": asked.get("Tagging", "")},
        )
        self.store.put(bucket, key, version)
        return {"ETag": version.etag, "VersionId": version.id if bucket.versioned else None, **facts}

    def get_object(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give an object."""
        bucket, version = self._found(asked)
        return {**self._about(bucket, version), "Body": version.body}

    def head_object(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tell of an object."""
        return self._about(*self._found(asked))

    def copy_object(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Copy an object, onto itself to make it new."""
        source, _, version_id = asked["CopySource"].removeprefix("/").partition("?versionId=")
        name, _, key = source.partition("/")
        wanted = {"Bucket": name, "Key": key} | ({"VersionId": version_id} if version_id else {})
        _, version = self._found(wanted)
        put = self.put_object({**asked, "Body": version.body, "Metadata": version.metadata})
        return {"CopyObjectResult": {"ETag": put["ETag"], "LastModified": self.store.account.timeline.now()}}

    def delete_object(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Delete a version, or put a mark over all of them."""
        bucket = self._bucket(asked)
        return self._deleted(bucket, asked["Key"], asked.get("VersionId"))

    def delete_objects(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Delete some at once; a thousand is the most."""
        bucket = self._bucket(asked)
        wanted = asked["Delete"].get("Objects", [])
        if not 0 < len(wanted) <= 1000:
            raise Refused("MalformedXML", "The XML you provided was not well-formed", 400)
        if bucket.mfa_delete and any("VersionId" in item for item in wanted):
            raise Refused("AccessDenied", "Mfa Authentication must be used for this request", 403)
        gone, kept = [], []
        for item in wanted:
            if bucket.locked and "VersionId" in item:
                message = "Access Denied because object protected by object lock."
                kept.append({**item, "Code": "AccessDenied", "Message": message})
                continue
            done = self._deleted(bucket, item["Key"], item.get("VersionId"))
            gone.append({"Key": item["Key"], "VersionId": item.get("VersionId"), "DeleteMarker": done["DeleteMarker"]})
        return {"Errors": kept} if asked["Delete"].get("Quiet") else {"Deleted": gone, "Errors": kept}

    def list_objects_v2(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the objects, a page at a time."""
        bucket = self._bucket(asked)
        prefix = asked.get("Prefix", "")
        keys = sorted(key for key in bucket.objects if key.startswith(prefix) and bucket.current(key))
        found, token = page(keys, asked.get("ContinuationToken"), self._size(asked, "MaxKeys"))
        return {
            "Name": bucket.name,
            "Prefix": prefix,
            "KeyCount": len(found),
            "MaxKeys": self._size(asked, "MaxKeys"),
            "IsTruncated": token is not None,
            "NextContinuationToken": token,
            "Contents": [self._row(key, bucket.objects[key][-1]) for key in found],
        }

    def list_object_versions(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the versions and the marks, a page at a time."""
        bucket = self._bucket(asked)
        prefix = asked.get("Prefix", "")
        rows = [
            {**self._row(key, version), "VersionId": version.id, "IsLatest": version is versions[-1], "_": version}
            for key, versions in sorted(bucket.objects.items())
            if key.startswith(prefix)
            for version in reversed(versions)
        ]
        marker = asked.get("KeyMarker", ""), asked.get("VersionIdMarker", "")
        places = [(row["Key"], row["VersionId"]) for row in rows]
        start = places.index(marker) + 1 if marker in places else sum(key <= marker[0] for key, _ in places)
        size = self._size(asked, "MaxKeys")
        found = rows[start : start + size]
        more = start + size < len(rows)
        return {
            "Name": bucket.name,
            "IsTruncated": more,
            "NextKeyMarker": found[-1]["Key"] if more else None,
            "NextVersionIdMarker": found[-1]["VersionId"] if more else None,
            "Versions": [row for row in found if not row["_"].deleted],
            "DeleteMarkers": [row for row in found if row["_"].deleted],
        }

    def list_multipart_uploads(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List what was never finished: nothing."""
        return {"Bucket": self._bucket(asked).name, "IsTruncated": False, "Uploads": []}

    def put_object_tagging(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tag an object."""
        _, version = self._found(asked)
        version.facts["TagSet"] = asked["Tagging"]["TagSet"]
        return {}

    def get_object_tagging(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give an object's tags."""
        _, version = self._found(asked)
        return {"TagSet": version.facts.get("TagSet", [])}

    def _bucket(self, asked: dict[str, Any]) -> Bucket:
        return self.store.bucket(asked["Bucket"], asked.get("ExpectedBucketOwner"))

    def _size(self, asked: dict[str, Any], name: str) -> int:
        wanted: int = asked.get(name, 1000)
        return min(wanted, self.store.account.page * 10)

    def _found(self, asked: dict[str, Any]) -> tuple[Bucket, Version]:
        bucket = self._bucket(asked)
        if wanted := asked.get("VersionId"):
            for version in bucket.objects.get(asked["Key"], []):
                if version.id == wanted:
                    return bucket, version
            raise Refused("NoSuchVersion", "The specified version does not exist.", 404)
        current = bucket.current(asked["Key"])
        if current is None:
            raise Refused("NoSuchKey", "The specified key does not exist.", 404)
        return bucket, current

    @staticmethod
    def _about(bucket: Bucket, version: Version) -> dict[str, Any]:
        return {
            "ContentLength": len(version.body),
            "ETag": version.etag,
            "LastModified": version.at,
            "VersionId": version.id if bucket.versioned else None,
            "Metadata": version.metadata,
            **{name: value for name, value in version.facts.items() if name in FACTS},
        }

    @staticmethod
    def _row(key: str, version: Version) -> dict[str, Any]:
        size = len(version.body)
        return {"Key": key, "LastModified": version.at, "ETag": version.etag, "Size": size, "StorageClass": "STANDARD"}

    def _deleted(self, bucket: Bucket, key: str, version_id: str | None) -> dict[str, Any]:
        versions = bucket.objects.get(key, [])
        if version_id is None and bucket.versioned:
            mark = Version(self.store.version_id(bucket), b"", self.store.account.timeline.now(), deleted=True)
            self.store.put(bucket, key, mark)
            return {"DeleteMarker": True, "VersionId": mark.id}
        kept = [version for version in versions if version_id is not None and version.id != version_id]
        if kept:
            bucket.objects[key] = kept
        else:
            bucket.objects.pop(key, None)
        return {"DeleteMarker": any(version.deleted for version in versions if version not in kept)}
