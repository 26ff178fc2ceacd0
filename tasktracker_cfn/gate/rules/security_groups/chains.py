"""The chain of ports: from load balancers to containers, and from there to databases."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.forwarding import RULE, forwarding
from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.reach.answer import NO, Answer
from tasktracker_cfn.model.reach.layouts import DATABASES, DB_PROXY, LOAD_BALANCER, ROTATION, SERVICE, ports_of
from tasktracker_cfn.model.reach.network import Network, network_of
from tasktracker_cfn.model.reach.places import Place, place
from tasktracker_cfn.model.reach.ports import port
from tasktracker_cfn.model.reach.proof import reach
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import ATTACHMENT, Item, System, follow
from tasktracker_cfn.model.tasks import target_groups, task_of

# What is known of a database by whoever connects to it.
ADDRESSES = (
    "Endpoint.",
    "ReadEndpoint.",
    "PrimaryEndPoint.",
    "ReaderEndPoint.",
    "ConfigurationEndPoint.",
    "RedisEndpoint.",
    "MasterUserSecret.",
)


@rule(
    "load-balancer-reaches-containers",
    rows="G06",
    severity="error",
    misses=True,
    why="Targets that a load balancer cannot connect to never become healthy, so the deployment of the service ends.",
    remedy="Let the load balancer's group out to the container's port, and the tasks' group in from there.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
)
def load_balancer_reaches_containers(system: System) -> Iterator[Fault]:
    """Every load balancer reaches the containers that it forwards to, on their ports and on those of health checks."""
    network = network_of(system)
    for service in system.of(SERVICE):
        here = place(network, service)
        if here is None:
            continue
        for number, group in target_groups(system, service):
            for balancer in _balancers(network, group):
                for asked in _ports(service.get("LoadBalancers", number), group):
                    answer = reach(system, balancer, here, asked)
                    if answer.ways and answer.everywhere == NO:
                        message = f"is not reached by {balancer} on port {asked}: {_reasons(answer)}"
                        yield Fault(service, message, "LoadBalancers", number)


def _ports(entry: Value, group: Item) -> tuple[int, ...]:
    """Give the ports that a load balancer connects to: the container's, and another one for health checks."""
    own = port(follow(entry, "ContainerPort"))
    health = None if group.text("HealthCheckPort") == "traffic-port" else port(group.get("HealthCheckPort"))
    return tuple(dict.fromkeys(number for number in (own, health) if number is not None))


def _balancers(network: Network, group: Item) -> Iterator[Place]:
    """Give the load balancers that forward to a target group, by a listener or by one of its rules."""
    system, found = network.system, dict[Item, None]()
    for item in forwarding(system, group):
        listener = system.at(item.get("ListenerArn")) if item.type == RULE else item
        balancer = system.at(listener.get("LoadBalancerArn")) if listener is not None else None
        if balancer is not None and balancer.type == LOAD_BALANCER:
            found[balancer] = None
    places = (place(network, item) for item in found)
    yield from (one for one in places if one is not None)


@rule(
    "clients-reach-their-databases",
    rows="G07 S04",
    severity="error",
    misses=True,
    why="A task that is handed a database's address or secret, and cannot connect, fails as soon as it starts to work.",
    remedy="Let the tasks' group out to the database's port, and the database's group in from there.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
)
def clients_reach_their_databases(system: System) -> Iterator[Fault]:
    """Whoever is handed the address or the secret of a database or a cache reaches it."""
    network = network_of(system)
    for client in system.of(SERVICE, ROTATION):
        here = place(network, client)
        for database in _used(system, client) if here is not None else ():
            there = place(network, database)
            for asked in ports_of(network, database) if there is not None else ():
                if here is None or there is None:
                    continue
                answer = reach(system, here, there, asked)
                if answer.ways and answer.everywhere == NO:
                    message = f"uses {database} and does not reach it on port {asked}: {_reasons(answer)}"
                    yield Fault(client, message)


def _used(system: System, client: Item) -> tuple[Item, ...]:
    """Give the databases of which something is handed to a service's containers, or whose secret is rotated."""
    if client.type == SERVICE:
        task = task_of(system, client)
        handed: Value = task.get("ContainerDefinitions") if task is not None else None
    else:
        handed = client.get("SecretId")
    kept = {system.at(item.get("SecretId")): system.at(item.get("TargetId")) for item in system.of(ATTACHMENT)}
    if system.of(DB_PROXY):
        # Who has a secret may well use it at a proxy.
        kept = {}
    found: dict[Item, None] = {}
    for reference in all_references(handed):
        item = system.at(reference)
        database = item if _is_address(reference) else kept.get(item) if item is not None else None
        if database is not None and database.type in DATABASES:
            found[database] = None
    return tuple(found)


def _is_address(reference: Reference) -> bool:
    return reference.attribute is not None and reference.attribute.startswith(ADDRESSES)


def _reasons(answer: Answer) -> str:
    return "; ".join(step.text for step in answer.worst.decisive)
