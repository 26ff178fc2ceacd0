"""Turn answers of S3 into values."""

from typing import NamedTuple

from tasktracker_cfn.deploy.calling import Answer
from tasktracker_cfn.deploy.reading_answers import flag, maybe, number, parts, surely, text
from tasktracker_cfn.deploy.values_store import ObjectVersion, StoredObject


class DeleteProblem(NamedTuple):
    """An object that could not be deleted."""

    key: str
    code: str
    message: str


def stored_object(key: str, of: Answer) -> StoredObject:
    """Read HeadObject."""
    return StoredObject(
        key=key,
        size=number(of, "ContentLength"),
        modified=surely(of, "LastModified"),
        sha256=maybe(of, "ChecksumSHA256"),
        version=maybe(of, "VersionId"),
    )


def object_versions(answer: Answer) -> tuple[ObjectVersion, ...]:
    """Read a page of ListObjectVersions, marks after versions."""
    return tuple(
        ObjectVersion(
            key=text(of, "Key"),
            version=text(of, "VersionId"),
            is_latest=flag(of, "IsLatest"),
            modified=surely(of, "LastModified"),
            size=number(of, "Size"),
            is_mark=section == "DeleteMarkers",
        )
        for section in ("Versions", "DeleteMarkers")
        for of in parts(answer, section)
    )


def delete_problems(answer: Answer) -> tuple[DeleteProblem, ...]:
    """Read what DeleteObjects could not delete."""
    return tuple(
        DeleteProblem(text(of, "Key"), text(of, "Code"), text(of, "Message")) for of in parts(answer, "Errors")
    )
