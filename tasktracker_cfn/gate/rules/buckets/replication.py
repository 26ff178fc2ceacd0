"""What S3 asks of a replication."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_mappings
from tasktracker_cfn.model.named import BUCKET, ROLE, meant, meant_by_arn
from tasktracker_cfn.model.policies.trust import may_take_on
from tasktracker_cfn.model.system import Item, System, follow

CONFIG = "ReplicationConfiguration"
VERSIONING = ("VersioningConfiguration", "Status")
REQUIRED = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html"
SERVICE = "s3.amazonaws.com"


@rule(
    "replication-versioned",
    rows="B03",
    severity="error",
    why="S3 copies versions: without them at both ends it refuses the replication.",
    remedy="Set `VersioningConfiguration: {Status: Enabled}` on both buckets.",
    source=REQUIRED,
)
def versioned(system: System) -> Iterator[Fault]:
    """A bucket that is copied, and the one that it is copied to, keep versions."""
    for bucket in system.of(BUCKET):
        if bucket.get(CONFIG) is None:
            continue
        if _is_unversioned(bucket):
            yield Fault(bucket, "is copied and keeps no versions", CONFIG)
        for number, entry in enumerate(bucket.listed(CONFIG, "Rules")):
            value = follow(entry, "Destination", "Bucket")
            for destination in meant_by_arn(system, value, ":s3:::", BUCKET):
                if _is_unversioned(destination):
                    path = (CONFIG, "Rules", number, "Destination", "Bucket")
                    yield Fault(bucket, f"is copied to {destination}, which keeps no versions", *path)


@rule(
    "replication-rule-form",
    rows="B03",
    severity="error",
    why="A rule with a Filter must say what becomes of delete markers, and several such rules which goes first.",
    remedy="Give each rule DeleteMarkerReplication and a Priority of its own.",
    source="schema AWS::S3::Bucket",
)
def rule_form(system: System) -> Iterator[Fault]:
    """A replication rule with a filter has DeleteMarkerReplication and, among several, a priority of its own."""
    for bucket in system.of(BUCKET):
        rules = bucket.listed(CONFIG, "Rules")
        filtered = [entry for entry in known_mappings(rules) if entry.get("Filter") is not None]
        priorities = [entry.get("Priority") for entry in filtered]
        for number, entry in enumerate(rules):
            if follow(entry, "Filter") is None:
                continue
            if follow(entry, "DeleteMarkerReplication") is None:
                message = "has a replication rule with a Filter and no DeleteMarkerReplication"
                yield Fault(bucket, message, CONFIG, "Rules", number)
            priority = follow(entry, "Priority")
            if len(filtered) > 1 and (priority is None or priorities.count(priority) > 1):
                message = "has several replication rules, one without a Priority of its own"
                yield Fault(bucket, message, CONFIG, "Rules", number)


@rule(
    "replication-role-trust",
    rows="B03",
    severity="error",
    why="S3 copies by a role that it assumes, so the role must trust it.",
    remedy=f"Let the role's AssumeRolePolicyDocument allow sts:AssumeRole to {SERVICE}.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html",
)
def role_trust(system: System) -> Iterator[Fault]:
    """The role that copies a bucket trusts S3."""
    for bucket in system.of(BUCKET):
        for role in meant(system, bucket.get(CONFIG, "Role"), ROLE):
            if not may_take_on(role, SERVICE):
                yield Fault(bucket, f"is copied by {role}, which does not trust {SERVICE}", CONFIG, "Role")


def _is_unversioned(bucket: Item) -> bool:
    return bucket.get("VersioningConfiguration") is None or bucket.text(*VERSIONING) == "Suspended"
