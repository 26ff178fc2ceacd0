"""Network: addresses, routes, ways out, flow logs and every security group. It needs no other stack.

All security groups live here, with the rules between them, so no circle can arise between stacks (K06, G02).
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from troposphere import GetAtt, Ref, Template

from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.wires import NoInputs, SecurityGroupId, Stack, SubnetIds, VpcId, finish
from tasktracker_cfn.config import SystemConfig
from templates.network import addresses, flow_logs, security_groups


class Outputs(NamedTuple):
    """What other stacks are placed in, and guarded by."""

    vpc_id: VpcId
    subnet_ids: Annotated[Mapping[str, SubnetIds], "{}SubnetIds"]
    load_balancer_security_group_id: SecurityGroupId
    task_security_group_id: SecurityGroupId
    database_security_group_id: SecurityGroupId | None


def build(system: SystemConfig) -> Stack[Outputs]:
    """Build the network of a system."""
    template = Template(Description=f"{system.name} network: VPC, subnets, routes, security groups")
    network = addresses.build(system.network)
    add_all(template, network.resources)
    groups = security_groups.build(system, network.vpc)
    add_all(template, groups.resources)
    if system.network.flow_logs is not None:
        add_all(template, flow_logs.build(system.network.flow_logs, network.vpc))
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
    )
    return finish("Network", template, NoInputs(), outputs)
