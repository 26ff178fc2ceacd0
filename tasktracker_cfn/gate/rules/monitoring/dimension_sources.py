"""Which attribute of which resource a dimension is: a name, mostly, where an ARN is at hand as well."""

import re
from collections.abc import Mapping

from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import System

Source = tuple[str, str | None]

BALANCER, GROUP = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::TargetGroup"
# None is what Ref gives.
SOURCES: Mapping[str, tuple[Source, ...]] = {
    "BucketName": (("AWS::S3::Bucket", None),),
    "CertificateArn": (("AWS::CertificateManager::Certificate", None),),
    "ClusterName": (("AWS::ECS::Cluster", None),),
    "DBClusterIdentifier": (("AWS::RDS::DBCluster", None),),
    "DBInstanceIdentifier": (("AWS::RDS::DBInstance", None),),
    "DistributionId": (("AWS::CloudFront::Distribution", None), ("AWS::CloudFront::Distribution", "Id")),
    "LoadBalancer": ((BALANCER, "LoadBalancerFullName"),),
    "NatGatewayId": (("AWS::EC2::NatGateway", None), ("AWS::EC2::NatGateway", "NatGatewayId")),
    "QueueName": (("AWS::SQS::Queue", "QueueName"),),
    "ServiceName": (("AWS::ECS::Service", "Name"),),
    "TargetGroup": ((GROUP, "TargetGroupFullName"),),
    "TopicName": (("AWS::SNS::Topic", "TopicName"),),
    # The firewall's is the name in its VisibilityConfig.
    "WebACL": (),
}
OF_NAMESPACES = frozenset(
    {
        *("AWS/ApplicationELB", "AWS/NetworkELB", "AWS/ECS", "ECS/ContainerInsights", "AWS/RDS", "AWS/CloudFront"),
        *("AWS/WAFV2", "AWS/NATGateway", "AWS/SNS", "AWS/SQS", "AWS/S3", "AWS/CertificateManager"),
    }
)
TYPES = frozenset({"AWS::WAFv2::WebACL", *(source for sources in SOURCES.values() for source, _ in sources)})
FORMS = {
    "LoadBalancer": re.compile(r"(app|net|gwy)/.+/[0-9a-f]+"),
    "TargetGroup": re.compile(r"targetgroup/.+/[0-9a-f]+"),
}
ARN = "arn:"
BY_ARN = frozenset({"CertificateArn"})


def wrong_value(system: System, namespace: str, name: str, value: Value) -> str | None:
    """Say what is wrong with the value of a dimension; None when nothing is, or nothing is known."""
    if namespace not in OF_NAMESPACES or name not in SOURCES:
        return None
    if isinstance(value, Text):
        starts = isinstance(value.parts[0], str) and value.parts[0].startswith(ARN)
        return "an ARN" if starts and name not in BY_ARN else None
    if isinstance(value, str):
        return _wrong_literal(name, value)
    item = system.at(value)
    if item is None or item.type not in TYPES or not isinstance(value, Reference):
        return None
    if (item.type, value.attribute) in SOURCES[name]:
        return None
    return f"{value.attribute or 'Ref'} of {item}"


def right_value(name: str) -> str:
    """Say what a dimension is to be."""
    found = [f"{attribute or 'Ref'} of {kind}" for kind, attribute in SOURCES[name]]
    return found[0] if found else "MetricName of its VisibilityConfig"


def _wrong_literal(name: str, value: str) -> str | None:
    form = FORMS.get(name)
    if (value.startswith(ARN) and name not in BY_ARN) or (form and not form.fullmatch(value)):
        return value
    return None
