"""What document 002 leaves open and the shipped system leaves out, in a build that has it switched on."""

from collections.abc import Callable

from tasktracker_cfn.model.values import Value
from tests.systems import (
    buckets,
    companion,
    database,
    distribution,
    network,
    policies,
    rules,
    sinks,
    tasks,
    traffic,
)
from tests.systems.built import Item, System, follow, listed, number, pairs, text, true

FOLDER = sinks.MYSQL
CONTAINER = sinks.CONTAINER
INSIDE = {"private", "isolated"}
# What an instance talks to for Session Manager.
SESSIONS = {"ssm", "ssmmessages", "ec2messages"}


def led(system: System, patterns: Callable[[Item], set[Value]]) -> dict[Value, set[Item]]:
    """Give where the rules of listeners forward requests to, by the paths or the hosts that they ask for."""
    return {
        pattern: traffic.forwarded(system, rule.get("Actions"))
        for listener in traffic.listeners(system)
        for rule in traffic.rules_of(system, listener)
        for pattern in patterns(rule)
    }


def endpoints(system: System) -> dict[str, Item]:
    """Give the interface endpoints that stand in for services under their usual names, by what the names end in."""
    return {
        policies.written(system, endpoint.get("ServiceName")).rpartition(".")[2]: endpoint
        for endpoint in system.of("AWS::EC2::VPCEndpoint")
        if endpoint.get("VpcEndpointType") == "Interface" and true(endpoint.get("PrivateDnsEnabled"))
    }


def test_s2_12_subnets_have_network_acls(system: System) -> None:
    """Every subnet is associated with a network ACL that lets something in and something out."""
    guarded = {}
    for association in system.of("AWS::EC2::SubnetNetworkAclAssociation"):
        guarded[system.at(association.get("SubnetId"))] = system.at(association.get("NetworkAclId"))
    assert set(guarded) == set(network.subnets(system))
    assert set(guarded.values()) <= set(system.of("AWS::EC2::NetworkAcl"))
    for acl in guarded.values():
        entries = [one for one in system.of("AWS::EC2::NetworkAclEntry") if system.at(one.get("NetworkAclId")) == acl]
        allowed = [entry for entry in entries if entry.get("RuleAction") == "allow"]
        assert {true(entry.get("Egress")) for entry in allowed} == {True, False}


def test_s2_20_paths_lead_to_containers(system: System) -> None:
    """A rule of a listener forwards a path to a container of its own."""
    assert led(system, traffic.paths) == {"/admin/*": {traffic.target_group(system, "admin")}}


def test_s2_21_hosts_lead_to_containers(system: System) -> None:
    """A rule of a listener forwards a host to a container of its own."""
    assert led(system, traffic.hosts) == {"admin.example.com": {traffic.target_group(system, "admin")}}


def test_s2_22_sessions_stick(system: System) -> None:
    """The target group of the container that serves by default keeps a session on its target, for some time."""
    attributes = pairs(traffic.target_group(system, CONTAINER).get("TargetGroupAttributes"))
    assert attributes.get("stickiness.enabled") == "true"
    assert attributes.get("stickiness.type") == "lb_cookie"
    assert number(attributes.get("stickiness.lb_cookie.duration_seconds")) > 0


def test_s2_39_the_container_asks_itself(system: System) -> None:
    """The application's container has a health check that runs a command."""
    kind, *command = listed(follow(tasks.container(system, CONTAINER).get("HealthCheck"), "Command"))
    assert kind in ("CMD", "CMD-SHELL")
    assert command


def test_s2_48_class_and_storage_are_parameters(system: System) -> None:
    """The database has the class and the storage that a deployment gives, and the configured ones by default."""
    given = System(system.folder, {"DatabaseInstanceClass": "db.r7g.xlarge", "DatabaseStorageGib": "500"})
    sizes = [
        (found.get("DBInstanceClass"), number(found.get("AllocatedStorage")))
        for found in (database.database(system), database.database(given))
    ]
    assert sizes == [("db.m7g.large", 20), ("db.r7g.xlarge", 500)]


def test_s2_61_the_database_has_a_replica(system: System) -> None:
    """A read replica follows the database, is in its group and no more public than it."""
    replicas = [item for item in system.of("AWS::RDS::DBInstance") if item.get("SourceDBInstanceIdentifier")]
    assert replicas
    assert {system.at(item.get("SourceDBInstanceIdentifier")) for item in replicas} == {database.database(system)}
    assert {item.get("PubliclyAccessible") for item in replicas} == {False}
    assert {system.all_at(item.get("VPCSecurityGroups")) for item in replicas} == {(database.group(system),)}
    # RDS makes replicas of what it backs up.
    assert number(database.database(system).get("BackupRetentionPeriod")) > 0


def test_s2_72_objects_are_replicated_to_another_region(system: System) -> None:
    """A versioned bucket is copied, by a role that may, into a versioned, closed one of the other region's template."""
    (bucket,) = [item for item in system.of("AWS::S3::Bucket") if item.get("ReplicationConfiguration")]
    (rule,) = bucket.entries("ReplicationConfiguration", "Rules")
    role = system.at(bucket.get("ReplicationConfiguration", "Role"))
    arn = "arn:<AWS::Partition>:s3:::"
    destination = policies.written(system, follow(rule, "Destination", "Bucket"))
    copy = companion.buckets(system).get(destination.removeprefix(arn))
    assert (rule.get("Status"), follow(rule, "Filter", "Prefix")) == ("Enabled", "")
    assert role is not None
    assert copy is not None
    assert {item.get("VersioningConfiguration", "Status") for item in (bucket, copy)} == {"Enabled"}
    assert buckets.is_closed(copy)
    assert policies.trusted(role) == {"s3.amazonaws.com"}
    source = f"{arn}{policies.written(system, bucket.get('BucketName'))}"
    for action, resource in {
        "s3:GetReplicationConfiguration": source,
        "s3:ListBucket": source,
        "s3:GetObjectVersionForReplication": f"{source}/object",
        "s3:GetObjectVersionAcl": f"{source}/object",
        "s3:GetObjectVersionTagging": f"{source}/object",
        "s3:ReplicateObject": f"{destination}/object",
    }.items():
        assert policies.allows(system, role, action, resource), action


def test_s2_97_requests_are_traced(system: System) -> None:
    """The task role may send traces to X-Ray."""
    assert policies.allows(system, tasks.role(system, "TaskRoleArn"), "xray:PutTraceSegments", "*")


def test_s2_98_backups_are_replicated_to_another_region(system: System) -> None:
    """The database's backups go to another region and are kept there, under a key of that region."""
    instance = database.database(system)
    assert text(instance.get("AutomaticBackupReplicationRegion")) == "us-west-2"
    assert number(instance.get("AutomaticBackupReplicationRetentionPeriod")) >= 1
    key = text(instance.get("AutomaticBackupReplicationKmsKeyId"))
    assert key == "alias/aws/rds" or key.startswith("arn:aws:kms:us-west-2:")


def test_s2_101_cpu_and_memory_are_parameters(system: System) -> None:
    """The task has the CPU and memory that a deployment gives it, out of the pairs that its containers fit into."""
    for cpu, memory in ((1024, 2048), (2048, 4096)):
        for name, value in (("TaskCpu", cpu), ("TaskMemory", memory)):
            allowed = system.nest.root.parameters[name].definition.get("AllowedValues")
            assert isinstance(allowed, list)
            assert value in allowed
        task = tasks.definition(System(system.folder, {"TaskCpu": str(cpu), "TaskMemory": str(memory)}))
        assert (number(task.get("Cpu")), number(task.get("Memory"))) == (cpu, memory)


def test_s2_112_secrets_and_logs_are_reached_privately(system: System) -> None:
    """Interface endpoints lead to Secrets Manager and to the logs by their usual names, and take the tasks in."""
    vpc = system.one("AWS::EC2::VPC")
    private = endpoints(system)
    assert true(vpc.get("EnableDnsSupport"))
    assert true(vpc.get("EnableDnsHostnames"))
    for service in ("secretsmanager", "logs"):
        assert service in private
        (group,) = system.all_at(private[service].get("SecurityGroupIds"))
        assert rules.admits(rules.inbound(system, group), 443, tasks.group(system))
        kinds = {network.kind_of(system, subnet) for subnet in system.all_at(private[service].get("SubnetIds"))}
        assert kinds <= INSIDE


def test_s2_113_there_is_a_bastion(system: System) -> None:
    """An instance in a private subnet lets nobody in, takes part in sessions and reaches the database."""
    (bastion,) = system.of("AWS::EC2::Instance")
    (group,) = system.all_at(bastion.get("SecurityGroupIds"))
    assert network.kind_of(system, network.place_of(system, bastion)) in INSIDE
    assert rules.inbound(system, group) == []
    assert rules.tcp(3306, database.group(system)) in rules.outbound(system, group)
    assert rules.tcp(3306, group) in rules.inbound(system, database.group(system))
    assert rules.tcp(443, rules.INTERNET) in rules.outbound(system, group)
    for service in SESSIONS & endpoints(system).keys():
        (guard,) = system.all_at(endpoints(system)[service].get("SecurityGroupIds"))
        assert rules.admits(rules.inbound(system, guard), 443, group), service
    profile = system.at(bastion.get("IamInstanceProfile"))
    assert profile is not None
    (role,) = system.all_at(profile.get("Roles"))
    assert policies.trusted(role) == {"ec2.amazonaws.com"}
    assert policies.allows(system, role, "ssmmessages:OpenDataChannel", "*")


def test_s2_114_there_is_a_vpn(system: System) -> None:
    """A VPN connection leads from a gateway outside to one that is attached to the VPC."""
    connection = system.one("AWS::EC2::VPNConnection")
    gateway = system.one("AWS::EC2::VPNGateway")
    attached = {
        system.at(attachment.get("VpcId"))
        for attachment in system.of("AWS::EC2::VPCGatewayAttachment")
        if system.at(attachment.get("VpnGatewayId")) == gateway
    }
    assert system.at(connection.get("VpnGatewayId")) == gateway
    assert system.at(connection.get("CustomerGatewayId")) == system.one("AWS::EC2::CustomerGateway")
    assert attached == {system.one("AWS::EC2::VPC")}


def test_s2_122_there_is_a_cdn(system: System) -> None:
    """A distribution serves a closed bucket of this system, which nobody else may read."""
    assert true(distribution.setting(system, "Enabled"))
    assert buckets.is_closed(distribution.bucket(system))
    assert distribution.readers(system) == ["distribution"]
    origins = distribution.origins(system)
    assert {behavior.get("TargetOriginId") for behavior in distribution.behaviors(system)} == set(origins)
    for origin in origins.values():
        control = system.at(origin.get("OriginAccessControlId"))
        assert control is not None
        assert control.get("OriginAccessControlConfig", "SigningBehavior") == "always"


def test_s2_123_there_is_a_cache(system: System) -> None:
    """A cache is encrypted, at rest and on its way, in no public subnet, and takes connections from the tasks only."""
    cache = system.one("AWS::ElastiCache::ReplicationGroup")
    assert true(cache.get("AtRestEncryptionEnabled"))
    assert true(cache.get("TransitEncryptionEnabled"))
    (group,) = system.all_at(cache.get("SecurityGroupIds"))
    port = int(number(cache.get("Port")))
    assert rules.inbound(system, group) == [rules.tcp(port, tasks.group(system))]
    assert rules.tcp(port, group) in rules.outbound(system, tasks.group(system))
    subnets = system.at(cache.get("CacheSubnetGroupName"))
    assert subnets is not None
    assert {network.kind_of(system, subnet) for subnet in system.all_at(subnets.get("SubnetIds"))} <= INSIDE
