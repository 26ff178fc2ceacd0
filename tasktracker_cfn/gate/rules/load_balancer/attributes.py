"""Attributes that a load balancer or a target group does not have, and values that they do not take."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.load_balancer.balancers import BALANCER, TARGETS, kind, target_kind
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_number, known_text
from tasktracker_cfn.model.system import Item, System, follow

# The kinds that have an attribute, by their first letters (application, network, gateway; lambda for targets), and
# what it takes: one of some texts, a number of a range, or None for any text.
Allowed = tuple[str, ...] | range | None
Table = Mapping[str, tuple[str, Allowed]]

FLAG = ("true", "false")
WEEK = range(1, 604_801)
PERCENTAGE = (*map(str, range(1, 101)), "off")

OF_BALANCERS: Table = {
    "deletion_protection.enabled": ("ang", FLAG),
    "load_balancing.cross_zone.enabled": ("ang", FLAG),
    **{
        f"access_logs.s3.{part}": ("an", allowed)
        for part, allowed in (("enabled", FLAG), ("bucket", None), ("prefix", None))
    },
    "ipv6.deny_all_igw_traffic": ("an", FLAG),
    "zonal_shift.config.enabled": ("an", FLAG),
    "idle_timeout.timeout_seconds": ("a", range(1, 4001)),
    "client_keep_alive.seconds": ("a", range(60, 604_801)),
    **{
        f"{log}.s3.{part}": ("a", allowed)
        for log in ("connection_logs", "health_check_logs")
        for part, allowed in (("enabled", FLAG), ("bucket", None), ("prefix", None))
    },
    "routing.http.desync_mitigation_mode": ("a", ("monitor", "defensive", "strictest")),
    "routing.http.drop_invalid_header_fields.enabled": ("a", FLAG),
    "routing.http.preserve_host_header.enabled": ("a", FLAG),
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": ("a", FLAG),
    "routing.http.xff_client_port.enabled": ("a", FLAG),
    "routing.http.xff_header_processing.mode": ("a", ("append", "preserve", "remove")),
    "routing.http2.enabled": ("a", FLAG),
    "waf.fail_open.enabled": ("a", FLAG),
    "dns_record.client_routing_policy": (
        "n",
        ("availability_zone_affinity", "partial_availability_zone_affinity", "any_availability_zone"),
    ),
    "secondary_ips.auto_assigned.per_subnet": ("n", range(8)),
}
OF_TARGETS: Table = {
    "deregistration_delay.timeout_seconds": ("ang", range(3601)),
    "stickiness.enabled": ("angl", FLAG),
    "stickiness.type": (
        "angl",
        ("lb_cookie", "app_cookie", "source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto"),
    ),
    "load_balancing.cross_zone.enabled": ("anl", (*FLAG, "use_load_balancer_configuration")),
    "target_group_health.dns_failover.minimum_healthy_targets.count": ("anl", None),
    "target_group_health.dns_failover.minimum_healthy_targets.percentage": ("anl", PERCENTAGE),
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": ("anl", None),
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": ("anl", PERCENTAGE),
    "load_balancing.algorithm.type": ("a", ("round_robin", "least_outstanding_requests", "weighted_random")),
    "load_balancing.algorithm.anomaly_mitigation": ("a", ("on", "off")),
    "slow_start.duration_seconds": ("a", ("0", *map(str, range(30, 901)))),
    "stickiness.app_cookie.cookie_name": ("a", None),
    "stickiness.app_cookie.duration_seconds": ("a", WEEK),
    "stickiness.lb_cookie.duration_seconds": ("a", WEEK),
    "lambda.multi_value_headers.enabled": ("l", FLAG),
    "deregistration_delay.connection_termination.enabled": ("n", FLAG),
    "preserve_client_ip.enabled": ("n", FLAG),
    "proxy_protocol_v2.enabled": ("n", FLAG),
    "target_health_state.unhealthy.connection_termination.enabled": ("n", FLAG),
    "target_health_state.unhealthy.draining_interval_seconds": ("n", range(360_001)),
    **{
        f"target_failover.on_{event}": ("g", ("rebalance", "no_rebalance")) for event in ("deregistration", "unhealthy")
    },
    **{f"send_tcp_reset.on_{event}.enabled": ("g", FLAG) for event in ("deregistration", "unhealthy")},
}


@rule(
    "balancer-attributes-exist",
    rows="L07",
    severity="error",
    why="The schema takes any key and value, and Elastic Load Balancing refuses those that are not for the kind.",
    remedy="Write the key as AWS's page does, with a value that it takes, at a load balancer of the kind that has it.",
    source="schema AWS::ElasticLoadBalancingV2::LoadBalancer",
)
def attributes(system: System) -> Iterator[Fault]:
    """A load balancer's and a target group's attributes are for its kind, with values that they take."""
    for balancer in system.of(BALANCER):
        yield from _wrong(balancer, kind(balancer), "LoadBalancerAttributes", OF_BALANCERS)
    for targets in system.of(TARGETS):
        yield from _wrong(targets, target_kind(targets), "TargetGroupAttributes", OF_TARGETS)


@rule(
    "balancer-attributes-known",
    rows="L07",
    # AWS adds some each year.
    severity="warning",
    why="The schema takes any key, and Elastic Load Balancing refuses those that it does not know.",
    remedy="Compare the key with AWS's page; one that is newer than this gate can be exempted.",
    source="schema AWS::ElasticLoadBalancingV2::LoadBalancer",
)
def attributes_known(system: System) -> Iterator[Fault]:
    """A load balancer's and a target group's attributes are among those that are known."""
    for kind_of, name, table in (
        (BALANCER, "LoadBalancerAttributes", OF_BALANCERS),
        (TARGETS, "TargetGroupAttributes", OF_TARGETS),
    ):
        for item in system.of(kind_of):
            for number, entry in enumerate(item.listed(name)):
                key = known_text(follow(entry, "Key"))
                if key is not None and key not in table:
                    yield Fault(item, f"has the attribute {key}, which is not known", name, number)


def _wrong(item: Item, of_kind: str | None, name: str, table: Table) -> Iterator[Fault]:
    for number, entry in enumerate(item.listed(name)):
        key = known_text(follow(entry, "Key"))
        if key is None or key not in table:
            continue
        kinds, allowed = table[key]
        value = known_text(follow(entry, "Value"))
        if of_kind is not None and of_kind[:1] not in kinds:
            yield Fault(item, f"has the attribute {key}, which is not for its kind ({of_kind})", name, number)
        elif value is not None and not _takes(allowed, value):
            yield Fault(item, f"has {value!r} for its attribute {key}, which does not take it", name, number)


def _takes(allowed: Allowed, value: str) -> bool:
    if isinstance(allowed, range):
        # Not `in`, which counts through the range when it is asked for a float.
        number = known_number(value)
        return number is not None and number.is_integer() and allowed.start <= number < allowed.stop
    return allowed is None or value in allowed or value.lower() in allowed
