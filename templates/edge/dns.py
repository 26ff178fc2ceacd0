"""The domain: hosted zone, certificate, and the record that leads to the load balancer."""

from troposphere import GetAtt, certificatemanager, route53
from troposphere import elasticloadbalancingv2 as elb

from tasktracker_cfn.authoring.wires import HostedZoneId
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.edge import DomainConfig


def creates_zone(system: SystemConfig) -> bool:
    """Tell whether the hosted zone is this stack's own."""
    return system.edge.domain is not None and system.edge.domain.hosted_zone == "create"


def hosted_zone(system: SystemConfig) -> route53.HostedZone:
    """Give the hosted zone of the domain."""
    domain = system.edge.domain
    return route53.HostedZone(
        "HostedZone",
        # A zone that is made again gets other name servers, which the parent domain does not know.
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
        Name=domain.name if domain else None,
        HostedZoneConfig=route53.HostedZoneConfiguration(Comment=f"Zone of {system.name}"),
    )


def certificate(system: SystemConfig, zone_id: HostedZoneId) -> certificatemanager.Certificate | None:
    """Give the certificate of the domain, or None when its ARN comes from outside."""
    https, domain = system.edge.https, system.edge.domain
    if https is None or domain is None or https.certificate != "issue":
        return None
    return certificatemanager.Certificate(
        "Certificate",
        DomainName=domain.name,
        ValidationMethod="DNS",
        # F03: with the zone's id CloudFormation writes the validation record itself.
        DomainValidationOptions=[
            certificatemanager.DomainValidationOption(DomainName=domain.name, HostedZoneId=zone_id)
        ],
    )


def record(domain: DomainConfig, zone_id: HostedZoneId, balancer: elb.LoadBalancer) -> route53.RecordSetType:
    """Give the record that leads the domain to the load balancer."""
    return route53.RecordSetType(
        "DomainRecord",
        HostedZoneId=zone_id,
        Name=domain.name,
        Type="A",
        AliasTarget=route53.AliasTarget(  # type: ignore[no-untyped-call] # untyped in troposphere
            DNSName=GetAtt(balancer, "DNSName"),
            # F19: the load balancer's own zone, not the domain's.
            HostedZoneId=GetAtt(balancer, "CanonicalHostedZoneID"),
            EvaluateTargetHealth=True,
        ),
    )
