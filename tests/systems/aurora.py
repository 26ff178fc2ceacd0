"""Questions about the database cluster: its instances, its group, its subnets, its secret and the rotation."""

from tests.systems import database, network, rules
from tests.systems.built import Item, System, follow, references, text


def cluster(system: System) -> Item:
    """Give the one database cluster."""
    return system.one("AWS::RDS::DBCluster")


def instances(system: System) -> list[Item]:
    """Give the instances of the cluster, which all are."""
    found = list(system.of("AWS::RDS::DBInstance"))
    assert found, "the cluster has no instance"
    assert {system.at(item.get("DBClusterIdentifier")) for item in found} == {cluster(system)}
    return found


def groups(system: System) -> tuple[Item, ...]:
    """Give the security groups of the cluster."""
    return system.all_at(cluster(system).get("VpcSecurityGroupIds"))


def group(system: System) -> Item:
    """Give the one security group of the cluster."""
    (found,) = groups(system)
    return found


def subnets(system: System) -> tuple[Item, ...]:
    """Give the subnets of the cluster's subnet group."""
    found = system.at(cluster(system).get("DBSubnetGroupName"))
    assert found is not None, "the cluster has no subnet group of this system"
    return system.all_at(found.get("SubnetIds"))


def secret(system: System) -> Item:
    """Give the Secrets Manager secret that the master password is read from."""
    return database.secret_of(system, cluster(system))


def log_group_name(system: System) -> str:
    """Give the name of the log group that RDS writes PostgreSQL's log to."""
    return f"/aws/rds/cluster/{text(cluster(system).get('DBClusterIdentifier'))}/postgresql"


def attachments(system: System) -> list[Item]:
    """Give what completes the cluster's secret with engine, host, port and database."""
    return [
        item
        for item in system.of("AWS::SecretsManager::SecretTargetAttachment")
        if system.at(item.get("SecretId")) == secret(system)
        and system.at(item.get("TargetId")) == cluster(system)
        and item.get("TargetType") == "AWS::RDS::DBCluster"
    ]


def rotation(system: System) -> Item:
    """Give the one rotation of the cluster's secret."""
    found = system.one("AWS::SecretsManager::RotationSchedule")
    assert system.at(found.get("SecretId")) == secret(system), "what is rotated is not the cluster's secret"
    return found


def rotation_groups(system: System) -> list[Item]:
    """Give the security groups of the hosted rotation function."""
    found = references(rotation(system).get("HostedRotationLambda", "VpcSecurityGroupIds"))
    return [group for group in map(system.at, found) if group is not None]


def rotation_obstacles(system: System) -> list[str]:
    """Tell what keeps the hosted rotation function from rotating; nothing when it can."""
    schedule = rotation(system)
    hosted = schedule.get("HostedRotationLambda")
    transform = system.nest.stacks[schedule.resource.stack].template.content.get("Transform")
    subnets_of_it = [system.at(found) for found in references(follow(hosted, "VpcSubnetIds"))]
    groups_of_it = rotation_groups(system)
    outbound = [rule for found in groups_of_it for rule in rules.outbound(system, found)]
    inbound = rules.inbound(system, group(system))
    needs = {
        "the transform makes the function": str(transform).startswith("AWS::SecretsManager-"),
        "it speaks the engine's language": follow(hosted, "RotationType") == "PostgreSQLSingleUser",
        "it is in subnets with a way out": bool(subnets_of_it)
        and all(found and network.kind_of(system, found) == "private" for found in subnets_of_it),
        "it reaches the database": rules.admits(outbound, 5432, group(system)),
        "the database lets it in": any(rules.admits(inbound, 5432, found) for found in groups_of_it),
        "it reaches Secrets Manager": rules.admits(outbound, 443, rules.INTERNET),
        "it makes passwords that the cluster takes": database.refused_characters(hosted) == set(),
        "the secret names host and engine": len(attachments(system)) == 1,
        "it starts when an instance is there": any(
            system.order.surely_after(schedule.resource, item.resource) for item in instances(system)
        ),
    }
    return [need for need, holds in needs.items() if not holds]
