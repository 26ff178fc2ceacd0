"""Network: addresses, routes, ways out, flow logs and every security group. It needs the key for logs, if there is one.

All security groups live here, with the rules between them, so no circle can arise between stacks (K06, G02).
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from troposphere import GetAtt, Ref, Template

from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.wires import Arn, SecurityGroupId, Stack, SubnetIds, VpcId, finish, receive
from tasktracker_cfn.config import SystemConfig
from templates.network import addresses, flow_logs, security_groups


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


def build(system: SystemConfig, inputs: Inputs) -> Stack[Outputs]:
    """Build the network of a system."""
    template = Template(Description=f"{system.name} network: VPC, subnets, routes, security groups")
    here = receive(template, inputs)
    network = addresses.build(system.network)
    add_all(template, network.resources)
    groups = security_groups.build(system, network.vpc)
    add_all(template, groups.resources)
    if system.network.flow_logs is not None:
        add_all(template, flow_logs.build(system, system.network.flow_logs, network.vpc, here.logs_key_arn))
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
    )
    return finish("Network", template, inputs, outputs)
