"""Which metrics AWS publishes under which dimensions, from its documentation, as far as they are used here.

- ALB: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
- ECS: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
- Container Insights: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
- RDS: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
- Aurora: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
- WAF: https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
- CloudFront: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
"""

Dimensions = frozenset[str]

BALANCER = frozenset({"LoadBalancer"})
GROUP = frozenset({"LoadBalancer", "TargetGroup"})
SERVICE = frozenset({"ClusterName", "ServiceName"})
INSTANCE = frozenset({"DBInstanceIdentifier"})
CLUSTER = frozenset({"DBClusterIdentifier"})
DISTRIBUTION = frozenset({"DistributionId", "Region"})
# All but CloudFront's have the region among their dimensions.
WEB_ACL = frozenset({"WebACL", "Region", "Rule"})
WEB_ACL_OF_CLOUDFRONT = frozenset({"WebACL", "Rule"})

_OF_BALANCER = (
    "ActiveConnectionCount ClientTLSNegotiationErrorCount ConsumedLCUs HTTPCode_ELB_4XX_Count HTTPCode_ELB_5XX_Count "
    "HTTPCode_ELB_500_Count HTTPCode_ELB_502_Count HTTPCode_ELB_503_Count HTTPCode_ELB_504_Count NewConnectionCount "
    "ProcessedBytes RejectedConnectionCount RuleEvaluations"
)
_OF_BOTH = (
    "HTTPCode_Target_2XX_Count HTTPCode_Target_3XX_Count HTTPCode_Target_4XX_Count HTTPCode_Target_5XX_Count "
    "RequestCount TargetConnectionErrorCount TargetResponseTime TargetTLSNegotiationErrorCount"
)
_OF_GROUP = "HealthyHostCount UnHealthyHostCount RequestCountPerTarget UnhealthyRoutingRequestCount"
_OF_INSIGHTS = (
    "DeploymentCount DesiredTaskCount EphemeralStorageReserved EphemeralStorageUtilized NetworkRxBytes NetworkTxBytes "
    "PendingTaskCount RunningTaskCount"
)
_OF_ANY_DATABASE = (
    "CPUUtilization DatabaseConnections FreeableMemory MaximumUsedTransactionIDs NetworkReceiveThroughput "
    "NetworkTransmitThroughput ReadIOPS ReadLatency ReadThroughput SwapUsage WriteIOPS WriteLatency WriteThroughput"
)
_OF_INSTANCE = (
    "BinLogDiskUsage CPUCreditBalance DBLoad DBLoadCPU DBLoadNonCPU DiskQueueDepth EBSByteBalance% EBSIOBalance% "
    "FreeStorageSpace ReplicaLag TransactionLogsDiskUsage"
)
# Of PostgreSQL: Aurora publishes SelectLatency, LoginFailures and their like for MySQL only.
_OF_CLUSTER = (
    "ACUUtilization AuroraReplicaLagMaximum BufferCacheHitRatio CommitLatency CommitThroughput Deadlocks "
    "ServerlessDatabaseCapacity VolumeBytesUsed VolumeReadIOPs VolumeWriteIOPs"
)
_OF_DISTRIBUTION = (
    "401ErrorRate 403ErrorRate 404ErrorRate 4xxErrorRate 502ErrorRate 503ErrorRate 504ErrorRate 5xxErrorRate "
    "BytesDownloaded BytesUploaded CacheHitRate OriginLatency Requests TotalErrorRate"
)

PUBLISHED: dict[tuple[str, str], frozenset[Dimensions]] = {
    (namespace, name): frozenset(dimensions)
    for namespace, names, dimensions in (
        ("AWS/ApplicationELB", _OF_BALANCER, (BALANCER,)),
        ("AWS/ApplicationELB", _OF_BOTH, (BALANCER, GROUP)),
        ("AWS/ApplicationELB", _OF_GROUP, (GROUP,)),
        ("AWS/ECS", "CPUUtilization MemoryUtilization", (SERVICE,)),
        ("ECS/ContainerInsights", _OF_INSIGHTS, (SERVICE,)),
        ("AWS/RDS", _OF_ANY_DATABASE, (INSTANCE, CLUSTER)),
        ("AWS/RDS", _OF_INSTANCE, (INSTANCE,)),
        ("AWS/RDS", _OF_CLUSTER, (CLUSTER,)),
        ("AWS/CloudFront", _OF_DISTRIBUTION, (DISTRIBUTION,)),
        ("AWS/WAFV2", "AllowedRequests BlockedRequests CountedRequests", (WEB_ACL, WEB_ACL_OF_CLOUDFRONT)),
    )
    for name in names.split()
}
