"""What the rules about load balancers share: the types, their kinds, and who forwards and redirects."""

from collections.abc import Iterator

from tasktracker_cfn.model.known import known_items, known_pairs
from tasktracker_cfn.model.named import BUCKET, one_meant
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow

BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
TARGETS = "AWS::ElasticLoadBalancingV2::TargetGroup"

# Kinds of logs that a load balancer writes to a bucket, as its attributes have them.
LOGS = ("access_logs", "connection_logs", "health_check_logs")
NETWORK_PROTOCOLS = frozenset({"TCP", "UDP", "TLS", "TCP_UDP", "QUIC", "TCP_QUIC"})


def kind(balancer: Item) -> str | None:
    """Give the type of a load balancer; None when it is not known."""
    return "application" if balancer.get("Type") is None else balancer.text("Type")


def target_kind(targets: Item) -> str | None:
    """Give the kind of load balancer that a target group is for, or lambda; None when it is not known."""
    if targets.get("TargetType") is not None and targets.text("TargetType") is None:
        return None
    if targets.text("TargetType") == "lambda":
        return "lambda"
    protocol = targets.text("Protocol")
    if protocol in {"HTTP", "HTTPS"}:
        return "application"
    if protocol in NETWORK_PROTOCOLS:
        return "network"
    return "gateway" if protocol == "GENEVE" else None


def buckets_of(system: System, balancer: Item) -> Iterator[tuple[str, Item, Value]]:
    """Give the buckets of the templates that a load balancer writes logs to: the kind of log, and the prefix."""
    attributes = known_pairs(balancer.get("LoadBalancerAttributes"))
    for log in LOGS:
        bucket = one_meant(system, attributes.get(f"{log}.s3.bucket"), BUCKET)
        if attributes.get(f"{log}.s3.enabled") in (True, "true") and bucket is not None:
            yield log, bucket, attributes.get(f"{log}.s3.prefix")


def attribute_index(item: Item, name: str, key: str) -> int:
    """Give the place of an attribute in its list."""
    found = (number for number, entry in enumerate(item.listed(name)) if follow(entry, "Key") == key)
    return next(found, 0)


def only_redirects(listener: Item) -> bool:
    """Tell whether all that a listener does by default is to redirect to HTTPS."""
    actions = known_items(listener.get("DefaultActions"))
    return bool(actions) and all(
        follow(action, "Type") == "redirect" and follow(action, "RedirectConfig", "Protocol") == "HTTPS"
        for action in actions
    )


def rules_of(system: System, listener: Item) -> tuple[Item, ...]:
    """Give the rules of a listener."""
    return tuple(rule for rule in system.of(RULE) if system.at(rule.get("ListenerArn")) == listener)
