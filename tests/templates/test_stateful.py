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
    Stateful(PRODUCTION, "data", "Database", "AWS::RDS::DBCluster", "Snapshot", "Snapshot"),
    Stateful(PRODUCTION, "data", "DatabaseLogGroup", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(PRODUCTION, "data", "DatabasePostgresqlLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(PRODUCTION, "data", "DatabaseReader1", "AWS::RDS::DBInstance", "Delete", "Delete"),
    Stateful(PRODUCTION, "data", "DatabaseRotationLogs", "AWS::Logs::LogGroup", "Delete", "Delete"),
    Stateful(PRODUCTION, "data", "DatabaseSecret", "AWS::SecretsManager::Secret", "Retain", "Retain"),
    Stateful(PRODUCTION, "data", "DatabaseWriter", "AWS::RDS::DBInstance", "Delete", "Delete"),
    Stateful(PRODUCTION, "edge", "Certificate", "AWS::CertificateManager::Certificate", None, None),
    Stateful(PRODUCTION, "edge", "SiteBucket", "AWS::S3::Bucket", "Retain", "Retain"),
    Stateful(PRODUCTION, "edge", "SiteCertificate", "AWS::CertificateManager::Certificate", None, None),
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


@pytest.mark.parametrize("kind", ["AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::S3::Bucket"])
def test_data_outlives_its_stack(kind: str) -> None:
    """No database and no bucket goes without a copy, also not when a system is disposable."""
    for resource in PINNED:
        # The members of a cluster and the replicas of an instance hold no data of their own.
        if resource.type == kind and not resource.logical_id.startswith(COPIES):
            assert resource.deletion in {"Snapshot", "Retain"}
            assert resource.replacement in {"Snapshot", "Retain"}


def test_stateful_stays_on_replacement() -> None:
    """What cannot be read back is never deleted by an update that replaces it."""
    for resource in PINNED:
        if resource.type in {"AWS::SecretsManager::Secret", "AWS::ECR::Repository"}:
            assert resource.replacement == "Retain"
