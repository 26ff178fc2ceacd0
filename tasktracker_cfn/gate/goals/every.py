"""All goals, in the order in which a person reads them."""

from collections.abc import Iterator
from types import ModuleType

from tasktracker_cfn.gate.goals import (
    buckets,
    cache,
    database,
    database_operation,
    distribution,
    domains,
    firewall,
    functions,
    keys,
    linting,
    load_balancer,
    logs,
    network,
    permissions,
    registry,
    roles,
    secrets,
    security_groups,
    stacks,
    tasks,
    topics,
    trail,
)
from tasktracker_cfn.gate.goals.goal import Goal

MODULES = (
    network,
    security_groups,
    load_balancer,
    firewall,
    distribution,
    domains,
    tasks,
    registry,
    functions,
    database,
    database_operation,
    cache,
    buckets,
    secrets,
    keys,
    permissions,
    roles,
    topics,
    logs,
    trail,
    stacks,
    linting,
)


def _goals_of(module: ModuleType) -> Iterator[Goal]:
    yield from (value for value in vars(module).values() if isinstance(value, Goal))


GOALS: tuple[Goal, ...] = tuple(goal for module in MODULES for goal in _goals_of(module))
