"""The days of lifecycle rules."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_mappings, known_number, known_text
from tasktracker_cfn.model.named import BUCKET
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow

RULES = ("LifecycleConfiguration", "Rules")
# Days that an object lies in another class before it may move to one of these.
INFREQUENT = {"STANDARD_IA": 30, "ONEZONE_IA": 30}
DOCUMENTED = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html"


@rule(
    "lifecycle-first-move",
    rows="B06",
    severity="error",
    why="S3 moves objects to a class for infrequent access after 30 days at the earliest, and refuses a rule before.",
    remedy="Move them after 30 days, or to INTELLIGENT_TIERING.",
    source=DOCUMENTED,
)
def first_move(system: System) -> Iterator[Fault]:
    """Objects move to a class for infrequent access after 30 days at the earliest."""
    for bucket, number, entry in _enabled(system):
        for move in _moves(entry, noncurrent=False):
            days, name = known_number(move.get("TransitionInDays")), known_text(move.get("StorageClass")) or ""
            if days is not None and days < INFREQUENT.get(name, 0):
                yield Fault(bucket, f"moves objects to {name} after {days:g} days", *RULES, number)


@rule(
    "lifecycle-deletion-after-move",
    rows="B06",
    severity="error",
    why="S3 refuses a rule that deletes objects before, or on the day that, it moves them.",
    remedy="Delete later than the last move, or leave the move out.",
    source="schema AWS::S3::Bucket",
)
def deletion_after_move(system: System) -> Iterator[Fault]:
    """A lifecycle rule deletes objects later than it moves them."""
    for bucket, number, entry in _enabled(system):
        ends = {
            "objects": (False, known_number(entry.get("ExpirationInDays"))),
            "old versions": (True, _noncurrent_end(entry)),
        }
        for what, (noncurrent, end) in ends.items():
            moves = [known_number(move.get("TransitionInDays")) for move in _moves(entry, noncurrent=noncurrent)]
            late = [days for days in moves if days is not None and end is not None and days >= end]
            if late:
                message = f"deletes {what} after {end:g} days and moves them after {max(late):g}"
                yield Fault(bucket, message, *RULES, number)


@rule(
    "lifecycle-old-versions",
    rows="B07",
    severity="warning",
    why="In a bucket with versions a deletion only puts a marker before the object, which stays as an old version "
    "and is paid for until those are deleted as well.",
    remedy="Add NoncurrentVersionExpiration to the rule.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html",
)
def old_versions(system: System) -> Iterator[Fault]:
    """Where a lifecycle rule deletes objects of a bucket with versions, one deletes the old versions, too."""
    for bucket, number, entry in _enabled(system):
        versions = bucket.text("VersioningConfiguration", "Status") == "Enabled"
        if versions and "ExpirationInDays" in entry and not any(_cleans(other, entry) for other in _rules(bucket)):
            days = entry.get("ExpirationInDays")
            message = f"deletes objects after {known_text(days) or 'some'} days and keeps their old versions"
            yield Fault(bucket, message, *RULES, number)


def _enabled(system: System) -> Iterator[tuple[Item, int, Mapping[str, Value]]]:
    for bucket in system.of(BUCKET):
        for number, entry in enumerate(bucket.listed(*RULES)):
            if isinstance(entry, Mapping) and entry.get("Status") == "Enabled":
                yield bucket, number, entry


def _rules(bucket: Item) -> tuple[Mapping[str, Value], ...]:
    return bucket.mappings(*RULES)


def _moves(entry: Mapping[str, Value], *, noncurrent: bool) -> tuple[Mapping[str, Value], ...]:
    name = "NoncurrentVersionTransition" if noncurrent else "Transition"
    return known_mappings(entry.get(name)) + known_mappings(entry.get(f"{name}s"))


def _noncurrent_end(entry: Mapping[str, Value]) -> float | None:
    nested = known_number(follow(entry.get("NoncurrentVersionExpiration"), "NoncurrentDays"))
    return known_number(entry.get("NoncurrentVersionExpirationInDays")) if nested is None else nested


def _cleans(other: Mapping[str, Value], entry: Mapping[str, Value]) -> bool:
    """Tell whether a rule may delete the old versions of what another deletes."""
    if other.get("Status") == "Disabled":
        return False
    if other.get("NoncurrentVersionExpiration") is None and other.get("NoncurrentVersionExpirationInDays") is None:
        return False
    mine, theirs = entry.get("Prefix") or "", other.get("Prefix") or ""
    return not isinstance(mine, str) or not isinstance(theirs, str) or mine.startswith(theirs)
