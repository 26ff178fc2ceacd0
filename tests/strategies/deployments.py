"""Draw how the service's tasks run and are replaced: capacity, deployment, discovery, the first image."""

from hypothesis import strategies
from hypothesis.strategies import SearchStrategy

from tests.strategies.scalars import PART_NAMES, table
from tests.toml_files import Tables

MINUTES = strategies.integers(0, 1440)
BOOTSTRAPS = table(
    {},
    {
        "image": strategies.sampled_from(
            ["node:24-alpine", "123456789012.dkr.ecr.us-east-1.amazonaws.com/mirror/node:24-alpine"]
        )
    },
)
DISCOVERIES = table(
    {},
    {
        "namespace": strategies.sampled_from(["tasks.internal", "a.b.local"]),
        "name": PART_NAMES,
        "ttl_seconds": strategies.integers(1, 3600),
    },
)
ALARMS = {
    "server_errors": strategies.integers(0, 1000),
    "latency_seconds": strategies.sampled_from([0.25, 2, 300]),
}
DEPLOYMENT_ALARMS = strategies.sampled_from(sorted(ALARMS)).flatmap(
    lambda one: table({one: ALARMS[one]}, {other: ALARMS[other] for other in ALARMS if other != one})
)
AT_ONCE = table({}, {"shift": strategies.just("all-at-once"), "bake_minutes": MINUTES})
CANARIES = table(
    {"shift": strategies.just("canary")},
    {
        "bake_minutes": strategies.integers(0, 540),
        "step_percent": strategies.sampled_from([0.1, 5, 12.5, 100]),
        "step_minutes": MINUTES,
    },
)
LINEARS = table(
    {"shift": strategies.just("linear")},
    {
        "bake_minutes": strategies.integers(0, 330),
        "step_percent": strategies.sampled_from([3, 3.3, 10, 100]),
        "step_minutes": strategies.integers(0, 50),
    },
)


@strategies.composite
def replacements(draw: strategies.DrawFn) -> Tables:
    """Draw blue/green deployment or service discovery, which exclude each other, and alarms that undo a deployment."""
    found: Tables = draw(table({}, {"deployment_alarms": DEPLOYMENT_ALARMS, "bootstrap": BOOTSTRAPS}))
    kind = draw(strategies.sampled_from(["rolling", "rolling", "blue_green", "discovery"]))
    if kind == "blue_green":
        found["blue_green"] = draw(AT_ONCE | CANARIES | LINEARS)
    elif kind == "discovery":
        found["discovery"] = draw(DISCOVERIES)
    return found


def capacities(most_tasks: int) -> SearchStrategy[Tables]:
    """Draw capacity providers; Spot only where a task is left for it."""
    on_demand = table({}, {"on_demand_base": strategies.integers(0, 3), "on_demand_weight": strategies.integers(1, 9)})
    if most_tasks == 1:
        return on_demand
    spot = table(
        {"spot_weight": strategies.integers(1, 1000), "on_demand_base": strategies.integers(1, most_tasks - 1)},
        {"on_demand_weight": strategies.integers(1, 1000)},
    )
    return on_demand | spot
