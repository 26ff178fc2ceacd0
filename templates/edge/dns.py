"""The domain: hosted zone, certificate, and the record that leads to the load balancer."""

from troposphere import GetAtt, certificatemanager, logs, route53
from troposphere import elasticloadbalancingv2 as elb

from tasktracker_cfn.authoring.log_groups import log_group
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Arn, HostedZoneId
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.edge import DomainConfig


def creates_zone(system: SystemConfig) -> bool:
    """Tell whether the hosted zone is this stack's own."""
    return system.edge.domain is not None and system.edge.domain.hosted_zone == "create"


def query_log_group(system: SystemConfig, key_arn: Arn | None) -> logs.LogGroup | None:
    """Give the log group of the questions that are asked of the zone; None when they are not logged."""
    domain = system.edge.domain
    if domain is None or domain.query_logging is None:
        return None
    # Any name will do: the policy that lets Route 53 write names this group.
    return log_group("QueryLogGroup", None, domain.query_logging.retention_days, key_arn)


def hosted_zone(
    system: SystemConfig, queries: logs.LogGroup | None, allowed: logs.ResourcePolicy | None
) -> route53.HostedZone:
    """Give the hosted zone of the domain; it logs what is asked when Route 53 is allowed to write there."""
    domain = system.edge.domain
    logging = None
    if queries is not None:
        logging = route53.QueryLoggingConfigProperty(CloudWatchLogsLogGroupArn=GetAtt(queries, "Arn"))
    return route53.HostedZone(
        "HostedZone",
        # Route 53 tries to write when it is told where to.
        **given(DependsOn=[allowed.title] if queries is not None and allowed is not None else None),
        # A zone that is made again gets other name servers, which the parent domain does not know.
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
        Name=domain.name if domain else None,
        HostedZoneConfig=route53.HostedZoneConfiguration(Comment=f"Zone of {system.name}"),
        **given(QueryLoggingConfig=logging),
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
