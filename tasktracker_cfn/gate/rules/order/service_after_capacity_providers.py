"""A service before its cluster has the capacity providers that it asks for."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import WAIT, too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.named import meant
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System

CLUSTER = "AWS::ECS::Cluster"
PROVIDERS = "AWS::ECS::ClusterCapacityProviderAssociations"


@rule(
    "service-after-capacity-providers",
    rows="K05 E09",
    severity="error",
    why="A strategy may name only providers that the cluster has, and the association that gives it them is a "
    "resource of its own, which a reference to the cluster does not wait for.",
    remedy=WAIT,
    source="schema AWS::ECS::Service",
)
def service_after_capacity_providers(system: System) -> Iterator[Fault]:
    """A service that uses capacity providers is created after they are associated with its cluster."""
    for service in system.of("AWS::ECS::Service"):
        if service.get("LaunchType") is None:
            found = [item for item in system.of(PROVIDERS) if _gives(system, item, service)]
            reason = "what gives its cluster the capacity providers"
            path = "CapacityProviderStrategy" if service.get("CapacityProviderStrategy") else "Cluster"
            yield from too_early(system, service, found, reason, path)


def _gives(system: System, association: Item, service: Item) -> bool:
    clusters = meant(system, service.get("Cluster"), CLUSTER)
    if not set(clusters) & set(meant(system, association.get("Cluster"), CLUSTER)):
        return False
    wanted = {_provider(entry.get("CapacityProvider")) for entry in service.mappings("CapacityProviderStrategy")}
    # A service without a strategy takes the cluster's default, which the association sets as well.
    default = association.get("DefaultCapacityProviderStrategy")
    given = {_provider(value) for value in association.listed("CapacityProviders")}
    return bool(wanted & given) if wanted else bool(default)


def _provider(value: Value) -> str:
    return str(value)
