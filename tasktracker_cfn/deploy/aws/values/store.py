"""What AWS says about buckets and what lies in them."""

from datetime import datetime
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.values.stacks import DOMAIN


class Bucket(NamedTuple):
    """A bucket of an account in a region. The account is said with every call, so that none else's is ever used.

    `domain` is that of the region's services, in which its addresses lie.
    """

    name: str
    account: str
    region: str
    domain: str = DOMAIN


class StoredObject(NamedTuple):
    """The current version of an object; `sha256` is its checksum in Base64, where it has one."""

    key: str
    size: int
    modified: datetime
    sha256: str | None = None
    version: str | None = None


class ObjectVersion(NamedTuple):
    """One version of an object, or a mark that it was deleted."""

    key: str
    version: str
    is_latest: bool
    modified: datetime
    size: int = 0
    is_mark: bool = False
