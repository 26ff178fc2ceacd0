"""Questions about names that are unique in an account or in the world: physical names, exports, addresses."""

import re
from collections.abc import Mapping

from tests.systems.built import Item, System, listed, literals

# Where the name of a resource stands, by its type.
PLACES: Mapping[str, tuple[str, ...]] = {
    "AWS::CertificateManager::Certificate": ("DomainName",),
    "AWS::CloudFront::CachePolicy": ("CachePolicyConfig", "Name"),
    "AWS::CloudFront::Distribution": ("DistributionConfig", "Aliases"),
    "AWS::CloudWatch::Dashboard": ("DashboardName",),
    "AWS::ECS::TaskDefinition": ("Family",),
    "AWS::Logs::DeliveryDestination": ("Name",),
    "AWS::Logs::DeliverySource": ("Name",),
    "AWS::Logs::LogGroup": ("LogGroupName",),
    "AWS::Logs::ResourcePolicy": ("PolicyName",),
    "AWS::RDS::DBCluster": ("DBClusterIdentifier",),
    "AWS::Route53::RecordSet": ("Name",),
    "AWS::SecretsManager::RotationSchedule": ("HostedRotationLambda", "RotationLambdaName"),
}
# Names that are unique within their parent only.
LOCAL = {
    ("AWS::ApplicationAutoScaling::ScalingPolicy", "PolicyName"),
    ("AWS::CloudWatch::Alarm", "MetricName"),
    ("AWS::RDS::DBCluster", "DatabaseName"),
    ("AWS::RDS::DBClusterParameterGroup", "Family"),
    ("AWS::SNS::Topic", "DisplayName"),
}
NAMING = re.compile(r"(Name|Identifier|Family|Alias)$")
# The id of something that exists already.
FOREIGN = re.compile(r"\b(vpc|subnet|sg|igw|nat|rtb|pcx|tgw|vpce|eipalloc)-[0-9a-f]{8,17}\b")
SHARING = (
    "AWS::EC2::VPCPeeringConnection",
    "AWS::EC2::TransitGateway",
    "AWS::EC2::TransitGatewayAttachment",
    "AWS::EC2::TransitGatewayVpcAttachment",
    "AWS::EC2::VPNConnection",
    "AWS::RAM::ResourceShare",
    "AWS::RDS::GlobalCluster",
)


def physical(system: System) -> set[tuple[str, str]]:
    """Give the names that the templates give to resources, each with the resource's type."""
    return {(item.type, name) for item in system.items for name in _names(item)}


def unknown(system: System) -> list[str]:
    """Give the properties that look like the name of a resource and are not in the tables above."""
    return [
        f"{item}: {key}"
        for item in system.items
        for key, value in item.properties.items()
        if NAMING.search(key)
        and isinstance(value, str)
        and (item.type, key) not in LOCAL
        and PLACES.get(item.type, ())[:1] != (key,)
    ]


def exports(system: System) -> dict[str, str]:
    """Give the names under which the root's outputs are exported, by output."""
    found = {}
    for output in system.nest.root.outputs.values():
        export = output.definition.get("Export")
        if isinstance(export, Mapping):
            found[output.name] = str(export.get("Name"))
    return found


def from_outside(system: System) -> list[str]:
    """Give the resources that mention the id of something that is none of this system, or share what is."""
    sharing = [str(item) for item in system.of(*SHARING)]
    return sharing + [
        str(item) for item in system.items if any(FOREIGN.search(text) for text in literals(item.properties))
    ]


def _names(item: Item) -> list[str]:
    place = PLACES.get(item.type)
    return [name for name in listed(item.get(*place)) if isinstance(name, str)] if place else []
