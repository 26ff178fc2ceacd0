"""Property 2: a database is reached from inside the VPC only.

It is an instance with its replicas, or a cluster with its members. All its subnets are without a route to an internet
gateway, no instance has a public address, and its security groups admit other groups of this system, or private
subnets, and nothing else but the networks of a VPN that was told to reach it. Who comes without TLS is refused by the
engine's parameters.
"""

from ipaddress import ip_network

from tasktracker_cfn.config import SystemConfig
from tests.properties.subject import Complaints, Environment, of_each
from tests.systems import network, rules
from tests.systems.built import Item, System, follow, listed, text

INSTANCE, CLUSTER = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"
SOURCE = "SourceDBInstanceIdentifier"
TLS = {"mysql": "require_secure_transport", "postgres": "rds.force_ssl", "aurora-postgresql": "rds.force_ssl"}


def databases(built: System) -> list[Item]:
    """Give the databases: clusters, and instances that are no cluster's member and no replica of another."""
    parts = {"DBClusterIdentifier", SOURCE}
    alone = [item for item in built.of(INSTANCE) if not parts & item.properties.keys()]
    return [*built.of(CLUSTER), *alone]


def replicas(built: System, database: Item) -> list[Item]:
    """Give the read replicas of a database."""
    return [item for item in built.of(INSTANCE) if SOURCE in item.properties and built.at(item.get(SOURCE)) == database]


def members(built: System, database: Item) -> list[Item]:
    """Give the instances of a database: itself, or a cluster's members."""
    if database.type == INSTANCE:
        return [database]
    return [item for item in built.of(INSTANCE) if built.at(item.get("DBClusterIdentifier")) == database]


def subnets(built: System, database: Item) -> tuple[Item, ...]:
    """Give the subnets that a database may be in."""
    group = built.at(database.get("DBSubnetGroupName"))
    assert group is not None, f"{database} has no subnet group of this system"
    return built.all_at(group.get("SubnetIds"))


def groups(built: System, database: Item) -> tuple[Item, ...]:
    """Give the security groups of a database; the two types spell the property differently."""
    return built.all_at(database.get("VPCSecurityGroups") or database.get("VpcSecurityGroupIds"))


@of_each
def kept_inside(environment: Environment) -> Complaints:
    """Give the ways in which a database can be reached from outside."""
    built = environment.built
    for database in databases(built):
        for subnet in subnets(built, database):
            kind = network.kind_of(built, subnet)
            if kind not in {"private", "isolated"}:
                yield f"{database} is in {subnet}, which is {kind}"
        if not members(built, database):
            yield f"{database} has no instance"
        if not _refuses_plain_text(built, database):
            yield f"{database} takes connections without TLS"
        for member in [*members(built, database), *replicas(built, database)]:
            if member.get("PubliclyAccessible") is not False:
                yield f"{member} may have a public address"
            if database != member and "DBSubnetGroupName" in member.properties:
                yield f"{member} is in other subnets than {database}"
        yield from _admitted(environment, database)
        yield from (
            complaint for replica in replicas(built, database) for complaint in _other(built, replica, database)
        )


def _other(built: System, replica: Item, database: Item) -> Complaints:
    """Give what a replica has of its own that it should have from its database."""
    if groups(built, replica) != groups(built, database):
        yield f"{replica} is in other groups than {database}"
    if "DBParameterGroupName" in replica.properties:
        yield f"{replica} has other parameters than {database}"


def _refuses_plain_text(built: System, database: Item) -> bool:
    group = built.at(database.get("DBParameterGroupName") or database.get("DBClusterParameterGroupName"))
    name = TLS[text(database.get("Engine"))]
    return group is not None and follow(group.get("Parameters"), name) in ("1", 1)


def remote_blocks(config: SystemConfig) -> set[str]:
    """Give the networks elsewhere that may reach the database."""
    vpn = config.network.vpn
    return {str(block) for block in vpn.remote_blocks} if vpn is not None and vpn.database_access else set()


def _admitted(environment: Environment, database: Item) -> Complaints:
    config, built = environment
    for group in groups(built, database):
        for rule in rules.inbound(built, group):
            if not _is_inside(built, rule) and rule.peer not in remote_blocks(config):
                yield f"{group} admits {rule.peer}"


def _is_inside(built: System, rule: rules.Rule) -> bool:
    if isinstance(rule.peer, Item):
        return rule.peer.type == "AWS::EC2::SecurityGroup"
    private = [network.block(subnet) for subnet in network.subnets(built, "private")]
    blocks = [ip_network(block) for block in listed(rule.peer) if isinstance(block, str)]
    return bool(blocks) and all(any(block.version == 4 and block.subnet_of(own) for own in private) for block in blocks)
