"""The parameters of the root: what is known at deployment and not before, each with a default."""

from troposphere import Parameter, Ref, Template

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.wires import Arn, EmailAddress, HostedZoneId, ImageUri, Number
from tasktracker_cfn.config import SystemConfig, sidecars

# Valid in form, so that the templates can be checked, and refused by CloudFormation before anything is created.
PLACEHOLDER_ZONE = "Z00000000000000000000"
PLACEHOLDER_CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
CERTIFICATE_PATTERN = r"^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f-]+$"


def images(root: Template, system: SystemConfig) -> dict[str, ImageUri]:
    """Give each container's image: it changes most often, and without anything else changing."""
    defaults = {name: container.image for name, container in system.service.containers.items()}
    defaults |= {sidecar.name: sidecar.image for sidecar in sidecars.sidecars(system)}
    return {
        name: ImageUri(
            Ref(
                root.add_parameter(
                    Parameter(
                        f"{pascal(name)}Image",
                        Type="String",
                        Default=image,
                        MinLength=1,
                        Description=f"Image of the {name} container",
                    )
                )
            )
        )
        for name, image in defaults.items()
        if image is not None
    }


def desired_task_count(root: Template, system: SystemConfig) -> Number | None:
    """Give the count of tasks to start with, where scaling changes it and an update must be told."""
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


def certificate_arn(root: Template, system: SystemConfig) -> Arn | None:
    """Give the load balancer's certificate, where it was issued elsewhere."""
    if system.edge.https is None or system.edge.https.certificate != "parameter":
        return None
    return _certificate_parameter(root, "CertificateArn", "of this region for the load balancer's domain")


def site_certificate_arn(root: Template, system: SystemConfig) -> Arn | None:
    """Give the site's certificate, where it was issued elsewhere."""
    site = system.edge.site
    if site is None or site.domain is None or site.certificate != "parameter":
        return None
    # F01
    return _certificate_parameter(root, "SiteCertificateArn", "of us-east-1 for the site's domain")


def _certificate_parameter(root: Template, name: str, which: str) -> Arn:
    parameter = Parameter(
        name,
        Type="String",
        Default=PLACEHOLDER_CERTIFICATE,
        AllowedPattern=CERTIFICATE_PATTERN,
        ConstraintDescription="the ARN of an ACM certificate",
        Description=f"Issued ACM certificate {which}; the default is a placeholder",
    )
    return Arn(Ref(root.add_parameter(parameter)))


def hosted_zone_id(root: Template, system: SystemConfig) -> HostedZoneId | None:
    """Give the hosted zone of the domains, where it exists already."""
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


def email(root: Template, name: str, hears_of: str, address: str | None) -> EmailAddress | None:
    """Give an address that hears of alarms."""
    if address is None:
        return None
    parameter = Parameter(
        name,
        Type="String",
        Default=address,
        AllowedPattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
        ConstraintDescription="an e-mail address",
        Description=f"Who hears of {hears_of}; the address gets a message that it must confirm",
    )
    return EmailAddress(Ref(root.add_parameter(parameter)))
