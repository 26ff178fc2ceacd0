"""The storage of instances: its least size, its growth, and the performance that can be had with it."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import INSTANCE, engine, is_given, is_member, source
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import Item, System

# Oracle begins at 200 GiB, and SQL Server has no such limit.
ENGINES = ("mariadb", "mysql", "postgres")
STRIPED_GIB = 400
LEAST_GIB = 20


@rule(
    "gp3-performance",
    rows="D08",
    severity="error",
    why="RDS refuses IOPS and throughput of gp3 below 400 GiB, where they are fixed, and gp3 below 20 GiB.",
    remedy="Leave Iops and StorageThroughput out, which are 3000 and 125, or allocate 400 GiB.",
    source="https://github.com/cloudtools/troposphere/issues/2141",
)
def gp3_performance(system: System) -> Iterator[Fault]:
    """An instance has no IOPS or throughput of its own on less than 400 GiB of gp3, and 20 GiB at least."""
    for item in system.of(INSTANCE):
        size, kind = _size(system, item), item.text("StorageType")
        if kind != "gp3" or size is None or is_member(item) or engine(system, item) not in ENGINES:
            continue
        if size < LEAST_GIB:
            yield Fault(item, f"has {size:g} GiB of gp3, which begins at {LEAST_GIB}", "AllocatedStorage")
        for key in ("Iops", "StorageThroughput"):
            if size < STRIPED_GIB and is_given(item.get(key)):
                yield Fault(item, f"has a value of {key} with {size:g} GiB of gp3", key)


@rule(
    "storage-limit",
    severity="error",
    why="RDS refuses a limit to the growth of the storage that does not let it grow.",
    remedy="Set MaxAllocatedStorage to more than AllocatedStorage, better a quarter more, or leave it out.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html",
)
def storage_limit(system: System) -> Iterator[Fault]:
    """The limit of an instance's storage is above its size."""
    for item in system.of(INSTANCE):
        size, limit = item.number("AllocatedStorage"), item.number("MaxAllocatedStorage")
        if size is not None and limit is not None and limit <= size and not is_member(item):
            yield Fault(item, f"has {size:g} GiB that may grow up to {limit:g}", "MaxAllocatedStorage")


def _size(system: System, item: Item) -> float | None:
    above = source(system, item) if item.get("AllocatedStorage") is None else None
    return (above or item).number("AllocatedStorage")
