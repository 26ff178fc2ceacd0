"""The application load balancer and one target group for each container that it reaches."""

from troposphere import Ref
from troposphere import elasticloadbalancingv2 as elb

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import SecurityGroupId, SubnetIds, VpcId
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.edge import TargetConfig
from templates.edge import access_logs
from templates.edge.access_logs import LogBucket


def build(
    system: SystemConfig, subnet_ids: SubnetIds, security_group_id: SecurityGroupId, logged: LogBucket | None
) -> elb.LoadBalancer:
    """Give the load balancer."""
    protected = (
        system.edge.deletion_protection if system.edge.deletion_protection is not None else not system.disposable
    )
    attributes: dict[str, str | Ref] = {
        "routing.http.drop_invalid_header_fields.enabled": "true",
        "routing.http.desync_mitigation_mode": "defensive",
        # K19: a protected load balancer keeps its stack from being deleted.
        "deletion_protection.enabled": "true" if protected else "false",
    }
    if logged is not None and system.edge.access_log is not None:
        attributes |= access_logs.attributes(logged, system.edge.access_log)
    return elb.LoadBalancer(
        "LoadBalancer",
        # L01: it tries to write when it is made.
        **given(DependsOn=[logged.policy.title] if logged is not None else None),
        Type="application",
        Scheme="internet-facing",
        IpAddressType="ipv4",
        Subnets=subnet_ids,
        SecurityGroups=[security_group_id],
        LoadBalancerAttributes=[elb.LoadBalancerAttributes(Key=key, Value=value) for key, value in attributes.items()],
    )


def target_groups(system: SystemConfig, vpc_id: VpcId, which: str = "") -> dict[str, elb.TargetGroup]:
    """Give the target groups by the names of their containers; their logical ids end in `which`."""
    groups = {}
    for name, target in system.edge.targets.items():
        port = system.service.containers[name].port
        if port is not None:
            groups[name] = _target_group(f"{pascal(name)}TargetGroup{which}", target, port, vpc_id)
    return groups


def _target_group(logical_id: str, target: TargetConfig, port: int, vpc_id: VpcId) -> elb.TargetGroup:
    check = target.health_check
    # L11: no Name, because Port and the like can only change by replacement.
    return elb.TargetGroup(
        logical_id,
        VpcId=vpc_id,
        # E12: tasks in awsvpc mode register addresses.
        TargetType="ip",
        Protocol=target.protocol,
        Port=port,
        HealthCheckProtocol=target.protocol,
        HealthCheckPath=check.path,
        HealthCheckIntervalSeconds=check.interval_seconds,
        HealthCheckTimeoutSeconds=check.timeout_seconds,
        HealthyThresholdCount=check.healthy_threshold,
        UnhealthyThresholdCount=check.unhealthy_threshold,
        Matcher=elb.Matcher(HttpCode=check.status_codes),
        TargetGroupAttributes=[elb.TargetGroupAttribute(Key=key, Value=value) for key, value in _attributes(target)],
    )


def _attributes(target: TargetConfig) -> list[tuple[str, str]]:
    # L12
    found = [("deregistration_delay.timeout_seconds", str(target.deregistration_delay_seconds))]
    if target.sticky_seconds is not None:
        found += [
            ("stickiness.enabled", "true"),
            ("stickiness.type", "lb_cookie"),
            ("stickiness.lb_cookie.duration_seconds", str(target.sticky_seconds)),
        ]
    return found
