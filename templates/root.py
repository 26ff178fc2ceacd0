"""Root: nests the stacks and wires them; the only module here that imports its siblings.

Order: network, then data and edge side by side, then service, then monitoring. A child waits for those whose outputs
it reads and for no others, so the load balancer is built while the database is built.
"""

from typing import NamedTuple

from troposphere import Output, Parameter, Ref, Template

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import (
    Arn,
    EmailAddress,
    HostedZoneId,
    ImageUri,
    Nest,
    Number,
    Stack,
    Wire,
    finish_root,
    nest,
)
from tasktracker_cfn.config import SystemConfig
from templates import data, edge, monitoring, network, service

# Valid in form, so that the templates can be checked, and refused by CloudFormation before anything is created.
PLACEHOLDER_ZONE = "Z00000000000000000000"
PLACEHOLDER_CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
CERTIFICATE_PATTERN = r"^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f-]+$"


def build(system: SystemConfig) -> Nest:
    """Build all stacks of a system."""
    root = Template(Description=system.description or f"{system.name}")
    network_stack = network.build(system)
    net = nest(root, network_stack)
    database = system.data.database
    data_stack = data.build(
        system,
        data.Inputs(
            database_subnet_ids=net.subnet_ids[database.subnets] if database else None,
            database_security_group_id=net.database_security_group_id,
        ),
    )
    dat = nest(root, data_stack)
    edge_stack = edge.build(
        system,
        edge.Inputs(
            vpc_id=net.vpc_id,
            load_balancer_subnet_ids=net.subnet_ids["public"],
            load_balancer_security_group_id=net.load_balancer_security_group_id,
            certificate_arn=_certificate_arn(root, system),
            hosted_zone_id=_hosted_zone_id(root, system),
        ),
    )
    edg = nest(root, edge_stack)
    service_stack = service.build(
        system,
        service.Inputs(
            task_subnet_ids=net.subnet_ids[system.service.subnets],
            task_security_group_id=net.task_security_group_id,
            target_group_arns=edg.target_group_arns,
            images=_images(root, system),
            desired_task_count=_desired_task_count(root, system),
            database_host=dat.database_host,
            database_port=dat.database_port,
            database_secret_arn=dat.database_secret_arn,
            bucket_names=dat.bucket_names,
            bucket_arns=dat.bucket_arns,
            repository_arns=dat.repository_arns,
        ),
    )
    srv = nest(root, service_stack)
    stacks: list[Stack[NamedTuple]] = [network_stack, data_stack, edge_stack, service_stack]
    if system.monitoring is not None:
        monitoring_stack = monitoring.build(
            system,
            system.monitoring,
            monitoring.Inputs(
                alarm_email=_alarm_email(root, system.monitoring.email),
                load_balancer_full_name=edg.load_balancer_full_name,
                cluster_name=srv.cluster_name,
                service_name=srv.service_name,
                database_identifier=dat.database_identifier,
            ),
        )
        nest(root, monitoring_stack)
        stacks.append(monitoring_stack)
    given = _Given(net, dat, edg, srv)
    for name, source in system.outputs.items():
        root.add_output(_output(name, source, system, given))
    return finish_root(root, stacks)


def _images(root: Template, system: SystemConfig) -> dict[str, ImageUri]:
    return {
        name: ImageUri(
            Ref(
                root.add_parameter(
                    Parameter(
                        f"{pascal(name)}Image",
                        Type="String",
                        Default=container.image,
                        MinLength=1,
                        Description=f"Image of the {name} container",
                    )
                )
            )
        )
        for name, container in system.service.containers.items()
    }


def _desired_task_count(root: Template, system: SystemConfig) -> Number | None:
    config = system.service
    if config.autoscaling is None or config.desired_count is None:
        return None
    parameter = Parameter(
        "DesiredTaskCount",
        Type="Number",
        Default=config.desired_count,
        MinValue=config.autoscaling.minimum,
        MaxValue=config.autoscaling.maximum,
        # E20
        Description="Tasks to start with; give the current count when an update must not undo the scaling",
    )
    return Number(Ref(root.add_parameter(parameter)))


def _certificate_arn(root: Template, system: SystemConfig) -> Arn | None:
    if system.edge.https is None or system.edge.https.certificate != "parameter":
        return None
    parameter = Parameter(
        "CertificateArn",
        Type="String",
        Default=PLACEHOLDER_CERTIFICATE,
        AllowedPattern=CERTIFICATE_PATTERN,
        ConstraintDescription="the ARN of an ACM certificate",
        Description="Issued ACM certificate of this region for the domain; the default is a placeholder",
    )
    return Arn(Ref(root.add_parameter(parameter)))


def _hosted_zone_id(root: Template, system: SystemConfig) -> HostedZoneId | None:
    if system.edge.domain is None or system.edge.domain.hosted_zone != "parameter":
        return None
    parameter = Parameter(
        "HostedZoneId",
        # CloudFormation looks the zone up before it creates anything, so the placeholder fails at once.
        Type=HostedZoneId.parameter_type,
        Default=PLACEHOLDER_ZONE,
        Description=f"Public hosted zone that holds {system.edge.domain.name}; the default is a placeholder",
    )
    return HostedZoneId(Ref(root.add_parameter(parameter)))


def _alarm_email(root: Template, email: str | None) -> EmailAddress | None:
    if email is None:
        return None
    parameter = Parameter(
        "AlarmEmail",
        Type="String",
        Default=email,
        AllowedPattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
        ConstraintDescription="an e-mail address",
        Description="Who hears of alarms; the address gets a message that it must confirm",
    )
    return EmailAddress(Ref(root.add_parameter(parameter)))


class _Given(NamedTuple):
    """What the stacks give, as seen from the root."""

    network: network.Outputs
    data: data.Outputs
    edge: edge.Outputs
    service: service.Outputs


def _output(name: str, source: str, system: SystemConfig, given: _Given) -> Output:
    """Give a root output by the name of what it gives; the configuration has checked that it exists."""
    net, dat, edg, srv = given
    simple: dict[str, tuple[Wire | None, str]] = {
        "vpc.id": (net.vpc_id, "VPC id"),
        "load-balancer.dns-name": (edg.load_balancer_dns_name, "Application Load Balancer DNS name"),
        "hosted-zone.name-servers": (edg.name_servers, "Name servers to enter at the parent domain"),
        "cluster.name": (srv.cluster_name, "ECS cluster name"),
        "service.name": (srv.service_name, "ECS service name"),
        "database.host": (dat.database_host, "Database endpoint address"),
        "database.port": (dat.database_port, "Database port"),
        "database.secret-arn": (dat.database_secret_arn, "ARN of the secret with the database credentials"),
        "database.security-group-id": (net.database_security_group_id, "Database security group ID"),
    }
    if source == "url":
        return Output(name, Description="Address of the application", Value=_url(system, edg))
    if source in simple:
        wire, description = simple[source]
        return Output(name, Description=description, Value=wire)
    kind, part, _ = source.split(".")
    if kind == "repository":
        return Output(name, Description=f"URI of the {part} image repository", Value=dat.repository_uris[part])
    return Output(name, Description=f"Name of the {part} bucket", Value=dat.bucket_names[part])


def _url(system: SystemConfig, edg: edge.Outputs) -> object:
    scheme = "https" if system.edge.https else "http"
    if system.edge.domain is not None:
        return f"{scheme}://{system.edge.domain.name}"
    return text(f"{scheme}://{{host}}", host=edg.load_balancer_dns_name)
