"""The outputs of the root, by the names and sources that the configuration gives."""

from typing import NamedTuple

from troposphere import Export, Output

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.config import SystemConfig
from templates import data, edge, keys, monitoring, network, service


class Below(NamedTuple):
    """What the service stands on, as seen from the root."""

    keys: keys.Outputs
    network: network.Outputs
    data: data.Outputs
    edge: edge.Outputs


class Sources(NamedTuple):
    """What the stacks give, as seen from the root."""

    keys: keys.Outputs
    network: network.Outputs
    data: data.Outputs
    edge: edge.Outputs
    service: service.Outputs
    monitoring: monitoring.Outputs


def output(name: str, source: str, system: SystemConfig, sources: Sources) -> Output:
    """Give a root output by the name of what it gives; the configuration has checked that it exists."""
    value, description = _value(source, system, sources)
    export = Export(f"{system.name}-{name}") if system.export_outputs else None
    return Output(name, Description=description, Value=value, **given(Export=export))


def _value(source: str, system: SystemConfig, sources: Sources) -> tuple[object, str]:
    _, net, dat, edg, srv, mon = sources
    simple: dict[str, tuple[object, str]] = {
        "vpc.id": (net.vpc_id, "VPC id"),
        "load-balancer.dns-name": (edg.load_balancer_dns_name, "Application Load Balancer DNS name"),
        "hosted-zone.name-servers": (edg.name_servers, "Name servers to enter at the parent domain"),
        "cluster.name": (srv.cluster_name, "ECS cluster name"),
        "service.name": (srv.service_name, "ECS service name"),
        "database.host": (dat.database_host, "Database endpoint address"),
        "database.replica-host": (dat.database_replica_host, "Address of what answers reads for the database"),
        "database.port": (dat.database_port, "Database port"),
        "database.secret-arn": (dat.database_secret_arn, "ARN of the secret with the database credentials"),
        "cache.host": (dat.cache_host, "Cache endpoint address"),
        "cache.port": (dat.cache_port, "Cache endpoint port"),
        "site.bucket-name": (edg.site_bucket_name, "Bucket that the site is uploaded to"),
        "metrics.endpoint": (dat.metric_endpoint, "Prometheus endpoint, which Grafana's data source is given"),
        "grafana.host": (mon.grafana_host, "Address of Grafana, behind https://"),
        "database.security-group-id": (net.database_security_group_id, "Database security group ID"),
        "bastion.instance-id": (net.bastion_instance_id, "Instance to start a session with"),
        "vpn.connection-id": (net.vpn_connection_id, "VPN connection whose configuration the device needs"),
    }
    if source == "url":
        return _url(system, edg), "Address of the application"
    if source == "site.url":
        return _site_url(system, edg), "Address of the site"
    if source in simple:
        return simple[source]
    kind, part, _ = source.split(".")
    if kind == "repository":
        return dat.repository_uris[part], f"URI of the {part} image repository"
    return dat.bucket_names[part], f"Name of the {part} bucket"


def _url(system: SystemConfig, edg: edge.Outputs) -> object:
    scheme = "https" if system.edge.https else "http"
    if system.edge.domain is not None:
        return f"{scheme}://{system.edge.domain.name}"
    return text(f"{scheme}://{{host}}", host=edg.load_balancer_dns_name)


def _site_url(system: SystemConfig, edg: edge.Outputs) -> object:
    if system.edge.site is not None and system.edge.site.domain is not None:
        return f"https://{system.edge.site.domain}"
    return text("https://{host}", host=edg.distribution_domain_name) if edg.distribution_domain_name else None
