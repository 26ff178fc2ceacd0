"""What AWS calls what it makes, and what it says of it: drawn, but the same in every run."""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from tasktracker_cfn.authoring import schemas
from tests.aws.account import Account

PREFIXES = {
    "AWS::EC2::SecurityGroup": "sg",
    "AWS::EC2::Subnet": "subnet",
    "AWS::EC2::RouteTable": "rtb",
    "AWS::EC2::InternetGateway": "igw",
    "AWS::EC2::NatGateway": "nat",
    "AWS::EC2::VPCEndpoint": "vpce",
    "AWS::EC2::NetworkAcl": "acl",
    "AWS::EC2::FlowLog": "fl",
    "AWS::EC2::EIP": "eipalloc",
}
LOWER = ("AWS::S3::", "AWS::RDS::", "AWS::ECR::", "AWS::ElastiCache::")


@cache
def entry(resource_type: str, name: str) -> tuple[str, ...]:
    """Give a list of properties that a type's schema names; none for a type that is not known."""
    try:
        paths = schemas._entry(resource_type, name)
    except LookupError:
        return ()
    return tuple(str(path).removeprefix("/properties/") for path in paths) if isinstance(paths, list) else ()


def custom_name(resource_type: str, properties: Mapping[str, Any]) -> str | None:
    """Give the name that a template chose for a thing of which there can be only one by that name."""
    last = resource_type.rpartition("::")[2]
    fixed = schemas.create_only(resource_type)
    identifiers = entry(resource_type, "primaryIdentifier")
    for name in (f"{last}Name", "Name", f"{last}Identifier", *(identifiers if len(identifiers) == 1 else ())):
        if name in fixed and isinstance(properties.get(name), str):
            return str(properties[name])
    return None


def physical_id(
    account: Account, stack: str, logical_id: str, resource_type: str, properties: Mapping[str, Any]
) -> str:
    """Give the physical id of a new thing."""
    identifiers = entry(resource_type, "primaryIdentifier")
    parts = resource_type.split("::")
    service, last = parts[1].lower(), parts[-1]
    named = custom_name(resource_type, properties)
    drawn = account.draw(12).upper()
    name = named or f"{stack}-{logical_id}-{drawn}"
    if not named and resource_type.startswith(LOWER):
        name = name.lower()[-63:].lstrip("-")
    if resource_type == "AWS::ECS::TaskDefinition":
        family = properties.get("Family", name)
        return account.arn("ecs", f"task-definition/{family}:{int(drawn[:4], 16) % 1000}")
    if resource_type == "AWS::ECS::Service":
        cluster = str(properties.get("Cluster", "default")).rpartition("/")[2]
        return account.arn("ecs", f"service/{cluster}/{properties.get('ServiceName', name)}")
    if any(identifier.endswith("Arn") for identifier in identifiers):
        return account.arn(_service(service), f"{last.lower()}/{name[:32]}/{drawn.lower()}")
    if resource_type in {"AWS::SecretsManager::Secret", "AWS::CertificateManager::Certificate"}:
        return account.arn(_service(service), f"{last.lower()}:{name}-{drawn[:6]}")
    if "SecretId" in properties:
        return str(properties["SecretId"])
    if last == "Key":
        return account.uuid()
    if resource_type in PREFIXES or (identifiers and identifiers[0].endswith("Id")):
        return f"{PREFIXES.get(resource_type, last.lower())}-{drawn.lower()}"
    if identifiers and isinstance(properties.get(identifiers[0]), str):
        return str(properties[identifiers[0]])
    return name


def attribute(account: Account, resource_type: str, physical: str, properties: Mapping[str, Any], name: str) -> Any:
    """Give what GetAtt gives."""
    kind = resource_type.split("::")
    mark = hashlib.sha256(f"{physical}{name}".encode()).hexdigest()[:8]
    slug = physical.rpartition("/")[2]
    if resource_type in PREFIXES and name.endswith("Id") and name not in properties:
        return physical
    if name == "Arn":
        return physical if physical.startswith("arn:") else _arn(account, resource_type, physical)
    if name.endswith("Arn"):
        return physical if physical.startswith("arn:") else account.arn(_service(kind[1].lower()), f"{slug}/{mark}")
    if name in properties:
        return properties[name]
    if name.endswith("Port"):
        return "5432"
    if name.endswith(("Address", "DNSName", "DomainName")):
        return f"{slug.lower()}.{mark}.{account.region}.{_service(kind[1].lower())}.amazonaws.com"
    if schemas.property_kind(resource_type, name) == "array":
        return [f"{slug}-{mark}-1", f"{slug}-{mark}-2"]
    if name.endswith("FullName"):
        return physical.partition(":loadbalancer/")[2] or physical.rpartition(":")[2]
    if name in {"Name", "Id", f"{kind[-1]}Id", f"{kind[-1]}Name"}:
        return slug
    return f"{name.lower()}-{mark}"


def _arn(account: Account, resource_type: str, physical: str) -> str:
    match resource_type:
        case "AWS::S3::Bucket":
            return f"arn:aws:s3:::{physical}"
        case "AWS::IAM::Role":
            return f"arn:aws:iam::{account.id}:role/{physical}"
        case "AWS::Logs::LogGroup":
            return account.arn("logs", f"log-group:{physical}:*")
        case "AWS::CloudWatch::Alarm" | "AWS::CloudWatch::CompositeAlarm":
            return account.arn("cloudwatch", f"alarm:{physical}")
        case _:
            pass
    _, service, kind = resource_type.split("::")[:3]
    return account.arn(_service(service.lower()), f"{kind.lower()}/{physical}")


def _service(name: str) -> str:
    return {"elasticloadbalancingv2": "elasticloadbalancing", "certificatemanager": "acm"}.get(name, name)
