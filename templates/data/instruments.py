"""What looks into the database's instances: Enhanced Monitoring, and Performance Insights."""

from typing import NamedTuple

from troposphere import AWSHelperFn, AWSObject, GetAtt, iam

from tasktracker_cfn.authoring.iam import service_role
from tasktracker_cfn.config.database import DatabaseConfig

# D07: the only length of history that is free of charge.
FREE_DAYS = 7
# Instances of this account and region, in whose name RDS may use the role (D28).
INSTANCES = "rds:${AWS::Region}:${AWS::AccountId}:db:*"
# AWS keeps it up to date; it writes to one log group, which all instances of an account share.
POLICY = "service-role/AmazonRDSEnhancedMonitoringRole"


class Instruments(NamedTuple):
    """The properties that each instance is given, those that a cluster is given, and the role behind them."""

    of_instance: "dict[str, object]"
    of_cluster: "dict[str, object]"
    resources: list[AWSObject]


def build(config: DatabaseConfig, key_arn: AWSHelperFn | None) -> Instruments:
    """Give what the configuration asks for.

    :param key_arn: the key that encrypts what Performance Insights keeps; AWS's own when there is none
    """
    role = _role() if config.enhanced_monitoring_seconds is not None else None
    of_instance: dict[str, object] = {}
    of_cluster: dict[str, object] = {}
    if role is not None:
        of_instance = {
            "MonitoringInterval": config.enhanced_monitoring_seconds,
            "MonitoringRoleArn": GetAtt(role, "Arn"),
        }
    if config.performance_insights:
        # D07: a cluster has other names for the same, and its members must say it, too.
        of_instance |= {
            "EnablePerformanceInsights": True,
            "PerformanceInsightsRetentionPeriod": FREE_DAYS,
            "PerformanceInsightsKMSKeyId": key_arn,
        }
        of_cluster = {
            "PerformanceInsightsEnabled": True,
            "PerformanceInsightsRetentionPeriod": FREE_DAYS,
            "PerformanceInsightsKmsKeyId": key_arn,
        }
    return Instruments(of_instance, of_cluster, [role] if role is not None else [])


def _role() -> iam.Role:
    return service_role(
        "DatabaseMonitoringRole",
        "monitoring.rds",
        "Writes what Enhanced Monitoring sees of the database's instances",
        [POLICY],
        source=INSTANCES,
    )
