"""Parameter groups of the family that the database's version belongs to."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import (
    CLUSTER,
    INSTANCE,
    MYSQL,
    POSTGRES,
    engine,
    may_be_given,
    version,
)
from tasktracker_cfn.gate.rules.database.families import engine_of, family
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System

SNAPSHOTS = ("DBSnapshotIdentifier", "DBClusterSnapshotIdentifier", "SnapshotIdentifier")
OF_INSTANCES, OF_CLUSTERS = "AWS::RDS::DBParameterGroup", "AWS::RDS::DBClusterParameterGroup"
NAMED = {
    INSTANCE: (("DBParameterGroupName", OF_INSTANCES),),
    CLUSTER: (("DBClusterParameterGroupName", OF_CLUSTERS), ("DBInstanceParameterGroupName", OF_INSTANCES)),
}
WHAT = {OF_INSTANCES: "instances", OF_CLUSTERS: "clusters"}
DEFAULT = "default."


@rule(
    "parameter-group-family-known",
    rows="D04",
    severity="error",
    why="RDS refuses a parameter group of a family that it does not have.",
    remedy="Write the family as RDS does: postgres16, mysql8.4, mariadb11.4, aurora-postgresql16, aurora-mysql8.0.",
    source="schema AWS::RDS::DBParameterGroup",
)
def parameter_group_family_known(system: System) -> Iterator[Fault]:
    """Every parameter group is of a family in the form that RDS gives them."""
    for group in system.of(OF_INSTANCES, OF_CLUSTERS):
        written = group.text("Family")
        if written is not None and engine_of(written) is None:
            yield Fault(group, f"is of the family {written}, which RDS does not have", "Family")


@rule(
    "parameter-group-fits",
    rows="D04",
    severity="error",
    why="RDS refuses a database whose parameter group is of another engine or major version, or of the other kind.",
    remedy="Give the group the family of the database's EngineVersion, and change both together.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html",
)
def parameter_group_fits(system: System) -> Iterator[Fault]:
    """Every database has a parameter group of its engine and major version."""
    for item in system.of(INSTANCE, CLUSTER):
        for key, kind in NAMED[item.type]:
            group = system.at(item.get(key))
            if group is not None and group.type in WHAT and group.type != kind:
                yield Fault(item, f"has {group} here, which is a group for {WHAT[group.type]}", key)
                continue
            written = group.text("Family") if group is not None else _default_family(item.get(key))
            problem = _problem(system, item, written.lower()) if written else None
            if problem:
                yield Fault(item, f"has parameters of {written}{f' ({group})' if group else ''}, {problem}", key)


def _problem(system: System, item: Item, written: str) -> str | None:
    mine, number = engine(system, item), version(system, item)
    of = engine_of(written)
    if of is None or mine not in (*POSTGRES, *MYSQL):
        return None
    if of != mine:
        return f"but its engine is {mine}"
    # A restored database has the version of its snapshot first, whatever it says.
    restored = any(may_be_given(item.get(key)) for key in SNAPSHOTS)
    wanted = family(mine, number) if number and not restored else None
    return f"but {mine} {number} takes those of {wanted}" if wanted and wanted != written else None


def _default_family(value: Value) -> str | None:
    """Give the family of a default group, whose name tells it."""
    name = known_text(value)
    return name.removeprefix(DEFAULT) if name is not None and name.startswith(DEFAULT) else None
