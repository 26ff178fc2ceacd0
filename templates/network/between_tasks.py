"""Tasks that find each other by name may also talk to each other.

Rules of their own, both: inline, a group would refer to itself (G02). Who else in the VPC is to reach the tasks without
the load balancer needs a rule of its own, which only its owner can write.
"""

from collections.abc import Sequence

from troposphere import AWSObject, GetAtt, ec2

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.config import SystemConfig


def rules(system: SystemConfig, tasks: ec2.SecurityGroup, targets: Sequence[tuple[str, int]]) -> list[AWSObject]:
    """Give the rules between the tasks, for the ports of the targets; none without service discovery."""
    if system.service.discovery is None:
        return []
    group = GetAtt(tasks, "GroupId")
    made: list[AWSObject] = []
    for name, port in targets:
        made.append(
            ec2.SecurityGroupIngress(
                f"{pascal(name)}BetweenTasksIngress",
                GroupId=group,
                IpProtocol="tcp",
                FromPort=port,
                ToPort=port,
                SourceSecurityGroupId=group,
                Description=f"To the {name} container from other tasks",
            )
        )
        made.append(
            ec2.SecurityGroupEgress(
                f"{pascal(name)}BetweenTasksEgress",
                GroupId=group,
                IpProtocol="tcp",
                FromPort=port,
                ToPort=port,
                DestinationSecurityGroupId=group,
                Description=f"To the {name} container of other tasks",
            )
        )
    return made
