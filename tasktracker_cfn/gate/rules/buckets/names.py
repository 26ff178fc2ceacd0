"""The names of buckets."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.fixed_names import is_fixed_for_everybody
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.named import BUCKET
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import System

LONGEST = 63
# The shortest text that each of these can stand for; what else stands in a name is not known.
LENGTHS = {"AWS::AccountId": 12, "AWS::Region": 9}
ALLOWED = re.compile(r"[a-z0-9.-]*\Z")
ACCOUNT = "AWS::AccountId"


@rule(
    "bucket-name-form",
    rows="B01",
    severity="error",
    why="A bucket's name has at most 63 characters: small letters, digits, hyphens and dots.",
    remedy="Shorten it, and write it in small letters; a stack's name in it may well have capital ones.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
)
def form(system: System) -> Iterator[Fault]:
    """The name of a bucket has the characters and the length that S3 takes."""
    for bucket in system.of(BUCKET):
        parts = _parts(bucket.get("BucketName"))
        wrong = [part for part in parts if isinstance(part, str) and not ALLOWED.match(part)]
        if wrong:
            yield Fault(bucket, f"has {wrong[0]} in its name", "BucketName")
        shortest = sum(map(_shortest, parts))
        if shortest > LONGEST:
            yield Fault(bucket, f"has a name of at least {shortest} characters", "BucketName")


@rule(
    "bucket-name-own",
    rows="B01",
    severity="warning",
    why="Bucket names are unique over all accounts; one that is fixed in the template is taken as soon as anybody, "
    "or another environment of the same account, has it.",
    remedy="Leave the name out, or put `${AWS::AccountId}` and the environment into it.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
)
def own(system: System) -> Iterator[Fault]:
    """The name of a bucket has the account or something else in it that only a deployment knows."""
    for bucket in system.of(BUCKET):
        if is_fixed_for_everybody(bucket):
            yield Fault(bucket, f"has the name {bucket.get('BucketName')}, whoever deploys it", "BucketName")


def _parts(name: Value) -> tuple[Value, ...]:
    return name.parts if isinstance(name, Text) else (name,)


def _shortest(part: Value) -> int:
    if isinstance(part, Reference):
        return LENGTHS.get(part.logical_id, 0)
    return len(part) if isinstance(part, str) else 0
