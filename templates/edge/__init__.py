"""Edge: where traffic enters: load balancer and target groups, firewalls, the static site, certificates and DNS.

It needs the network's public subnets, the load balancer's security group, and the key for logs, if there is one.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, NamedTuple

from troposphere import GetAtt, Join, Ref, Template
from troposphere import elasticloadbalancingv2 as elb

from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.wires import (
    Address,
    Arn,
    HostedZoneId,
    Name,
    SecurityGroupId,
    Stack,
    SubnetIds,
    VpcId,
    finish,
    receive,
)
from tasktracker_cfn.config import SystemConfig
from templates.edge import access_logs, alternate, dns, listeners, load_balancer, log_delivery

if TYPE_CHECKING:
    from tasktracker_cfn.config.given_names import Protected
    from tasktracker_cfn.config.waf import WafConfig
    from templates.edge import firewall, site


class Inputs(NamedTuple):
    """Where the load balancer is placed, how logs are encrypted, and what is known at deployment only."""

    vpc_id: VpcId
    load_balancer_subnet_ids: SubnetIds
    load_balancer_security_group_id: SecurityGroupId
    certificate_arn: Arn | None
    site_certificate_arn: Arn | None
    hosted_zone_id: HostedZoneId | None
    logs_key_arn: Arn | None


class Outputs(NamedTuple):
    """How load balancer and site are reached, what the service registers with, and where the site is uploaded to."""

    load_balancer_dns_name: Address
    load_balancer_full_name: Name
    target_group_arns: Annotated[Mapping[str, Arn], "{}TargetGroupArn"]
    target_group_full_names: Annotated[Mapping[str, Name], "{}TargetGroupFullName"]
    alternate_target_group_arns: Annotated[Mapping[str, Arn], "{}TargetGroupAlternateArn"]
    alternate_target_group_full_names: Annotated[Mapping[str, Name], "{}TargetGroupAlternateFullName"]
    rule_arns: Annotated[Mapping[str, Arn], "{}RuleArn"]
    name_servers: Name | None
    site_bucket_name: Name | None
    distribution_id: Name | None
    distribution_domain_name: Address | None


def build(system: SystemConfig, inputs: Inputs) -> Stack[Outputs]:
    """Build the edge of a system."""
    template = Template(Description=f"{system.name} edge: load balancer, listeners, target groups, DNS")
    here = receive(template, inputs)
    firewalls = _firewalls(system, here.logs_key_arn)
    queries = dns.query_log_group(system, here.logs_key_arn)
    allowed = log_delivery.policy(system, [firewall.group for firewall in firewalls.values()], queries)
    zone = dns.hosted_zone(system, queries, allowed) if dns.creates_zone(system) else None
    zone_id = HostedZoneId(Ref(zone)) if zone is not None else here.hosted_zone_id
    certificate = dns.certificate(system, zone_id) if zone_id is not None else None
    add_all(template, [part for part in (queries, allowed, zone, certificate) if part is not None])
    logged = access_logs.build(system.edge.access_log) if system.edge.access_log is not None else None
    balancer = load_balancer.build(system, here.load_balancer_subnet_ids, here.load_balancer_security_group_id, logged)
    groups = load_balancer.target_groups(system, here.vpc_id)
    add_all(template, [*(logged or ()), balancer, *groups.values()])
    certificate_arn = Arn(Ref(certificate)) if certificate is not None else here.certificate_arn
    alternates = alternate.groups(system, here.vpc_id)
    add_all(template, alternates.values())
    listening = listeners.build(system, balancer, groups, alternates, certificate_arn)
    add_all(template, listening)
    if zone_id is not None and system.edge.domain is not None:
        template.add_resource(dns.record(system.edge.domain, zone_id, balancer))
    for firewall in firewalls.values():
        add_all(template, firewall.resources(balancer, allowed))
    served = _site(system, here, zone_id, firewalls.get("site"))
    add_all(template, served.resources if served else [])
    outputs = Outputs(
        load_balancer_dns_name=Address(GetAtt(balancer, "DNSName")),
        load_balancer_full_name=Name(GetAtt(balancer, "LoadBalancerFullName")),
        target_group_arns={name: Arn(Ref(group)) for name, group in groups.items()},
        target_group_full_names=_full_names(groups),
        alternate_target_group_arns={name: Arn(Ref(group)) for name, group in alternates.items()},
        alternate_target_group_full_names=_full_names(alternates),
        rule_arns=alternate.rule_arns(listening, alternates),
        name_servers=Name(Join(",", GetAtt(zone, "NameServers"))) if zone is not None else None,
        site_bucket_name=Name(Ref(served.bucket)) if served else None,
        distribution_id=Name(Ref(served.distribution)) if served else None,
        distribution_domain_name=Address(GetAtt(served.distribution, "DomainName")) if served else None,
    )
    return finish("Edge", template, inputs, outputs)


def _full_names(groups: Mapping[str, elb.TargetGroup]) -> dict[str, Name]:
    return {name: Name(GetAtt(group, "TargetGroupFullName")) for name, group in groups.items()}


def _firewalls(system: SystemConfig, logs_key_arn: Arn | None) -> "dict[Protected, firewall.Firewall]":
    site = system.edge.site
    configs: dict[Protected, WafConfig | None] = {
        "load-balancer": system.edge.waf,
        "site": site.waf if site is not None else None,
    }
    wanted = {protects: config for protects, config in configs.items() if config is not None}
    if not wanted:
        return {}
    from templates.edge import firewall  # noqa: PLC0415 - WAF's classes take their time, and few systems need them

    return {protects: firewall.build(system, config, protects, logs_key_arn) for protects, config in wanted.items()}


def _site(
    system: SystemConfig, here: Inputs, zone_id: HostedZoneId | None, guard: "firewall.Firewall | None"
) -> "site.Site | None":
    config = system.edge.site
    if config is None:
        return None
    from templates.edge import site  # noqa: PLC0415 - CloudFront's classes take their time, and few systems need them

    web_acl_arn = Arn(GetAtt(guard.acl, "Arn")) if guard is not None else None
    return site.build(system, config, site.Outside(zone_id, here.site_certificate_arn, web_acl_arn))
