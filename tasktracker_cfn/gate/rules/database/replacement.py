"""What is left of a database that an update replaces."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import CLUSTER, INSTANCE, is_member, is_replica
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System

POLICY = "UpdateReplacePolicy"


@rule(
    "database-replacement-kept",
    rows="D25",
    severity="warning",
    why="A change of the key, the name or the subnets replaces the database by an empty one, and deletes the old one.",
    remedy="Set UpdateReplacePolicy to Snapshot or Retain.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html",
)
def database_replacement_kept(system: System) -> Iterator[Fault]:
    """A database that an update replaces is kept, or a snapshot of it."""
    for item in system.of(INSTANCE, CLUSTER):
        policy = item.resource.attributes.get(POLICY)
        copies = is_member(item) or is_replica(item)
        if not copies and policy in (None, "Delete"):
            yield Fault(item, f"has {f'the {POLICY} {policy}' if policy else f'no {POLICY}'}", POLICY)
