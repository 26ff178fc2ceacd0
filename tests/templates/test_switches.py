"""Settings that the shipped systems do not use do what they say."""

import json
from pathlib import Path
from typing import Any

import pytest

from tasktracker_cfn.gate.linting import lint
from tests.commands import build_here
from tests.nests import nest_with, of_type, properties
from tests.toml_files import DATABASE_KEYS, Key, system_file

API = "service.containers.api"
THREE_ZONES: dict[Key, object] = {
    "network.public_subnets": ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
    "network.private_subnets": ["10.0.10.0/24", "10.0.11.0/24", "10.0.12.0/24"],
}
CREATED_ZONE: dict[Key, object] = {
    "edge.domain.hosted_zone": "create",
    "edge.https.certificate": "parameter",
    "outputs.NameServers": "hosted-zone.name-servers",
}
CHECK = {"command": "true", "interval_seconds": 9, "timeout_seconds": 4, "retries": 2, "start_seconds": 0}

# Many settings at once, since checking takes its time: each is looked at alone further down.
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
    "plain": (
        {"monitoring": {"database_cpu_percent": 50}, "network.s3_endpoint": False, "region": "eu-central-1"},
        (
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
    written = sorted((tmp_path / "out").rglob("*.yaml"))
    assert [finding for findings in lint(written, region, 1) for finding in findings] == []


def test_nat_per_zone(tmp_path: Path) -> None:
    """With a NAT gateway in each zone, each private subnet goes out by that of its own zone."""
    network = nest_with(tmp_path, {**THREE_ZONES, "network.nat_gateways": "per-zone"})["network"]
    assert set(of_type(network, "AWS::EC2::NatGateway")) == {"NatGatewayA", "NatGatewayB", "NatGatewayC"}
    for letter in "ABC":
        assert properties(network, f"NatGateway{letter}")["SubnetId"] == {"Ref": f"PublicSubnet{letter}"}
        assert properties(network, f"PrivateDefaultRoute{letter}")["NatGatewayId"] == {"Ref": f"NatGateway{letter}"}
        routes = properties(network, f"PrivateSubnetRoutes{letter}")
        assert routes["SubnetId"] == {"Ref": f"PrivateSubnet{letter}"}
        assert routes["RouteTableId"] == {"Ref": f"PrivateRouteTable{letter}"}
    tables = [{"Ref": f"PrivateRouteTable{letter}"} for letter in "ABC"]
    assert properties(network, "S3Endpoint")["RouteTableIds"] == tables


def test_three_zones(tmp_path: Path) -> None:
    """Three subnets of a tier are in three zones."""
    network = nest_with(tmp_path, THREE_ZONES)["network"]
    zones = [properties(network, f"PublicSubnet{letter}")["AvailabilityZone"] for letter in "ABC"]
    assert zones == [{"Fn::Select": [zone, {"Fn::GetAZs": ""}]} for zone in range(3)]
    assert len(network["Outputs"]["PublicSubnetIds"]["Value"]["Fn::Join"][1]) == 3


def test_zone_names(tmp_path: Path) -> None:
    """Zones that are named are the zones of every tier."""
    network = nest_with(tmp_path, {"network.zone_names": ["us-east-1b", "us-east-1d"]})["network"]
    for tier in ("Public", "Private"):
        assert properties(network, f"{tier}SubnetA")["AvailabilityZone"] == "us-east-1b"
        assert properties(network, f"{tier}SubnetB")["AvailabilityZone"] == "us-east-1d"


def test_no_s3_endpoint(tmp_path: Path) -> None:
    """The endpoint for S3 can be left out."""
    assert "S3Endpoint" not in nest_with(tmp_path, {"network.s3_endpoint": False})["network"]["Resources"]


def test_no_flow_logs(tmp_path: Path) -> None:
    """Without flow logs there is neither a log group nor a role for them."""
    network = nest_with(tmp_path, drop=["network.flow_logs"])["network"]
    assert not any("Flow" in logical_id for logical_id in network["Resources"])


def test_log_group_names(tmp_path: Path) -> None:
    """Log groups have the names that are given to them, and none otherwise."""
    named = nest_with(
        tmp_path,
        {"network.flow_logs": {"log_group": "/vpc/x", "retention_days": 3}, "service.log_group": "/ecs/x"},
    )
    assert properties(named["network"], "FlowLogGroup")["LogGroupName"] == "/vpc/x"
    assert properties(named["network"], "FlowLogGroup")["RetentionInDays"] == 3
    assert properties(named["service"], "TaskLogGroup")["LogGroupName"] == "/ecs/x"
    plain = nest_with(tmp_path)
    assert "LogGroupName" not in properties(plain["network"], "FlowLogGroup")
    assert "LogGroupName" not in properties(plain["service"], "TaskLogGroup")


def test_traffic(tmp_path: Path) -> None:
    """Flow logs record the traffic that they are told to."""
    network = nest_with(tmp_path, {"network.flow_logs": {"traffic": "REJECT"}})["network"]
    assert properties(network, "FlowLog")["TrafficType"] == "REJECT"


def test_certificate_as_parameter(tmp_path: Path) -> None:
    """A certificate from outside comes as a parameter of the root and is the listener's."""
    nest = nest_with(tmp_path, {"edge.https.certificate": "parameter"})
    assert nest["root"]["Parameters"]["CertificateArn"]["AllowedPattern"].startswith("^arn:aws")
    assert properties(nest["root"], "Edge")["Parameters"]["CertificateArn"] == {"Ref": "CertificateArn"}
    assert properties(nest["edge"], "HttpsListener")["Certificates"] == [{"CertificateArn": {"Ref": "CertificateArn"}}]
    assert not of_type(nest["edge"], "AWS::CertificateManager::Certificate")


def test_created_zone(tmp_path: Path) -> None:
    """A hosted zone of the stack holds the record, is kept, and tells its name servers."""
    nest = nest_with(tmp_path, CREATED_ZONE)
    zone = nest["edge"]["Resources"]["HostedZone"]
    assert zone["Properties"]["Name"] == "task-management-api.example.com"
    assert (zone["DeletionPolicy"], zone["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert properties(nest["edge"], "DomainRecord")["HostedZoneId"] == {"Ref": "HostedZone"}
    assert nest["root"]["Outputs"]["NameServers"]["Value"] == {"Fn::GetAtt": ["Edge", "Outputs.NameServers"]}
    assert "HostedZoneId" not in nest["root"]["Parameters"]


def test_plain_http(tmp_path: Path) -> None:
    """Without HTTPS the load balancer listens on 80 alone and forwards."""
    nest = nest_with(tmp_path, drop=["edge.https", "edge.domain"])
    (listener,) = of_type(nest["edge"], "AWS::ElasticLoadBalancingV2::Listener").values()
    assert listener["Properties"]["DefaultActions"][0]["Type"] == "forward"
    ingress = properties(nest["network"], "LoadBalancerSecurityGroup")["SecurityGroupIngress"]
    assert [rule["FromPort"] for rule in ingress] == [80]
    assert nest["root"]["Outputs"]["Url"]["Value"]["Fn::Sub"].startswith("http://")


def _container(tmp_path: Path, changes: dict[Key, object]) -> dict[str, Any]:
    definition = properties(nest_with(tmp_path, changes)["service"], "TaskDefinition")
    (container,) = definition["ContainerDefinitions"]
    assert isinstance(container, dict)
    return container


def test_url_without_domain(tmp_path: Path) -> None:
    """The address is the load balancer's own name, which the edge gives also when nothing else asks for it."""
    nest = nest_with(tmp_path, {"outputs": {"Url": "url"}}, ("edge.domain", "edge.https"))
    assert nest["root"]["Outputs"]["Url"]["Value"] == {"Fn::Sub": "http://${Edge.Outputs.LoadBalancerDnsName}"}
    assert "LoadBalancerDnsName" in nest["edge"]["Outputs"]


def test_container_health_check(tmp_path: Path) -> None:
    """A container's own health check is what it is told to be, also where a number is zero."""
    assert _container(tmp_path, {f"{API}.health_check": CHECK})["HealthCheck"] == {
        "Command": ["CMD-SHELL", "true"],
        "Interval": 9,
        "Timeout": 4,
        "Retries": 2,
        "StartPeriod": 0,
    }


def test_writable_root(tmp_path: Path) -> None:
    """A container may be allowed to write to its root."""
    assert _container(tmp_path, {f"{API}.read_only_root": False})["ReadonlyRootFilesystem"] is False


def test_command_of_odd_texts(tmp_path: Path) -> None:
    """Whatever a command holds reaches the container unchanged."""
    command = ["a\x00b\x1b", "x\r\ny", "\u2028\u0085", "\ufeff", "\U0001f600", "${REGION}", " a\n\n"]
    assert _container(tmp_path, {f"{API}.command": command})["Command"] == command


def test_arm(tmp_path: Path) -> None:
    """The other processor is asked for by name."""
    definition = properties(nest_with(tmp_path, {"service.architecture": "ARM64"})["service"], "TaskDefinition")
    assert definition["RuntimePlatform"] == {"CpuArchitecture": "ARM64", "OperatingSystemFamily": "LINUX"}


def test_memory_autoscaling(tmp_path: Path) -> None:
    """Memory is tracked beside CPU, or alone."""
    changes: dict[Key, object] = {"service.autoscaling.memory_percent": 55}
    both = of_type(nest_with(tmp_path, changes)["service"], "AWS::ApplicationAutoScaling::ScalingPolicy")
    assert set(both) == {"CpuScalingPolicy", "MemoryScalingPolicy"}
    tracking = both["MemoryScalingPolicy"]["Properties"]["TargetTrackingScalingPolicyConfiguration"]
    assert tracking["TargetValue"] == 55
    metric = tracking["PredefinedMetricSpecification"]["PredefinedMetricType"]
    assert metric == "ECSServiceAverageMemoryUtilization"
    alone = nest_with(tmp_path, changes, ["service.autoscaling.cpu_percent"])["service"]
    assert set(of_type(alone, "AWS::ApplicationAutoScaling::ScalingPolicy")) == {"MemoryScalingPolicy"}


def test_scaling_without_count(tmp_path: Path) -> None:
    """With autoscaling and no count the template says none, so that no update undoes the scaling."""
    nest = nest_with(tmp_path, drop=["service.desired_count"])
    assert "DesiredCount" not in properties(nest["service"], "Service")
    assert "DesiredTaskCount" not in nest["root"]["Parameters"]


def test_fixed_count(tmp_path: Path) -> None:
    """Without autoscaling the count is what is said, or one."""
    fixed = nest_with(tmp_path, drop=["service.autoscaling"])["service"]
    assert properties(fixed, "Service")["DesiredCount"] == 2
    assert not of_type(fixed, "AWS::ApplicationAutoScaling::ScalableTarget")
    one = nest_with(tmp_path, drop=["service.autoscaling", "service.desired_count"])["service"]
    assert properties(one, "Service")["DesiredCount"] == 1


def test_no_room_no_rebalancing(tmp_path: Path) -> None:
    """Where a deployment may not go above 100 percent, rebalancing is off."""
    changes: dict[Key, object] = {"service.maximum_percent": 100, "service.minimum_healthy_percent": 50}
    service = properties(nest_with(tmp_path, changes)["service"], "Service")
    assert service["AvailabilityZoneRebalancing"] == "DISABLED"
    assert service["DeploymentConfiguration"]["MaximumPercent"] == 100
    assert service["DeploymentConfiguration"]["MinimumHealthyPercent"] == 50


def test_no_circuit_breaker(tmp_path: Path) -> None:
    """The circuit breaker can be switched off."""
    service = properties(nest_with(tmp_path, {"service.circuit_breaker": False})["service"], "Service")
    assert service["DeploymentConfiguration"]["DeploymentCircuitBreaker"] == {
        "Enable": False,
        "Rollback": False,
    }


def test_storage_limit(tmp_path: Path) -> None:
    """Storage grows up to its limit, and not at all without one."""
    limited = nest_with(tmp_path, {"data.database.storage_limit_gib": 40})["data"]
    assert properties(limited, "Database")["MaxAllocatedStorage"] == 40
    assert "MaxAllocatedStorage" not in properties(nest_with(tmp_path)["data"], "Database")


@pytest.fixture(name="lasting")
def _lasting(tmp_path: Path) -> dict[str, dict[str, Any]]:
    changes: dict[Key, object] = {
        "environments": {"production": {}},
        "data.repositories.api": {"name": "api"},
    }
    return nest_with(tmp_path, changes)


def test_lasting_system(lasting: dict[str, dict[str, Any]]) -> None:
    """A system that is not disposable keeps secrets and images, and is protected from being deleted."""
    for logical_id in ("DatabaseSecret", "ApiRepository"):
        resource = lasting["data"]["Resources"][logical_id]
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert "EmptyOnDelete" not in properties(lasting["data"], "ApiRepository")
    assert properties(lasting["data"], "Database")["DeletionProtection"] is True
    attributes = properties(lasting["edge"], "LoadBalancer")["LoadBalancerAttributes"]
    assert {"Key": "deletion_protection.enabled", "Value": "true"} in attributes


def test_tags_of_images(tmp_path: Path) -> None:
    """Tags of images stay what they are, except latest, or move when that is asked for."""
    changes: dict[Key, object] = {
        "data.repositories": {"a": {"name": "aa", "immutable_tags": False}, "b": {"name": "bb"}}
    }
    data = nest_with(tmp_path, changes)["data"]
    assert properties(data, "ARepository")["ImageTagMutability"] == "MUTABLE"
    assert "ImageTagMutabilityExclusionFilters" not in properties(data, "ARepository")
    assert properties(data, "BRepository")["ImageTagMutability"] == "IMMUTABLE_WITH_EXCLUSION"


def test_kept_images(tmp_path: Path) -> None:
    """Numbers of images and days are those of the lifecycle policy."""
    changes: dict[Key, object] = {"data.repositories.a": {"name": "aa", "keep_images": 3, "untagged_days": 2}}
    policy = properties(nest_with(tmp_path, changes)["data"], "ARepository")["LifecyclePolicy"]
    rules = json.loads(policy["LifecyclePolicyText"])["rules"]
    assert [rule["selection"]["countNumber"] for rule in rules] == [2, 3]


def test_old_versions(tmp_path: Path) -> None:
    """Old versions go after their days."""
    rules = properties(nest_with(tmp_path, {"data.buckets.uploads.noncurrent_days": 9})["data"], "UploadsBucket")[
        "LifecycleConfiguration"
    ]["Rules"]
    (rule,) = [rule for rule in rules if rule["Id"] == "delete-old-versions"]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 9}


def test_unversioned_bucket(tmp_path: Path) -> None:
    """A bucket without versions says nothing of old ones, and its objects expire at once."""
    expire = [{"prefix": "a/", "days": 3}]
    data = nest_with(tmp_path, {"data.buckets.uploads": {"versioned": False, "expire": expire}})["data"]
    bucket = properties(data, "UploadsBucket")
    assert "VersioningConfiguration" not in bucket
    (rule,) = [rule for rule in bucket["LifecycleConfiguration"]["Rules"] if rule["Id"] == "expire-a/"]
    assert rule["ExpirationInDays"] == 3
    assert "NoncurrentVersionExpiration" not in rule


def test_no_database(tmp_path: Path) -> None:
    """Without a database nothing of it is anywhere."""
    nest = nest_with(tmp_path, drop=DATABASE_KEYS)
    for template in nest.values():
        named = [*template["Resources"], *template.get("Parameters", {}), *template.get("Outputs", {})]
        assert not [name for name in named if name.startswith("Database")]
    egress = properties(nest["network"], "TaskSecurityGroup")["SecurityGroupEgress"]
    assert [rule["FromPort"] for rule in egress] == [443]


@pytest.mark.parametrize(
    ("setting", "alarm"),
    [
        ({"database_cpu_percent": 50}, "DatabaseCpuAlarm"),
        ({"running_tasks_below": 1}, "RunningTasksAlarm"),
        ({"server_errors": 0}, "ServerErrorsAlarm"),
    ],
)
def test_one_alarm(setting: dict[str, int], alarm: str, tmp_path: Path) -> None:
    """Each alarm can be the only one; without an address nobody is subscribed."""
    nest = nest_with(tmp_path, {"monitoring": setting})
    assert set(of_type(nest["monitoring"], "AWS::CloudWatch::Alarm")) == {alarm}
    assert properties(nest["monitoring"], alarm)["Threshold"] == next(iter(setting.values()))
    assert not of_type(nest["monitoring"], "AWS::SNS::Subscription")
    assert "AlarmEmail" not in nest["root"].get("Parameters", {})


def test_no_monitoring(tmp_path: Path) -> None:
    """Without monitoring there is no such stack."""
    nest = nest_with(tmp_path, drop=["monitoring"])
    assert "monitoring" not in nest
    assert "Monitoring" not in nest["root"]["Resources"]


def test_read_only_access(tmp_path: Path) -> None:
    """An application that only reads a bucket may not write to it."""
    service = nest_with(tmp_path, {"service.access.buckets.uploads": "read"})["service"]
    statements = properties(service, "TaskPolicy")["PolicyDocument"]["Statement"]
    assert {statement["Sid"] for statement in statements} == {
        "ReadDatabaseSecret",
        "ListBuckets",
        "ReadObjects",
    }


def test_no_access(tmp_path: Path) -> None:
    """An application that uses nothing has a role without a policy."""
    drop = [*DATABASE_KEYS, "service.access.buckets", f"{API}.environment_from.UPLOADS_BUCKET"]
    service = nest_with(tmp_path, drop=drop)["service"]
    assert "TaskPolicy" not in service["Resources"]
    assert "ManagedPolicyArns" not in properties(service, "TaskRole")


def test_secrets(tmp_path: Path) -> None:
    """Injected secrets are read by the execution role, by key."""
    service = nest_with(tmp_path, {f"{API}.secrets": {"DB_PASSWORD": "database.password"}})["service"]
    (container,) = properties(service, "TaskDefinition")["ContainerDefinitions"]
    (secret,) = container["Secrets"]
    assert secret["ValueFrom"] == {"Fn::Sub": "${DatabaseSecretArn}:password::"}
    statements = properties(service, "ExecutionPolicy")["PolicyDocument"]["Statement"]
    assert "ReadDatabaseSecret" in {statement["Sid"] for statement in statements}
