"""A database before the one that it belongs to or copies, where it names that by its identifier."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.named import meant
from tasktracker_cfn.model.system import System

CLUSTER, INSTANCE = "AWS::RDS::DBCluster", "AWS::RDS::DBInstance"
REMEDY = "Name it by a Ref instead of its identifier."


@rule(
    "instance-after-cluster",
    rows="K05 D21",
    severity="error",
    why="An instance needs the cluster that it is for, and a serverless one its range of capacity; a cluster that is "
    "named by its identifier is not waited for.",
    remedy=REMEDY,
    source="schema AWS::RDS::DBInstance",
)
def instance_after_cluster(system: System) -> Iterator[Fault]:
    """An instance of a cluster is created after the cluster."""
    for instance in system.of(INSTANCE):
        found = meant(system, instance.get("DBClusterIdentifier"), CLUSTER)
        yield from too_early(system, instance, found, "the cluster that it is in", "DBClusterIdentifier")


@rule(
    "replica-after-source",
    rows="K05 D14",
    severity="error",
    why="A replica needs its source; one that is named by its identifier is not waited for.",
    remedy=REMEDY,
    source="schema AWS::RDS::DBInstance",
)
def replica_after_source(system: System) -> Iterator[Fault]:
    """A replica is created after its source."""
    for replica in system.of(INSTANCE, CLUSTER):
        for name in ("SourceDBInstanceIdentifier", "SourceDBClusterIdentifier", "ReplicationSourceIdentifier"):
            found = meant(system, replica.get(name), INSTANCE, CLUSTER)
            yield from too_early(system, replica, found, "what it is a replica of", name)
