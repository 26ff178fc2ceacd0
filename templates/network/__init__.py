"""Network: addresses, ways out and in, flow logs, every security group and ACL. It needs the key for logs, if any.

All security groups live here, with the rules between them, so no circle can arise between stacks (K06, G02).
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from troposphere import GetAtt, Ref, Template, ec2

from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.wires import Arn, Name, SecurityGroupId, Stack, SubnetIds, VpcId, finish, receive
from tasktracker_cfn.config import SystemConfig
from templates.network import acls, addresses, endpoints, flow_logs, security_groups, vpn


class Inputs(NamedTuple):
    """With which key the flow logs are encrypted."""

    logs_key_arn: Arn | None


class Outputs(NamedTuple):
    """What other stacks are placed in, and guarded by."""

    vpc_id: VpcId
    subnet_ids: Annotated[Mapping[str, SubnetIds], "{}SubnetIds"]
    load_balancer_security_group_id: SecurityGroupId
    task_security_group_id: SecurityGroupId
    database_security_group_id: SecurityGroupId | None
    cache_security_group_id: SecurityGroupId | None
    bastion_instance_id: Name | None
    vpn_connection_id: Name | None


def build(system: SystemConfig, inputs: Inputs) -> Stack[Outputs]:
    """Build the network of a system."""
    template = Template(Description=f"{system.name} network: VPC, subnets, routes, security groups")
    here = receive(template, inputs)
    network = addresses.build(system.network)
    add_all(template, [*network.resources, *endpoints.gateway(system, network)])
    groups = security_groups.build(system, network.vpc)
    add_all(template, [*groups.resources, *acls.build(system, network)])
    if system.network.flow_logs is not None:
        add_all(template, flow_logs.build(system, system.network.flow_logs, network.vpc, here.logs_key_arn))
    instance = _bastion(template, system, network, groups)
    connection = _vpn(template, system, network)
    outputs = Outputs(
        vpc_id=VpcId(Ref(network.vpc)),
        subnet_ids={
            tier: SubnetIds.of([Ref(subnet) for subnet in subnets]) for tier, subnets in network.subnets.items()
        },
        load_balancer_security_group_id=SecurityGroupId(GetAtt(groups.load_balancer, "GroupId")),
        task_security_group_id=SecurityGroupId(GetAtt(groups.tasks, "GroupId")),
        database_security_group_id=(
            SecurityGroupId(GetAtt(groups.database, "GroupId")) if groups.database is not None else None
        ),
        cache_security_group_id=(
            SecurityGroupId(GetAtt(groups.cache, "GroupId")) if groups.cache is not None else None
        ),
        bastion_instance_id=Name(Ref(instance)) if instance is not None else None,
        vpn_connection_id=Name(Ref(connection)) if connection is not None else None,
    )
    return finish("Network", template, inputs, outputs)


def _bastion(
    template: Template, system: SystemConfig, network: addresses.Addresses, groups: security_groups.SecurityGroups
) -> ec2.Instance | None:
    """Add the interface endpoints, and the bastion, which waits for them."""
    interfaces = endpoints.interfaces(system, network, groups.endpoints)
    add_all(template, interfaces)
    if system.network.bastion is None or groups.bastion is None:
        return None
    # Instances, their profiles and Session Manager are for who has one.
    from templates.network import bastion  # noqa: PLC0415 - see above

    made = bastion.build(system.network.bastion, network, groups.bastion, interfaces)
    add_all(template, made.resources)
    return made.instance


def _vpn(template: Template, system: SystemConfig, network: addresses.Addresses) -> ec2.VPNConnection | None:
    if system.network.vpn is None:
        return None
    made = vpn.build(system.network.vpn, network)
    add_all(template, made.resources)
    return made.connection
