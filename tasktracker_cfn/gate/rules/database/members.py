"""The instances of a cluster."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import CLUSTER, INSTANCE, cluster, is_member, may_be_given, members
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.nest import STACK_TYPE
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System

# What has instances of its own, and what may be without any: a cluster of three, and a copy in another region.
ELSEWHERE = ("DBClusterInstanceClass", "GlobalClusterIdentifier", "ReplicationSourceIdentifier")


@rule(
    "cluster-has-instance",
    rows="D22",
    severity="warning",
    why="A cluster is only storage: without an instance its endpoint refuses every connection.",
    remedy="Add an AWS::RDS::DBInstance whose DBClusterIdentifier is the cluster, and a second one in another zone.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.CreateInstance.html",
)
def cluster_has_instance(system: System) -> Iterator[Fault]:
    """Every cluster has an instance."""
    # Whose cluster is not known may be of any.
    unknown = any(is_member(item) and cluster(system, item) is None for item in system.of(INSTANCE))
    for item in system.of(CLUSTER):
        # The first serverless kind has no instances.
        alone = item.get("EngineMode") in (None, "provisioned")
        alone = alone and not unknown and not any(may_be_given(item.get(key)) for key in ELSEWHERE)
        if alone and not members(system, item) and not _is_handed_out(system, item):
            yield Fault(item, "has no instance that takes connections")


def _is_handed_out(system: System, item: Item) -> bool:
    """Tell whether somebody outside of what was read learns the cluster's name, and may add an instance."""
    return any(
        reference.attribute is None and system.at(reference) == item
        for value in _outward(system)
        for reference in all_references(value)
    )


def _outward(system: System) -> Iterator[Value]:
    for output in system.nest.root.outputs.values():
        yield system.values.resolve((), output.value)
    for stack in system.of(STACK_TYPE):
        if (*stack.resource.stack, stack.resource.logical_id) not in system.nest.stacks:
            yield stack.get("Parameters")
