"""What keeps data from being lost, or gives it back: which properties say so, and what a weaker value comes to.

A safeguard that goes loses nothing by itself, so it is told and wants no permission: the deployment that then replaces
or removes the resource is asked for it. Where AWS deletes backups as soon as the value is set, something is lost now,
and that wants to be allowed by name.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from tasktracker_cfn.deploy.guarding.losing import PROTECTIONS

# `lost`: what there is of it is deleted now. `weaker`: later harm has one obstacle less.
Harm = Literal["lost", "weaker"]
NEVER_ENDS = float("inf")


class Keeping(NamedTuple):
    """How long or whether something is kept: the property, its value when it is not written, and what is kept.

    A smaller number, or another text than `on`, is less. `ends` is what setting it to nothing does at once.
    """

    path: tuple[str, ...]
    what: str
    unwritten: str = "0"
    on: str = ""
    ends: Harm = "weaker"


POLICIES: Mapping[str, int] = {"Delete": 0, "Snapshot": 1, "Retain": 2, "RetainExceptOnCreate": 2}
BACKUPS = Keeping(("BackupRetentionPeriod",), "automated backups", unwritten="1")
KEPT: Mapping[str, tuple[Keeping, ...]] = {
    # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Disabling.html
    "AWS::RDS::DBInstance": (BACKUPS._replace(ends="lost"),),
    "AWS::RDS::DBCluster": (BACKUPS,),
    "AWS::DocDB::DBCluster": (BACKUPS,),
    "AWS::Neptune::DBCluster": (BACKUPS,),
    # https://docs.aws.amazon.com/redshift/latest/APIReference/API_ModifyCluster.html
    "AWS::Redshift::Cluster": (
        Keeping(("AutomatedSnapshotRetentionPeriod",), "automated snapshots", unwritten="1", ends="lost"),
    ),
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
    "AWS::DynamoDB::Table": (
        Keeping(
            ("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"),
            "continuous backups",
            unwritten="false",
            on="true",
            ends="lost",
        ),
    ),
    "AWS::ElastiCache::CacheCluster": (Keeping(("SnapshotRetentionLimit",), "automatic backups"),),
    "AWS::ElastiCache::ReplicationGroup": (Keeping(("SnapshotRetentionLimit",), "automatic backups"),),
    "AWS::EFS::FileSystem": (
        Keeping(("BackupPolicy", "Status"), "automatic backups", unwritten="DISABLED", on="ENABLED"),
    ),
    "AWS::S3::Bucket": (
        Keeping(("VersioningConfiguration", "Status"), "earlier versions of objects", unwritten="", on="Enabled"),
    ),
    "AWS::Logs::LogGroup": (Keeping(("RetentionInDays",), "logs", unwritten="inf"),),
}


class Weakened(NamedTuple):
    """A safeguard that is less than it was: the property with both sides, how bad it is, and in words."""

    property: str
    before: str
    after: str
    harm: Harm
    fate: str


def weakened_policy(name: str, before: str, after: str) -> Weakened | None:
    """Give what a policy (DeletionPolicy or UpdateReplacePolicy) comes to, when it keeps less than it did."""
    if POLICIES.get(after, 2) >= POLICIES.get(before, 0):
        return None
    when = "removed" if name == "DeletionPolicy" else "replaced"
    what = "it is deleted with all that it holds" if after == "Delete" else "only a snapshot of it stays"
    return Weakened(name, before, after, "weaker", f"once it is {when}, {what}")


def weakened_protection(resource_type: str, before: str, after: str) -> Weakened | None:
    """Give what is said of a protection from deletion that is switched off."""
    protection = PROTECTIONS.get(resource_type)
    if protection is None or not _is(before, protection.value) or _is(after, protection.value):
        return None
    fate = "from then on it can be deleted, by a deployment or by hand"
    return Weakened(protection.property, before, after, "weaker", fate)


def weakened_keeping(keeping: Keeping, before: str, after: str) -> Weakened | None:
    """Give what is said of backups, versions or logs that are kept for less time, or not at all any more."""
    name = ".".join(keeping.path)
    if keeping.on:
        if not _is(before, keeping.on) or _is(after, keeping.on):
            return None
        return Weakened(name, before, after, keeping.ends, _ended(keeping))
    old, new = _number(before), _number(after)
    if old is None or new is None or new >= old:
        return None
    if not new:
        return Weakened(name, before, after, keeping.ends, _ended(keeping))
    fate = f"{keeping.what} older than {after} days are deleted"
    return Weakened(name, "for ever" if old == NEVER_ENDS else before, after, "weaker", fate)


def _ended(keeping: Keeping) -> str:
    if keeping.ends == "lost":
        return f"its {keeping.what} are deleted at once, and there are no new ones"
    return f"{keeping.what} are no longer kept"


def _is(value: str, wanted: str) -> bool:
    return value.lower() == wanted.lower()


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
