"""Ports of containers: who names them, and who shares them."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.tasks import Container, containers, containers_of, is_plain, network_mode
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_number, known_text
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import DEFINITION, numbered, services_with_tasks

PORTS = "PortMappings"


@rule(
    "service-names-container-port",
    rows="E13 G06",
    severity="error",
    why="ECS refuses a load balancer or a registry that names a container, or a port of it, which the task has not.",
    remedy="Name a container of the task, and a ContainerPort in its PortMappings.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html",
)
def service_names_container_port(system: System) -> Iterator[Fault]:
    """A service registers a container of its task, at a port that this container has."""
    for service, task in services_with_tasks(system):
        if not is_plain(task.get("ContainerDefinitions")):
            continue
        for key in ("LoadBalancers", "ServiceRegistries"):
            for number, entry in numbered(service.get(key)):
                problem = _problem(task, entry.get("ContainerName"), entry.get("ContainerPort"))
                if problem:
                    step = "ContainerName" if "container named" in problem else "ContainerPort"
                    yield Fault(service, f"registers {problem}", key, number, step)


@rule(
    "container-ports-unique",
    rows="E15",
    severity="warning",
    why="The containers of a task share its network, so the second that listens on a port fails.",
    remedy="Give each container a port of its own.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html",
)
def container_ports_unique(system: System) -> Iterator[Fault]:
    """No two containers of a task listen on one port."""
    for task in system.of(DEFINITION):
        if network_mode(task) not in {"awsvpc", "host"}:
            continue
        seen: dict[tuple[float, str], Container] = {}
        for container in containers_of(task):
            for number, entry in numbered(container.get(PORTS)):
                port, protocol = known_number(entry.get("ContainerPort")), known_text(entry.get("Protocol") or "tcp")
                if port is None or protocol is None:
                    continue
                other = seen.setdefault((port, protocol), container)
                if other != container:
                    yield container.fault(f"listens on port {port:g}, as {other.name} does", PORTS, number)


@rule(
    "port-variable-mapped",
    rows="G06",
    severity="warning",
    why="By convention an application listens on the port in PORT; traffic comes to the ports in PortMappings.",
    remedy="Let PORT and a ContainerPort be one number.",
)
def port_variable_mapped(system: System) -> Iterator[Fault]:
    """A container whose variable PORT says where it listens has that port."""
    for container in containers(system):
        ports = _ports(container)
        for number, entry in numbered(container.get("Environment")):
            port = known_number(entry.get("Value"))
            if known_text(entry.get("Name")) == "PORT" and port is not None and ports and port not in ports:
                shown = ", ".join(f"{known:g}" for known in ports)
                message = f"listens on port {port:g}, says its variable PORT, and is reached at {shown}"
                yield container.fault(message, "Environment", number, "Value")


def _problem(task: Item, name: Value, port: Value) -> str | None:
    wanted, number = known_text(name), known_number(port)
    found = [container for container in containers_of(task) if container.get("Name") == name]
    if wanted is None or not all(container.text("Name") for container in containers_of(task)):
        return None
    if not found:
        return f"a container named {wanted}, which {task} has not"
    ports = _ports(found[0])
    if number is None or ports is None or number in ports:
        return None
    return f"port {number:g} of {wanted}, which has {', '.join(f'{known:g}' for known in ports) or 'no ports'}"


def _ports(container: Container) -> tuple[float, ...] | None:
    """Give the ports of a container; None where they are not all known."""
    found = [known_number(entry.get("ContainerPort")) for _, entry in numbered(container.get(PORTS))]
    known = tuple(port for port in found if port is not None)
    return known if len(known) == len(found) and is_plain(container.get(PORTS)) else None
