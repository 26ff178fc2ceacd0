"""Buckets, and the versions of what is in them."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.aws.account import Account
from tests.aws.refusal import Refused


@dataclass(frozen=True)
class Version:
    """One version of an object, or the mark that it was deleted."""

    id: str
    body: bytes
    at: datetime
    deleted: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """Give what S3 calls an object of this content."""
        return f'"{hashlib.md5(self.body, usedforsecurity=False).hexdigest()}"'


@dataclass
class Bucket:
    """A bucket; `settings` are those that are put and got whole: encryption, policy, lifecycle and the like."""

    name: str
    owner: str
    region: str
    at: datetime
    versioned: bool = False
    # What is in it cannot be deleted before its time, or not without a device that shows a code.
    locked: bool = False
    mfa_delete: bool = False
    settings: dict[str, Any] = field(default_factory=dict)
    objects: dict[str, list[Version]] = field(default_factory=dict)

    def current(self, key: str) -> Version | None:
        """Give the newest version of an object; None where it is deleted or never was."""
        versions = self.objects.get(key)
        return versions[-1] if versions and not versions[-1].deleted else None

    @property
    def empty(self) -> bool:
        """Tell whether the bucket can be deleted."""
        return not self.objects


@dataclass
class Store:
    """All buckets that there are, whoever owns them."""

    account: Account
    buckets: dict[str, Bucket] = field(default_factory=dict)

    def bucket(self, name: str, expected_owner: str | None = None) -> Bucket:
        """Give a bucket of ours.

        :raises Refused: when there is none, or it is somebody else's
        """
        found = self.buckets.get(name)
        if found is None:
            raise Refused("NoSuchBucket", "The specified bucket does not exist", 404)
        if found.owner != self.account.id or (expected_owner and expected_owner != found.owner):
            raise Refused("AccessDenied", "Access Denied", 403)
        return found

    def create(self, name: str, owner: str = "") -> Bucket:
        """Make a bucket.

        :raises Refused: when the name is taken
        """
        taken = self.buckets.get(name)
        if taken and taken.owner != self.account.id:
            message = "The requested bucket name is not available."
            raise Refused("BucketAlreadyExists", message, 409)
        if taken:
            message = "Your previous request to create the named bucket succeeded and you already own it."
            raise Refused("BucketAlreadyOwnedByYou", message, 409)
        made = Bucket(name, owner or self.account.id, self.account.region, self.account.timeline.now())
        self.buckets[name] = made
        return made

    def put(self, bucket: Bucket, key: str, version: Version) -> Version:
        """Put a version of an object, in place of the last where the bucket keeps none."""
        if bucket.versioned:
            bucket.objects.setdefault(key, []).append(version)
        else:
            bucket.objects[key] = [version]
        return version

    def version_id(self, bucket: Bucket) -> str:
        """Give the identifier that a new version gets."""
        return self.account.draw(32) if bucket.versioned else "null"
