"""How each type of resource says which subnets it is in, which security groups it wears, and where it listens."""

from collections.abc import Mapping
from typing import NamedTuple

from tasktracker_cfn.model.reach.network import NAT_GATEWAY, Network
from tasktracker_cfn.model.reach.ports import HTTPS, port
from tasktracker_cfn.model.system import Item

Path = tuple[str | int, ...]
LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
SERVICE, ROTATION, FUNCTION = "AWS::ECS::Service", "AWS::SecretsManager::RotationSchedule", "AWS::Lambda::Function"
INSTANCE, ENDPOINT = "AWS::EC2::Instance", "AWS::EC2::VPCEndpoint"
DB_INSTANCE, DB_CLUSTER, DB_PROXY = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::RDS::DBProxy"
CACHE_GROUP, CACHE_CLUSTER = "AWS::ElastiCache::ReplicationGroup", "AWS::ElastiCache::CacheCluster"
DATABASES = (DB_INSTANCE, DB_CLUSTER, CACHE_GROUP, CACHE_CLUSTER, "AWS::ElastiCache::ServerlessCache")


class Layout(NamedTuple):
    """Where a type has its subnets and groups; `through` is a property that names a group of subnets instead."""

    subnets: tuple[Path, ...]
    groups: tuple[Path, ...]
    through: tuple[str, str] | None = None
    # Whatever names no group is in the VPC's own; of some types it is in none.
    has_default_group: bool = True


VPC_PLACE = ("NetworkConfiguration", "AwsvpcConfiguration")
LAYOUTS: Mapping[str, Layout] = {
    SERVICE: Layout(((*VPC_PLACE, "Subnets"),), ((*VPC_PLACE, "SecurityGroups"),)),
    LOAD_BALANCER: Layout((("Subnets",), ("SubnetMappings", "SubnetId")), (("SecurityGroups",),)),
    "AWS::ElasticLoadBalancing::LoadBalancer": Layout((("Subnets",),), (("SecurityGroups",),)),
    DB_INSTANCE: Layout((), (("VPCSecurityGroups",),), ("DBSubnetGroupName", "SubnetIds")),
    DB_CLUSTER: Layout((), (("VpcSecurityGroupIds",),), ("DBSubnetGroupName", "SubnetIds")),
    DB_PROXY: Layout((("VpcSubnetIds",),), (("VpcSecurityGroupIds",),)),
    CACHE_GROUP: Layout((), (("SecurityGroupIds",),), ("CacheSubnetGroupName", "SubnetIds")),
    CACHE_CLUSTER: Layout((), (("VpcSecurityGroupIds",),), ("CacheSubnetGroupName", "SubnetIds")),
    "AWS::ElastiCache::ServerlessCache": Layout((("SubnetIds",),), (("SecurityGroupIds",),)),
    FUNCTION: Layout((("VpcConfig", "SubnetIds"),), (("VpcConfig", "SecurityGroupIds"),)),
    ROTATION: Layout((("HostedRotationLambda", "VpcSubnetIds"),), (("HostedRotationLambda", "VpcSecurityGroupIds"),)),
    INSTANCE: Layout(
        (("SubnetId",), ("NetworkInterfaces", "SubnetId")),
        (("SecurityGroupIds",), ("NetworkInterfaces", "GroupSet")),
    ),
    NAT_GATEWAY: Layout((("SubnetId",),), (), has_default_group=False),
    ENDPOINT: Layout((("SubnetIds",),), (("SecurityGroupIds",),)),
    "AWS::EFS::MountTarget": Layout((("SubnetId",),), (("SecurityGroups",),)),
}
# What only opens connections, with the words for it.
TAKES_NO_CONNECTIONS = {
    FUNCTION: "a function",
    ROTATION: "a rotation function",
    NAT_GATEWAY: "a NAT gateway",
}
# What opens connections of its own; everything else only answers.
OPENERS = (SERVICE, LOAD_BALANCER, "AWS::ElasticLoadBalancing::LoadBalancer", FUNCTION, ROTATION, INSTANCE, DB_PROXY)
ENGINES = {"postgres": 5432, "aurora-postgresql": 5432, "mysql": 3306, "aurora-mysql": 3306, "mariadb": 3306}
CACHE_PORTS = {"memcached": 11211}
REDIS = 6379


def ports_of(network: Network, item: Item) -> tuple[int, ...]:
    """Give the ports at which something surely listens and nowhere else; none when they are not known."""
    if item.type in (DB_INSTANCE, DB_CLUSTER):
        return _of_database(network, item)
    if item.type in (CACHE_GROUP, CACHE_CLUSTER):
        default = CACHE_PORTS.get(item.text("Engine") or "", REDIS)
        return _known(port(item.get("Port")) if item.get("Port") is not None else default)
    if item.type == LOAD_BALANCER:
        listeners = network.of("AWS::ElasticLoadBalancingV2::Listener", str(item))
        found = tuple(port(listener.get("Port")) for listener in listeners)
        return () if None in found else tuple(number for number in found if number is not None)
    return _known(HTTPS) if item.type == ENDPOINT else ()


def _known(number: int | None) -> tuple[int, ...]:
    return () if number is None else (number,)


def _of_database(network: Network, item: Item) -> tuple[int, ...]:
    cluster = network.system.at(item.get("DBClusterIdentifier")) if item.type == DB_INSTANCE else None
    if cluster is not None and cluster.type == DB_CLUSTER:
        return _of_database(network, cluster)
    if item.get("Port") is not None:
        return _known(port(item.get("Port")))
    source = network.system.at(item.get("SourceDBInstanceIdentifier"))
    if source is not None and source != item:
        return _known(port(source.get("Port"))) if source.get("Port") is not None else _by_engine(source)
    return _by_engine(item)


def _by_engine(item: Item) -> tuple[int, ...]:
    return _known(ENGINES.get((item.text("Engine") or "").lower()))
