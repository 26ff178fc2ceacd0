"""A private DNS name that leads to the tasks themselves, without the load balancer."""

from typing import NamedTuple

from troposphere import GetAtt, Ref, ecs, servicediscovery

from tasktracker_cfn.authoring.wires import VpcId
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.discovery import DiscoveryConfig


class Registry(NamedTuple):
    """The private domain, and the name in it."""

    namespace: servicediscovery.PrivateDnsNamespace
    service: servicediscovery.Service


def build(system: SystemConfig, config: DiscoveryConfig, vpc_id: VpcId) -> Registry:
    """Give the namespace and the name that the service registers its tasks under."""
    namespace = servicediscovery.PrivateDnsNamespace(
        "DiscoveryNamespace",
        Name=config.namespace or f"{system.environment}.{system.system}.internal",
        Vpc=vpc_id,
        Description=f"Private names of {system.name}",
    )
    service = servicediscovery.Service(
        "DiscoveryService",
        Name=config.name or system.edge.default_target,
        Description=f"Tasks of {system.name}",
        NamespaceId=Ref(namespace),
        DnsConfig=servicediscovery.DnsConfig(
            # Tasks in awsvpc mode have addresses of their own.
            DnsRecords=[servicediscovery.DnsRecord(Type="A", TTL=config.ttl_seconds)],
            RoutingPolicy="MULTIVALUE",
        ),
        # ECS says who is well. The threshold is no longer read and always 1; without it the table would be empty.
        # https://docs.aws.amazon.com/cloud-map/latest/api/API_HealthCheckCustomConfig.html
        HealthCheckCustomConfig=servicediscovery.HealthCheckCustomConfig(FailureThreshold=1),
    )
    return Registry(namespace, service)


def registration(registry: Registry) -> ecs.ServiceRegistry:
    """Give what the ECS service is told; with A records it names neither container nor port."""
    return ecs.ServiceRegistry(RegistryArn=GetAtt(registry.service, "Arn"))
