"""What holds data keeps its logical id for ever, since another id is another, empty resource."""

from typing import NamedTuple

import pytest

from tests.cfn_yaml import read
from tests.commands import REPOSITORY

# Losing one of these loses something that nobody can build again.
STATEFUL_TYPES = frozenset(
    {
        "AWS::APS::Workspace",
        "AWS::Backup::BackupVault",
        "AWS::CertificateManager::Certificate",
        "AWS::CloudTrail::Trail",
        "AWS::Cognito::UserPool",
        "AWS::DynamoDB::GlobalTable",
        "AWS::DynamoDB::Table",
        "AWS::ECR::Repository",
        "AWS::EFS::FileSystem",
        "AWS::ElastiCache::CacheCluster",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::ElastiCache::ServerlessCache",
        "AWS::Grafana::Workspace",
        "AWS::KMS::Key",
        "AWS::Logs::LogGroup",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::Route53::HostedZone",
        "AWS::S3::Bucket",
        "AWS::SNS::Topic",
        "AWS::SQS::Queue",
        "AWS::SSM::Parameter",
        "AWS::SecretsManager::Secret",
    }
)


# What holds data itself.
KEPT = ["AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::S3::Bucket", "AWS::Backup::BackupVault"]
COPIES = ("DatabaseWriter", "DatabaseReader", "DatabaseReplica")


class Stateful(NamedTuple):
    """A stateful resource: where it is, what it is, and what becomes of it when it is removed or replaced."""

    build: str
    stack: str
    logical_id: str
    type: str
    deletion: str | None
    replacement: str | None


API = "task-management-api/development"
DEMO = "tasktracker/demo"
DEV = "community-tracker/dev"
STAGING = "community-tracker/staging"
PRODUCTION = "community-tracker/production"
NONPROD = "fargate-nonprod/nonprod"
MYSQL = "task-tracker-mysql/production"

PINNED = {
    Stateful(DEV, "data", "ApiConfigSecret", "AWS::SecretsManager::Secret", "Delete", "Retain"),
    Stateful(DEV, "data", "Database", "AWS::RDS::DBCluster", "Snapshot", "Snapshot"),
    Stateful(DEV, "data", "DatabaseLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(DEV, "data", "DatabasePostgresqlLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(DEV, "data", "DatabaseRotationLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(DEV, "data", "DatabaseSecret", "AWS::SecretsManager::Secret", "Delete", "Retain"),
    Stateful(DEV, "data", "DatabaseWriter", "AWS::RDS::DBInstance", "Delete", "Delete"),
    Stateful(DEV, "edge", "Certificate", "AWS::CertificateManager::Certificate", None, None),
    Stateful(DEV, "edge", "SiteBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(DEV, "edge", "SiteCertificate", "AWS::CertificateManager::Certificate", None, None),
    Stateful(DEV, "monitoring", "AlarmTopic", "AWS::SNS::Topic", None, None),
    Stateful(DEV, "network", "FlowLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(DEV, "service", "RestartLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(DEV, "service", "TaskLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(PRODUCTION, "data", "ApiConfigSecret", "AWS::SecretsManager::Secret", "Retain", "Retain"),
    Stateful(PRODUCTION, "data", "BackupVault", "AWS::Backup::BackupVault", "Retain", "Retain"),
    Stateful(PRODUCTION, "data", "Database", "AWS::RDS::DBCluster", "Snapshot", "Snapshot"),
    Stateful(PRODUCTION, "data", "DatabaseLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(PRODUCTION, "data", "DatabasePostgresqlLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(PRODUCTION, "data", "DatabaseReader1", "AWS::RDS::DBInstance", "Delete", "Delete"),
    Stateful(PRODUCTION, "data", "DatabaseRotationLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(PRODUCTION, "data", "DatabaseSecret", "AWS::SecretsManager::Secret", "Retain", "Retain"),
    Stateful(PRODUCTION, "data", "DatabaseWriter", "AWS::RDS::DBInstance", "Delete", "Delete"),
    Stateful(PRODUCTION, "edge", "AccessLogBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(PRODUCTION, "edge", "Certificate", "AWS::CertificateManager::Certificate", None, None),
    Stateful(PRODUCTION, "edge", "SiteAccessLogBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(PRODUCTION, "edge", "SiteBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(PRODUCTION, "edge", "SiteBucketLogBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(PRODUCTION, "edge", "SiteCertificate", "AWS::CertificateManager::Certificate", None, None),
    Stateful(PRODUCTION, "edge", "SiteWebAclLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(PRODUCTION, "edge", "WebAclLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(PRODUCTION, "keys", "LogsKey", "AWS::KMS::Key", "Retain", "Retain"),
    Stateful(PRODUCTION, "keys", "TopicsKey", "AWS::KMS::Key", "Retain", "Retain"),
    Stateful(PRODUCTION, "monitoring", "AlarmTopic", "AWS::SNS::Topic", None, None),
    Stateful(PRODUCTION, "monitoring", "CriticalAlarmTopic", "AWS::SNS::Topic", None, None),
    Stateful(PRODUCTION, "network", "FlowLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(PRODUCTION, "service", "RestartLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(PRODUCTION, "service", "TaskLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(STAGING, "data", "ApiConfigSecret", "AWS::SecretsManager::Secret", "Retain", "Retain"),
    Stateful(STAGING, "data", "Database", "AWS::RDS::DBCluster", "Snapshot", "Snapshot"),
    Stateful(STAGING, "data", "DatabaseLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(STAGING, "data", "DatabasePostgresqlLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(STAGING, "data", "DatabaseReader1", "AWS::RDS::DBInstance", "Delete", "Delete"),
    Stateful(STAGING, "data", "DatabaseRotationLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(STAGING, "data", "DatabaseSecret", "AWS::SecretsManager::Secret", "Retain", "Retain"),
    Stateful(STAGING, "data", "DatabaseWriter", "AWS::RDS::DBInstance", "Delete", "Delete"),
    Stateful(STAGING, "edge", "Certificate", "AWS::CertificateManager::Certificate", None, None),
    Stateful(STAGING, "edge", "SiteBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(STAGING, "edge", "SiteCertificate", "AWS::CertificateManager::Certificate", None, None),
    Stateful(STAGING, "monitoring", "AlarmTopic", "AWS::SNS::Topic", None, None),
    Stateful(STAGING, "network", "FlowLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(STAGING, "service", "RestartLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(STAGING, "service", "TaskLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(API, "data", "Database", "AWS::RDS::DBInstance", "Snapshot", "Snapshot"),
    Stateful(API, "data", "DatabasePostgresqlLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(API, "data", "DatabaseSecret", "AWS::SecretsManager::Secret", "Delete", "Retain"),
    Stateful(API, "data", "DatabaseUpgradeLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(API, "data", "UploadsBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(API, "edge", "Certificate", "AWS::CertificateManager::Certificate", None, None),
    Stateful(API, "monitoring", "AlarmTopic", "AWS::SNS::Topic", None, None),
    Stateful(API, "network", "FlowLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(API, "service", "TaskLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(DEMO, "data", "BackendRepository", "AWS::ECR::Repository", "Delete", "Retain"),
    Stateful(DEMO, "data", "Database", "AWS::RDS::DBInstance", "Snapshot", "Snapshot"),
    Stateful(DEMO, "data", "DatabasePostgresqlLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(DEMO, "data", "DatabaseSecret", "AWS::SecretsManager::Secret", "Delete", "Retain"),
    Stateful(DEMO, "data", "DatabaseUpgradeLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(DEMO, "data", "FrontendRepository", "AWS::ECR::Repository", "Delete", "Retain"),
    Stateful(DEMO, "network", "FlowLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(DEMO, "service", "TaskLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(NONPROD, "data", "AppKeySecret", "AWS::SecretsManager::Secret", "Delete", "Retain"),
    Stateful(NONPROD, "data", "WebRepository", "AWS::ECR::Repository", "Delete", "Retain"),
    Stateful(NONPROD, "edge", "AccessLogBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(NONPROD, "edge", "Certificate", "AWS::CertificateManager::Certificate", None, None),
    Stateful(NONPROD, "monitoring", "AlarmTopic", "AWS::SNS::Topic", None, None),
    Stateful(NONPROD, "network", "FlowLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(NONPROD, "service", "TaskLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(MYSQL, "data", "AccessLogBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(MYSQL, "data", "AppDataBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(MYSQL, "data", "BackupVault", "AWS::Backup::BackupVault", "Retain", "Retain"),
    Stateful(MYSQL, "data", "Database", "AWS::RDS::DBInstance", "Snapshot", "Snapshot"),
    Stateful(MYSQL, "data", "DatabaseAuditLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(MYSQL, "data", "DatabaseErrorLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(MYSQL, "data", "DatabaseGeneralLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(MYSQL, "data", "DatabaseRotationLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(MYSQL, "data", "DatabaseSecret", "AWS::SecretsManager::Secret", "Retain", "Retain"),
    Stateful(MYSQL, "data", "DatabaseSlowqueryLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(MYSQL, "data", "CriticalMetricAlerts", "AWS::SNS::Topic", None, None),
    Stateful(MYSQL, "data", "MetricWorkspace", "AWS::APS::Workspace", "Retain", "Retain"),
    Stateful(MYSQL, "data", "WarningMetricAlerts", "AWS::SNS::Topic", None, None),
    Stateful(MYSQL, "edge", "AccessLogBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(MYSQL, "edge", "Certificate", "AWS::CertificateManager::Certificate", None, None),
    Stateful(MYSQL, "edge", "WebAclLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(MYSQL, "keys", "DataKey", "AWS::KMS::Key", "Retain", "Retain"),
    Stateful(MYSQL, "keys", "LogsKey", "AWS::KMS::Key", "Retain", "Retain"),
    Stateful(MYSQL, "keys", "TopicsKey", "AWS::KMS::Key", "Retain", "Retain"),
    Stateful(MYSQL, "monitoring", "AlarmTopic", "AWS::SNS::Topic", None, None),
    Stateful(MYSQL, "monitoring", "CriticalAlarmTopic", "AWS::SNS::Topic", None, None),
    Stateful(MYSQL, "monitoring", "Trail", "AWS::CloudTrail::Trail", None, None),
    Stateful(MYSQL, "monitoring", "TrailAccessLogBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(MYSQL, "monitoring", "TrailBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(MYSQL, "monitoring", "TrailLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(MYSQL, "network", "FlowLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(MYSQL, "service", "RestartLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(MYSQL, "service", "TaskLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
}

OUT = REPOSITORY / "out"
BUILDS = sorted(str(path.parent.relative_to(OUT)) for path in OUT.glob("*/*/root.yaml"))


def _found(build: str) -> set[Stateful]:
    return {
        Stateful(
            build,
            file.stem,
            logical_id,
            resource["Type"],
            resource.get("DeletionPolicy"),
            resource.get("UpdateReplacePolicy"),
        )
        for file in (OUT / build).glob("*.yaml")
        for logical_id, resource in read(file.read_text(encoding="utf-8"))["Resources"].items()
        if resource["Type"] in STATEFUL_TYPES
    }


@pytest.mark.parametrize("build", BUILDS)
def test_pinned(build: str) -> None:
    """Every stateful resource is in the table with id and policies, and all that is in the table exists."""
    assert _found(build) == {resource for resource in PINNED if resource.build == build}


def test_every_build_is_there() -> None:
    """The table speaks of no system that is not built."""
    assert {resource.build for resource in PINNED} <= set(BUILDS)


@pytest.mark.parametrize("kind", KEPT)
def test_data_outlives_its_stack(kind: str) -> None:
    """No database, no bucket and no vault goes without a copy, also not when a system is disposable."""
    assert any(resource.type == kind for resource in PINNED)
    for resource in PINNED:
        # The members of a cluster and the replicas of an instance hold no data of their own.
        if resource.type == kind and not resource.logical_id.startswith(COPIES):
            assert resource.deletion in {"Snapshot", "Retain"}
            assert resource.replacement in {"Snapshot", "Retain"}


def test_stateful_stays_on_replacement() -> None:
    """What cannot be read back is never deleted by an update that replaces it."""
    for resource in PINNED:
        if resource.type in {"AWS::SecretsManager::Secret", "AWS::ECR::Repository", "AWS::KMS::Key"}:
            assert resource.replacement == "Retain"
