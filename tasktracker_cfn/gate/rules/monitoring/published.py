"""Which metrics AWS publishes, under which dimensions.

- ALB: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
- ECS: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
- Container Insights: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
- WAF: https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
- CloudFront: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
- NAT gateways: https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
- databases: see `database_metrics`

Of namespaces that are not here nothing is known, and nothing is said.
"""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType

from tasktracker_cfn.gate.rules.monitoring import database_metrics

Dimensions = frozenset[str]

BALANCER = frozenset({"LoadBalancer"})
GROUP = frozenset({"LoadBalancer", "TargetGroup"})
ONLY_GROUP = frozenset({"TargetGroup"})
CLUSTER = frozenset({"ClusterName"})
SERVICE = frozenset({"ClusterName", "ServiceName"})
FAMILY = frozenset({"ClusterName", "TaskDefinitionFamily"})
DISTRIBUTION = frozenset({"DistributionId", "Region"})
FUNCTION = frozenset({"FunctionName", "Region"})
# All but CloudFront's have the region among their dimensions.
WEB_ACL = frozenset({"WebACL", "Region", "Rule"})
WEB_ACL_OF_CLOUDFRONT = frozenset({"WebACL", "Rule"})
NAT = frozenset({"NatGatewayId"})
ZONE = "AvailabilityZone"

INSIGHTS = "ECS/ContainerInsights"
CLOUDFRONT = "AWS/CloudFront"
# Published once a distribution has a MonitoringSubscription.
ADDITIONAL = frozenset({"CacheHitRate", "OriginLatency", *(f"{n}ErrorRate" for n in (401, 403, 404, 502, 503, 504))})

_OF_BALANCER = (
    "ActiveConnectionCount BYoIPUtilPercentage ClientTLSNegotiationErrorCount ConsumedLCUs "
    "DesyncMitigationMode_NonCompliant_Request_Count DroppedInvalidHeaderRequestCount ELBAuthError ELBAuthFailure "
    "ELBAuthLatency ELBAuthRefreshTokenSuccess ELBAuthSuccess ELBAuthUserClaimsSizeExceeded "
    "ForwardedInvalidHeaderRequestCount GrpcRequestCount HTTPCode_ELB_3XX_Count HTTPCode_ELB_4XX_Count "
    "HTTPCode_ELB_500_Count HTTPCode_ELB_502_Count HTTPCode_ELB_503_Count HTTPCode_ELB_504_Count "
    "HTTPCode_ELB_5XX_Count HTTP_Fixed_Response_Count HTTP_Redirect_Count HTTP_Redirect_Url_Limit_Exceeded_Count "
    "IPv6ProcessedBytes IPv6RequestCount LambdaTargetProcessedBytes NewConnectionCount NonStickyRequestCount PeakLCUs "
    "ProcessedBytes RejectedConnectionCount ReservedLCUs RuleEvaluations StandardProcessedBytes"
)
_OF_BOTH = (
    "HTTPCode_Target_2XX_Count HTTPCode_Target_3XX_Count HTTPCode_Target_4XX_Count HTTPCode_Target_5XX_Count "
    "LambdaInternalError LambdaUserError RequestCount TargetConnectionErrorCount TargetResponseTime "
    "TargetTLSNegotiationErrorCount"
)
_OF_GROUP = (
    "AnomalousHostCount HealthyHostCount HealthyStateDNS HealthyStateRouting MitigatedHostCount UnHealthyHostCount "
    "UnhealthyRoutingRequestCount UnhealthyStateDNS UnhealthyStateRouting ZonalShiftedHostCount"
)
_OF_CLUSTER_INSIGHTS = "ContainerInstanceCount ServiceCount TaskCount"
_OF_SERVICE_INSIGHTS = "DeploymentCount DesiredTaskCount PendingTaskCount RunningTaskCount TaskSetCount"
_OF_INSIGHTS = (
    "CpuReserved CpuUtilized EBSFilesystemSize EBSFilesystemUtilized EphemeralStorageReserved "
    "EphemeralStorageUtilized MemoryReserved MemoryUtilized NetworkRxBytes NetworkTxBytes RestartCount "
    "StorageReadBytes StorageWriteBytes UnHealthyContainerHealthStatus"
)
_OF_DISTRIBUTION = (
    "4xxErrorRate 5xxErrorRate BytesDownloaded BytesUploaded LambdaExecutionError LambdaLimitExceededErrors "
    "LambdaValidationError Requests TotalErrorRate"
)
_OF_FUNCTION = (
    "FunctionComputeUtilization FunctionExecutionErrors FunctionInvocations FunctionThrottles FunctionValidationErrors"
)
_OF_NAT = (
    "ActiveConnectionCount BytesInFromDestination BytesInFromSource BytesOutToDestination BytesOutToSource "
    "ConnectionAttemptCount ConnectionEstablishedCount ErrorPortAllocation IdleTimeoutCount PacketsDropCount "
    "PacketsInFromDestination PacketsInFromSource PacketsOutToDestination PacketsOutToSource PeakBytesPerSecond "
    "PeakPacketsPerSecond"
)
# Metrics that come by the dozen, with dimensions of their own, or that are new each year.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "AWS/ApplicationELB": ("JWT*", "LowReputation*", "TargetControl*"),
    "AWS/ECS": ("*Connection*", "*Grpc*", "HTTPCode_*", "*Processed*", "*Request*", "*TLS*", "TargetResponseTime"),
    INSIGHTS: ("Container*", "Instance*", "Task*", "instance_*"),
    "AWS/RDS": database_metrics.FAMILIES,
}


def _with_zone(sets: Iterable[Dimensions]) -> tuple[Dimensions, ...]:
    return tuple(wider for found in sets for wider in (found, found | {ZONE}))


_ROWS: tuple[tuple[str, str, tuple[Dimensions, ...]], ...] = (
    ("AWS/ApplicationELB", _OF_BALANCER, _with_zone((BALANCER,))),
    ("AWS/ApplicationELB", _OF_BOTH, (*_with_zone((BALANCER, GROUP)), ONLY_GROUP)),
    ("AWS/ApplicationELB", _OF_GROUP, _with_zone((GROUP,))),
    ("AWS/ApplicationELB", "RequestCountPerTarget", _with_zone((GROUP, ONLY_GROUP))),
    ("AWS/ECS", "CPUReservation GPUReservation MemoryReservation", (CLUSTER,)),
    ("AWS/ECS", "CPUUtilization EBSFilesystemUtilization MemoryUtilization", (CLUSTER, SERVICE)),
    (INSIGHTS, _OF_CLUSTER_INSIGHTS, (CLUSTER,)),
    (INSIGHTS, _OF_SERVICE_INSIGHTS, (SERVICE,)),
    (INSIGHTS, _OF_INSIGHTS, (CLUSTER, SERVICE, FAMILY)),
    (CLOUDFRONT, f"{_OF_DISTRIBUTION} {' '.join(sorted(ADDITIONAL))}", (DISTRIBUTION,)),
    (CLOUDFRONT, _OF_FUNCTION, (FUNCTION, FUNCTION | DISTRIBUTION)),
    ("AWS/WAFV2", "AllowedRequests BlockedRequests CountedRequests", (WEB_ACL, WEB_ACL_OF_CLOUDFRONT)),
    ("AWS/NATGateway", _OF_NAT, _with_zone((NAT,))),
    *database_metrics.ROWS,
)
PUBLISHED: Mapping[tuple[str, str], frozenset[Dimensions]] = MappingProxyType(
    {(namespace, name): frozenset(sets) for namespace, names, sets in _ROWS for name in names.split()}
)
# Namespaces all of whose metrics are here, or among the families.
COMPLETE = frozenset({"AWS/ApplicationELB", "AWS/ECS", INSIGHTS, CLOUDFRONT, "AWS/NATGateway", "AWS/RDS"})
# Dimensions that a firewall's metrics can have besides, by country, kind of attack and so on, are many.
OPEN = frozenset({"AWS/WAFV2"})


def is_of_family(namespace: str, name: str) -> bool:
    """Tell whether a metric is one of many of its kind, of which not more is known."""
    return any(fnmatchcase(name, pattern) for pattern in FAMILIES.get(namespace, ()))


def is_metric(namespace: str, name: str) -> bool:
    """Tell whether a namespace may have a metric."""
    known = (namespace, name) in PUBLISHED or is_of_family(namespace, name)
    return known or namespace not in COMPLETE


def elsewhere(name: str) -> tuple[str, ...]:
    """Give the namespaces that have a metric of a name."""
    return tuple(namespace for namespace, found in PUBLISHED if found == name)


def may_have(namespace: str, name: str, dimensions: Dimensions) -> bool:
    """Tell whether a metric may be published under some dimensions."""
    sets = PUBLISHED.get((namespace, name))
    if sets is None or dimensions in sets:
        return True
    return namespace in OPEN and not dimensions <= frozenset[str]().union(*sets)
