"""Many settings that the shipped systems do not use, set at once, make templates without findings."""

from pathlib import Path
from typing import get_args

import pytest

from tasktracker_cfn.config.endpoints import EndpointService
from tasktracker_cfn.gate.linting import lint
from tests.commands import build_here
from tests.templates.data.buckets import COPIED, EVERYTHING
from tests.templates.network.private import ISOLATED, WITHOUT_NAT, vpn
from tests.templates.switches import API, CHECK, CREATED_ZONE, THREE_ZONES
from tests.toml_files import DATABASE_KEYS, Key, system_file

# Many settings at once, since checking takes its time: each is looked at alone in a test_switches.py.
COMBINATIONS: dict[str, tuple[dict[Key, object], tuple[Key, ...]]] = {
    "large": (
        {
            **THREE_ZONES,
            "network.zone_names": ["us-east-1a", "us-east-1b", "us-east-1c"],
            "network.nat_gateways": "per-zone",
            "network.flow_logs": {"log_group": "/vpc/flow", "traffic": "REJECT"},
            "edge.https.certificate": "parameter",
            "service.architecture": "ARM64",
            "service.autoscaling.memory_percent": 60,
            "service.log_group": "/tasks/api",
            f"{API}.health_check": CHECK,
            "data.database.storage_limit_gib": 40,
            "data.buckets.uploads.noncurrent_days": 30,
            "data.buckets.exports": {"versioned": False, "expire": [{"prefix": "old/", "days": 3}]},
            "data.repositories.api": {"name": "team/api", "immutable_tags": False},
            "environments": {"development": {}},
        },
        ("service.desired_count",),
    ),
    "small": (
        {
            **CREATED_ZONE,
            "service.subnets": "public",
            "network.nat_gateways": "none",
            "monitoring": {"running_tasks_below": 1},
            "service.container_insights": "enhanced",
        },
        ("network.private_subnets", "network.flow_logs", "service.autoscaling", *DATABASE_KEYS),
    ),
    "private": (
        {
            **WITHOUT_NAT,
            **ISOLATED,
            **vpn(database_access=True),
            "network.interface_endpoints": list(get_args(EndpointService)),
            "network.s3_prefix_list_id": "pl-63a5400a",
            "network.s3_endpoint_account_only": True,
            "network.network_acls": True,
            "network.bastion": {"instance_type": "t4g.micro"},
            "data.database.rotation": {"method": "hosted-function"},
            "outputs.Bastion": "bastion.instance-id",
            "outputs.Vpn": "vpn.connection-id",
        },
        (),
    ),
    "storage": (
        {
            **EVERYTHING,
            "encryption": {"data": True, "logs": True},
            "data.buckets.uploads": {**COPIED, "access_log": True, "encryption": "s3"},
            "data.cache": {"subnets": "private", "nodes": 2, "multi_az": True},
            "data.repositories.api": {"name": "{system}/{environment}", "pull_accounts": ["111111111111"]},
            "data.secrets.api-config": {"description": "Keys", "generate": True, "keys": ["jwt", "mail"]},
            f"{API}.secrets": {"MAIL": "secret.api-config:mail", "TOKEN": "cache.auth-token"},
            f"{API}.environment_from.CACHE_HOST": "cache.host",
            "outputs.CachePort": "cache.port",
        },
        (),
    ),
    "mysql": (
        {
            "data.database.engine": "mysql",
            "data.database.version": "8.0.45",
            "data.database.instance_class": "db.t3.medium",
            "data.database.multi_az": True,
            "data.database.size_parameters": True,
            "data.database.read_replicas": 2,
            "data.database.backup_region": "us-west-2",
            "data.database.enhanced_monitoring_seconds": 60,
            "data.database.performance_insights": True,
            "data.database.rotation": {"method": "hosted-function"},
            "data.backup_plan": {"buckets": ["uploads"], "copy_to_region": "us-west-2"},
            "encryption": {"data": True, "logs": True, "topics": True},
            "outputs.Reads": "database.replica-host",
            f"{API}.environment_from.DB_READ": "database.replica-host",
            "monitoring": {
                "dashboards": True,
                "database_connection_failures": 5,
                "database_free_storage_gib": 2,
                "database_replica_lag_seconds": 60,
                "database_cpu_credits": 50,
                "database_events": True,
            },
        },
        ("data.database.port",),
    ),
    "plain": (
        {"monitoring": {"database_cpu_percent": 50}, "network.s3_endpoint": False, "region": "eu-central-1"},
        (
            "network.s3_endpoint_account_only",
            "edge.https",
            "edge.domain",
            "data.buckets",
            "service.access.buckets",
            "outputs.UploadsBucketName",
            f"{API}.environment_from.UPLOADS_BUCKET",
            f"{API}.environment",
        ),
    ),
}


@pytest.mark.parametrize("name", COMBINATIONS)
def test_lints_clean(name: str, tmp_path: Path) -> None:
    """Settings that are allowed make templates in which cfn-lint finds nothing."""
    changes, drop = COMBINATIONS[name]
    file = system_file(tmp_path, changes, drop)
    assert build_here(file, "--no-gate", "--quiet", "--out", tmp_path / "out").code == 0
    region = str(changes.get("region", "us-east-1"))
    written = sorted((tmp_path / "out").glob("*/*/*.yaml"))
    assert [finding for findings in lint(written, region, 1) for finding in findings] == []
