"""The target groups that a service's tasks are registered in."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.tasks import containers_of, is_plain, network_mode
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_number
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import numbered, services_with_tasks, target_groups

PAGE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb.html"


@rule(
    "target-type-fits-network",
    rows="E12",
    severity="error",
    why="Tasks with a network of their own (awsvpc) are registered by address, others by the instance they run on.",
    remedy="Set TargetType to ip for awsvpc, to instance for bridge and host.",
    source=PAGE,
)
def target_type_fits_network(system: System) -> Iterator[Fault]:
    """The target groups of a service take what its tasks' network gives."""
    for service, task in services_with_tasks(system):
        mode = network_mode(task)
        for number, group in target_groups(system, service):
            kind = "instance" if group.get("TargetType") is None else group.text("TargetType")
            wanted = "ip" if mode == "awsvpc" else "instance"
            if mode in {"awsvpc", "bridge", "host"} and kind is not None and kind != wanted:
                message = (
                    f"has tasks in network mode {mode}, for which {group} must have TargetType {wanted}, not {kind}"
                )
                yield Fault(service, message, "LoadBalancers", number, "TargetGroupArn")


@rule(
    "target-group-in-service-network",
    rows="E12",
    severity="error",
    why="A task is registered only in a target group of its own network.",
    remedy="Make the target group in the VPC of the service's subnets.",
    source=PAGE,
)
def target_group_in_service_network(system: System) -> Iterator[Fault]:
    """The target groups of a service are in the VPC of its subnets."""
    for service, _task in services_with_tasks(system):
        subnets = map(system.at, service.listed("NetworkConfiguration", "AwsvpcConfiguration", "Subnets"))
        networks = {system.at(subnet.get("VpcId")) for subnet in subnets if subnet is not None}
        for number, group in target_groups(system, service):
            network = system.at(group.get("VpcId"))
            if _is_network(network) and networks and all(map(_is_network, networks)) and network not in networks:
                message = f"has its subnets in {', '.join(sorted(map(str, networks)))}, and {group} in {network}"
                yield Fault(service, message, "LoadBalancers", number, "TargetGroupArn")


@rule(
    "health-check-port-open",
    rows="G06",
    severity="warning",
    why="A health check on a port that no container of the task says it listens on finds nobody.",
    remedy="Leave HealthCheckPort out (traffic-port), or add the port to a container's PortMappings.",
    source=PAGE,
)
def health_check_port_open(system: System) -> Iterator[Fault]:
    """The health check of a service's target group asks at a port of a container."""
    for service, task in services_with_tasks(system):
        mappings = [container.get("PortMappings") for container in containers_of(task)]
        entries = [entry for held in mappings for _, entry in numbered(held)]
        ports = {known_number(entry.get("ContainerPort")) for entry in entries}
        if network_mode(task) != "awsvpc" or None in ports or not all(map(is_plain, mappings)):
            continue
        for _number, group in target_groups(system, service):
            port = group.number("HealthCheckPort")
            if port is not None and port not in ports and is_plain(task.get("ContainerDefinitions")):
                yield Fault(group, f"checks port {port:g}, at which no container of {task} listens", "HealthCheckPort")


def _is_network(item: Item | None) -> bool:
    return item is not None and item.type == "AWS::EC2::VPC"
