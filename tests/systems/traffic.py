"""Questions about the way in: load balancer, listeners, rules, target groups."""

from tasktracker_cfn.model.values import Value
from tests.systems import rules, tasks
from tests.systems.built import Item, System, entries, follow, listed, number
from tests.systems.tasks import container_ports, service

LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
LISTENER_RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"


def load_balancer(system: System) -> Item:
    """Give the one load balancer."""
    return system.one("AWS::ElasticLoadBalancingV2::LoadBalancer")


def subnets(system: System) -> tuple[Item, ...]:
    """Give the subnets of the load balancer."""
    return system.all_at(load_balancer(system).get("Subnets"))


def load_balancer_group(system: System) -> Item:
    """Give the one security group of the load balancer."""
    (group,) = system.all_at(load_balancer(system).get("SecurityGroups"))
    return group


def listeners(system: System, protocol: str | None = None, port: int | None = None) -> list[Item]:
    """Give the load balancer's listeners, or those of a protocol or a port."""
    return [
        listener
        for listener in system.of(LISTENER)
        if system.at(listener.get("LoadBalancerArn")) == load_balancer(system)
        and protocol in (None, listener.get("Protocol"))
        and port in (None, number(listener.get("Port")))
    ]


def listener(system: System, protocol: str, port: int) -> Item:
    """Give the one listener of a protocol on a port."""
    found = listeners(system, protocol, port)
    assert len(found) == 1, f"{len(found)} listeners for {protocol}:{port}"
    return found[0]


def rules_of(system: System, found: Item) -> list[Item]:
    """Give the rules of a listener."""
    return [rule for rule in system.of(LISTENER_RULE) if system.at(rule.get("ListenerArn")) == found]


def forwarded(system: System, actions: Value) -> set[Item]:
    """Give the target groups that actions forward to, in either way of writing it."""
    arns = [
        arn
        for action in entries(actions)
        if action.get("Type") == "forward"
        for arn in (
            *listed(action.get("TargetGroupArn")),
            *(group.get("TargetGroupArn") for group in entries(follow(action, "ForwardConfig", "TargetGroups"))),
        )
    ]
    return {group for arn in arns if (group := system.at(arn))}


def serving(system: System, found: Item) -> set[Item]:
    """Give the target groups that a listener forwards to, by default or by a rule."""
    groups = forwarded(system, found.get("DefaultActions"))
    return groups.union(*(forwarded(system, rule.get("Actions")) for rule in rules_of(system, found)))


def paths(rule: Item) -> set[Value]:
    """Give the path patterns of a listener rule, in either way of writing them."""
    return _asked(rule, "path-pattern", "PathPatternConfig")


def hosts(rule: Item) -> set[Value]:
    """Give the host names of a listener rule, in either way of writing them."""
    return _asked(rule, "host-header", "HostHeaderConfig")


def _asked(rule: Item, field: str, config: str) -> set[Value]:
    return {
        value
        for condition in rule.entries("Conditions")
        if condition.get("Field") == field
        for value in (*listed(condition.get("Values")), *listed(follow(condition, config, "Values")))
    }


def target_group(system: System, container: str) -> Item:
    """Give the one target group that the service registers a container with."""
    found = [
        system.at(entry.get("TargetGroupArn"))
        for entry in service(system).entries("LoadBalancers")
        if entry.get("ContainerName") == container
    ]
    assert len(found) == 1, f"{container} is registered {len(found)} times"
    assert found[0] is not None, f"the target group of {container} is none of this system"
    return found[0]


def breaks(system: System, container: str) -> list[str]:
    """Tell where the way from the load balancer to a container is broken; nothing when it is whole."""
    group = target_group(system, container)
    (port,) = container_ports(system, container)
    registered = [
        number(entry.get("ContainerPort"))
        for entry in service(system).entries("LoadBalancers")
        if entry.get("ContainerName") == container
    ]
    balancer_group = load_balancer_group(system)
    task_groups = system.all_at(service(system).get("NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"))
    used = set().union(*(serving(system, found) for found in listeners(system)))
    way = {
        "the target group is in the tasks' network": {system.at(group.get("VpcId"))}
        == {system.at(subnet.get("VpcId")) for subnet in tasks.subnets(system)},
        "the target group registers addresses": group.get("TargetType") == "ip",
        "the target group has the container's port": number(group.get("Port")) == port,
        "the service registers the container's port": registered == [port],
        "a listener forwards to the target group": group in used,
        "the load balancer's group lets it out": any(
            rules.admits(rules.outbound(system, balancer_group), port, task) for task in task_groups
        )
        or rules.admits(rules.outbound(system, balancer_group), port, rules.INTERNET),
        "the tasks' group lets it in": any(
            rules.admits(rules.inbound(system, task), port, balancer_group) for task in task_groups
        ),
        "the load balancer's group lets the internet in": all(
            rules.admits(rules.inbound(system, balancer_group), int(number(found.get("Port"))), rules.INTERNET)
            for found in listeners(system)
        ),
        "health is asked for on the same port": group.get("HealthCheckPort") in (None, "traffic-port", str(port)),
        "the service waits for the listeners": all(
            system.order.surely_after(service(system).resource, one.resource)
            for one in system.of(LISTENER, LISTENER_RULE)
            if group in forwarded(system, one.get("DefaultActions") or one.get("Actions"))
        ),
    }
    return [step for step, holds in way.items() if not holds]


def served_over_http(system: System) -> list[str]:
    """Give the listeners for HTTP that do anything but redirect to HTTPS on 443."""
    return [
        str(found)
        for found in listeners(system, "HTTP")
        for action in found.entries("DefaultActions")
        if serving(system, found)
        or action.get("Type") != "redirect"
        or follow(action, "RedirectConfig", "Protocol") != "HTTPS"
        or follow(action, "RedirectConfig", "Port") != "443"
    ]


def has_certificate_of_acm(system: System, found: Item) -> bool:
    """Tell whether a listener's certificates are ACM's: issued here, or an ARN of ACM."""
    arns = [certificate.get("CertificateArn") for certificate in found.entries("Certificates")]
    issued = {arn: system.at(arn) for arn in arns}
    return bool(arns) and all(
        item.type == "AWS::CertificateManager::Certificate" if item else str(arn).startswith("arn:aws:acm:")
        for arn, item in issued.items()
    )
