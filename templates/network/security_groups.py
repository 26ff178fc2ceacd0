"""Who may talk to whom: the load balancer to the tasks, the tasks to database, cache and AWS, nobody else.

The groups refer to each other in one direction inline (egress) and in the other by rules of their own (ingress):
inline both ways would be a circle (G02), and a group without inline egress gets an allow-all rule that standalone
rules do not remove (G01).
"""

from typing import NamedTuple

from troposphere import AWSObject, GetAtt, Ref, ec2

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.cache import CACHE_PORT
from tasktracker_cfn.config.edge import HTTPS_PORT
from templates.network import between_tasks

ANYWHERE = "0.0.0.0/0"
NOWHERE = "127.0.0.1/32"


class SecurityGroups(NamedTuple):
    """The groups by their wearers, and all resources in reading order."""

    load_balancer: ec2.SecurityGroup
    tasks: ec2.SecurityGroup
    database: ec2.SecurityGroup | None
    cache: ec2.SecurityGroup | None
    resources: list[AWSObject]


def build(system: SystemConfig, vpc: ec2.VPC) -> SecurityGroups:
    """Give the groups of the load balancer, the tasks, the database and the cache."""
    database, cache = _database(system, vpc), _cache(system, vpc)
    tasks = _tasks(system, vpc, database, cache)
    load_balancer = _load_balancer(system, vpc, tasks)
    groups = [group for group in (load_balancer, tasks, database, cache) if group is not None]
    resources: list[AWSObject] = [*groups, *_from_load_balancer(system, tasks, load_balancer)]
    if database is not None and system.data.database is not None:
        resources.append(_database_from_tasks(system.data.database.port, database, tasks))
    if cache is not None:
        resources.append(_cache_from_tasks(cache, tasks))
    resources += between_tasks.rules(system, tasks, _targets(system))
    return SecurityGroups(load_balancer=load_balancer, tasks=tasks, database=database, cache=cache, resources=resources)


def _load_balancer(system: SystemConfig, vpc: ec2.VPC, tasks: ec2.SecurityGroup) -> ec2.SecurityGroup:
    return ec2.SecurityGroup(
        "LoadBalancerSecurityGroup",
        GroupDescription=f"Load balancer of {system.name}: web traffic in, tasks out",
        VpcId=Ref(vpc),
        SecurityGroupIngress=[
            _tcp(
                port,
                CidrIp=ANYWHERE,
                Description="HTTPS from the internet" if port == HTTPS_PORT else "HTTP from the internet",
            )
            for port in system.edge.open_ports or system.edge.listener_ports
        ],
        SecurityGroupEgress=[
            _tcp(port, DestinationSecurityGroupId=GetAtt(tasks, "GroupId"), Description=f"To the {name} container")
            for name, port in _targets(system)
        ],
    )


def _tasks(
    system: SystemConfig, vpc: ec2.VPC, database: ec2.SecurityGroup | None, cache: ec2.SecurityGroup | None
) -> ec2.SecurityGroup:
    # N11: image layers, secrets and logs are at addresses that no security group names.
    egress = [_tcp(HTTPS_PORT, CidrIp=ANYWHERE, Description="AWS APIs and image registries")]
    if database is not None and system.data.database is not None:
        egress.append(
            _tcp(
                system.data.database.port,
                DestinationSecurityGroupId=GetAtt(database, "GroupId"),
                Description="To the database",
            )
        )
    if cache is not None:
        egress.append(_tcp(CACHE_PORT, DestinationSecurityGroupId=GetAtt(cache, "GroupId"), Description="To the cache"))
    return ec2.SecurityGroup(
        "TaskSecurityGroup",
        GroupDescription=f"Tasks of {system.name}: from the load balancer, to the database and AWS APIs",
        VpcId=Ref(vpc),
        SecurityGroupEgress=egress,
    )


def _database(system: SystemConfig, vpc: ec2.VPC) -> ec2.SecurityGroup | None:
    database = system.data.database
    if database is None:
        return None
    return ec2.SecurityGroup(
        "DatabaseSecurityGroup",
        GroupDescription=f"Database of {system.name}: from the tasks only",
        VpcId=Ref(vpc),
        SecurityGroupEgress=[
            _tcp(database.port, CidrIp=NOWHERE, Description="No outbound traffic, in place of the implicit allow-all")
        ],
    )


def _cache(system: SystemConfig, vpc: ec2.VPC) -> ec2.SecurityGroup | None:
    if system.data.cache is None:
        return None
    return ec2.SecurityGroup(
        "CacheSecurityGroup",
        GroupDescription=f"Cache of {system.name}: from the tasks only",
        VpcId=Ref(vpc),
        SecurityGroupEgress=[
            _tcp(CACHE_PORT, CidrIp=NOWHERE, Description="No outbound traffic, in place of the implicit allow-all")
        ],
    )


def _from_load_balancer(
    system: SystemConfig, tasks: ec2.SecurityGroup, load_balancer: ec2.SecurityGroup
) -> list[ec2.SecurityGroupIngress]:
    return [
        ec2.SecurityGroupIngress(
            f"{pascal(name)}FromLoadBalancer",
            GroupId=GetAtt(tasks, "GroupId"),
            IpProtocol="tcp",
            FromPort=port,
            ToPort=port,
            SourceSecurityGroupId=GetAtt(load_balancer, "GroupId"),
            Description=f"To the {name} container from the load balancer",
        )
        for name, port in _targets(system)
    ]


def _database_from_tasks(port: int, database: ec2.SecurityGroup, tasks: ec2.SecurityGroup) -> ec2.SecurityGroupIngress:
    return ec2.SecurityGroupIngress(
        "DatabaseFromTasks",
        GroupId=GetAtt(database, "GroupId"),
        IpProtocol="tcp",
        FromPort=port,
        ToPort=port,
        SourceSecurityGroupId=GetAtt(tasks, "GroupId"),
        Description="To the database from the tasks",
    )


def _cache_from_tasks(cache: ec2.SecurityGroup, tasks: ec2.SecurityGroup) -> ec2.SecurityGroupIngress:
    return ec2.SecurityGroupIngress(
        "CacheFromTasks",
        GroupId=GetAtt(cache, "GroupId"),
        IpProtocol="tcp",
        FromPort=CACHE_PORT,
        ToPort=CACHE_PORT,
        SourceSecurityGroupId=GetAtt(tasks, "GroupId"),
        Description="To the cache from the tasks",
    )


def _targets(system: SystemConfig) -> list[tuple[str, int]]:
    """Give name and port of each container that the load balancer reaches, the default target last."""
    ordered = sorted(system.edge.targets, key=lambda name: name == system.edge.default_target)
    ports = {name: system.service.containers[name].port for name in ordered}
    return [(name, port) for name, port in ports.items() if port is not None]


def _tcp(port: int, **peer: object) -> ec2.SecurityGroupRule:
    return ec2.SecurityGroupRule(IpProtocol="tcp", FromPort=port, ToPort=port, **given(**peer))
