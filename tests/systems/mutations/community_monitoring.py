"""What is broken in the community tracker's dashboards and alarms."""

from tests.systems.mutations.mutation import Broken

TOPIC = "      AlarmActions:\n      - !Ref AlarmTopic\n"


def _metric(name: str, instead: str = "Unknown") -> tuple[str, str, str]:
    return "monitoring", f'"{name}"', f'"{instead}"'


BROKEN: list[Broken] = [
    (
        "S1-81",
        "monitoring",
        "SiteDashboard:\n    Type: AWS::CloudWatch::Dashboard",
        "Site:\n    Type: AWS::CloudWatch::AnomalyDetector",
    ),
    ("S1-81", "monitoring", '"DBClusterIdentifier"', '"DBInstanceIdentifier"'),
    ("S1-82", *_metric("RequestCount")),
    ("S1-83", "monitoring", '"stat": "p50"', '"stat": "p51"'),
    ("S1-84", "monitoring", '"stat": "p95"', '"stat": "p90"'),
    ("S1-85", "monitoring", '"stat": "p99"', '"stat": "p98"'),
    ("S1-83 S1-84 S1-85", *_metric("TargetResponseTime")),
    ("S1-86", *_metric("HTTPCode_ELB_5XX_Count")),
    ("S1-86 S1-87", *_metric("HTTPCode_Target_5XX_Count")),
    ("S1-87", *_metric("HTTPCode_Target_4XX_Count")),
    ("S1-88 S1-81", *_metric("RunningTaskCount")),
    ("S1-89 S1-93", *_metric("CPUUtilization")),
    ("S1-90", *_metric("MemoryUtilization")),
    ("S1-91", *_metric("DatabaseConnections")),
    ("S1-92", *_metric("ReadLatency", "SelectLatency")),
    ("S1-94", *_metric("FreeableMemory")),
    ("S1-95", *_metric("VolumeBytesUsed")),
    ("S1-96", *_metric("VolumeReadIOPs")),
    ("S1-97", *_metric("Requests")),
    ("S1-98", *_metric("CacheHitRate")),
    ("S1-100", *_metric("4xxErrorRate")),
    ("S1-101", *_metric("BytesDownloaded")),
    ("S1-102 S1-81", "monitoring", '"Region", "Global"', '"Region", "us-east-1"'),
    ("S1-102", "monitoring", '"region": "us-east-1"', '"region": "${AWS::Region}"'),
    ("S1-104", "monitoring", "ExtendedStatistic: p95", "ExtendedStatistic: p99"),
    ("S1-104", "monitoring", "Threshold: 2.0", "Threshold: 2000.0"),
    ("S1-104 S1-105 S1-P9", "monitoring", "EvaluationPeriods: 2", "EvaluationPeriods: 1"),
    ("S1-105", "monitoring", "Threshold: 5.0", "Threshold: 0.05"),
    ("S1-105", "monitoring", "100 * errors / asked", "errors / asked"),
    ("S1-105", "monitoring", "Stat: Sum", "Stat: Average"),
    ("S1-106", "monitoring", "Threshold: 10\n", "Threshold: 100\n"),
    ("S1-106 S1-142", "monitoring", "MetricNamespace: community-tracker-dev", "MetricNamespace: other"),
    ("S1-106", "monitoring", "LogGroupName: !Ref DatabaseLogGroupName", "LogGroupName: /aws/rds/aurora-dev"),
    ("S1-107", "monitoring", "Threshold: 1\n", "Threshold: 0\n"),
    ("S1-107 S1-109 S1-111i", "monitoring", "TreatMissingData: breaching", "TreatMissingData: notBreaching"),
    ("S1-108", "monitoring", "Threshold: 90\n", "Threshold: 95\n"),
    ("S1-108", "monitoring", "EvaluationPeriods: 5\n", "EvaluationPeriods: 10\n"),
    ("S1-109 S1-142", "monitoring", "!Ref ApiTargetGroupFullName", "api"),
    ("S1-110", "monitoring", "MetricName: 5xxErrorRate", "MetricName: TotalErrorRate"),
    ("S1-113 S1-115 S1-P9", "monitoring", TOPIC, ""),
    ("S1-114", "monitoring", "Protocol: email", "Protocol: sms"),
    ("S1-114", "monitoring", "TopicArn: !Ref AlarmTopic", "TopicArn: arn"),
    ("S1-116", "monitoring", "cloudwatch.amazonaws.com", "events.amazonaws.com"),
    ("S1-116", "monitoring", "DisplayName:", "KmsMasterKeyId: alias/aws/sns\n      DisplayName:"),
    ("S1-142 S1-81", "edge", "!GetAtt LoadBalancer.LoadBalancerFullName", "!Ref LoadBalancer"),
    ("S1-P9", "monitoring", "MetricName: DatabaseConnections\n", "MetricName: CPUUtilization\n"),
]
