"""Turn answers of S3 into values."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.answers.reading import flag, maybe, number, part, parts, surely, text
from tasktracker_cfn.deploy.aws.calling import Answer
from tasktracker_cfn.deploy.aws.values.store import ObjectVersion, StoredObject
from tasktracker_cfn.errors import AwsError

HEAD = "HeadBucket"


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


def answered(of: Answer) -> datetime:
    """Read when S3 answered, by its own clock.

    :raises AwsError: when it did not say
    """
    date = text(part(part(of, "ResponseMetadata"), "HTTPHeaders"), "date")
    try:
        return parsedate_to_datetime(date)
    except ValueError as error:
        message = f"did not say what time it is, but {date!r}"
        raise AwsError(HEAD, "", message) from error


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
