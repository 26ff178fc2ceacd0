"""Capacity providers: on demand and Spot, by shares."""

from troposphere import Ref, ecs

from tasktracker_cfn.config.scaling import CapacityConfig

ON_DEMAND, SPOT = "FARGATE", "FARGATE_SPOT"


def association(config: CapacityConfig, cluster: ecs.Cluster) -> ecs.ClusterCapacityProviderAssociations:
    """Give both providers to the cluster, with the service's strategy as the cluster's own."""
    return ecs.ClusterCapacityProviderAssociations(
        "CapacityProviders",
        Cluster=Ref(cluster),
        CapacityProviders=[ON_DEMAND, SPOT],
        DefaultCapacityProviderStrategy=[
            ecs.CapacityProviderStrategy(CapacityProvider=provider, Base=base, Weight=weight)
            for provider, base, weight in _shares(config)
        ],
    )


def strategy(config: CapacityConfig) -> list[ecs.CapacityProviderStrategyItem]:
    """Give the service's strategy, in place of a launch type (E08)."""
    return [
        ecs.CapacityProviderStrategyItem(CapacityProvider=provider, Base=base, Weight=weight)
        for provider, base, weight in _shares(config)
    ]


def _shares(config: CapacityConfig) -> list[tuple[str, int, int]]:
    """Give provider, base and weight of those that get tasks; only one may have a base (E09)."""
    shares = [(ON_DEMAND, config.on_demand_base, config.on_demand_weight), (SPOT, 0, config.spot_weight)]
    return [share for share in shares if share[2]]
