"""Who may talk to whom: the load balancer to the tasks, the tasks to database, cache and AWS, nobody else.

Where they are wanted, interface endpoints are talked to by the tasks and the bastion, and the database also by the
bastion and over the VPN.

The groups refer to each other in one direction inline (egress) and in the other by rules of their own (ingress):
inline both ways would be a circle (G02), and a group without inline egress gets an allow-all rule that standalone
rules do not remove (G01).
"""

from typing import NamedTuple

from troposphere import AWSObject, GetAtt, Ref, ec2

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.cache import CACHE_PORT
from tasktracker_cfn.config.edge import HTTPS_PORT
from tasktracker_cfn.config.ways_out import tasks_without_nat
from templates.network import between_tasks, private_groups
from templates.network.group_rules import ANYWHERE, ingress, tcp, to_nowhere


class SecurityGroups(NamedTuple):
    """The groups by their wearers, and all resources in reading order."""

    load_balancer: ec2.SecurityGroup
    tasks: ec2.SecurityGroup
    database: ec2.SecurityGroup | None
    cache: ec2.SecurityGroup | None
    endpoints: ec2.SecurityGroup | None
    bastion: ec2.SecurityGroup | None
    resources: list[AWSObject]


class Reached(NamedTuple):
    """The groups that the tasks connect to, as far as they are there."""

    database: ec2.SecurityGroup | None
    cache: ec2.SecurityGroup | None
    endpoints: ec2.SecurityGroup | None


def build(system: SystemConfig, vpc: ec2.VPC) -> SecurityGroups:
    """Give the groups of the load balancer, the tasks, the database, the cache, the endpoints and the bastion."""
    database, cache = _database(system, vpc), _cache(system, vpc)
    endpoints = private_groups.endpoints(system, vpc)
    tasks = _tasks(system, vpc, Reached(database, cache, endpoints))
    bastion = private_groups.bastion(system, vpc, database, endpoints)
    load_balancer = _load_balancer(system, vpc, tasks)
    groups = [group for group in (load_balancer, tasks, database, cache, endpoints, bastion) if group is not None]
    resources: list[AWSObject] = [*groups, *_from_load_balancer(system, tasks, load_balancer)]
    if database is not None and system.data.database is not None:
        resources.append(
            ingress("DatabaseFromTasks", database, system.data.database.port, tasks, "To the database from the tasks")
        )
        resources += private_groups.to_database(system, system.data.database.port, database, bastion)
    if cache is not None:
        resources.append(ingress("CacheFromTasks", cache, CACHE_PORT, tasks, "To the cache from the tasks"))
    if endpoints is not None:
        resources += private_groups.to_endpoints(endpoints, tasks, bastion)
    resources += between_tasks.rules(system, tasks, _targets(system))
    return SecurityGroups(load_balancer, tasks, database, cache, endpoints, bastion, resources)


def _load_balancer(system: SystemConfig, vpc: ec2.VPC, tasks: ec2.SecurityGroup) -> ec2.SecurityGroup:
    return ec2.SecurityGroup(
        "LoadBalancerSecurityGroup",
        GroupDescription=f"Load balancer of {system.name}: web traffic in, tasks out",
        VpcId=Ref(vpc),
        SecurityGroupIngress=[
            tcp(
                port,
                CidrIp=ANYWHERE,
                Description="HTTPS from the internet" if port == HTTPS_PORT else "HTTP from the internet",
            )
            for port in system.edge.open_ports or system.edge.listener_ports
        ],
        SecurityGroupEgress=[
            tcp(port, DestinationSecurityGroupId=GetAtt(tasks, "GroupId"), Description=f"To the {name} container")
            for name, port in _targets(system)
        ],
    )


def _tasks(system: SystemConfig, vpc: ec2.VPC, reached: Reached) -> ec2.SecurityGroup:
    egress = private_groups.to_aws(system, reached.endpoints if tasks_without_nat(system) else None)
    if reached.database is not None and system.data.database is not None:
        to_database = GetAtt(reached.database, "GroupId")
        port = system.data.database.port
        egress.append(tcp(port, DestinationSecurityGroupId=to_database, Description="To the database"))
    if reached.cache is not None:
        to_cache = GetAtt(reached.cache, "GroupId")
        egress.append(tcp(CACHE_PORT, DestinationSecurityGroupId=to_cache, Description="To the cache"))
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
        SecurityGroupEgress=[to_nowhere(database.port)],
    )


def _cache(system: SystemConfig, vpc: ec2.VPC) -> ec2.SecurityGroup | None:
    if system.data.cache is None:
        return None
    return ec2.SecurityGroup(
        "CacheSecurityGroup",
        GroupDescription=f"Cache of {system.name}: from the tasks only",
        VpcId=Ref(vpc),
        SecurityGroupEgress=[to_nowhere(CACHE_PORT)],
    )


def _from_load_balancer(
    system: SystemConfig, tasks: ec2.SecurityGroup, load_balancer: ec2.SecurityGroup
) -> list[ec2.SecurityGroupIngress]:
    return [
        ingress(
            f"{pascal(name)}FromLoadBalancer",
            tasks,
            port,
            load_balancer,
            f"To the {name} container from the load balancer",
        )
        for name, port in _targets(system)
    ]


def _targets(system: SystemConfig) -> list[tuple[str, int]]:
    """Give name and port of each container that the load balancer reaches, the default target last."""
    ordered = sorted(system.edge.targets, key=lambda name: name == system.edge.default_target)
    ports = {name: system.service.containers[name].port for name in ordered}
    return [(name, port) for name, port in ports.items() if port is not None]
