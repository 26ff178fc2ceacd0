"""The groups of what only some systems have in private subnets: interface endpoints, and a bastion."""

from troposphere import GetAtt, Ref, ec2

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.edge import HTTPS_PORT
from tasktracker_cfn.config.ways_out import endpoints as services
from tasktracker_cfn.config.ways_out import without_nat
from templates.network.group_rules import ANYWHERE, ingress, tcp, to_nowhere


def to_aws(system: SystemConfig, endpoints: ec2.SecurityGroup | None) -> list[ec2.SecurityGroupRule]:
    """Let out to AWS: to anywhere, or where endpoints stand for NAT gateways, to those and to S3.

    S3 is at the far end of a gateway, which wears no group, and no template can ask for the id of its prefix list
    (N11). Without the id, HTTPS goes anywhere in words, and to S3 in fact: there is no other route.
    """
    if endpoints is None:
        return [tcp(HTTPS_PORT, CidrIp=ANYWHERE, Description="AWS APIs and image registries")]
    s3 = system.network.s3_prefix_list_id
    return [
        tcp(HTTPS_PORT, DestinationSecurityGroupId=GetAtt(endpoints, "GroupId"), Description="AWS APIs by endpoints"),
        tcp(
            HTTPS_PORT,
            **given(DestinationPrefixListId=s3, CidrIp=None if s3 else ANYWHERE),
            Description="S3 by its gateway" if s3 else "S3 by its gateway: nothing else has a route",
        ),
    ]


def endpoints(system: SystemConfig, vpc: ec2.VPC) -> ec2.SecurityGroup | None:
    """Give the group of the interface endpoints, which answer and open no connections."""
    if not services(system):
        return None
    return ec2.SecurityGroup(
        "EndpointSecurityGroup",
        GroupDescription=f"Interface endpoints of {system.name}: HTTPS from inside",
        VpcId=Ref(vpc),
        SecurityGroupEgress=[to_nowhere(HTTPS_PORT)],
    )


def to_endpoints(
    endpoints: ec2.SecurityGroup, tasks: ec2.SecurityGroup, bastion: ec2.SecurityGroup | None
) -> list[ec2.SecurityGroupIngress]:
    """Let the tasks to the endpoints, with them a rotation, which wears their group; and the bastion (N10)."""
    found = [ingress("EndpointsFromTasks", endpoints, HTTPS_PORT, tasks, "To the endpoints from the tasks")]
    if bastion is not None:
        found.append(
            ingress("EndpointsFromBastion", endpoints, HTTPS_PORT, bastion, "To the endpoints from the bastion")
        )
    return found


def bastion(
    system: SystemConfig,
    vpc: ec2.VPC,
    database: ec2.SecurityGroup | None,
    endpoints: ec2.SecurityGroup | None,
) -> ec2.SecurityGroup | None:
    """Give the group of the bastion, which lets nothing in (X14)."""
    if system.network.bastion is None:
        return None
    egress = to_aws(system, endpoints if without_nat(system) else None)
    if database is not None and system.data.database is not None:
        egress.append(
            tcp(
                system.data.database.port,
                DestinationSecurityGroupId=GetAtt(database, "GroupId"),
                Description="To the database",
            )
        )
    return ec2.SecurityGroup(
        "BastionSecurityGroup",
        GroupDescription=f"Bastion of {system.name}: nothing in, to the database and AWS APIs",
        VpcId=Ref(vpc),
        SecurityGroupEgress=egress,
    )


def to_database(
    system: SystemConfig, port: int, database: ec2.SecurityGroup, bastion: ec2.SecurityGroup | None
) -> list[ec2.SecurityGroupIngress]:
    """Let administrators to the database: over the bastion, and over the VPN where it says so."""
    found = []
    if bastion is not None:
        found.append(ingress("DatabaseFromBastion", database, port, bastion, "To the database from the bastion"))
    vpn = system.network.vpn
    if vpn is not None and vpn.database_access:
        found += [
            ec2.SecurityGroupIngress(
                f"DatabaseFromVpn{str(block.network_address).replace('.', 'x')}x{block.prefixlen}",
                GroupId=GetAtt(database, "GroupId"),
                IpProtocol="tcp",
                FromPort=port,
                ToPort=port,
                CidrIp=str(block),
                Description="To the database over the VPN",
            )
            for block in vpn.remote_blocks
        ]
    return found
