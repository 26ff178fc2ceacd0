"""What document 002 leaves open and the shipped system leaves out, in a build that has it switched on."""

from tests.systems import (
    buckets,
    database,
    network,
    policies,
    rules,
    sinks,
    tasks,
    traffic,
)
from tests.systems.built import System, follow, listed, number, pairs, text, true

FOLDER = sinks.MYSQL
CONTAINER = sinks.CONTAINER
PRIVATE_SERVICES = {"secretsmanager", "logs"}


def test_s2_12_subnets_have_network_acls(system: System) -> None:
    """Every subnet is associated with a network ACL that has entries both ways."""
    guarded = {}
    for association in system.of("AWS::EC2::SubnetNetworkAclAssociation"):
        guarded[system.at(association.get("SubnetId"))] = system.at(association.get("NetworkAclId"))
    assert set(guarded) == set(network.subnets(system))
    for acl in guarded.values():
        entries = [one for one in system.of("AWS::EC2::NetworkAclEntry") if system.at(one.get("NetworkAclId")) == acl]
        assert {true(entry.get("Egress")) for entry in entries} == {True, False}


def test_s2_20_paths_lead_to_containers(system: System) -> None:
    """A rule of a listener forwards by path."""
    by_path = [rule for listener in traffic.listeners(system) for rule in traffic.rules_of(system, listener)]
    assert any(traffic.paths(rule) and traffic.forwarded(system, rule.get("Actions")) for rule in by_path)


def test_s2_21_hosts_lead_to_containers(system: System) -> None:
    """A rule of a listener forwards by host."""
    found = [
        rule
        for rule in system.of(traffic.LISTENER_RULE)
        if any(condition.get("Field") == "host-header" for condition in rule.entries("Conditions"))
    ]
    assert found
    assert all(traffic.forwarded(system, rule.get("Actions")) for rule in found)


def test_s2_22_sessions_stick(system: System) -> None:
    """A target group keeps a session on its target."""
    attributes = [
        pairs(group.get("TargetGroupAttributes")) for group in system.of("AWS::ElasticLoadBalancingV2::TargetGroup")
    ]
    assert any(true(found.get("stickiness.enabled")) for found in attributes)


def test_s2_39_the_container_asks_itself(system: System) -> None:
    """The application's container has a health check."""
    assert listed(follow(tasks.container(system, CONTAINER).get("HealthCheck"), "Command"))


def test_s2_48_class_and_storage_are_parameters(system: System) -> None:
    """The database's class and storage are parameters of the root, which have the configured ones as defaults."""
    instance = database.database(system)
    for name, prop in (("DatabaseInstanceClass", "DBInstanceClass"), ("DatabaseStorage", "AllocatedStorage")):
        parameter = system.nest.root.parameters[name]
        assert str(parameter.definition["Default"]) == str(instance.get(prop))


def test_s2_61_the_database_has_a_replica(system: System) -> None:
    """A read replica follows the database."""
    replicas = [item for item in system.of("AWS::RDS::DBInstance") if item.get("SourceDBInstanceIdentifier")]
    assert replicas
    assert {system.at(item.get("SourceDBInstanceIdentifier")) for item in replicas} == {database.database(system)}


def test_s2_72_objects_are_replicated_to_another_region(system: System) -> None:
    """A bucket is replicated by a role that S3 may assume."""
    replicated = [item for item in system.of("AWS::S3::Bucket") if item.get("ReplicationConfiguration")]
    assert replicated
    for bucket in replicated:
        role = system.at(bucket.get("ReplicationConfiguration", "Role"))
        assert role is not None
        assert policies.trusted(role) == {"s3.amazonaws.com"}
        assert bucket.entries("ReplicationConfiguration", "Rules")


def test_s2_97_requests_are_traced(system: System) -> None:
    """The task role may send traces to X-Ray."""
    assert policies.allows(system, tasks.role(system, "TaskRoleArn"), "xray:PutTraceSegments", "*")


def test_s2_98_backups_are_replicated_to_another_region(system: System) -> None:
    """The database's backups go to another region."""
    there = text(database.database(system).get("AutomaticBackupReplicationRegion"))
    assert there != "us-east-1"


def test_s2_101_cpu_and_memory_are_parameters(system: System) -> None:
    """The task's CPU and memory are parameters of the root."""
    for name, prop in (("TaskCpu", "Cpu"), ("TaskMemory", "Memory")):
        parameter = system.nest.root.parameters[name]
        assert number(tasks.definition(system).get(prop)) == int(str(parameter.definition["Default"]))


def test_s2_112_secrets_and_logs_are_reached_privately(system: System) -> None:
    """Interface endpoints with private DNS lead to Secrets Manager and to the logs."""
    private = {
        policies.written(system, endpoint.get("ServiceName")).rpartition(".")[2]
        for endpoint in system.of("AWS::EC2::VPCEndpoint")
        if endpoint.get("VpcEndpointType") == "Interface" and true(endpoint.get("PrivateDnsEnabled"))
    }
    assert private >= PRIVATE_SERVICES


def test_s2_113_there_is_a_bastion(system: System) -> None:
    """An instance in a private subnet lets nobody in by itself."""
    (bastion,) = system.of("AWS::EC2::Instance")
    subnet = system.at(bastion.get("SubnetId"))
    assert subnet not in network.subnets(system, "public")
    for group in system.all_at(bastion.get("SecurityGroupIds")):
        assert rules.inbound(system, group) == []


def test_s2_114_there_is_a_vpn(system: System) -> None:
    """A VPN connection ends at a gateway of the VPC."""
    connection = system.one("AWS::EC2::VPNConnection")
    assert system.at(connection.get("VpnGatewayId")) == system.one("AWS::EC2::VPNGateway")


def test_s2_122_there_is_a_cdn(system: System) -> None:
    """A distribution serves a closed bucket of this system."""
    assert system.one("AWS::CloudFront::Distribution") in system.items
    assert all(buckets.is_closed(bucket) for bucket in system.of("AWS::S3::Bucket"))


def test_s2_123_there_is_a_cache(system: System) -> None:
    """A cache is encrypted, at rest and on its way, and takes connections from the tasks only."""
    cache = system.one("AWS::ElastiCache::ReplicationGroup")
    assert true(cache.get("AtRestEncryptionEnabled"))
    assert true(cache.get("TransitEncryptionEnabled"))
    (group,) = system.all_at(cache.get("SecurityGroupIds"))
    assert {rule.peer for rule in rules.inbound(system, group)} == {tasks.group(system)}
