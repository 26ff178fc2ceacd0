"""What happens to the members of a cluster when their stack goes."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import INSTANCE, is_given
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System


@rule(
    "cluster-member-policy",
    rows="D10",
    severity="error",
    why="CloudFormation refuses to create an instance of a cluster whose DeletionPolicy is Snapshot.",
    remedy="Give the instance the policy Delete, and the cluster, which holds the data, the policy Snapshot.",
    source="https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds",
)
def cluster_member_policy(system: System) -> Iterator[Fault]:
    """No instance of a cluster asks for a snapshot of its own when it is deleted."""
    for item in system.of(INSTANCE):
        if is_given(item.get("DBClusterIdentifier")) and item.resource.attributes.get("DeletionPolicy") == "Snapshot":
            yield Fault(item, "is an instance of a cluster with the DeletionPolicy Snapshot", "DeletionPolicy")
