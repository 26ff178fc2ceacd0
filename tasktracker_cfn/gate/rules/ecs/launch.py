"""Where a service's tasks are placed."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.tasks import FARGATE, is_plain
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_number
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import CLUSTER, SERVICE, numbered

ASSOCIATIONS = "AWS::ECS::ClusterCapacityProviderAssociations"
STRATEGY, DEFAULT = "CapacityProviderStrategy", "DefaultCapacityProviderStrategy"
ITEM = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html"


@rule(
    "launch-type-or-strategy",
    rows="E08",
    severity="error",
    why="ECS refuses a service that has both a launch type and a capacity provider strategy.",
    remedy="Leave LaunchType out.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
)
def launch_type_or_strategy(system: System) -> Iterator[Fault]:
    """A service has a launch type or a capacity provider strategy, not both."""
    for service in system.of(SERVICE):
        if service.text("LaunchType") and service.mappings(STRATEGY):
            yield Fault(service, f"has both LaunchType {service.text('LaunchType')} and {STRATEGY}", "LaunchType")


@rule(
    "strategy-providers-associated",
    rows="E09",
    severity="error",
    misses=True,
    why="A strategy may name only capacity providers that are associated with the cluster.",
    remedy="Associate the capacity provider with the cluster (AWS::ECS::ClusterCapacityProviderAssociations).",
    source=ITEM,
)
def strategy_providers_associated(system: System) -> Iterator[Fault]:
    """Every capacity provider of a strategy is associated with the cluster."""
    for item, cluster, name in _strategies(system):
        providers = _associated(system, cluster) if cluster else None
        if providers is None:
            continue
        for number, entry in numbered(item.get(name)):
            provider = entry.get("CapacityProvider")
            is_known = isinstance(provider, str) or system.at(provider) is not None
            if is_known and provider not in providers:
                shown = provider if isinstance(provider, str) else system.at(provider)
                message = f"uses the capacity provider {shown}, which is not associated with {cluster}"
                yield Fault(item, message, name, number, "CapacityProvider")


@rule(
    "strategy-places-tasks",
    rows="E09",
    severity="error",
    why="ECS refuses a strategy with two bases, with no weight above zero, or with Fargate next to instances.",
    remedy="Keep one Base, give a provider a Weight, and use Fargate or instances alone.",
    source=ITEM,
)
def strategy_places_tasks(system: System) -> Iterator[Fault]:
    """A capacity provider strategy has one base at most, a weight, and one kind of capacity."""
    for item, _cluster, name in _strategies(system):
        problem = _problem(system, item.get(name))
        if problem:
            yield Fault(item, f"has a strategy {problem}", name)


def _problem(system: System, strategy: Value) -> str | None:
    entries = [entry for _, entry in numbered(strategy)]
    if sum((known_number(entry.get("Base")) or 0) > 0 for entry in entries) > 1:
        return "with more than one Base"
    weights = [0 if entry.get("Weight") is None else known_number(entry["Weight"]) for entry in entries]
    if is_plain(strategy) and len(entries) > 1 and not any(weight is None or weight > 0 for weight in weights):
        return "in which no capacity provider has a Weight"
    named = [entry.get("CapacityProvider") for entry in entries]
    others = [provider for provider in named if _is_own(system, provider)]
    return "of both Fargate and instances" if others and any(provider in FARGATE for provider in named) else None


def _is_own(system: System, provider: Value) -> bool:
    item = system.at(provider)
    return (isinstance(provider, str) and provider not in FARGATE) or (
        item is not None and item.type == "AWS::ECS::CapacityProvider"
    )


def _strategies(system: System) -> Iterator[tuple[Item, Item | None, str]]:
    for item in system.of(SERVICE, ASSOCIATIONS):
        cluster = system.at(item.get("Cluster"))
        name = STRATEGY if item.type == SERVICE else DEFAULT
        yield item, cluster if cluster is not None and cluster.type == CLUSTER else None, name
    for cluster in system.of(CLUSTER):
        yield cluster, cluster, DEFAULT


def _associated(system: System, cluster: Item) -> tuple[Value, ...] | None:
    """Give the capacity providers of a cluster; None where they are not all known."""
    found = list(cluster.listed("CapacityProviders"))
    for item in system.of(ASSOCIATIONS):
        its = system.at(item.get("Cluster"))
        if its == cluster or item.get("Cluster") == cluster.get("ClusterName"):
            found += item.listed("CapacityProviders")
        elif its is None and not _is_other(item.get("Cluster"), cluster):
            return None
    known = all(isinstance(provider, str) or system.at(provider) is not None for provider in found)
    return tuple(found) if known else None


def _is_other(name: Value, cluster: Item) -> bool:
    """Tell whether a cluster's name is surely not that of a cluster."""
    own = cluster.get("ClusterName")
    return isinstance(name, str) and (own is None or (isinstance(own, str) and own != name))
