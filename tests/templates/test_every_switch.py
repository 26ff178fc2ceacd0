"""Each switch that the page of switches lists is off until it is asked for, and on when it is."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tasktracker_cfn.assembly.assembling import assemble
from tasktracker_cfn.config import load
from tests.config.rules.rule import API, WEB, Changes
from tests.templates.data.buckets import COPIED
from tests.templates.network.private import WITHOUT_NAT, vpn
from tests.templates.switches import CHECK, CREATED_ZONE
from tests.test_switches_page import KEYS
from tests.toml_files import NO_CHANGE, system_file

LASTING: Changes = {"disposable": False, "environments": {"production": {}}}
SITE: Changes = {"edge.site": {}}
METRICS: Changes = {"data.metrics": {}, "service.metrics": {}, "service.memory": 2048}
ADMIN: Changes = {"service.containers.admin": WEB, f"{API}.memory": 256}


class Switch(NamedTuple):
    """What turns a switch on, what a build then says and otherwise does not, and what it takes both times."""

    on: Changes
    sign: str
    beside: Changes = NO_CHANGE
    off: Changes = NO_CHANGE
    drop: tuple[str, ...] = ()


SWITCHES: dict[str, Switch] = {
    "edge.waf": Switch({"edge.waf": {}}, "AWS::WAFv2::WebACLAssociation"),
    "edge.site.waf": Switch({"edge.site.waf": {}}, "AWS::WAFv2::WebACL", SITE),
    "edge.access_log": Switch({"edge.access_log": {}}, "access_logs.s3.bucket"),
    "edge.site.access_log": Switch({"edge.site.access_log": {}}, "AWS::Logs::DeliverySource", SITE),
    "edge.site.bucket_access_log": Switch({"edge.site.bucket_access_log": {}}, "LoggingConfiguration", SITE),
    "data.buckets.<name>.access_log": Switch({"data.buckets.uploads.access_log": True}, "LoggingConfiguration"),
    "edge.targets.<name>.hosts": Switch(
        {"edge.targets.admin": {"hosts": ["admin.example.com"], "priority": 1}},
        "host-header",
        {**ADMIN, "edge.https.certificate": "parameter"},
    ),
    "edge.targets.<name>.paths": Switch(
        {"edge.targets.admin": {"paths": ["/admin/*"], "priority": 1}}, "path-pattern", ADMIN
    ),
    "edge.targets.<name>.sticky_seconds": Switch({"edge.targets.api.sticky_seconds": 60}, "stickiness.enabled"),
    "edge.domain.query_logging": Switch({"edge.domain.query_logging": {}}, "QueryLoggingConfig", CREATED_ZONE),
    "edge.deletion_protection": Switch(
        {"edge.deletion_protection": True},
        "deletion_protection.enabled\n        Value: 'true'",
        LASTING,
        {"edge.deletion_protection": False},
    ),
    "network.nat_gateways": Switch(
        {"network.nat_gateways": "per-zone"},
        "AWS::EC2::NatGateway",
        {"network.interface_endpoints": ["needed"]},
        WITHOUT_NAT,
    ),
    "network.interface_endpoints": Switch({"network.interface_endpoints": ["needed"]}, "VpcEndpointType: Interface"),
    "network.s3_endpoint": Switch(
        {"network.s3_endpoint": True},
        "VpcEndpointType: Gateway",
        off={"network.s3_endpoint": False, "network.s3_endpoint_account_only": False},
    ),
    "network.s3_endpoint_account_only": Switch(
        {"network.s3_endpoint_account_only": True},
        "aws:PrincipalAccount",
        off={"network.s3_endpoint_account_only": False},
    ),
    "network.network_acls": Switch({"network.network_acls": True}, "AWS::EC2::NetworkAcl"),
    "network.flow_logs": Switch({"network.flow_logs": {}}, "AWS::EC2::FlowLog", drop=("network.flow_logs",)),
    "network.bastion": Switch({"network.bastion": {}}, "AWS::EC2::Instance"),
    "network.vpn": Switch(vpn(), "AWS::EC2::VPNConnection"),
    "encryption.data": Switch({"encryption.data": True}, "  DataKey:"),
    "encryption.logs": Switch({"encryption.logs": True}, "  LogsKey:"),
    "encryption.topics": Switch({"encryption.topics": True}, "  TopicsKey:"),
    "data.database.deletion_protection": Switch(
        {"data.database.deletion_protection": True},
        "DeletionProtection: true",
        {"environments": {"development": {}}},
        {"data.database.deletion_protection": False},
    ),
    "data.database.multi_az": Switch(
        {"data.database.multi_az": True}, "MultiAZ: true", off={"data.database.multi_az": False}
    ),
    "data.database.read_replicas": Switch({"data.database.read_replicas": 1}, "SourceDBInstanceIdentifier"),
    "data.database.enhanced_monitoring_seconds": Switch(
        {"data.database.enhanced_monitoring_seconds": 60}, "MonitoringInterval: 60"
    ),
    "data.database.performance_insights": Switch(
        {"data.database.performance_insights": True}, "EnablePerformanceInsights: true"
    ),
    "data.database.rotation": Switch(
        {"data.database.rotation": {"method": "hosted-function"}}, "AWS::SecretsManager::RotationSchedule"
    ),
    "data.database.backup_region": Switch(
        {"data.database.backup_region": "us-west-2"}, "AutomaticBackupReplicationRegion"
    ),
    "data.backup_plan": Switch({"data.backup_plan": {}}, "AWS::Backup::BackupPlan"),
    "data.buckets.<name>.replicate_to": Switch({"data.buckets.uploads": COPIED}, "ReplicationConfiguration"),
    "data.buckets.<name>.tiering_days": Switch({"data.buckets.uploads.tiering_days": 0}, "INTELLIGENT_TIERING"),
    "data.cache": Switch({"data.cache": {"subnets": "private"}}, "AWS::ElastiCache::ReplicationGroup"),
    "data.repositories.<name>.pull_accounts": Switch(
        {"data.repositories.api": {"name": "api", "pull_accounts": ["111111111111"]}}, "RepositoryPolicyText"
    ),
    "data.metrics": Switch(METRICS, "AWS::APS::Workspace"),
    "data.database.size_parameters": Switch({"data.database.size_parameters": True}, "DatabaseInstanceClass"),
    "service.capacity": Switch({"service.capacity": {"spot_weight": 1}}, "FARGATE_SPOT"),
    "service.autoscaling": Switch(
        {"service.autoscaling": {"minimum": 1, "maximum": 2, "cpu_percent": 70}},
        "AWS::ApplicationAutoScaling::ScalableTarget",
        drop=("service.autoscaling",),
    ),
    "service.architecture": Switch({"service.architecture": "ARM64"}, "ARM64"),
    "service.container_insights": Switch(
        {"service.container_insights": "enhanced"},
        "Value: enhanced",
        off={"service.container_insights": "disabled"},
        drop=("monitoring",),
    ),
    "service.containers.<name>.health_check": Switch({f"{API}.health_check": CHECK}, "CMD-SHELL"),
    "service.discovery": Switch({"service.discovery": {}}, "AWS::ServiceDiscovery::PrivateDnsNamespace"),
    "service.circuit_breaker": Switch(
        {"service.circuit_breaker": True},
        "DeploymentCircuitBreaker:\n          Enable: true",
        off={"service.circuit_breaker": False},
    ),
    "service.deployment_alarms": Switch({"service.deployment_alarms": {"server_errors": 5}}, "DeploymentErrorsAlarm"),
    "service.blue_green": Switch({"service.blue_green": {}}, "BLUE_GREEN"),
    "service.containers.<name>.repository": Switch(
        {f"{API}.repository": "api", f"{API}.tag": "1.0.0"},
        "BootstrapTaskDefinition",
        {"data.repositories.api": {"name": "api"}},
        {f"{API}.image": "nginx:alpine"},
        drop=(f"{API}.image",),
    ),
    "service.size_parameters": Switch({"service.size_parameters": True}, "TaskCpu"),
    "service.metrics": Switch(METRICS, "aws-otel-collector"),
    "service.tracing": Switch({"service.tracing": {}, "service.memory": 1024}, "AWS::XRay::SamplingRule"),
    "monitoring.<threshold>": Switch({"monitoring.latency_seconds": 2}, "LatencyAlarm"),
    "monitoring.dashboards": Switch({"monitoring.dashboards": True}, "AWS::CloudWatch::Dashboard"),
    "monitoring.availability_percent": Switch({"monitoring.availability_percent": 99.9}, "FastBurnAlarm"),
    "monitoring.database_events": Switch({"monitoring.database_events": True}, "AWS::RDS::EventSubscription"),
    "monitoring.trail": Switch({"monitoring.trail": {}}, "AWS::CloudTrail::Trail"),
    "monitoring.budget": Switch({"monitoring.budget": {"monthly_usd": 50}}, "AWS::Budgets::Budget"),
    "monitoring.saved_queries": Switch({"monitoring.saved_queries": True}, "AWS::Logs::QueryDefinition"),
    "monitoring.rules": Switch({"monitoring.rules": {}}, "AWS::APS::RuleGroupsNamespace", METRICS),
    "monitoring.grafana": Switch(
        {"monitoring.grafana": {"authentication": "AWS_SSO"}}, "AWS::Grafana::Workspace", METRICS
    ),
}


def _text(folder: Path, switch: Switch, changes: Changes) -> str:
    """Give all templates of a system in one text."""
    (system,) = load(system_file(folder, {**switch.beside, **changes}, switch.drop))
    return "\n".join(document.text for document in assemble(system).documents if document.is_template)


def test_every_switch_of_the_page_is_here() -> None:
    """The switches of the page are those that are tried."""
    assert sorted(SWITCHES) == sorted(key for _, key in KEYS)


@pytest.mark.parametrize("key", SWITCHES)
def test_off_and_on(key: str, tmp_path: Path) -> None:
    """What a switch brings is not in a build without it, and is in one with it."""
    switch = SWITCHES[key]
    assert switch.sign not in _text(tmp_path, switch, switch.off)
    assert switch.sign in _text(tmp_path, switch, switch.on)
